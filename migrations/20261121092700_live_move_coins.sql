-- The only way live video moves coins.

-- Takes p_coins from the payer, credits the creator's share to the payee and writes all four books, or refuses with
-- 402 PAYMENT_REQUIRED and changes nothing. Who may pay whom for what is its callers' business: live_send_gift(),
-- live_pay_entry() and live_charge_call(). Returns payment_id, transaction_id, balance and both shares.
--
-- The search path is for the triggers the app has on its tables: they run inside and may say names unqualified.
create or replace function public.live_move_coins(
  p_kind text,
  p_payer_id uuid,
  p_payee_id uuid,
  p_coins integer,
  p_session_id uuid,
  p_call_id uuid,
  p_gift_id uuid,
  p_call_minute integer,
  p_description text,
  p_idempotency_key text,
  p_now timestamptz
)
returns jsonb
language plpgsql
set search_path = public, extensions, pg_temp
as $$
declare
  subject_id constant uuid := coalesce(p_gift_id, p_session_id, p_call_id);
  creator_share constant integer :=
    (p_coins::bigint * public.live_setting(p_kind || '_creator_percent', 70) / 100)::integer;
  new_payment_id constant uuid := gen_random_uuid();
  new_transaction_id constant uuid := gen_random_uuid();
  new_balance integer;
  -- the app's column types, whichever they are: text or enum, uuid or text
  spent_as public.coin_transactions.type%type;
  earned_as public.creator_transactions.type%type;
  earned_for public.creator_transactions.source_id%type;
begin
  if p_coins is null or p_coins < 1 then
    raise exception 'coins must be positive'
      using errcode = 'check_violation', constraint = 'live_payments_coins_check';
  end if;

  -- always in this order, so that two people paying each other never wait in a circle
  perform from public.coin_balances b
    where b.user_id in (p_payer_id, p_payee_id)
    order by b.user_id
    for no key update;

  update public.coin_balances b
    set balance = b.balance - p_coins,
        lifetime_spent = coalesce(b.lifetime_spent, 0) + p_coins,
        updated_at = p_now
    where b.user_id = p_payer_id and b.balance >= p_coins
    returning b.balance into new_balance;
  if new_balance is null then
    perform public.live_refuse(402, 'PAYMENT_REQUIRED', jsonb_build_object(
      'required', p_coins,
      'balance', coalesce((select b.balance from public.coin_balances b where b.user_id = p_payer_id), 0)
    ));
  end if;

  spent_as := case p_kind when 'gift' then 'gift_sent' else 'live_' || p_kind end;
  insert into public.coin_transactions (
    id, user_id, type, amount, balance_after, reference_id, reference_type, description, created_at
  )
  values (
    new_transaction_id, p_payer_id, spent_as, -p_coins, new_balance, subject_id, 'live_' || p_kind, p_description, p_now
  );

  if creator_share > 0 then
    -- the earnings screen knows no calls: what is paid for time with a creator is `ppv` there
    earned_as := case p_kind when 'gift' then 'gift' else 'ppv' end;
    earned_for := subject_id;
    insert into public.creator_transactions (
      creator_id, type, amount, source_type, source_id, description, metadata, created_at
    )
    values (
      p_payee_id, earned_as, creator_share, 'live_' || p_kind, earned_for, p_description,
      jsonb_strip_nulls(jsonb_build_object(
        'from_user', p_payer_id,
        'payment_id', new_payment_id,
        'session_id', p_session_id,
        'call_id', p_call_id,
        'gift_name', case when p_kind = 'gift' then p_description end,
        'coins', p_coins
      )),
      p_now
    );
  end if;

  insert into public.live_payments (
    id, kind, session_id, call_id, gift_id, call_minute, payer_id, payee_id,
    coins, creator_share, platform_share, idempotency_key, created_at
  )
  values (
    new_payment_id, p_kind, p_session_id, p_call_id, p_gift_id, p_call_minute, p_payer_id, p_payee_id,
    p_coins, creator_share, p_coins - creator_share, nullif(p_idempotency_key, ''), p_now
  );

  return jsonb_build_object(
    'payment_id', new_payment_id,
    'transaction_id', new_transaction_id,
    'balance', new_balance,
    'creator_share', creator_share,
    'platform_share', p_coins - creator_share
  );
end;
$$;

revoke execute on function public.live_move_coins(
  text, uuid, uuid, integer, uuid, uuid, uuid, integer, text, text, timestamptz
) from public, anon, authenticated;
grant execute on function public.live_move_coins(
  text, uuid, uuid, integer, uuid, uuid, uuid, integer, text, text, timestamptz
) to service_role;
