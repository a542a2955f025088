-- What Stripe has to be asked or told because nobody has said: payments whose intent we never heard of, open ones,
-- refunds, Stripe's own fees, passes. The function `payment` does it every five minutes and writes what it hears by
-- live_stripe_fact().

-- Asks back the fees that nobody will use: after thirty days, and of channels that staff has suspended.
create or replace function public.live_refund_idle_fees(p_now timestamptz)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  owner uuid;
  asked_back integer;
begin
  for owner in
    select distinct p.payer_id
    from public.live_card_payments p
    where p.purpose = 'go_live' and p.status = 'paid' and p.used_at is null and p.session_id is not null
    limit 200
  loop
    perform public.live_settle_fees(owner, p_now);
  end loop;
  update public.live_card_payments p
    set refund_requested_at = p_now,
        refund_reason = case when p.paid_at <= p_now - interval '30 days' then 'unused' else 'suspended' end
    where public.live_is_fee_credit(p)
      -- what the function says too: by this the index is found
      and p.purpose = 'go_live'
      and p.status = 'paid'
      and p.used_at is null
      and (
        p.paid_at <= p_now - interval '30 days'
        or exists (select from public.live_channels c where c.id = p.channel_id and c.suspended_at is not null)
      );
  get diagnostics asked_back = row_count;
  return asked_back;
end;
$$;

-- Takes at most p_many payments and passes about which something is to be asked or told, each again after some minutes:
-- `create` its intent again, under the key it had; `look` at the intent, and `cancel` it if it is not paid; `refund`;
-- look at the `invoice`; look at the `checkout`. An open payment that is older than Stripe keeps keys, and of which no
-- intent is known, is canceled at once: nobody has ever had the secret to pay it by.
create or replace function public.live_card_work(p_many integer, p_now timestamptz default now())
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  again constant timestamptz := p_now - interval '4 minutes';
  quiet constant timestamptz := p_now - interval '2 minutes';
  work jsonb;
  passes jsonb;
begin
  perform public.live_refund_idle_fees(p_now);
  update public.live_card_payments p
    set status = 'canceled', canceled_at = p_now
    where p.status = 'open' and p.stripe_intent_id is null and p.created_at <= p_now - interval '20 hours';

  with due as (
    select p.id
    from public.live_card_payments p
    where (p.status = 'open' or p.fee_booked_at is null or p.refund_requested_at is not null)
      and (p.looked_at is null or p.looked_at <= again)
      and (
        p.status = 'open' and p.created_at <= quiet
        or p.status in ('paid', 'mismatch') and p.refund_requested_at is not null
        or p.received_amount is not null and p.fee_booked_at is null
          and p.paid_at between p_now - interval '30 days' and quiet
      )
    order by p.looked_at nulls first, p.created_at
    limit p_many
    for no key update skip locked
  ),
  taken as (
    update public.live_card_payments p set looked_at = p_now from due where p.id = due.id returning p.*
  )
  select jsonb_agg(jsonb_build_object(
    'task', case
      when t.status = 'open' and t.stripe_intent_id is null then 'create'
      when t.status = 'open' and t.created_at <= p_now - interval '60 minutes' then 'cancel'
      when t.stripe_intent_id is null then 'invoice'
      when t.status in ('paid', 'mismatch') and t.refund_requested_at is not null and t.refund_sent_at is null
        then 'refund'
      else 'look'
    end,
    'payment', public.live_card_reply(t),
    'invoice', t.stripe_invoice_id,
    'checkout', null
  ))
  into work
  from taken t;

  with due as (
    select p.id
    from public.live_passes p
    where p.ended_at is null
      and p.stripe_checkout_id is not null
      and (p.looked_at is null or p.looked_at <= again)
      and (
        p.paid_until is null and p.created_at between p_now - interval '25 hours' and quiet
        or p.paid_until between p_now - interval '35 days' and p_now
      )
    order by p.looked_at nulls first
    limit p_many
    for no key update skip locked
  ),
  taken as (
    update public.live_passes p set looked_at = p_now from due where p.id = due.id returning p.*
  )
  select jsonb_agg(jsonb_build_object(
    'task', 'checkout', 'payment', null, 'invoice', null, 'checkout', t.stripe_checkout_id
  ))
  into passes
  from taken t;
  return coalesce(work, '[]') || coalesce(passes, '[]');
end;
$$;

-- Those of some of Stripe's events that were not taken in.
create or replace function public.live_unknown_events(p_ids text[])
returns text[]
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return array(
    select asked.id
    from unnest(p_ids) as asked (id)
    where not exists (select from public.live_stripe_events e where e.id = asked.id)
  );
end;
$$;

revoke execute on function public.live_refund_idle_fees(timestamptz) from public, anon, authenticated;
revoke execute on function public.live_card_work(integer, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_unknown_events(text[]) from public, anon, authenticated;
grant execute on function public.live_refund_idle_fees(timestamptz) to service_role;
grant execute on function public.live_card_work(integer, timestamptz) to service_role;
grant execute on function public.live_unknown_events(text[]) to service_role;
