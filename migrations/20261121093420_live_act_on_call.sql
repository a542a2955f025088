-- What either party does about a call. Who may do what in which state is the table of ipelya_core::call_life;
-- live_call_step() is the same table, and a test walks both.

-- What an action of one party makes of a call: the state it goes to, `same` if it is done already, or the code of a
-- refusal. A state is `ringing`, `connected` or why the call ended.
create or replace function public.live_call_step(p_state text, p_action text, p_is_caller boolean)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return case p_action
    when 'accept' then case
      when p_is_caller then 'WRONG_PARTY'
      when p_state = 'ringing' then 'connected'
      when p_state = 'connected' then 'same'
      else 'CALL_ENDED'
    end
    when 'decline' then case
      when p_is_caller then 'WRONG_PARTY'
      when p_state = 'ringing' then 'declined'
      when p_state = 'connected' then 'CALL_ANSWERED'
      when p_state = 'declined' then 'same'
      else 'CALL_ENDED'
    end
    when 'cancel' then case
      when not p_is_caller then 'WRONG_PARTY'
      when p_state = 'ringing' then 'cancelled'
      when p_state = 'connected' then 'CALL_ANSWERED'
      when p_state = 'cancelled' then 'same'
      else 'CALL_ENDED'
    end
    -- whoever hangs up wants it to be over, whatever it was
    when 'end' then case
      when p_state = 'connected' then 'completed'
      when p_state <> 'ringing' then 'same'
      when p_is_caller then 'cancelled'
      else 'declined'
    end
    when 'get' then 'same'
  end;
end;
$$;

-- Connects a call that was accepted, and charges its first minute if it is paid. One whose caller cannot pay any more
-- fails. The caller holds the call's row and the balance that pays. live_act_on_call() calls it.
create or replace function public.live_connect_call(p_call_id uuid, p_now timestamptz, p_deadline timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
declare
  call public.calls;
begin
  update public.calls c
    set status = 'connected',
        answered_at = p_now,
        max_ends_at = p_now + public.live_setting_seconds('call_max_seconds')
    where c.id = p_call_id and c.status = 'ringing'
    returning * into call;
  perform public.live_refresh_call(p_call_id);
  if call.coin_per_minute = 0 then
    return;
  end if;
  if coalesce((select b.balance from public.coin_balances b where b.user_id = call.caller_id), 0) < call.coin_per_minute
  then
    perform public.live_end_call(p_call_id, 'failed', null, p_now, null, 'out_of_coins');
  else
    perform public.live_charge_call(p_call_id, p_now, p_deadline);
  end if;
end;
$$;

-- Ends a connected call for the party who hangs up. What has begun is charged first, which may show that it was over
-- before. Nobody who hangs up is refused for that: what is not charged now is the tick's (live_settle_calls). The
-- caller holds the call's row, and before it the balance if p_can_pay. live_act_on_call() calls it.
create or replace function public.live_hang_up(
  p_call_id uuid, p_user_id uuid, p_can_pay boolean, p_now timestamptz, p_deadline timestamptz
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if p_can_pay then
    begin
      perform public.live_charge_call(p_call_id, p_now, p_deadline);
    exception
      when others then
        raise warning 'call % is charged later: %', p_call_id, sqlerrm;
    end;
  end if;
  -- whoever has lost the other one hangs up a call that is over already
  perform public.live_end_call(c.id, 'completed', p_user_id, p_now, least(p_now, c.party_left_at))
  from public.calls c
  where c.id = p_call_id;
end;
$$;

-- Locks a call for what a party asks, and before it the balance that pays, as the tick does: an answer, which must be
-- allowed at all, waits for it; whoever hangs up does not. Returns whether they hold it. live_act_on_call() calls it.
create or replace function public.live_lock_call(
  p_call public.calls, p_user_id uuid, p_action text, p_now timestamptz
)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  payers uuid[] := '{}';
begin
  if p_action = 'accept' then
    if not public.live_switch('calls_enabled') then
      perform public.live_refuse(403, 'CALLS_DISABLED');
    elsif public.live_ban_inside(p_user_id, null, null, p_now) is not null then
      perform public.live_refuse(403, 'BANNED', '{"ban_type": "global"}');
    end if;
    perform public.live_rate_token(p_user_id, p_now);
    perform 1 from public.coin_balances b
      where b.user_id = p_call.caller_id and p_call.coin_per_minute > 0
      for no key update;
  elsif p_action = 'end' and p_call.coin_per_minute > 0 then
    payers := public.live_lock_balances(array[p_call.caller_id]);
  end if;
  perform 1 from public.calls c where c.id = p_call.id for no key update;
  return payers <> '{}';
end;
$$;

-- The refusal that answers an action, by the step it would have been or by what has become of the call; null if there
-- is none. live_act_on_call() asks it.
create or replace function public.live_call_refusal(
  p_call public.calls, p_user_id uuid, p_action text, p_step text
)
returns jsonb
language plpgsql
set search_path = ''
as $$
begin
  case
    when p_step = 'WRONG_PARTY' then
      return public.live_idempotency_refused(p_user_id, null, null, 'PT403', 'WRONG_PARTY', null);
    when p_step = 'CALL_ANSWERED' then
      return public.live_idempotency_refused(p_user_id, null, null, 'PT409', 'CALL_ANSWERED', null);
    -- an answer ends the call whose caller cannot pay its first minute
    when p_step = 'CALL_ENDED' or (p_action = 'accept' and p_call.status = 'ended') then
      return public.live_idempotency_refused(p_user_id, null, null, 'PT409', 'CALL_ENDED', null);
    -- which is how that caller learns it
    when p_action = 'get' and p_user_id = p_call.caller_id
      and p_call.end_reason = 'failed' and p_call.end_detail = 'out_of_coins'
    then
      return public.live_idempotency_refused(
        p_user_id, null, null, 'PT402', 'PAYMENT_REQUIRED',
        jsonb_build_object('required', p_call.coin_per_minute)::text
      );
    else
      return null;
  end case;
end;
$$;

-- Does what a party asks (`accept`, `decline`, `cancel`, `end`, or nothing: `get`); the functions of those names call
-- it. Returns the call, and for an accepted one what decides about the token. Whoever may enter a conference or a call
-- with support may ask how it is; its owner ends it. To anybody else there is no such call.
--
-- A deadline that has passed counts before anything else. That it did is written down even if the action is refused, so
-- refusals by the call's state are answered, not raised.
create or replace function public.live_act_on_call(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_call_id uuid,
  p_action text,
  p_now timestamptz,
  p_deadline timestamptz
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
  can_pay boolean;
  step text;
begin
  perform public.live_require_time(p_deadline);
  perform public.live_require_sign_in(p_user_id, p_auth_session_id, p_now);
  select * into call from public.calls c where c.id = p_call_id;
  if not found or public.live_call_role(call, p_user_id) is null then
    perform public.live_refuse(404, 'CALL_NOT_FOUND');
  elsif p_action <> 'get' and p_user_id not in (call.caller_id, coalesce(call.callee_id, call.caller_id)) then
    perform public.live_refuse(403, 'WRONG_PARTY');
  end if;
  can_pay := public.live_lock_call(call, p_user_id, p_action, p_now);

  perform public.live_end_overdue_calls(array[call.caller_id, call.callee_id], p_now);
  select * into call from public.calls c where c.id = p_call_id;
  step := public.live_call_step(coalesce(call.end_reason, call.status), p_action, p_user_id = call.caller_id);
  case step
    when 'connected' then perform public.live_connect_call(p_call_id, p_now, p_deadline);
    when 'completed' then perform public.live_hang_up(p_call_id, p_user_id, can_pay, p_now, p_deadline);
    when 'declined', 'cancelled' then perform public.live_end_call(p_call_id, step, p_user_id, p_now);
    else null;
  end case;

  select * into call from public.calls c where c.id = p_call_id;
  perform public.live_require_time(p_deadline);
  return coalesce(
    public.live_call_refusal(call, p_user_id, p_action, step),
    jsonb_build_object(
      'call', public.live_call_reply(call),
      'egress_id', case when call.status = 'ended' then public.live_egress_to_stop(null, p_call_id) end,
      'facts', case
        when p_action = 'accept' then
          public.live_facts(
            p_user_id, p_auth_session_id, null, null, public.live_call_room(call, p_user_id), p_now
          )
      end
    )
  );
end;
$$;

revoke execute on function public.live_call_step(text, text, boolean) from public, anon, authenticated;
revoke execute on function public.live_connect_call(uuid, timestamptz, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_hang_up(uuid, uuid, boolean, timestamptz, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_lock_call(public.calls, uuid, text, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_call_refusal(public.calls, uuid, text, text) from public, anon, authenticated;
revoke execute on function public.live_act_on_call(uuid, uuid, uuid, text, timestamptz, timestamptz)
  from public, anon, authenticated;
grant execute on function public.live_call_step(text, text, boolean) to service_role;
grant execute on function public.live_connect_call(uuid, timestamptz, timestamptz) to service_role;
grant execute on function public.live_hang_up(uuid, uuid, boolean, timestamptz, timestamptz) to service_role;
grant execute on function public.live_lock_call(public.calls, uuid, text, timestamptz) to service_role;
grant execute on function public.live_call_refusal(public.calls, uuid, text, text) to service_role;
grant execute on function public.live_act_on_call(uuid, uuid, uuid, text, timestamptz, timestamptz) to service_role;
