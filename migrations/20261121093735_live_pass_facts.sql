-- What Stripe tells of passes: each month's invoice, and the end. A pass is found by metadata.pass_id of its
-- subscription.

-- Writes down whose a subscription is, at whichever fact tells it first.
create or replace function public.live_note_subscription(p_fact jsonb)
returns public.live_passes
language plpgsql
set search_path = ''
as $$
declare
  pass public.live_passes;
begin
  update public.live_passes p
    set stripe_subscription_id = coalesce(p.stripe_subscription_id, p_fact ->> 'subscription'),
        stripe_customer_id = coalesce(p.stripe_customer_id, p_fact ->> 'customer'),
        paid_until = greatest(p.paid_until, (p_fact ->> 'paid_until')::timestamptz),
        ended_at = least(p.ended_at, (p_fact ->> 'ended_at')::timestamptz)
    where p.id = (p_fact ->> 'pass_id')::uuid
    returning * into pass;
  return pass;
end;
$$;

-- A month of a pass was paid: it counts until then, and the money is in the ledger once an invoice.
create or replace function public.live_apply_invoice(p_fact jsonb, p_now timestamptz)
returns text
language plpgsql
set search_path = ''
as $$
declare
  pass constant public.live_passes := public.live_note_subscription(p_fact);
  invoice constant text := p_fact ->> 'invoice';
  paid constant bigint := p_fact ->> 'amount';
  share constant bigint := case pass.plan
    when 'channel' then paid * public.live_setting('pass_creator_percent') / 100 else 0
  end;
  payment public.live_card_payments;
begin
  if pass.id is null then
    return 'unknown';
  elsif paid = 0 then
    return 'applied';
  end if;
  insert into public.live_card_payments (
    purpose, status, payer_id, payee_id, channel_id, pass_id, amount, currency, stripe_invoice_id, received_amount,
    received_currency, creator_share, paid_at, created_at
  )
  values (
    'pass', 'paid', pass.user_id, pass.creator_id, pass.channel_id, pass.id, paid, p_fact ->> 'currency', invoice, paid,
    p_fact ->> 'currency', share, p_now, p_now
  )
  on conflict (stripe_invoice_id) do nothing
  returning * into payment;
  if payment.id is not null then
    perform public.live_move_money(
      'invoice ' || invoice, payment.id, payment.currency, payment.payer_id, -paid, payment.payee_id, share,
      paid - share, 0, p_now
    );
    perform public.live_tell_payer(payment);
  end if;
  return 'applied';
end;
$$;

-- Which payment intent has paid an invoice; refunds and disputes name only that.
create or replace function public.live_apply_invoice_intent(p_fact jsonb)
returns text
language plpgsql
set search_path = ''
as $$
begin
  update public.live_card_payments p
    set stripe_intent_id = coalesce(p.stripe_intent_id, p_fact ->> 'intent')
    where p.stripe_invoice_id = p_fact ->> 'invoice';
  return case when found then 'applied' else 'waiting' end;
end;
$$;

-- Applies one fact, whichever it is, and says what became of it.
create or replace function public.live_apply_fact(p_fact jsonb, p_now timestamptz)
returns text
language plpgsql
set search_path = ''
as $$
declare
  kind constant text := p_fact ->> 'kind';
begin
  return case
    when kind = 'intent_succeeded' then public.live_apply_success(p_fact, p_now)
    when kind = 'intent_canceled' then public.live_apply_cancel(p_fact, p_now)
    when kind = 'card_declined' then public.live_apply_decline(p_fact)
    when kind in ('refund_pending', 'refund_succeeded', 'refund_failed') then public.live_apply_refund(p_fact, p_now)
    when kind = 'dispute' then public.live_apply_dispute(p_fact, p_now)
    when kind = 'fee' then public.live_apply_fee(p_fact, p_now)
    when kind = 'invoice_paid' then public.live_apply_invoice(p_fact, p_now)
    when kind = 'invoice_intent' then public.live_apply_invoice_intent(p_fact)
    -- a pass begun at Stripe, or over
    when (public.live_note_subscription(p_fact)).id is not null then 'applied'
    else 'unknown'
  end;
end;
$$;

-- Applies what has waited for a payment intent, in the order in which it happened. Called with the intent locked.
create or replace function public.live_apply_waiting(p_intent text, p_now timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
declare
  waiting record;
begin
  for waiting in
    select e.id, e.fact
    from public.live_stripe_events e
    where e.stripe_intent_id = p_intent and e.result = 'waiting'
    -- first whose payment it is
    order by e.kind <> 'invoice_intent', e.happened_at, e.id
  loop
    update public.live_stripe_events e
      set result = public.live_apply_fact(waiting.fact, p_now)
      where e.id = waiting.id;
  end loop;
end;
$$;

-- Takes in one fact of Stripe's, once; stripe-webhook and whoever asks Stripe call it. Returns its `result`
-- (`duplicate` for one that was taken in before), and whether money had come that nobody asked for.
create or replace function public.live_stripe_fact(p_fact jsonb, p_now timestamptz default now())
returns jsonb
language plpgsql
security definer
set search_path = ''
set lock_timeout = '3s'
set statement_timeout = '4s'
as $$
declare
  intent constant text := p_fact ->> 'intent';
  invoice constant text := p_fact ->> 'invoice';
  outcome text;
  paid_by text;
begin
  perform public.live_lock_intent(invoice);
  perform public.live_lock_intent(intent);
  insert into public.live_stripe_events (id, kind, fact, stripe_intent_id, result, happened_at, received_at)
  values (
    p_fact ->> 'id', p_fact ->> 'kind', p_fact, intent, 'waiting', (p_fact ->> 'happened_at')::timestamptz, p_now
  )
  on conflict (id) do nothing;
  if not found then
    return jsonb_build_object('result', 'duplicate', 'mismatch', false);
  end if;

  outcome := public.live_apply_fact(p_fact, p_now);
  update public.live_stripe_events e set result = outcome where e.id = p_fact ->> 'id';
  if outcome = 'applied' and invoice is not null then
    select e.fact ->> 'intent' into paid_by
    from public.live_stripe_events e
    where e.kind = 'invoice_intent' and e.fact ->> 'invoice' = invoice
    limit 1;
    perform public.live_lock_intent(paid_by);
    perform public.live_apply_waiting(paid_by, p_now);
  elsif outcome = 'applied' and p_fact ->> 'kind' = 'intent_succeeded' then
    perform public.live_apply_waiting(intent, p_now);
  end if;
  return jsonb_build_object('result', outcome, 'mismatch', exists (
    select
    from public.live_card_payments p
    where p.stripe_intent_id = intent and p.refund_reason = 'mismatch' and p.paid_at = p_now
  ));
end;
$$;

revoke execute on function public.live_note_subscription(jsonb) from public, anon, authenticated;
revoke execute on function public.live_apply_invoice(jsonb, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_apply_invoice_intent(jsonb) from public, anon, authenticated;
revoke execute on function public.live_apply_fact(jsonb, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_apply_waiting(text, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_stripe_fact(jsonb, timestamptz) from public, anon, authenticated;
grant execute on function public.live_note_subscription(jsonb) to service_role;
grant execute on function public.live_apply_invoice(jsonb, timestamptz) to service_role;
grant execute on function public.live_apply_invoice_intent(jsonb) to service_role;
grant execute on function public.live_apply_fact(jsonb, timestamptz) to service_role;
grant execute on function public.live_apply_waiting(text, timestamptz) to service_role;
grant execute on function public.live_stripe_fact(jsonb, timestamptz) to service_role;
