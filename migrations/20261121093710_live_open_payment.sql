-- How a payment by card begins: a row of ours first, then the payment intent that Stripe makes for it, then its id
-- beside the row. Whatever is cut off between is gone on with by live_card_work().

-- What functions are told of a payment. A client knows no `mismatch`: nothing was granted and the money goes back.
create or replace function public.live_card_reply(p_payment public.live_card_payments)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'payment_id', p_payment.id,
    'purpose', p_payment.purpose,
    'status', case p_payment.status when 'mismatch' then 'canceled' else p_payment.status end,
    'amount', p_payment.amount,
    'currency', p_payment.currency,
    'intent', p_payment.stripe_intent_id
  );
end;
$$;

-- Refuses whoever may not pay: a dispute of theirs is open or lost, or five of their cards were declined in a day.
create or replace function public.live_require_payer(p_user_id uuid, p_now timestamptz)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if exists (select from public.live_card_payments p where p.payer_id = p_user_id and p.is_disputed)
    or (
      select count(*)
      from public.live_stripe_events e
      where e.payer_id = p_user_id and e.happened_at > p_now - interval '24 hours'
    ) >= 5
  then
    perform public.live_refuse(403, 'PAYMENTS_BLOCKED');
  end if;
end;
$$;

-- What a donation or a pass is for: a channel by its id, by the id of a session, or by its slug, also one it had
-- before. A session need not have a channel. Refused are those that are not there, and channels that staff has
-- suspended.
create or replace function public.live_require_stream(
  p_stream_id uuid, p_slug text, p_now timestamptz, out channel_id uuid, out session_id uuid, out creator_id uuid
)
language plpgsql
stable
set search_path = ''
as $$
declare
  channel public.live_channels;
begin
  if p_stream_id is null then
    channel := public.live_channel_by_slug(lower(p_slug), p_now);
  else
    select * into channel from public.live_channels c where c.id = p_stream_id;
  end if;
  if channel.id is not null then
    if channel.suspended_at is not null then
      perform public.live_refuse(403, 'CHANNEL_SUSPENDED');
    end if;
    channel_id := channel.id;
    session_id := channel.session_id;
    creator_id := channel.creator_id;
    return;
  end if;
  select s.channel_id, s.id, s.creator_id into channel_id, session_id, creator_id
  from public.live_sessions s
  where s.id = p_stream_id;
  if not found then
    perform public.live_refuse(404, 'CHANNEL_NOT_FOUND');
  elsif exists (select from public.live_channels c where c.id = channel_id and c.suspended_at is not null) then
    perform public.live_refuse(403, 'CHANNEL_SUSPENDED');
  end if;
end;
$$;

-- Refuses the text of a donation that could not be said in the chat either. Asked when it is begun, and again when it
-- was paid (live_tell_donation), since words and people may have changed meanwhile.
create or replace function public.live_require_donation_text(p_session_id uuid, p_user_id uuid, p_message text)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if p_message is null then
    return;
  elsif exists (
    select
    from public.live_participants p
    where p.session_id = p_session_id and p.user_id = p_user_id and p.is_muted
  ) then
    perform public.live_refuse(403, 'MUTED');
  elsif char_length(p_message) > 200 then
    perform public.live_refuse(400, 'MESSAGE_TOO_LONG', '{"max": 200}');
  elsif public.live_blocked_word(p_message) is not null then
    perform public.live_refuse(403, 'MESSAGE_REJECTED');
  end if;
end;
$$;

-- Refuses a donation to a session that is not on air, to oneself, or from somebody who must not be there; a donor need
-- not be inside.
create or replace function public.live_require_donor(
  p_user_id uuid, p_session_id uuid, p_creator_id uuid, p_message text, p_now timestamptz
)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
  ban constant text := public.live_ban_inside(p_user_id, p_session_id, p_creator_id, p_now);
begin
  if not public.live_switch('live_enabled') then
    perform public.live_refuse(403, 'LIVE_DISABLED');
  elsif p_user_id = p_creator_id then
    perform public.live_refuse(403, 'SELF_DONATION');
  elsif ban is not null then
    perform public.live_refuse(403, 'BANNED', jsonb_build_object('ban_type', ban));
  elsif exists (
    select from public.blocked_users b where b.blocker_id = p_creator_id and b.blocked_id = p_user_id
  ) then
    perform public.live_refuse(403, 'BLOCKED');
  elsif not exists (
    select
    from public.live_sessions s
    where s.id = p_session_id and not public.live_session_is_over(s.status, s.max_ends_at, p_now)
  ) then
    perform public.live_refuse(409, 'CHANNEL_OFFLINE');
  end if;
  perform public.live_require_payer(p_user_id, p_now);
  perform public.live_require_donation_text(p_session_id, p_user_id, p_message);
end;
$$;

-- The same donation a moment ago, for a client that sends no key and repeats itself; live_open_donation() asks it with
-- the payer locked. All null if there is none.
create or replace function public.live_equal_donation(p_wanted public.live_card_payments, p_now timestamptz)
returns public.live_card_payments
language plpgsql
stable
set search_path = ''
as $$
declare
  payment public.live_card_payments;
begin
  select * into payment
  from public.live_card_payments p
  where p.payer_id = p_wanted.payer_id
    and p.created_at > p_now - interval '10 seconds'
    and p.purpose = 'donation'
    and p.status in ('open', 'paid')
    and (p.session_id, p.amount, p.currency, p.anonymous)
      = (p_wanted.session_id, p_wanted.amount, p_wanted.currency, p_wanted.anonymous)
    and p.message is not distinct from p_wanted.message
  order by p.created_at desc
  limit 1;
  return payment;
end;
$$;

-- A payment that is new, as it is kept. live_open_donation() and live_open_fee() call it.
create or replace function public.live_insert_card_payment(p_wanted public.live_card_payments, p_now timestamptz)
returns public.live_card_payments
language plpgsql
set search_path = ''
as $$
declare
  payment public.live_card_payments;
begin
  insert into public.live_card_payments (
    purpose, payer_id, payee_id, channel_id, session_id, amount, currency, message, anonymous, created_at
  )
  values (
    p_wanted.purpose, p_wanted.payer_id, p_wanted.payee_id, p_wanted.channel_id, p_wanted.session_id, p_wanted.amount,
    p_wanted.currency, p_wanted.message, coalesce(p_wanted.anonymous, false), p_now
  )
  returning * into payment;
  return payment;
end;
$$;

-- The answer to a repeat under a key: the payment as it is by now.
create or replace function public.live_replayed_payment(p_stored jsonb)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return jsonb_set(p_stored, '{result}', (
    select public.live_card_reply(p)
    from public.live_card_payments p
    where p.id = (p_stored #>> '{result,payment_id}')::uuid
  ));
end;
$$;

-- Begins a donation; `donate` calls it. When it is refused, nothing is written but that it was tried, and the refusal
-- is the answer. Without a key, an equal one of the last ten seconds is the same.
create or replace function public.live_open_donation(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_stream_id uuid,
  p_slug text,
  p_amount bigint,
  p_currency text,
  p_message text,
  p_anonymous boolean,
  p_now timestamptz default now(),
  p_idempotency_key text default null,
  p_request_hash text default null
)
returns jsonb
language plpgsql
security definer
set search_path = ''
set lock_timeout = '3s'
set statement_timeout = '4s'
as $$
declare
  reply jsonb;
  facts text;
  stream record;
  payment public.live_card_payments;
  before public.live_card_payments;
begin
  reply := public.live_idempotency_begin(p_user_id, 'donate', p_idempotency_key, p_request_hash, p_now);
  if reply is not null then
    return public.live_replayed_payment(reply);
  end if;
  perform public.live_lock_payer(p_user_id);

  begin
    perform public.live_require_caller(p_user_id, p_auth_session_id, p_now);
    select * into stream from public.live_require_stream(p_stream_id, p_slug, p_now);
    payment.purpose := 'donation';
    payment.payer_id := p_user_id;
    payment.payee_id := stream.creator_id;
    payment.channel_id := stream.channel_id;
    payment.session_id := stream.session_id;
    payment.amount := p_amount;
    payment.currency := p_currency;
    payment.message := p_message;
    payment.anonymous := p_anonymous;
    if coalesce(p_idempotency_key, '') = '' then
      before := public.live_equal_donation(payment, p_now);
      if before.id is not null then
        return jsonb_build_object('result', public.live_card_reply(before), 'replayed', true);
      end if;
    end if;
  exception
    when sqlstate 'PT000' then
      get stacked diagnostics facts = pg_exception_hint;
      perform public.live_rate_payment(p_user_id, 'donate', p_now);
      return public.live_idempotency_refused(p_user_id, 'donate', p_idempotency_key, sqlstate, sqlerrm, facts);
  end;

  perform public.live_rate_payment(p_user_id, 'donate', p_now);
  begin
    perform public.live_require_donor(p_user_id, payment.session_id, payment.payee_id, payment.message, p_now);
    payment := public.live_insert_card_payment(payment, p_now);
  exception
    when sqlstate 'PT000' then
      get stacked diagnostics facts = pg_exception_hint;
      return public.live_idempotency_refused(p_user_id, 'donate', p_idempotency_key, sqlstate, sqlerrm, facts);
  end;
  return public.live_idempotency_finish(p_user_id, 'donate', p_idempotency_key, public.live_card_reply(payment));
end;
$$;

-- Takes one from somebody's limits of donations (a minute's and an hour's) or of fees and passes (`pay`, an hour's).
create or replace function public.live_rate_payment(p_user_id uuid, p_action text, p_now timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if p_action = 'donate' then
    perform public.live_rate_take(p_user_id::text, 'donate', public.live_setting('donate_rate_count'), 60, p_now);
    perform public.live_rate_take(
      p_user_id::text, 'donate hour', public.live_setting('donate_hour_rate_count'), 3600, p_now
    );
  else
    perform public.live_rate_take(p_user_id::text, 'pay', public.live_setting('pay_rate_count'), 3600, p_now);
  end if;
end;
$$;

-- A fee of somebody's that is open or waits for its session: nobody pays twice by pressing twice. live_open_fee() asks
-- it with the payer locked.
create or replace function public.live_fee_at_hand(p_user_id uuid, p_now timestamptz)
returns public.live_card_payments
language plpgsql
stable
set search_path = ''
as $$
declare
  payment public.live_card_payments;
begin
  select * into payment
  from public.live_card_payments p
  where p.payer_id = p_user_id
    and p.purpose = 'go_live'
    and (
      public.live_is_fee_credit(p)
      or p.status = 'open' and p.created_at > p_now - interval '1 hour'
        and p.amount = public.live_setting('go_live_fee_minor_count')
        and p.currency = public.live_setting_text('go_live_fee_currency')
    )
  order by p.status = 'paid' desc, p.created_at desc
  limit 1;
  return payment;
end;
$$;

-- Begins the payment of the fee for going live; `pay-to-go-live` calls it with the price that the creator has seen.
-- Whoever has paid one that is not used, or is about to, is given that one.
create or replace function public.live_open_fee(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_slug text,
  p_amount bigint,
  p_now timestamptz default now(),
  p_idempotency_key text default null,
  p_request_hash text default null
)
returns jsonb
language plpgsql
security definer
set search_path = ''
set lock_timeout = '3s'
set statement_timeout = '4s'
as $$
declare
  price constant integer := public.live_setting('go_live_fee_minor_count');
  reply jsonb;
  facts text;
  stream record;
  payment public.live_card_payments;
  at_hand public.live_card_payments;
begin
  reply := public.live_idempotency_begin(p_user_id, 'pay-to-go-live', p_idempotency_key, p_request_hash, p_now);
  if reply is not null then
    return public.live_replayed_payment(reply);
  end if;
  perform public.live_lock_payer(p_user_id);
  perform public.live_rate_payment(p_user_id, 'pay', p_now);

  begin
    perform public.live_require_caller(p_user_id, p_auth_session_id, p_now);
    select * into stream from public.live_require_stream(null, p_slug, p_now);
    if stream.creator_id <> p_user_id then
      perform public.live_refuse(403, 'NOT_THE_HOST');
    end if;
    perform public.live_settle_fees(p_user_id, p_now);
    at_hand := public.live_fee_at_hand(p_user_id, p_now);
    if at_hand.status is distinct from 'paid' and p_amount <> price then
      perform public.live_refuse(409, 'PRICE_CHANGED', jsonb_build_object('required', price));
    end if;
    if at_hand.id is null then
      perform public.live_require_payer(p_user_id, p_now);
      payment.purpose := 'go_live';
      payment.payer_id := p_user_id;
      payment.channel_id := stream.channel_id;
      payment.amount := price;
      payment.currency := public.live_setting_text('go_live_fee_currency');
      at_hand := public.live_insert_card_payment(payment, p_now);
    end if;
  exception
    when sqlstate 'PT000' then
      get stacked diagnostics facts = pg_exception_hint;
      return public.live_idempotency_refused(
        p_user_id, 'pay-to-go-live', p_idempotency_key, sqlstate, sqlerrm, facts
      );
  end;
  return public.live_idempotency_finish(
    p_user_id, 'pay-to-go-live', p_idempotency_key, public.live_card_reply(at_hand)
  );
end;
$$;

-- Writes down which payment intent Stripe has made for a payment, once. Returns the payment as it is now.
create or replace function public.live_attach_intent(p_payment_id uuid, p_intent text)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  payment public.live_card_payments;
begin
  update public.live_card_payments p
    set stripe_intent_id = p_intent
    where p.id = p_payment_id and p.stripe_intent_id is null;
  select * into payment from public.live_card_payments p where p.id = p_payment_id;
  return public.live_card_reply(payment);
end;
$$;

revoke execute on function public.live_card_reply(public.live_card_payments) from public, anon, authenticated;
revoke execute on function public.live_require_payer(uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_require_stream(uuid, text, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_require_donation_text(uuid, uuid, text) from public, anon, authenticated;
revoke execute on function public.live_require_donor(uuid, uuid, uuid, text, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_equal_donation(public.live_card_payments, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_insert_card_payment(public.live_card_payments, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_replayed_payment(jsonb) from public, anon, authenticated;
revoke execute on function public.live_open_donation(
  uuid, uuid, uuid, text, bigint, text, text, boolean, timestamptz, text, text
) from public, anon, authenticated;
revoke execute on function public.live_rate_payment(uuid, text, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_fee_at_hand(uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_open_fee(uuid, uuid, text, bigint, timestamptz, text, text)
  from public, anon, authenticated;
revoke execute on function public.live_attach_intent(uuid, text) from public, anon, authenticated;
grant execute on function public.live_card_reply(public.live_card_payments) to service_role;
grant execute on function public.live_require_payer(uuid, timestamptz) to service_role;
grant execute on function public.live_require_stream(uuid, text, timestamptz) to service_role;
grant execute on function public.live_require_donation_text(uuid, uuid, text) to service_role;
grant execute on function public.live_require_donor(uuid, uuid, uuid, text, timestamptz) to service_role;
grant execute on function public.live_equal_donation(public.live_card_payments, timestamptz) to service_role;
grant execute on function public.live_insert_card_payment(public.live_card_payments, timestamptz) to service_role;
grant execute on function public.live_replayed_payment(jsonb) to service_role;
grant execute on function public.live_open_donation(
  uuid, uuid, uuid, text, bigint, text, text, boolean, timestamptz, text, text
) to service_role;
grant execute on function public.live_rate_payment(uuid, text, timestamptz) to service_role;
grant execute on function public.live_fee_at_hand(uuid, timestamptz) to service_role;
grant execute on function public.live_open_fee(uuid, uuid, text, bigint, timestamptz, text, text) to service_role;
grant execute on function public.live_attach_intent(uuid, text) to service_role;
