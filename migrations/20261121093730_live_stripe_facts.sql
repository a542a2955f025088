-- What Stripe tells, by webhook or when it is asked: each fact once, in whatever order. What a fact is about is kept
-- from moving by live_lock_intent; what comes too early waits in live_stripe_events until its payment is known and
-- paid.

-- Tells the payer what has become of a payment.
create or replace function public.live_tell_payer(p_payment public.live_card_payments)
returns void
language plpgsql
set search_path = ''
as $$
declare
  reply constant jsonb := public.live_card_reply(p_payment);
begin
  perform public.live_broadcast(
    'user:' || p_payment.payer_id, 'payment_updated',
    jsonb_build_object('paymentId', p_payment.id, 'status', reply ->> 'status')
  );
end;
$$;

-- What a donation says in the chat, for apps that know no donations: in the host's language.
create or replace function public.live_donation_words(
  p_host_id uuid, p_donor_name text, p_amount bigint, p_currency text, p_message text
)
returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  spoken constant text := coalesce(
    (select u.language from public.live_user_settings u where u.user_id = p_host_id), 'tr'
  );
  -- all currencies that are taken have two decimals
  money constant text := to_char(p_amount / 100.0, 'FM999999990.00') || ' ' || upper(p_currency);
begin
  return format(
    case spoken when 'en' then '%s donated %s%s' else '%s %s bağışladı%s' end,
    coalesce(left(p_donor_name, 100), case spoken when 'en' then 'Somebody' else 'Biri' end),
    money,
    coalesce(': ' || p_message, '')
  );
end;
$$;

-- Shows a donation that was paid to those in its session, if that is still on air, whose lock the caller shares. A text
-- that may not be said any more is left out, and forgotten. The channel can be heard by anybody: who gave how much is
-- said there only of sessions that anybody may watch.
create or replace function public.live_tell_donation(p_payment public.live_card_payments, p_now timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
declare
  session public.live_sessions;
  donor public.profiles;
  donor_name text;
  message text := p_payment.message;
  is_open boolean;
begin
  select * into session from public.live_sessions s where s.id = p_payment.session_id;
  if session.id is null or public.live_session_is_over(session.status, session.max_ends_at, p_now) then
    return;
  end if;
  begin
    perform public.live_require_donation_text(session.id, p_payment.payer_id, message);
  exception
    when sqlstate 'PT000' then
      message := null;
      update public.live_card_payments p set message = null where p.id = p_payment.id;
  end;
  if not p_payment.anonymous then
    select * into donor from public.profiles p where p.user_id = p_payment.payer_id and p.type = 'real' limit 1;
    donor_name := coalesce(donor.display_name, donor.username);
  end if;

  -- a line must have a sender: that of one who wants no name is the host's own
  insert into public.live_messages (session_id, sender_id, sender_profile_id, message_type, content, created_at)
  values (
    session.id,
    case when p_payment.anonymous then session.creator_id else p_payment.payer_id end,
    donor.id,
    'donation',
    public.live_donation_words(
      session.creator_id, donor_name, p_payment.received_amount, p_payment.received_currency, message
    ),
    p_now
  );
  is_open := session.access_type = 'public';
  perform public.live_broadcast('live:' || session.id, 'donation_received', jsonb_build_object(
    'paymentId', p_payment.id,
    'amount', case when is_open then p_payment.received_amount end,
    'currency', case when is_open then p_payment.received_currency end,
    'donorName', case when is_open then donor_name end,
    'message', case when is_open then message end
  ));
end;
$$;

-- The payment that an intent belongs to, locked; all null if it is not known.
create or replace function public.live_payment_of_intent(p_intent text)
returns public.live_card_payments
language plpgsql
set search_path = ''
as $$
declare
  payment public.live_card_payments;
begin
  select * into payment from public.live_card_payments p where p.stripe_intent_id = p_intent for no key update;
  return payment;
end;
$$;

-- Keeps what a fact has made of a payment, and tells its payer if that is another status. One that has gone back in
-- full by refunds is refunded; one whose refund was undone is what it was.
create or replace function public.live_keep_payment(
  p_before public.live_card_payments, p_payment public.live_card_payments
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  payment public.live_card_payments := p_payment;
begin
  payment.status := case
    when payment.refunded_amount >= payment.received_amount then 'refunded'
    when (payment.received_amount, payment.received_currency) = (payment.amount, payment.currency) then 'paid'
    else 'mismatch'
  end;
  update public.live_card_payments p
    set status = payment.status,
        stripe_intent_id = payment.stripe_intent_id,
        received_amount = payment.received_amount,
        received_currency = payment.received_currency,
        creator_share = payment.creator_share,
        refunded_amount = payment.refunded_amount,
        disputed_amount = payment.disputed_amount,
        disputes = payment.disputes,
        refund_requested_at = payment.refund_requested_at,
        refund_reason = payment.refund_reason,
        refund_sent_at = payment.refund_sent_at,
        fee_booked_at = payment.fee_booked_at,
        paid_at = payment.paid_at
    where p.id = payment.id;
  if payment.status <> p_before.status then
    perform public.live_tell_payer(payment);
  end if;
end;
$$;

-- A payment intent has succeeded. What was asked for is paid, also if we had given it up; anything else grants nothing
-- and goes back. Returns what became of the fact.
create or replace function public.live_apply_success(p_fact jsonb, p_now timestamptz)
returns text
language plpgsql
set search_path = ''
as $$
declare
  intent constant text := p_fact ->> 'intent';
  before public.live_card_payments;
  payment public.live_card_payments;
begin
  select * into payment from public.live_card_payments p where p.id = (p_fact ->> 'payment_id')::uuid;
  if payment.session_id is not null then
    perform public.live_lock_session(payment.session_id, false);
  end if;
  select * into payment
  from public.live_card_payments p
  where p.id = (p_fact ->> 'payment_id')::uuid
    and p.purpose <> 'pass'
    and coalesce(p.stripe_intent_id, intent) = intent
  for no key update;
  if payment.id is null then
    return 'unknown';
  elsif payment.status not in ('open', 'canceled') then
    return 'applied';
  end if;
  before := payment;
  payment.stripe_intent_id := intent;
  payment.received_amount := (p_fact ->> 'amount')::bigint;
  payment.received_currency := p_fact ->> 'currency';
  payment.paid_at := p_now;
  if (payment.received_amount, payment.received_currency) is distinct from (payment.amount, payment.currency) then
    payment.refund_requested_at := p_now;
    payment.refund_reason := 'mismatch';
  elsif payment.purpose = 'donation' then
    payment.creator_share := payment.received_amount * public.live_setting('donation_creator_percent') / 100;
  end if;
  perform public.live_move_money(
    'paid ' || intent, payment.id, payment.received_currency, payment.payer_id, -payment.received_amount,
    payment.payee_id, payment.creator_share, payment.received_amount - payment.creator_share, 0, p_now
  );
  perform public.live_keep_payment(before, payment);
  if payment.purpose = 'donation' and payment.refund_reason is null then
    perform public.live_tell_donation(payment, p_now);
  end if;
  return 'applied';
end;
$$;

-- A payment intent was canceled before anything was paid.
create or replace function public.live_apply_cancel(p_fact jsonb, p_now timestamptz)
returns text
language plpgsql
set search_path = ''
as $$
declare
  payment public.live_card_payments;
begin
  update public.live_card_payments p
    set status = 'canceled', canceled_at = p_now
    where p.status = 'open'
      and (
        p.stripe_intent_id = p_fact ->> 'intent'
        or p.stripe_intent_id is null and p.id = (p_fact ->> 'payment_id')::uuid
      )
    returning * into payment;
  if payment.id is not null then
    perform public.live_tell_payer(payment);
  end if;
  return 'applied';
end;
$$;

-- A refund has been taken by Stripe, has gone through, or has failed, which is its end whatever was told before.
create or replace function public.live_apply_refund(p_fact jsonb, p_now timestamptz)
returns text
language plpgsql
set search_path = ''
as $$
declare
  fact_name constant text := 'refund ' || (p_fact ->> 'refund');
  before constant public.live_card_payments := public.live_payment_of_intent(p_fact ->> 'intent');
  payment public.live_card_payments := before;
  given_back bigint;
begin
  if before.id is null or before.received_amount is null then
    return 'waiting';
  end if;
  if p_fact ->> 'kind' = 'refund_succeeded' and not exists (
    select
    from public.live_stripe_events e
    where e.kind = 'refund_failed' and e.fact ->> 'refund' = p_fact ->> 'refund'
  ) then
    payment := public.live_give_back(before, fact_name, (p_fact ->> 'amount')::bigint, false, p_now);
  elsif p_fact ->> 'kind' = 'refund_failed' then
    select e.amount into given_back
    from public.live_money_entries e
    where e.entry_group = fact_name and e.account = 'payer';
    if found then
      payment := public.live_give_back(before, fact_name || ' failed', -given_back, false, p_now);
    end if;
  end if;
  if payment.id is null then
    payment := before;
  end if;
  payment.refund_sent_at := coalesce(before.refund_sent_at, p_now);
  perform public.live_keep_payment(before, payment);
  return 'applied';
end;
$$;

-- A dispute: its state, which is final once it is won or lost, and each time the bank took the money, or gave it back,
-- with what Stripe takes for it. The fee may be in the account's own currency.
create or replace function public.live_apply_dispute(p_fact jsonb, p_now timestamptz)
returns text
language plpgsql
set search_path = ''
as $$
declare
  dispute constant text := p_fact ->> 'dispute';
  before constant public.live_card_payments := public.live_payment_of_intent(p_fact ->> 'intent');
  payment public.live_card_payments := before;
  kept public.live_card_payments;
  moved record;
begin
  if before.id is null or before.received_amount is null then
    return 'waiting';
  end if;
  if coalesce(payment.disputes ->> dispute, 'open') = 'open' then
    payment.disputes := payment.disputes || jsonb_build_object(dispute, p_fact ->> 'status');
  end if;
  for moved in
    select t.id, t.fee, t.currency,
      case
        when t.currency = payment.received_currency then -t.amount
        when t.amount < 0 then (p_fact ->> 'amount')::bigint
        else -(p_fact ->> 'amount')::bigint
      end as amount
    from jsonb_to_recordset(p_fact -> 'transactions') as t (id text, amount bigint, fee bigint, currency text)
  loop
    kept := public.live_give_back(payment, 'dispute ' || moved.id, moved.amount, true, p_now);
    if kept.id is not null then
      payment := kept;
    end if;
    perform public.live_move_money(
      'dispute fee ' || moved.id, payment.id, moved.currency, null, 0, null, 0, -moved.fee, moved.fee, p_now
    );
  end loop;
  perform public.live_keep_payment(before, payment);
  return 'applied';
end;
$$;

-- What Stripe has kept of a payment for itself.
create or replace function public.live_apply_fee(p_fact jsonb, p_now timestamptz)
returns text
language plpgsql
set search_path = ''
as $$
declare
  fee constant bigint := p_fact ->> 'fee';
  before constant public.live_card_payments := public.live_payment_of_intent(p_fact ->> 'intent');
  payment public.live_card_payments := before;
begin
  if before.id is null or before.received_amount is null then
    return 'waiting';
  end if;
  perform public.live_move_money(
    'fee ' || (p_fact ->> 'transaction'), payment.id, p_fact ->> 'currency', null, 0, null, 0, -fee, fee, p_now
  );
  payment.fee_booked_at := coalesce(payment.fee_booked_at, p_now);
  perform public.live_keep_payment(before, payment);
  return 'applied';
end;
$$;

-- Somebody's card was declined: five times in a day are enough (live_require_payer).
create or replace function public.live_apply_decline(p_fact jsonb)
returns text
language plpgsql
set search_path = ''
as $$
begin
  update public.live_stripe_events e
    set payer_id = p.payer_id
    from public.live_card_payments p
    where e.id = p_fact ->> 'id' and p.id = (p_fact ->> 'payment_id')::uuid;
  return case when found then 'applied' else 'unknown' end;
end;
$$;

revoke execute on function public.live_tell_payer(public.live_card_payments) from public, anon, authenticated;
revoke execute on function public.live_donation_words(uuid, text, bigint, text, text) from public, anon, authenticated;
revoke execute on function public.live_tell_donation(public.live_card_payments, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_payment_of_intent(text) from public, anon, authenticated;
revoke execute on function public.live_keep_payment(public.live_card_payments, public.live_card_payments)
  from public, anon, authenticated;
revoke execute on function public.live_apply_success(jsonb, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_apply_cancel(jsonb, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_apply_refund(jsonb, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_apply_dispute(jsonb, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_apply_fee(jsonb, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_apply_decline(jsonb) from public, anon, authenticated;
grant execute on function public.live_tell_payer(public.live_card_payments) to service_role;
grant execute on function public.live_donation_words(uuid, text, bigint, text, text) to service_role;
grant execute on function public.live_tell_donation(public.live_card_payments, timestamptz) to service_role;
grant execute on function public.live_payment_of_intent(text) to service_role;
grant execute on function public.live_keep_payment(public.live_card_payments, public.live_card_payments)
  to service_role;
grant execute on function public.live_apply_success(jsonb, timestamptz) to service_role;
grant execute on function public.live_apply_cancel(jsonb, timestamptz) to service_role;
grant execute on function public.live_apply_refund(jsonb, timestamptz) to service_role;
grant execute on function public.live_apply_dispute(jsonb, timestamptz) to service_role;
grant execute on function public.live_apply_fee(jsonb, timestamptz) to service_role;
grant execute on function public.live_apply_decline(jsonb) to service_role;
