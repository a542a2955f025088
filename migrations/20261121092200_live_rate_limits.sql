-- Token buckets, one per subject and action: full at first, refilled steadily, taken from with one upsert.

set lock_timeout = '3s';

-- Unlogged: every token writes here, and nobody waits until that is on the disk. A crash of Postgres empties it: then
-- all buckets are full, as they are after a while without requests, and nobody is let in who was not before.
create unlogged table if not exists public.live_rate_limits (
  -- who: usually an auth user id, or an address
  subject text not null,
  action text not null,
  tokens double precision not null,
  refilled_at timestamptz not null,
  constraint live_rate_limits_pkey primary key (subject, action),
  constraint live_rate_limits_tokens_check check (tokens >= 0)
) with (fillfactor = 70);

-- The day of that, by which long unused ones are found. An index on the moment would be written with every token.
alter table public.live_rate_limits add column if not exists refilled_on date not null default current_date;

do $$
begin
  -- one of an earlier version
  if (select c.relpersistence <> 'u' from pg_catalog.pg_class c where c.oid = 'public.live_rate_limits'::regclass) then
    alter table public.live_rate_limits set unlogged, set (fillfactor = 70);
  end if;
end;
$$;

comment on table public.live_rate_limits is 'Token buckets of the rate limits.';

create index if not exists live_rate_limits_refilled_on_idx on public.live_rate_limits (refilled_on);
drop index if exists public.live_rate_limits_refilled_at_idx;

alter table public.live_rate_limits enable row level security;
revoke all on public.live_rate_limits from anon, authenticated;
grant all on public.live_rate_limits to service_role;

-- says in the catalog what is true anyway: the server only
drop policy if exists live_rate_limits_service on public.live_rate_limits;
create policy live_rate_limits_service on public.live_rate_limits
  for all to service_role using (true) with check (true);

-- Takes one token from a bucket that holds p_capacity and refills over p_seconds. Returns 0 when there was one, else
-- the whole seconds until there will be. The functions of limited actions call it.
create or replace function public.live_rate_wait(
  p_subject text, p_action text, p_capacity integer, p_seconds integer, p_now timestamptz
)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  per_second constant double precision := p_capacity::double precision / p_seconds;
  today constant date := (p_now at time zone 'UTC')::date;
  left_over double precision;
begin
  -- a limit of none
  if p_capacity < 1 then
    return p_seconds;
  end if;
  insert into public.live_rate_limits as b (subject, action, tokens, refilled_at, refilled_on)
  values (p_subject, p_action, p_capacity - 1, p_now, today)
  on conflict (subject, action) do update
    set tokens = least(p_capacity, b.tokens + greatest(0, extract(epoch from p_now - b.refilled_at)) * per_second) - 1,
        refilled_at = greatest(b.refilled_at, p_now),
        refilled_on = greatest(b.refilled_on, today)
    where least(p_capacity, b.tokens + greatest(0, extract(epoch from p_now - b.refilled_at)) * per_second) >= 1
  returning b.tokens into left_over;

  if left_over is not null then
    return 0;
  end if;
  -- the failed upsert has locked the row, so this reads what it saw
  return (
    select greatest(1, ceil((1 - b.tokens) / per_second - extract(epoch from p_now - b.refilled_at)))::integer
    from public.live_rate_limits b
    where b.subject = p_subject and b.action = p_action
  );
end;
$$;

-- Takes a token or refuses with 429 RATE_LIMITED and the seconds to wait.
create or replace function public.live_rate_take(
  p_subject text, p_action text, p_capacity integer, p_seconds integer, p_now timestamptz
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  wait constant integer := public.live_rate_wait(p_subject, p_action, p_capacity, p_seconds, p_now);
begin
  if wait > 0 then
    perform public.live_refuse(429, 'RATE_LIMITED', jsonb_build_object('retry_after', wait));
  end if;
end;
$$;

-- Takes one from somebody's limit of tokens. The facts of every request that may end in one call it, replays included:
-- each has a token of its own.
create or replace function public.live_rate_token(p_user_id uuid, p_now timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform public.live_rate_take(p_user_id::text, 'token', public.live_setting('token_rate_count'), 60, p_now);
end;
$$;

-- Takes one from somebody's limit of new sessions (p_action `create`) or of joins (`join`), or from one so many times
-- as high, which is a bucket of its own.
create or replace function public.live_rate_session(p_user_id uuid, p_action text, p_times integer, p_now timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
declare
  is_create constant boolean := p_action = 'create';
begin
  perform public.live_rate_take(
    p_user_id::text,
    p_action || case when p_times > 1 then ' keyed' else '' end,
    p_times * public.live_setting(p_action || '_rate_count'),
    case when is_create then 3600 else 60 end,
    p_now
  );
end;
$$;

-- Takes one for an attempt to create or join. A request without a key takes from the limit itself; one under a new key
-- from one ten times as high, since it pays the limit only if it comes to something and refused ones must not be free;
-- a replay from none. Fifty equal requests at once still pass.
create or replace function public.live_rate_attempt(p_user_id uuid, p_action text, p_key text, p_now timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if coalesce(p_key, '') = '' then
    perform public.live_rate_session(p_user_id, p_action, 1, p_now);
  elsif not exists (
    select
    from public.live_idempotency i
    where i.user_id = p_user_id
      and i.function_name = p_action || '-live-session'
      and i.key = p_key
      and i.expires_at > p_now
  ) then
    perform public.live_rate_session(p_user_id, p_action, 10, p_now);
  end if;
end;
$$;

revoke execute on function public.live_rate_wait(text, text, integer, integer, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_rate_take(text, text, integer, integer, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_rate_token(uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_rate_session(uuid, text, integer, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_rate_attempt(uuid, text, text, timestamptz) from public, anon, authenticated;
grant execute on function public.live_rate_wait(text, text, integer, integer, timestamptz) to service_role;
grant execute on function public.live_rate_take(text, text, integer, integer, timestamptz) to service_role;
grant execute on function public.live_rate_token(uuid, timestamptz) to service_role;
grant execute on function public.live_rate_session(uuid, text, integer, timestamptz) to service_role;
grant execute on function public.live_rate_attempt(uuid, text, text, timestamptz) to service_role;

reset lock_timeout;
