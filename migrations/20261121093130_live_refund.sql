-- Coins given back: by an admin's hand, and by themselves after a pay-per-view session that was hardly there.

-- Takes a payment back, whatever it was for, once at most; admins, live_refund_session() and live_refund_minutes() call
-- it. Returns the refund, and whether this call made it. Whoever is refunded the entry to a session has not paid for it
-- any more; a call has cost that much less.
create or replace function public.live_refund(p_payment_id uuid, p_reason text, p_now timestamptz default now())
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  payment public.live_payments;
  refund public.live_payments;
begin
  select * into payment from public.live_payments p where p.id = p_payment_id and p.kind <> 'refund';
  if not found then
    perform public.live_refuse(404, 'PAYMENT_NOT_FOUND');
  end if;
  -- two refunds of one payment queue here
  perform from public.coin_balances b where b.user_id = payment.payer_id for no key update;
  if not found then
    perform public.live_refuse(404, 'PROFILE_NOT_FOUND');
  end if;
  select * into refund from public.live_payments p where p.refunds = p_payment_id;
  if found then
    return jsonb_build_object('refund_id', refund.id, 'coins', refund.coins, 'refunded', false);
  end if;

  refund := payment;
  refund.id := gen_random_uuid();
  refund.kind := 'refund';
  refund.refunds := payment.id;
  refund.idempotency_key := null;
  refund.created_at := p_now;
  if payment.kind = 'ppv' then
    update public.live_participants p
      set paid_amount = 0, payment_id = null
      where p.session_id = payment.session_id and p.user_id = payment.payer_id and p.payment_id = payment.id;
  elsif payment.kind = 'call' then
    update public.calls c
      set total_coin_spent = greatest(0, c.total_coin_spent - payment.coins)
      where c.id = payment.call_id;
  end if;
  perform public.live_tell(
    array[payment.payer_id], payment.payee_id, 'refund', payment.id,
    jsonb_build_object(
      'coins', payment.coins,
      'title', (select s.title from public.live_sessions s where s.id = payment.session_id)
    ),
    jsonb_strip_nulls(jsonb_build_object(
      'sessionId', payment.session_id, 'callId', payment.call_id, 'coins', payment.coins, 'reason', p_reason
    )),
    p_now
  );
  return public.live_move_coins(refund, p_reason)
    || jsonb_build_object('refund_id', refund.id, 'coins', refund.coins, 'refunded', true);
end;
$$;

-- For how long the host of a session was in its room between two moments. Connections at the same time count once.
create or replace function public.live_host_presence(
  p_session public.live_sessions, p_from timestamptz, p_until timestamptz
)
returns interval
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select coalesce(sum(upper(span) - lower(span)), '0')
    from (
      select unnest(range_agg(tstzrange(here.since, greatest(here.since, least(t.left_at, p_until))))) as span
      from public.live_stays t
      cross join lateral (select greatest(t.joined_at, p_from) as since) here
      where t.session_id = p_session.id
        and t.user_id = p_session.creator_id
        and t.kind in ('STANDARD', 'INGRESS')
        and t.joined_at is not null
    ) presence
  );
end;
$$;

-- Refunds up to p_limit of those who paid for a pay-per-view session that is over and were offered too little of its
-- host after that; live_refund_sessions() calls it. Returns how many it refunded.
create or replace function public.live_refund_session(p_session_id uuid, p_limit integer, p_now timestamptz)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  enough constant interval := public.live_setting_seconds('ppv_refund_seconds');
  session public.live_sessions;
  payment record;
  due uuid[] := '{}';
  payers uuid[] := '{}';
  looked_into integer := 0;
  refunded integer := 0;
begin
  select * into session from public.live_sessions s where s.id = p_session_id;
  for payment in
    select p.id, p.payer_id, p.created_at
    from public.live_payments p
    where p.session_id = p_session_id
      and p.kind = 'ppv'
      -- whoever bought the recording afterwards has bought just that
      and p.recording_id is null
      and not exists (select from public.live_payments r where r.refunds = p.id)
      -- an account that is gone can be given nothing
      and exists (select from public.coin_balances b where b.user_id = p.payer_id)
    order by p.created_at desc
    limit p_limit
  loop
    -- whoever paid before that saw more
    exit when public.live_host_presence(session, payment.created_at, session.ended_at) >= enough;
    due := due || payment.id;
    payers := payers || payment.payer_id;
  end loop;

  payers := public.live_lock_balances(payers);
  for payment in
    select p.id from public.live_payments p where p.id = any (due) and p.payer_id = any (payers)
  loop
    looked_into := looked_into + 1;
    refunded := refunded + (public.live_refund(payment.id, 'host_absent', p_now) ->> 'refunded')::boolean::integer;
  end loop;
  if looked_into = cardinality(due) and looked_into < p_limit then
    update public.live_sessions s set refunds_settled_at = p_now where s.id = p_session_id;
  end if;
  return refunded;
end;
$$;

-- Refunds what pay-per-view sessions that have ended owe, a bounded number at a time; live_tick() calls it. One whose
-- refunds fail is tried again for a day; after that it is an admin's. Returns how many were refunded.
create or replace function public.live_refund_sessions(p_now timestamptz)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  most constant integer := 200;
  due uuid;
  busy integer := 0;
  refunded integer := 0;
begin
  for due in
    select s.id
    from public.live_sessions s
    where s.access_type = 'pay_per_view'
      and s.status = 'ended'
      and s.refunds_settled_at is null
      and s.ended_at > p_now - interval '1 day'
    order by s.ended_at
    limit 50
  loop
    exit when refunded >= most;
    -- one that cannot be refunded does not keep the others from it
    begin
      refunded := refunded + public.live_refund_session(due, most - refunded, p_now);
    exception
      -- somebody holds the creator's books: a few may be waited for, not all of them
      when lock_not_available then
        busy := busy + 1;
        exit when busy = 5;
      when others then
        raise warning 'session % cannot be refunded: %', due, sqlerrm;
    end;
  end loop;
  return refunded;
end;
$$;

revoke execute on function public.live_refund(uuid, text, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_host_presence(public.live_sessions, timestamptz, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_refund_session(uuid, integer, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_refund_sessions(timestamptz) from public, anon, authenticated;
grant execute on function public.live_refund(uuid, text, timestamptz) to service_role;
grant execute on function public.live_host_presence(public.live_sessions, timestamptz, timestamptz) to service_role;
grant execute on function public.live_refund_session(uuid, integer, timestamptz) to service_role;
grant execute on function public.live_refund_sessions(timestamptz) to service_role;
