-- Gifts: price from the catalogue, coins, gift row and chat line in one transaction.

-- Sends a gift from a viewer to the host of a live session; send-live-gift calls it. Returns the gift and the
-- sender's new balance. When it is refused, nothing is written but that it was tried, and the refusal is the answer.
create or replace function public.live_send_gift(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_session_id uuid,
  p_gift_id text,
  p_quantity integer,
  p_now timestamptz default now(),
  p_idempotency_key text default null,
  p_request_hash text default null,
  p_deadline timestamptz default null
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
begin
  perform public.live_require_time(p_deadline);
  reply := public.live_idempotency_begin(p_user_id, 'send-live-gift', p_idempotency_key, p_request_hash, p_now);
  if reply is not null then
    return reply;
  end if;
  perform public.live_rate_take(p_user_id::text, 'gift', public.live_setting('gift_rate_count'), 60, p_now);

  begin
    reply := public.live_give(
      p_user_id, p_auth_session_id, p_session_id, p_gift_id, p_quantity, p_now, p_idempotency_key
    );
  exception
    when sqlstate 'PT000' then
      get stacked diagnostics facts = pg_exception_hint;
      return public.live_idempotency_refused(
        p_user_id, 'send-live-gift', p_idempotency_key, sqlstate, sqlerrm, facts
      );
  end;

  reply := public.live_idempotency_finish(p_user_id, 'send-live-gift', p_idempotency_key, reply);
  perform public.live_require_time(p_deadline);
  return reply;
end;
$$;

-- Carries out a gift that is not a repeat, or raises what speaks against it; live_send_gift() calls it. What can be
-- known without a lock is asked first.
create or replace function public.live_give(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_session_id uuid,
  p_gift_id text,
  p_quantity integer,
  p_now timestamptz,
  p_idempotency_key text
)
returns jsonb
language plpgsql
set search_path = ''
set lock_timeout = '2s'
as $$
declare
  sender record;
  facts record;
  gift public.live_gift_catalog;
  payment public.live_payments;
begin
  select * into sender from public.live_require_caller(p_user_id, p_auth_session_id, p_now);
  if p_quantity is null or p_quantity not between 1 and 999 then
    perform public.live_refuse(400, 'INVALID_QUANTITY', '{"min": 1, "max": 999}');
  end if;
  select * into gift from public.live_gift_catalog c where c.slug = p_gift_id and c.is_active;
  if not found then
    perform public.live_refuse(404, 'GIFT_NOT_FOUND');
  end if;
  select * into facts from public.live_require_inside(p_session_id, p_user_id, p_now);
  if facts.is_host then
    perform public.live_refuse(403, 'SELF_GIFT');
  elsif not facts.gifts_enabled then
    perform public.live_refuse(403, 'GIFTS_DISABLED');
  end if;
  payment.coins := gift.coin_price * p_quantity;
  perform public.live_require_coins(p_user_id, payment.coins);

  -- from here to the commit the session cannot end; it may have while this waited
  perform public.live_lock_session(p_session_id, false);
  if (
    select public.live_session_is_over(s.status, s.max_ends_at, p_now)
    from public.live_sessions s
    where s.id = p_session_id
  ) then
    perform public.live_refuse(409, 'SESSION_ENDED');
  end if;

  payment.kind := 'gift';
  payment.session_id := p_session_id;
  payment.payer_id := p_user_id;
  payment.payee_id := facts.creator_id;
  payment.idempotency_key := p_idempotency_key;
  payment.created_at := p_now;
  return public.live_write_gift(payment, gift.slug, p_quantity, sender.profile_id);
end;
$$;

-- Writes a gift that nothing speaks against, and its line in the chat; moves its coins last. Returns what the sender is
-- told. live_give() calls it.
create or replace function public.live_write_gift(
  p_payment public.live_payments, p_gift_id text, p_quantity integer, p_sender_profile_id uuid
)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  payment public.live_payments := p_payment;
  paid jsonb;
begin
  payment.id := gen_random_uuid();
  payment.gift_id := gen_random_uuid();
  insert into public.live_gifts (
    id, session_id, sender_id, receiver_id, gift_id, quantity, coin_amount, transaction_id, created_at
  )
  values (
    payment.gift_id, payment.session_id, payment.payer_id, payment.payee_id, p_gift_id, p_quantity, payment.coins,
    payment.id, payment.created_at
  );
  insert into public.live_messages (
    session_id, sender_id, sender_profile_id, message_type, gift_id, gift_quantity, gift_coin_value, created_at
  )
  values (
    payment.session_id, payment.payer_id, p_sender_profile_id, 'gift', p_gift_id, p_quantity, payment.coins,
    payment.created_at
  );
  paid := public.live_move_coins(payment, p_gift_id);

  return jsonb_build_object(
    'gift', jsonb_build_object(
      'id', payment.gift_id,
      'session_id', payment.session_id,
      'gift_id', p_gift_id,
      'quantity', p_quantity,
      'coin_amount', payment.coins,
      'receiver_id', payment.payee_id,
      'created_at', payment.created_at
    ),
    'balance', paid -> 'balance'
  );
end;
$$;

revoke execute on function public.live_send_gift(uuid, uuid, uuid, text, integer, timestamptz, text, text, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_give(uuid, uuid, uuid, text, integer, timestamptz, text)
  from public, anon, authenticated;
revoke execute on function public.live_write_gift(public.live_payments, text, integer, uuid)
  from public, anon, authenticated;
grant execute on function public.live_send_gift(uuid, uuid, uuid, text, integer, timestamptz, text, text, timestamptz)
  to service_role;
grant execute on function public.live_give(uuid, uuid, uuid, text, integer, timestamptz, text) to service_role;
grant execute on function public.live_write_gift(public.live_payments, text, integer, uuid) to service_role;
