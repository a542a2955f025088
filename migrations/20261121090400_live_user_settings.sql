-- What a user decides about calls to them, whether they may ring at all and what a minute costs the caller, and the
-- language they are written to in. No row means calls are on and free.

set lock_timeout = '3s';

create table if not exists public.live_user_settings (
  user_id uuid not null,
  calls_enabled boolean not null default true,
  coin_per_minute integer not null default 0,
  -- of notifications; null where they have not said
  language text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint live_user_settings_pkey primary key (user_id),
  constraint live_user_settings_user_id_fkey foreign key (user_id) references auth.users (id) on delete cascade,
  constraint live_user_settings_coin_per_minute_check check (coin_per_minute between 0 and 10000),
  constraint live_user_settings_language_check check (language in ('tr', 'en'))
);

comment on table public.live_user_settings is
  'Per user: calls on or off, coins per minute (a creator''s), the language of notifications.';
comment on constraint live_user_settings_user_id_fkey on public.live_user_settings is
  'Goes with the account: nobody else has anything of these settings.';

create or replace trigger live_user_settings_updated_at
  before update on public.live_user_settings
  for each row execute function public.live_touch_updated_at();

-- Whether this is a creator's profile: who may start sessions, and whose calls may cost something.
create or replace function public.live_is_creator(p_profile public.profiles)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
begin
  return coalesce(p_profile.is_creator, false) or coalesce(p_profile.role = 'creator', false);
end;
$$;

-- What somebody takes for a minute of a call with them: their setting as long as they are a creator. Placing a call
-- asks it.
create or replace function public.live_call_rate(p_user_id uuid)
returns integer
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce(
    (
      select u.coin_per_minute
      from public.live_user_settings u
      join public.profiles p on p.user_id = u.user_id and p.type = 'real'
      where u.user_id = p_user_id and public.live_is_creator(p)
    ),
    0
  );
end;
$$;

-- Refuses a new rate of somebody who is no creator; whoever is none any more may still change the rest. The trigger of
-- live_user_settings calls it. It runs as its owner because it asks what no client may call.
create or replace function public.live_user_settings_admit()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if not exists (
    select
    from public.profiles p
    where p.user_id = new.user_id and p.type = 'real' and public.live_is_creator(p)
  ) and not exists (
    select
    from public.live_user_settings u
    where u.user_id = new.user_id and u.coin_per_minute = new.coin_per_minute
  ) then
    raise exception 'only creators take coins for calls'
      using errcode = 'check_violation', constraint = 'live_user_settings_creator_check';
  end if;
  return new;
end;
$$;

create or replace trigger live_user_settings_admit
  before insert or update of coin_per_minute on public.live_user_settings
  for each row when (new.coin_per_minute > 0)
  execute function public.live_user_settings_admit();

alter table public.live_user_settings enable row level security;
revoke all on public.live_user_settings from anon, authenticated;
grant select, insert (user_id, calls_enabled, coin_per_minute, language),
  update (user_id, calls_enabled, coin_per_minute, language)
  on public.live_user_settings to authenticated;
grant all on public.live_user_settings to service_role;

drop policy if exists live_user_settings_select on public.live_user_settings;
create policy live_user_settings_select on public.live_user_settings
  for select to authenticated using (user_id = (select auth.uid()));
drop policy if exists live_user_settings_insert on public.live_user_settings;
create policy live_user_settings_insert on public.live_user_settings
  for insert to authenticated
  with check (
    user_id = (select auth.uid()) and coalesce((select auth.jwt()) ->> 'is_anonymous', 'false') = 'false'
  );
drop policy if exists live_user_settings_update on public.live_user_settings;
create policy live_user_settings_update on public.live_user_settings
  for update to authenticated
  using (user_id = (select auth.uid()))
  with check (user_id = (select auth.uid()));

revoke execute on function public.live_is_creator(public.profiles) from public, anon, authenticated;
revoke execute on function public.live_call_rate(uuid) from public, anon, authenticated;
revoke execute on function public.live_user_settings_admit() from public, anon, authenticated;
grant execute on function public.live_is_creator(public.profiles) to service_role;
grant execute on function public.live_call_rate(uuid) to service_role;

reset lock_timeout;
