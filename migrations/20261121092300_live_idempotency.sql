-- Replies by idempotency key. The row is written in the transaction of the action itself: if the action is undone, so
-- is its memory, and a second request with the same key waits for the first one's end at the primary key.

set lock_timeout = '3s';

create table if not exists public.live_idempotency (
  user_id uuid not null,
  function_name text not null,
  key text not null,
  request_hash text not null,
  -- null while the action runs
  reply jsonb,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  constraint live_idempotency_pkey primary key (user_id, function_name, key),
  constraint live_idempotency_key_check check (char_length(key) between 1 and 255)
);

comment on table public.live_idempotency is 'Replies of completed actions by Idempotency-Key.';

create index if not exists live_idempotency_expires_at_idx on public.live_idempotency (expires_at);

alter table public.live_idempotency enable row level security;
revoke all on public.live_idempotency from anon, authenticated;
grant all on public.live_idempotency to service_role;

drop policy if exists live_idempotency_service on public.live_idempotency;
create policy live_idempotency_service on public.live_idempotency
  for all to service_role using (true) with check (true);

-- Claims a key, or returns what is stored under it: {"result": the first reply, "replayed": true}. Null means: go on.
-- Another request under the same key is refused with 422. Actions call it first.
create or replace function public.live_idempotency_begin(
  p_user_id uuid, p_function text, p_key text, p_request_hash text, p_now timestamptz
)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  reply jsonb;
begin
  if coalesce(p_key, '') = '' then
    return null;
  end if;

  -- an expired key is a new key
  insert into public.live_idempotency as i (user_id, function_name, key, request_hash, created_at, expires_at)
  values (p_user_id, p_function, p_key, coalesce(p_request_hash, ''), p_now, p_now + interval '24 hours')
  on conflict (user_id, function_name, key) do update
    set request_hash = excluded.request_hash,
        reply = null,
        created_at = excluded.created_at,
        expires_at = excluded.expires_at
    where i.expires_at <= p_now;
  if found then
    return null;
  end if;

  reply := public.live_idempotency_reply(p_user_id, p_function, p_key, p_request_hash, p_now);
  if reply is null then
    perform public.live_refuse(409, 'REQUEST_IN_PROGRESS');
  end if;
  return reply || '{"replayed": true}';
end;
$$;

-- What is stored under a key, without claiming it; null if nothing is. Another request under the same key is refused
-- with 422. Actions call it that ask others before they write.
create or replace function public.live_idempotency_reply(
  p_user_id uuid, p_function text, p_key text, p_request_hash text, p_now timestamptz
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  stored public.live_idempotency;
begin
  select * into stored
  from public.live_idempotency i
  where i.user_id = p_user_id and i.function_name = p_function and i.key = p_key and i.expires_at > p_now;
  if stored.request_hash <> coalesce(p_request_hash, '') then
    perform public.live_refuse(422, 'IDEMPOTENCY_KEY_REUSED');
  end if;
  return case when stored.reply is not null then jsonb_build_object('result', stored.reply) end;
end;
$$;

-- Stores the result of a claimed key, if there is a key, and returns {"result": …, "replayed": false}. Actions call it
-- last.
create or replace function public.live_idempotency_finish(
  p_user_id uuid, p_function text, p_key text, p_result jsonb
)
returns jsonb
language plpgsql
set search_path = ''
as $$
begin
  if coalesce(p_key, '') <> '' then
    update public.live_idempotency i
      set reply = p_result
      where i.user_id = p_user_id and i.function_name = p_function and i.key = p_key;
  end if;
  return jsonb_build_object('result', p_result, 'replayed', false);
end;
$$;

-- Forgets a key whose action was undone after its commit (LiveKit was down); the undoing function calls it.
create or replace function public.live_idempotency_forget(p_user_id uuid, p_function text, p_key text)
returns void
language plpgsql
set search_path = ''
as $$
begin
  delete from public.live_idempotency i
    where i.user_id = p_user_id and i.function_name = p_function and i.key = p_key;
end;
$$;

-- Answers a refusal of a claimed action instead of raising it, and frees its key: what was counted before the attempt
-- stands, and the next one under the key is new. Actions whose refused attempts must not be free work in a block of
-- their own and call this from its handler (when sqlstate 'PT000', the class of all refusals). PostgREST sends the
-- answer with the status set here, in the very form it gives a raised one.
create or replace function public.live_idempotency_refused(
  p_user_id uuid, p_function text, p_key text, p_state text, p_code text, p_facts text
)
returns jsonb
language plpgsql
set search_path = ''
as $$
begin
  if coalesce(p_key, '') <> '' then
    perform public.live_idempotency_forget(p_user_id, p_function, p_key);
  end if;
  perform set_config('response.status', substr(p_state, 3), true);
  return jsonb_build_object('code', p_state, 'message', p_code, 'details', p_code, 'hint', p_facts);
end;
$$;

revoke execute on function public.live_idempotency_begin(uuid, text, text, text, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_idempotency_reply(uuid, text, text, text, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_idempotency_finish(uuid, text, text, jsonb) from public, anon, authenticated;
revoke execute on function public.live_idempotency_forget(uuid, text, text) from public, anon, authenticated;
revoke execute on function public.live_idempotency_refused(uuid, text, text, text, text, text)
  from public, anon, authenticated;
grant execute on function public.live_idempotency_begin(uuid, text, text, text, timestamptz) to service_role;
grant execute on function public.live_idempotency_reply(uuid, text, text, text, timestamptz) to service_role;
grant execute on function public.live_idempotency_finish(uuid, text, text, jsonb) to service_role;
grant execute on function public.live_idempotency_forget(uuid, text, text) to service_role;
grant execute on function public.live_idempotency_refused(uuid, text, text, text, text, text) to service_role;

reset lock_timeout;
