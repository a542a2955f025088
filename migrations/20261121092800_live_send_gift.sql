-- Gifts: price from the catalogue, coins, gift row, chat line and broadcast in one transaction.

-- Sends a gift from a viewer to the host of a live session; send-live-gift calls it. Returns the gift and the
-- sender's new balance. Nothing is written when anything is refused.
create or replace function public.live_send_gift(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_session_id uuid,
  p_gift_id text,
  p_quantity integer,
  p_now timestamptz default now(),
  p_idempotency_key text default null,
  p_request_hash text default null
)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  reply jsonb;
  facts record;
  gift public.live_gift_catalog;
  sender record;
  paid jsonb;
  given_id constant uuid := gen_random_uuid();
begin
  reply := public.live_idempotency_begin(p_user_id, 'send-live-gift', p_idempotency_key, p_request_hash, p_now);
  if reply is not null then
    return reply;
  end if;

  select * into sender from public.live_require_caller(p_user_id, p_auth_session_id, p_now);
  if p_quantity is null or p_quantity not between 1 and 999 then
    perform public.live_refuse(400, 'INVALID_QUANTITY', '{"min": 1, "max": 999}');
  end if;
  select * into gift from public.live_gift_catalog c where c.slug = p_gift_id and c.is_active;
  if not found then
    perform public.live_refuse(404, 'GIFT_NOT_FOUND');
  end if;

  -- from here to the commit the show cannot end
  perform public.live_lock_session(p_session_id, false);

  select * into facts from public.live_require_inside(p_session_id, p_user_id, p_now);
  if facts.is_host then
    perform public.live_refuse(403, 'SELF_GIFT');
  elsif not facts.gifts_enabled then
    perform public.live_refuse(403, 'GIFTS_DISABLED');
  end if;

  perform public.live_rate_take(
    p_user_id::text, 'gift', public.live_setting('gift_rate_count', 120), 60, p_now
  );

  paid := public.live_move_coins(
    'gift', p_user_id, facts.creator_id, gift.coin_price * p_quantity,
    p_session_id, null, given_id, null, gift.slug, p_idempotency_key, p_now
  );

  insert into public.live_gifts (
    id, session_id, sender_id, receiver_id, gift_id, quantity, coin_amount, transaction_id, created_at
  )
  values (
    given_id, p_session_id, p_user_id, facts.creator_id, gift.slug, p_quantity, gift.coin_price * p_quantity,
    (paid ->> 'transaction_id')::uuid, p_now
  );
  -- marks the session dirty too
  insert into public.live_messages (
    session_id, sender_id, sender_profile_id, message_type, gift_id, gift_quantity, gift_coin_value, created_at
  )
  values (
    p_session_id, p_user_id, sender.profile_id, 'gift', gift.slug, p_quantity, gift.coin_price * p_quantity, p_now
  );
  -- anybody can listen to the channel: who gives how much in a show that is not public is for those inside, who read the
  -- rows
  perform public.live_broadcast('live:' || p_session_id, 'gift_sent',
    jsonb_build_object('giftId', gift.slug, 'quantity', p_quantity)
    || case
      when (select s.access_type from public.live_sessions s where s.id = p_session_id) = 'public'
      then jsonb_build_object(
        'coinAmount', gift.coin_price * p_quantity, 'senderId', p_user_id, 'senderName', sender.display_name
      )
      else '{}'
    end
  );

  return public.live_idempotency_finish(
    p_user_id, 'send-live-gift', p_idempotency_key,
    jsonb_build_object(
      'gift', jsonb_build_object(
        'id', given_id,
        'session_id', p_session_id,
        'gift_id', gift.slug,
        'quantity', p_quantity,
        'coin_amount', gift.coin_price * p_quantity,
        'receiver_id', facts.creator_id,
        'created_at', p_now
      ),
      'balance', paid -> 'balance'
    )
  );
end;
$$;

revoke execute on function public.live_send_gift(uuid, uuid, uuid, text, integer, timestamptz, text, text)
  from public, anon, authenticated;
grant execute on function public.live_send_gift(uuid, uuid, uuid, text, integer, timestamptz, text, text) to service_role;
