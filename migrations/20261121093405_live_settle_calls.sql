-- What a paid call owes when it is over: minutes that had begun and were not charged yet, or coins back where its
-- callee was late or never came.

-- Whether it is known who was in a call that is over. LiveKit reports a room's events in their order: once it has
-- reported the end of each room of the call, whoever has no stay did not come. Or it was asked, and did not have the
-- callee. A report that is merely missing costs the callee nothing. live_settle_call() asks it.
create or replace function public.live_call_is_told(p_call public.calls)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce(p_call.end_detail = 'callee_absent', false) or coalesce(
    (
      select bool_and(r.finished_at is not null and r.finish_reason is distinct from 'SWEPT')
      from public.live_rooms r
      where r.call_id = p_call.id
    ),
    false
  );
end;
$$;

-- Gives back up to p_limit minutes of a call that began before a moment, once each; live_settle_call() calls it.
-- Returns how many.
create or replace function public.live_refund_minutes(
  p_call public.calls, p_before timestamptz, p_limit integer, p_now timestamptz
)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  payment uuid;
  refunded integer := 0;
begin
  for payment in
    select p.id
    from public.live_payments p
    where p.call_id = p_call.id
      and p.kind = 'call'
      and p_call.answered_at + (p.call_minute - 1) * interval '1 minute' < p_before
      and not exists (select from public.live_payments r where r.refunds = p.id)
      -- an account that is gone can be given nothing
      and exists (select from public.coin_balances b where b.user_id = p.payer_id)
    order by p.call_minute
    limit p_limit
  loop
    refunded := refunded + (public.live_refund(payment, 'callee_absent', p_now) ->> 'refunded')::boolean::integer;
  end loop;
  return refunded;
end;
$$;

-- Settles a paid call that is over. If its callee did not come into the room within call_arrival_seconds of the answer,
-- the minutes that had begun before they came are given back: all of them, if they never did. What else had begun and
-- is not charged yet is charged. live_settle_calls() calls it, which holds the balance. Returns how many minutes were
-- given back or charged.
create or replace function public.live_settle_call(p_call_id uuid, p_limit integer, p_now timestamptz)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  talk public.calls;
  came_at timestamptz;
  is_late boolean;
  charged integer := 0;
  refunded integer := 0;
begin
  select * into talk from public.calls c where c.id = p_call_id and c.coins_settled_at is null;
  if not found then
    return 0;
  end if;
  came_at := coalesce(public.live_party_came_at(talk, talk.callee_id), 'infinity');
  is_late := came_at > talk.answered_at + public.live_setting_seconds('call_arrival_seconds');
  if is_late and not public.live_call_is_told(talk) then
    return 0;
  end if;

  if came_at < 'infinity' then
    charged := public.live_charge_call(p_call_id, p_now) / talk.coin_per_minute;
  end if;
  if is_late then
    refunded := public.live_refund_minutes(talk, came_at, p_limit, p_now);
  end if;
  if refunded < p_limit then
    update public.calls c set coins_settled_at = p_now where c.id = p_call_id;
  end if;
  return charged + refunded;
end;
$$;

-- Settles calls that have ended, a bounded number at a time; live_tick() calls it. One that cannot be settled is tried
-- again for a day; after that it is an admin's. Returns how many minutes were given back or charged.
create or replace function public.live_settle_calls(p_now timestamptz)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  most constant integer := 200;
  due constant uuid[] := array(
    select c.id
    from public.calls c
    where c.status = 'ended'
      and c.coin_per_minute > 0
      and c.coins_settled_at is null
      and c.answered_at is not null
      and c.ended_at > p_now - interval '1 day'
    -- in another order each time, so that those that cannot be settled do not keep the rest from it for ever
    order by random()
    limit most
  );
  ended_call uuid;
  busy integer := 0;
  settled integer := 0;
begin
  foreach ended_call in array public.live_lock_callers(due) loop
    exit when settled >= most;
    -- one that cannot be settled does not keep the others from it
    begin
      settled := settled + public.live_settle_call(ended_call, most - settled, p_now);
    exception
      -- somebody holds what it needs: a few may be waited for, not all of them
      when lock_not_available then
        busy := busy + 1;
        exit when busy = 5;
      when others then
        raise warning 'call % cannot be settled: %', ended_call, sqlerrm;
    end;
  end loop;
  return settled;
end;
$$;

revoke execute on function public.live_call_is_told(public.calls) from public, anon, authenticated;
revoke execute on function public.live_refund_minutes(public.calls, timestamptz, integer, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_settle_call(uuid, integer, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_settle_calls(timestamptz) from public, anon, authenticated;
grant execute on function public.live_call_is_told(public.calls) to service_role;
grant execute on function public.live_refund_minutes(public.calls, timestamptz, integer, timestamptz) to service_role;
grant execute on function public.live_settle_call(uuid, integer, timestamptz) to service_role;
grant execute on function public.live_settle_calls(timestamptz) to service_role;
