-- Paid calls: each minute is paid when it begins.

-- How many minutes of a call have begun: the first with the answer, none once it has lost a party or its time is up.
create or replace function public.live_call_minutes(p_call public.calls, p_now timestamptz)
returns integer
language plpgsql
immutable
set search_path = ''
as $$
declare
  -- least() passes over what is not known
  over_at constant timestamptz := least(p_call.party_left_at, p_call.max_ends_at);
begin
  return greatest(1, least(
    1 + floor(extract(epoch from p_now - p_call.answered_at) / 60),
    ceil(extract(epoch from over_at - p_call.answered_at) / 60)
  ))::integer;
end;
$$;

-- Charges the caller for every minute of a call that has begun and is not paid, and ends the call at the first one
-- they cannot pay; accept-call and live_charge_calls() call it. Returns the coins charged now.
--
-- The purses are locked before the call, in order: a gift between the same people must never wait in a circle with it.
create or replace function public.live_charge_call(p_call_id uuid, p_now timestamptz default now())
returns integer
language plpgsql
set search_path = ''
as $$
declare
  talk public.calls;
  next_minute integer;
  begun integer;
  charged integer := 0;
  balance integer;
begin
  perform from public.coin_balances b
    where b.user_id in (
      select party
      from public.calls c
      cross join lateral (values (c.caller_id), (c.callee_id)) as parties (party)
      where c.id = p_call_id
    )
    order by b.user_id
    for no key update;
  select * into talk from public.calls c where c.id = p_call_id for no key update;
  if not found or talk.status <> 'connected' or talk.coin_per_minute = 0 or talk.answered_at is null then
    return 0;
  end if;

  begun := public.live_call_minutes(talk, p_now);
  select coalesce(max(p.call_minute), 0) + 1 into next_minute
  from public.live_payments p
  where p.call_id = p_call_id and p.kind = 'call';

  while next_minute <= begun loop
    select b.balance into balance from public.coin_balances b where b.user_id = talk.caller_id;
    if coalesce(balance, 0) < talk.coin_per_minute then
      perform public.live_end_call(p_call_id, 'completed', null, p_now);
      exit;
    end if;
    perform public.live_move_coins(
      'call', talk.caller_id, talk.callee_id, talk.coin_per_minute,
      null, p_call_id, null, next_minute, talk.call_type, null, p_now
    );
    charged := charged + talk.coin_per_minute;
    next_minute := next_minute + 1;
  end loop;

  if charged > 0 then
    update public.calls c
      set is_paid = true, total_coin_spent = c.total_coin_spent + charged
      where c.id = p_call_id;
  end if;
  return charged;
end;
$$;

-- Charges every paid call whose next minute has begun; live_tick() calls it. Returns the coins charged.
create or replace function public.live_charge_calls(p_now timestamptz)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  due uuid[];
  charged integer := 0;
  paid_call uuid;
begin
  select array_agg(c.id order by c.id) into due
  from public.calls c
  where c.status = 'connected'
    and c.coin_per_minute > 0
    and c.answered_at is not null
    and public.live_call_minutes(c, p_now) > (
      select coalesce(max(p.call_minute), 0) from public.live_payments p where p.call_id = c.id and p.kind = 'call'
    );
  if due is null then
    return 0;
  end if;

  -- all balances of all calls at once and in order, so that gifts between the same people never wait in a circle
  perform from public.coin_balances b
    where b.user_id in (
      select party
      from public.calls c
      cross join lateral (values (c.caller_id), (c.callee_id)) as parties (party)
      where c.id = any (due)
    )
    order by b.user_id
    for no key update;

  foreach paid_call in array due loop
    -- one that cannot be charged does not keep the others from it
    begin
      charged := charged + public.live_charge_call(paid_call, p_now);
    exception
      when others then
        raise warning 'call % cannot be charged: %', paid_call, sqlerrm;
    end;
  end loop;
  return charged;
end;
$$;

revoke execute on function public.live_call_minutes(public.calls, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_charge_call(uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_charge_calls(timestamptz) from public, anon, authenticated;
grant execute on function public.live_call_minutes(public.calls, timestamptz) to service_role;
grant execute on function public.live_charge_call(uuid, timestamptz) to service_role;
grant execute on function public.live_charge_calls(timestamptz) to service_role;
