-- The fee for going live: one payment is one credit. A session that begins holds it; it is used once that session's
-- host was in its room for a minute, and from when that session began further ones are free for a day. Otherwise it
-- waits for the next one. What becomes of a held credit is read off the session and its stays, so nobody has to return
-- it.

-- Whether a fee is paid and waits for a session.
create or replace function public.live_is_fee_credit(p_payment public.live_card_payments)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
begin
  return p_payment.purpose = 'go_live'
    and p_payment.status = 'paid'
    and p_payment.session_id is null
    and p_payment.used_at is null
    and p_payment.refund_requested_at is null
    and p_payment.disputed_amount = 0;
end;
$$;

-- Writes down what has become of somebody's credits that a session holds: used, or free again because the session is
-- over or gone and its host was hardly there. Whoever asks for a credit calls it first.
create or replace function public.live_settle_fees(p_user_id uuid, p_now timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
declare
  held public.live_card_payments;
  session public.live_sessions;
  began timestamptz;
begin
  for held in
    select *
    from public.live_card_payments p
    where p.payer_id = p_user_id and p.purpose = 'go_live' and p.session_id is not null and p.used_at is null
    for no key update
  loop
    select * into session from public.live_sessions s where s.id = held.session_id;
    began := coalesce(session.started_at, session.created_at);
    if public.live_host_presence(session, began, coalesce(session.ended_at, p_now)) >= interval '60 seconds' then
      update public.live_card_payments p set used_at = began where p.id = held.id;
    elsif session.id is null or session.status in ('ended', 'cancelled') then
      update public.live_card_payments p set session_id = null where p.id = held.id;
    end if;
  end loop;
end;
$$;

-- Whether somebody has a pass of this plan that counts now; of `channel` one to this creator.
create or replace function public.live_holds_pass(
  p_user_id uuid, p_plan text, p_creator_id uuid, p_now timestamptz
)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return exists (
    select
    from public.live_passes p
    where p.user_id = p_user_id
      and p.plan = p_plan
      and (p_plan <> 'channel' or p.creator_id = p_creator_id)
      and public.live_pass_end(p) > p_now
  );
end;
$$;

-- Lets a creator go live with a session, or refuses with 402 FEE_REQUIRED: where there is a fee it takes a pass, a
-- session of theirs that used one within a day, or a credit, which the session then holds. A repeat for the same
-- session takes nothing more. Called with the creator locked (live_lock_creator).
create or replace function public.live_use_fee_credit(p_user_id uuid, p_session_id uuid, p_now timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
declare
  price constant integer := public.live_setting('go_live_fee_minor_count');
  credit uuid;
begin
  if price = 0 or public.live_holds_pass(p_user_id, 'go_live', null, p_now) then
    return;
  end if;
  perform public.live_settle_fees(p_user_id, p_now);
  if exists (
    select
    from public.live_card_payments p
    where p.payer_id = p_user_id
      and p.purpose = 'go_live'
      and p.status = 'paid'
      and p.disputed_amount = 0
      and (p.session_id = p_session_id or p.used_at > p_now - interval '24 hours')
  ) then
    return;
  end if;

  select p.id into credit
  from public.live_card_payments p
  where p.payer_id = p_user_id and public.live_is_fee_credit(p)
  order by p.paid_at
  limit 1
  for no key update;
  if not found then
    perform public.live_refuse(402, 'FEE_REQUIRED', jsonb_build_object(
      'required', price, 'currency', public.live_setting_text('go_live_fee_currency')
    ));
  end if;
  update public.live_card_payments p set session_id = p_session_id where p.id = credit;
end;
$$;

-- Asks for an own fee back that was not used; `refund` calls it, and sends what it returns to Stripe. One that was
-- asked for already is answered the same way.
create or replace function public.live_request_refund(
  p_user_id uuid, p_auth_session_id uuid, p_payment_id uuid, p_now timestamptz default now()
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  payment public.live_card_payments;
begin
  perform public.live_require_sign_in(p_user_id, p_auth_session_id, p_now);
  perform public.live_rate_payment(p_user_id, 'pay', p_now);
  perform public.live_settle_fees(p_user_id, p_now);
  select * into payment
  from public.live_card_payments p
  where p.id = p_payment_id and p.payer_id = p_user_id and p.purpose = 'go_live'
  for no key update;
  if payment.id is null or payment.status in ('open', 'canceled') then
    perform public.live_refuse(404, 'PAYMENT_NOT_FOUND');
  elsif payment.session_id is not null or payment.used_at is not null then
    perform public.live_refuse(409, 'FEE_USED');
  elsif payment.status = 'paid' and payment.refund_requested_at is null then
    update public.live_card_payments p
      set refund_requested_at = p_now, refund_reason = 'asked_for'
      where p.id = p_payment_id;
  end if;
  return public.live_card_reply(payment);
end;
$$;

revoke execute on function public.live_is_fee_credit(public.live_card_payments) from public, anon, authenticated;
revoke execute on function public.live_settle_fees(uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_holds_pass(uuid, text, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_use_fee_credit(uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_request_refund(uuid, uuid, uuid, timestamptz) from public, anon, authenticated;
grant execute on function public.live_is_fee_credit(public.live_card_payments) to service_role;
grant execute on function public.live_settle_fees(uuid, timestamptz) to service_role;
grant execute on function public.live_holds_pass(uuid, text, uuid, timestamptz) to service_role;
grant execute on function public.live_use_fee_credit(uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_request_refund(uuid, uuid, uuid, timestamptz) to service_role;
