-- Paid calls: each minute is paid when it begins.

-- How many minutes of a call have begun: the first with the answer, none once it has lost a party or is over.
create or replace function public.live_call_minutes(p_call public.calls, p_now timestamptz)
returns integer
language plpgsql
immutable
set search_path = ''
as $$
declare
  -- least() passes over what is not known
  over_at constant timestamptz := least(p_call.party_left_at, p_call.max_ends_at, p_call.ended_at);
begin
  return greatest(1, least(
    1 + floor(extract(epoch from p_now - p_call.answered_at) / 60),
    ceil(extract(epoch from over_at - p_call.answered_at) / 60)
  ))::integer;
end;
$$;

-- Tells a caller on their own channel that the minute which has just been paid is the last one they have coins for, and
-- when the call ends. It is a public channel, so it tells no amounts.
create or replace function public.live_warn_caller(p_call public.calls, p_paid_minutes integer)
returns void
language plpgsql
set search_path = ''
as $$
declare
  ends_at constant timestamptz :=
    least(p_call.answered_at + p_paid_minutes * interval '1 minute', p_call.max_ends_at);
begin
  perform public.live_broadcast('user:' || p_call.caller_id, 'call_coins_low', jsonb_build_object(
    'callId', p_call.id, 'endsAt', floor(extract(epoch from ends_at) * 1000)
  ));
end;
$$;

-- Ends a call whose caller cannot pay a minute that has begun, when it began; live_charge_call() calls it.
create or replace function public.live_end_unpaid(p_call public.calls, p_minute integer, p_now timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform public.live_end_call(
    p_call.id, 'completed', null, p_now,
    least(
      p_call.answered_at + (p_minute - 1) * interval '1 minute', p_call.party_left_at, p_call.max_ends_at
    ),
    'out_of_coins'
  );
end;
$$;

-- Charges the caller for every minute of a call that has begun and is not paid, and ends the call at the first one they
-- cannot pay; whoever has no coins for another is told. accept-call, end-call, live_charge_calls() and
-- live_settle_call() call it. Returns the coins charged now.
--
-- The caller's balance is locked before the call, as in a round of the tick: the two must never wait in a circle.
create or replace function public.live_charge_call(
  p_call_id uuid, p_now timestamptz default now(), p_deadline timestamptz default null
)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  talk public.calls;
  payment public.live_payments;
  begun integer;
  charged integer := 0;
  held integer;
begin
  perform public.live_require_time(p_deadline);
  select b.balance into held
  from public.coin_balances b
  where b.user_id = (select c.caller_id from public.calls c where c.id = p_call_id)
  for no key update;
  select * into talk from public.calls c where c.id = p_call_id for no key update;
  if not found or talk.coin_per_minute = 0 or talk.answered_at is null
    or coalesce(talk.end_reason, talk.status) not in ('connected', 'completed')
  then
    return 0;
  end if;

  payment.kind := 'call';
  payment.call_id := p_call_id;
  payment.payer_id := talk.caller_id;
  payment.payee_id := talk.callee_id;
  payment.coins := talk.coin_per_minute;
  payment.created_at := p_now;
  begun := public.live_call_minutes(talk, p_now);
  select coalesce(max(p.call_minute), 0) + 1 into payment.call_minute
  from public.live_payments p
  where p.call_id = p_call_id and p.kind = 'call';

  while payment.call_minute <= begun loop
    if coalesce(held, 0) - charged < talk.coin_per_minute then
      perform public.live_end_unpaid(talk, payment.call_minute, p_now);
      exit;
    end if;
    perform public.live_move_coins(payment, talk.call_type);
    charged := charged + talk.coin_per_minute;
    payment.call_minute := payment.call_minute + 1;
  end loop;

  if charged > 0 then
    update public.calls c
      set is_paid = true, total_coin_spent = c.total_coin_spent + charged
      where c.id = p_call_id
      returning * into talk;
    if talk.status = 'connected' and held - charged < talk.coin_per_minute then
      perform public.live_warn_caller(talk, payment.call_minute - 1);
    end if;
  end if;
  perform public.live_require_time(p_deadline);
  return charged;
end;
$$;

-- Locks the balances of those who called, without waiting, and returns those of the calls whose caller is busy with
-- nothing else: the others have their turn in the next round. A caller without a balance keeps nobody waiting.
-- live_charge_calls() and live_settle_calls() call it.
create or replace function public.live_lock_callers(p_call_ids uuid[])
returns uuid[]
language plpgsql
set search_path = ''
as $$
declare
  callers uuid[] := array(select c.caller_id from public.calls c where c.id = any (p_call_ids));
begin
  callers := public.live_lock_balances(callers);
  return array(
    select c.id
    from public.calls c
    where c.id = any (p_call_ids)
      and (
        c.caller_id = any (callers)
        or not exists (select from public.coin_balances b where b.user_id = c.caller_id)
      )
    order by c.id
  );
end;
$$;

-- Charges every paid call whose next minute has begun; live_tick() calls it. Returns the coins charged.
create or replace function public.live_charge_calls(p_now timestamptz)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  due constant uuid[] := array(
    select c.id
    from public.calls c
    where c.status = 'connected'
      and c.coin_per_minute > 0
      and c.answered_at is not null
      and public.live_call_minutes(c, p_now) > (
        select coalesce(max(p.call_minute), 0) from public.live_payments p where p.call_id = c.id and p.kind = 'call'
      )
  );
  charged integer := 0;
  busy integer := 0;
  paid_call uuid;
begin
  foreach paid_call in array public.live_lock_callers(due) loop
    -- one that cannot be charged does not keep the others from it
    begin
      charged := charged + public.live_charge_call(paid_call, p_now);
    exception
      -- somebody holds what it needs: a few may be waited for, not all of them
      when lock_not_available then
        busy := busy + 1;
        exit when busy = 5;
      when others then
        raise warning 'call % cannot be charged: %', paid_call, sqlerrm;
    end;
  end loop;
  return charged;
end;
$$;

revoke execute on function public.live_call_minutes(public.calls, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_warn_caller(public.calls, integer) from public, anon, authenticated;
revoke execute on function public.live_end_unpaid(public.calls, integer, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_charge_call(uuid, timestamptz, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_lock_callers(uuid[]) from public, anon, authenticated;
revoke execute on function public.live_charge_calls(timestamptz) from public, anon, authenticated;
grant execute on function public.live_call_minutes(public.calls, timestamptz) to service_role;
grant execute on function public.live_warn_caller(public.calls, integer) to service_role;
grant execute on function public.live_end_unpaid(public.calls, integer, timestamptz) to service_role;
grant execute on function public.live_charge_call(uuid, timestamptz, timestamptz) to service_role;
grant execute on function public.live_lock_callers(uuid[]) to service_role;
grant execute on function public.live_charge_calls(timestamptz) to service_role;
