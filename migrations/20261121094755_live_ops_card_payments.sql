-- What staff finds of card payments and gives back, what was given by day and creator, and what creators are paid out.

-- A card payment as the panel shows it: both sides, what it was for, what became of it.
create or replace function public.live_ops_card_row(p_payment public.live_card_payments)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return to_jsonb(p_payment) - 'updated_at' - 'looked_at' || jsonb_build_object(
    'payer', public.live_ops_face(p_payment.payer_id),
    'payee', public.live_ops_face(p_payment.payee_id),
    'session', public.live_ops_session_note(p_payment.session_id)
  );
end;
$$;

-- Card payments, latest first: those that somebody paid or was paid, of a session, of a purpose, in a state, with a
-- dispute that is open or lost or without one; a null leaves nothing out. GET live-ops/card-payments calls it. Each
-- plan is for the values given, so that each search has its own index.
create or replace function public.live_ops_card_payments(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_party_id uuid,
  p_session_id uuid,
  p_purpose text,
  p_status text,
  p_disputed boolean,
  p_limit integer,
  p_offset integer,
  p_now timestamptz
)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
begin
  perform public.live_require_admin(p_user_id, p_auth_session_id, false, p_now);
  return (
    with found_ones as (
      select p
      from public.live_card_payments p
      where (p_party_id is null or p.payer_id = p_party_id or p.payee_id = p_party_id)
        and (p_session_id is null or p.session_id = p_session_id)
        and (p_purpose is null or p.purpose = p_purpose)
        and (p_status is null or p.status = p_status)
        and (p_disputed is null or p.is_disputed = p_disputed)
      order by p.created_at desc, p.id
      limit public.live_ops_most()
    ),
    page (payment) as (
      select f.p
      from found_ones f
      order by (f.p).created_at desc, (f.p).id
      limit public.live_ops_limit(p_limit, 50)
      offset p_offset
    )
    select jsonb_build_object(
      'payments', (
        select coalesce(jsonb_agg(
            public.live_ops_card_row(page.payment) order by (page.payment).created_at desc, (page.payment).id
          ), '[]')
        from page
      ),
      'total', (select count(*) from found_ones)
    )
  );
end;
$$;

-- Has a card payment given back; POST live-ops/card-payments/{id}/refund calls it. For super admins. The money moves
-- when Stripe says so: the function `payment`, which alone has Stripe's key, sends what stands here within minutes. A
-- repeat is answered the same way, and not noted.
create or replace function public.live_ops_refund_card(
  p_user_id uuid, p_auth_session_id uuid, p_origin jsonb, p_payment_id uuid, p_reason text, p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
set lock_timeout = '3s'
set statement_timeout = '4s'
as $$
declare
  payment public.live_card_payments;
begin
  perform public.live_act_as_staff(p_user_id, p_auth_session_id, p_origin, true, p_now);
  select * into payment from public.live_card_payments p where p.id = p_payment_id for no key update;
  if payment.id is null or payment.status in ('open', 'canceled') then
    perform public.live_refuse(404, 'PAYMENT_NOT_FOUND');
  elsif payment.is_disputed then
    perform public.live_refuse(409, 'PAYMENT_DISPUTED');
  elsif payment.status = 'paid' and payment.refund_requested_at is null then
    update public.live_card_payments p
      set refund_requested_at = p_now, refund_reason = 'staff'
      where p.id = p_payment_id
      returning * into payment;
    perform public.live_note_action(
      payment.session_id, p_user_id, 'admin', 'refund_card_payment', 'card_payment', p_payment_id::text,
      payment.payer_id, p_reason,
      jsonb_build_object('purpose', payment.purpose, 'amount', payment.received_amount, 'currency', payment.currency),
      p_now
    );
  end if;
  return public.live_ops_card_row(payment);
end;
$$;

-- What was paid by card in the latest days, in each currency, by day, creator or purpose. What has gone back is taken
-- off the day on which it had been paid. GET live-ops/analytics/card-revenue calls it.
create or replace function public.live_ops_card_revenue(
  p_user_id uuid, p_auth_session_id uuid, p_by text, p_days integer, p_limit integer, p_now timestamptz
)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
declare
  today constant date := public.live_day_of(p_now);
  since constant date := today - (least(greatest(p_days, 1), 366) - 1);
  starts_at constant timestamptz := (public.live_day_bounds(since)).starts_at;
  label constant text := case p_by when 'day' then 'date' when 'creator' then 'creator_id' else 'purpose' end;
begin
  perform public.live_require_admin(p_user_id, p_auth_session_id, false, p_now);
  return (
    with paid as (
      select p.received_currency as currency, p.payer_id, p.received_amount,
        case p_by
          when 'day' then public.live_day_of(p.paid_at)::text
          when 'creator' then p.payee_id::text
          else p.purpose
        end as said,
        least(p.refunded_amount + p.disputed_amount, p.received_amount) as gone_back,
        p.creator_share - public.live_share_gone_back(p, p.refunded_amount + p.disputed_amount) as creator_share
      from public.live_card_payments p
      where p.paid_at >= starts_at
        and p.status in ('paid', 'refunded')
        and (p_by <> 'creator' or p.payee_id is not null)
    ),
    sums as (
      select d.said, d.currency, count(*) as payments, count(distinct d.payer_id) as payers,
        sum(d.received_amount) as gross, sum(d.gone_back) as refunded, sum(d.creator_share) as creator_share
      from paid d
      group by d.said, d.currency
      order by case when p_by = 'day' then d.said end, gross desc, d.said, d.currency
      limit least(greatest(p_limit, 1), 500)
    )
    select jsonb_build_object(
      'from', since,
      'to', today,
      'rows', coalesce(jsonb_agg(
        jsonb_build_object(
          label, s.said,
          'currency', s.currency,
          'payments', s.payments,
          'payers', s.payers,
          'gross', s.gross,
          'refunded', s.refunded,
          'creator_share', s.creator_share,
          'platform_share', s.gross - s.refunded - s.creator_share
        )
        order by case when p_by = 'day' then s.said end, s.gross desc, s.said, s.currency
      ), '[]')
    )
    from sums s
  );
end;
$$;

-- Who is owed what, those with the most due first; GET live-ops/payouts/due calls it.
create or replace function public.live_ops_payouts_due(
  p_user_id uuid, p_auth_session_id uuid, p_creator_id uuid, p_limit integer, p_offset integer, p_now timestamptz
)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform public.live_require_admin(p_user_id, p_auth_session_id, false, p_now);
  return (
    with owed as materialized (
      select b.*, b.balance - b.held as due
      from public.live_creator_balances(p_creator_id, p_now) b
      where b.balance <> 0 or b.held <> 0
    ),
    page as (
      select *
      from owed o
      order by o.due desc, o.creator_id, o.currency
      limit public.live_ops_limit(p_limit, 50)
      offset p_offset
    )
    select jsonb_build_object(
      'creators', (
        select coalesce(jsonb_agg(
            jsonb_build_object(
              'creator_id', g.creator_id,
              'creator', public.live_ops_face(g.creator_id),
              'currency', g.currency,
              'balance', g.balance,
              'held', g.held,
              'due', g.due
            )
            order by g.due desc, g.creator_id, g.currency
          ), '[]')
        from page g
      ),
      'total', (select count(*) from owed)
    )
  );
end;
$$;

-- Enters a payout that the bank has made; POST live-ops/payouts calls it. For super admins. A repeat with the same
-- reference returns the payout there is, and is not noted.
create or replace function public.live_ops_pay_out(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_origin jsonb,
  p_creator_id uuid,
  p_amount bigint,
  p_currency text,
  p_reference text,
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
  done record;
begin
  perform public.live_act_as_staff(p_user_id, p_auth_session_id, p_origin, true, p_now);
  select * into done
  from public.live_pay_out(p_user_id, p_creator_id, p_amount, p_currency, p_reference, p_now);
  if done.entered then
    perform public.live_note_action(
      null, p_user_id, 'admin', 'pay_out', 'payout', (done.payout).id::text, p_creator_id, null,
      jsonb_build_object('amount', p_amount, 'currency', p_currency, 'reference', p_reference), p_now
    );
  end if;
  return to_jsonb(done.payout) || jsonb_build_object('creator', public.live_ops_face(p_creator_id));
end;
$$;

-- Payouts, the latest first, all or those to one creator; GET live-ops/payouts calls it.
create or replace function public.live_ops_payouts(
  p_user_id uuid, p_auth_session_id uuid, p_creator_id uuid, p_limit integer, p_offset integer, p_now timestamptz
)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
begin
  perform public.live_require_admin(p_user_id, p_auth_session_id, false, p_now);
  return (
    with found_ones as (
      select p.*
      from public.live_payouts p
      where p_creator_id is null or p.creator_id = p_creator_id
      order by p.created_at desc, p.id
      limit public.live_ops_most()
    ),
    page as (
      select *
      from found_ones f
      order by f.created_at desc, f.id
      limit public.live_ops_limit(p_limit, 50)
      offset p_offset
    )
    select jsonb_build_object(
      'payouts', (
        select coalesce(jsonb_agg(
            to_jsonb(g) || jsonb_build_object('creator', public.live_ops_face(g.creator_id))
            order by g.created_at desc, g.id
          ), '[]')
        from page g
      ),
      'total', (select count(*) from found_ones)
    )
  );
end;
$$;

revoke execute on function public.live_ops_card_row(public.live_card_payments) from public, anon, authenticated;
revoke execute on function public.live_ops_card_payments(
  uuid, uuid, uuid, uuid, text, text, boolean, integer, integer, timestamptz
) from public, anon, authenticated;
revoke execute on function public.live_ops_refund_card(uuid, uuid, jsonb, uuid, text, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_ops_card_revenue(uuid, uuid, text, integer, integer, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_ops_payouts_due(uuid, uuid, uuid, integer, integer, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_ops_pay_out(uuid, uuid, jsonb, uuid, bigint, text, text, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_ops_payouts(uuid, uuid, uuid, integer, integer, timestamptz)
  from public, anon, authenticated;
grant execute on function public.live_ops_card_row(public.live_card_payments) to service_role;
grant execute on function public.live_ops_card_payments(
  uuid, uuid, uuid, uuid, text, text, boolean, integer, integer, timestamptz
) to service_role;
grant execute on function public.live_ops_refund_card(uuid, uuid, jsonb, uuid, text, timestamptz) to service_role;
grant execute on function public.live_ops_card_revenue(uuid, uuid, text, integer, integer, timestamptz)
  to service_role;
grant execute on function public.live_ops_payouts_due(uuid, uuid, uuid, integer, integer, timestamptz) to service_role;
grant execute on function public.live_ops_pay_out(uuid, uuid, jsonb, uuid, bigint, text, text, timestamptz)
  to service_role;
grant execute on function public.live_ops_payouts(uuid, uuid, uuid, integer, integer, timestamptz) to service_role;
