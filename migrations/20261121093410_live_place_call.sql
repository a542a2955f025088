-- Placing a call.

-- Whether somebody is in a call that is not over: one they placed or were called by alone, or any whose room they are
-- in. Whoever places a call asks it.
create or replace function public.live_is_in_a_call(p_user_id uuid)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return exists (
    select
    from public.calls c
    where c.status in ('ringing', 'connected') and (c.caller_id = p_user_id or c.callee_id = p_user_id)
  ) or exists (
    select
    from public.call_members m
    join public.calls c on c.id = m.call_id
    join public.live_stays t on t.call_id = m.call_id and t.user_id = m.user_id
    where m.user_id = p_user_id and c.status in ('ringing', 'connected') and t.left_at is null
  );
end;
$$;

-- Whether somebody is taken: in a call that is not over, or on air.
create or replace function public.live_is_busy(p_user_id uuid, p_now timestamptz)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return public.live_is_in_a_call(p_user_id) or exists (
    select
    from public.live_sessions s
    where s.creator_id = p_user_id
      and s.status = 'live'
      and not public.live_session_is_over(s.status, s.max_ends_at, p_now)
  );
end;
$$;

-- Ends those calls of two people whose time is over, so that they do not stand in the way of a new one.
create or replace function public.live_end_overdue_calls(p_user_ids uuid[], p_now timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform
    case c.status
      when 'ringing' then public.live_end_call(c.id, 'missed', null, p_now, c.ring_expires_at)
      else public.live_end_call(c.id, 'completed', null, p_now, least(c.party_left_at, c.max_ends_at))
    end
  from public.calls c
  where (c.caller_id = any (p_user_ids) or c.callee_id = any (p_user_ids))
    and (
      (c.status = 'ringing' and c.ring_expires_at <= p_now)
      or (c.status = 'connected' and c.max_ends_at <= p_now)
    );
end;
$$;

-- Refuses a call that may not be placed, whoever is free. Where the callee is no callee to this caller, by a block
-- either way, their own switch or staff's, or a ban, the refusal is the same: it tells nobody that they are blocked.
create or replace function public.live_require_callee(p_caller_id uuid, p_callee_id uuid, p_now timestamptz)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if not public.live_switch('calls_enabled') or public.live_calls_are_off(p_caller_id) then
    perform public.live_refuse(403, 'CALLS_DISABLED');
  elsif public.live_ban_inside(p_caller_id, null, null, p_now) is not null then
    perform public.live_refuse(403, 'BANNED', '{"ban_type": "global"}');
  elsif p_callee_id = p_caller_id then
    perform public.live_refuse(400, 'SELF_CALL');
  elsif not exists (select from public.profiles p where p.user_id = p_callee_id and p.type = 'real')
    or public.live_users_gone(array[p_callee_id]) <> '{}'
  then
    perform public.live_refuse(404, 'USER_NOT_FOUND');
  elsif public.live_either_blocks(p_caller_id, p_callee_id)
    or exists (select from public.live_user_settings u where u.user_id = p_callee_id and not u.calls_enabled)
    or public.live_calls_are_off(p_callee_id)
    or public.live_ban_inside(p_callee_id, null, null, p_now) is not null
  then
    perform public.live_refuse(403, 'CALLEE_UNAVAILABLE');
  end if;
end;
$$;

-- Writes a new call and tells the callee's phone; a `busy` one has been missed at once. live_ring() calls it.
create or replace function public.live_write_call(p_call public.calls, p_caller_name text)
returns public.calls
language plpgsql
set search_path = ''
as $$
declare
  placed public.calls;
begin
  insert into public.calls (
    id, caller_id, callee_id, caller_profile_id, callee_profile_id, call_type, livekit_room_name, status, initiated_at,
    ended_at, end_reason, ring_expires_at, is_paid, coin_per_minute, created_at
  )
  values (
    p_call.id, p_call.caller_id, p_call.callee_id, p_call.caller_profile_id,
    (select p.id from public.profiles p where p.user_id = p_call.callee_id and p.type = 'real' limit 1),
    p_call.call_type, p_call.livekit_room_name, p_call.status, p_call.initiated_at, p_call.ended_at, p_call.end_reason,
    p_call.ring_expires_at, p_call.coin_per_minute > 0, p_call.coin_per_minute, p_call.initiated_at
  )
  returning * into placed;
  if placed.status = 'ringing' then
    perform public.live_tell(
      array[placed.callee_id], placed.caller_id, 'incoming_call', placed.id,
      jsonb_build_object('name', p_caller_name), public.live_call_note(placed), placed.initiated_at
    );
  else
    perform public.live_notify_missed(placed, placed.initiated_at);
  end if;
  return placed;
end;
$$;

-- Rings, or finds out why not; live_initiate_call() calls it. Raises what speaks against it. A busy line is no error to
-- the rows: it leaves a call that the callee has missed, unless it is the callee who rings at this very moment.
create or replace function public.live_ring(p_call public.calls, p_auth_session_id uuid, p_expected_rate integer)
returns jsonb
language plpgsql
set search_path = ''
set lock_timeout = '2s'
as $$
declare
  call public.calls := p_call;
  placed public.calls;
  person record;
  now_ constant timestamptz := p_call.initiated_at;
begin
  select * into person from public.live_require_caller(call.caller_id, p_auth_session_id, now_);
  perform public.live_require_callee(call.caller_id, call.callee_id, now_);

  perform public.live_lock_party(least(call.caller_id, call.callee_id));
  perform public.live_lock_party(greatest(call.caller_id, call.callee_id));
  perform public.live_end_overdue_calls(array[call.caller_id, call.callee_id], now_);

  -- the same once more finds the ringing one; from the other side it is the one to answer
  select * into placed
  from public.calls c
  where c.status = 'ringing'
    and (c.caller_id, c.callee_id) in ((call.caller_id, call.callee_id), (call.callee_id, call.caller_id));
  if found and placed.caller_id = call.caller_id then
    return public.live_call_reply(placed);
  elsif found then
    return jsonb_build_object('busy', true, 'incoming_call_id', placed.id);
  end if;

  call.caller_profile_id := person.profile_id;
  call.coin_per_minute := public.live_call_rate(call.callee_id);
  if public.live_is_busy(call.caller_id, now_) or public.live_is_busy(call.callee_id, now_) then
    call.status := 'ended';
    call.end_reason := 'busy';
    call.ended_at := now_;
    perform public.live_write_call(call, person.display_name);
    return jsonb_build_object('busy', true, 'incoming_call_id', null);
  end if;

  if p_expected_rate <> call.coin_per_minute then
    perform public.live_refuse(409, 'PRICE_CHANGED', jsonb_build_object('required', call.coin_per_minute));
  elsif call.coin_per_minute > 0 then
    perform public.live_require_coins(call.caller_id, call.coin_per_minute);
  end if;
  call.status := 'ringing';
  call.ring_expires_at := now_ + public.live_setting_seconds('ring_seconds');
  return public.live_call_reply(public.live_write_call(call, person.display_name));
end;
$$;

-- Places a call under this id; initiate-call calls it. Whoever rings already is given that call. Returns the call and
-- what decides about the caller's token. A refused attempt counts, and a busy line is answered, not raised: its row
-- stays.
create or replace function public.live_initiate_call(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_call_id uuid,
  p_room_name text,
  p_callee_id uuid,
  p_call_type text,
  p_expected_rate integer,
  p_idempotency_key text,
  p_request_hash text,
  p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
set lock_timeout = '3s'
set statement_timeout = '4s'
as $$
declare
  call public.calls;
  reply jsonb;
  facts text;
begin
  reply := public.live_idempotency_begin(p_user_id, 'initiate-call', p_idempotency_key, p_request_hash, p_now);
  perform public.live_rate_token(p_user_id, p_now);
  if reply is null then
    perform public.live_rate_take(p_user_id::text, 'call', public.live_setting('call_rate_count'), 60, p_now);
    call.id := p_call_id;
    call.livekit_room_name := p_room_name;
    call.caller_id := p_user_id;
    call.callee_id := p_callee_id;
    call.call_type := p_call_type;
    call.initiated_at := p_now;
    begin
      reply := public.live_ring(call, p_auth_session_id, p_expected_rate);
    exception
      when sqlstate 'PT000' then
        get stacked diagnostics facts = pg_exception_hint;
        return public.live_idempotency_refused(
          p_user_id, 'initiate-call', p_idempotency_key, sqlstate, sqlerrm, facts
        );
    end;
    if reply ? 'busy' then
      return public.live_idempotency_refused(
        p_user_id, 'initiate-call', p_idempotency_key, 'PT409', 'BUSY', (reply - 'busy')::text
      );
    end if;
    reply := public.live_idempotency_finish(p_user_id, 'initiate-call', p_idempotency_key, reply);
  end if;

  select * into call from public.calls c where c.id = (reply -> 'result' ->> 'id')::uuid;
  return reply || jsonb_build_object(
    'facts', public.live_facts(
      p_user_id, p_auth_session_id, null, null, public.live_call_room(call, p_user_id), p_now
    )
  );
end;
$$;

-- Takes back a call whose room LiveKit did not open: it failed. A repeat under its key is a new one.
create or replace function public.live_cancel_call_creation(
  p_user_id uuid, p_call_id uuid, p_idempotency_key text, p_now timestamptz
)
returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform public.live_idempotency_forget(p_user_id, 'initiate-call', p_idempotency_key);
  return public.live_end_call(c.id, 'failed', null, p_now)
  from public.calls c
  where c.id = p_call_id and c.caller_id = p_user_id;
end;
$$;

revoke execute on function public.live_is_in_a_call(uuid) from public, anon, authenticated;
revoke execute on function public.live_is_busy(uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_end_overdue_calls(uuid[], timestamptz) from public, anon, authenticated;
revoke execute on function public.live_require_callee(uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_write_call(public.calls, text) from public, anon, authenticated;
revoke execute on function public.live_ring(public.calls, uuid, integer) from public, anon, authenticated;
revoke execute on function public.live_initiate_call(
  uuid, uuid, uuid, text, uuid, text, integer, text, text, timestamptz
) from public, anon, authenticated;
revoke execute on function public.live_cancel_call_creation(uuid, uuid, text, timestamptz)
  from public, anon, authenticated;
grant execute on function public.live_is_in_a_call(uuid) to service_role;
grant execute on function public.live_is_busy(uuid, timestamptz) to service_role;
grant execute on function public.live_end_overdue_calls(uuid[], timestamptz) to service_role;
grant execute on function public.live_require_callee(uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_write_call(public.calls, text) to service_role;
grant execute on function public.live_ring(public.calls, uuid, integer) to service_role;
grant execute on function public.live_initiate_call(
  uuid, uuid, uuid, text, uuid, text, integer, text, text, timestamptz
) to service_role;
grant execute on function public.live_cancel_call_creation(uuid, uuid, text, timestamptz) to service_role;
