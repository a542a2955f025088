-- The only way live video moves coins, and how those who ask for it are kept from waiting for it too long. What is
-- locked in which order stands in live_locks.

-- Undoes what is under way once whoever asked for it has given up: a caller that heard "unavailable" must be right that
-- nothing was moved. Functions that move coins ask first, since the request may have waited for a connection, and last,
-- when all locks are taken; lock_timeout and statement_timeout, which PostgREST takes over from the functions it calls,
-- back it. This is real time, whatever p_now says.
create or replace function public.live_require_time(p_deadline timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if p_deadline <= clock_timestamp() then
    raise exception 'the caller no longer waits for this' using errcode = 'query_canceled';
  end if;
end;
$$;

-- Refuses whoever has too few coins. Callers ask before they lock or write anything, because most who cannot pay are
-- known by then; live_move_coins() has the last word.
create or replace function public.live_require_coins(p_user_id uuid, p_coins integer)
returns void
language plpgsql
set search_path = ''
as $$
declare
  held constant integer := coalesce((select b.balance from public.coin_balances b where b.user_id = p_user_id), 0);
begin
  if held < p_coins then
    perform public.live_refuse(402, 'PAYMENT_REQUIRED', jsonb_build_object('required', p_coins, 'balance', held));
  end if;
end;
$$;

-- Moves the coins of a journal row and writes all four books, or refuses with 402 PAYMENT_REQUIRED and changes nothing:
-- the payer's balance and transaction, the journal, the creator's transaction. A refund moves them back. Who may pay
-- whom for what is its callers' business: live_send_gift(), live_pay_entry(), live_charge_call() and live_refund(). A
-- payment's shares follow from the settings, a refund brings its own. The payer's transaction has the payment's id.
-- Returns payment_id, balance and both shares.
--
-- The search path is for the triggers the app has on its tables: they run inside and may say names unqualified.
create or replace function public.live_move_coins(p_payment public.live_payments, p_description text)
returns jsonb
language plpgsql
set search_path = public, extensions, pg_temp
as $$
declare
  payment public.live_payments := p_payment;
  -- what it does to the payer's balance
  change constant integer := case p_payment.kind when 'refund' then p_payment.coins else -p_payment.coins end;
  new_balance integer;
begin
  if payment.coins is null or payment.coins < 1 then
    raise exception 'coins must be positive'
      using errcode = 'check_violation', constraint = 'live_payments_coins_check';
  end if;
  payment.id := coalesce(payment.id, gen_random_uuid());
  payment.entry := coalesce(payment.entry, 1);
  payment.idempotency_key := nullif(payment.idempotency_key, '');
  if payment.kind <> 'refund' then
    payment.creator_share :=
      (payment.coins::bigint * public.live_setting(payment.kind || '_creator_percent') / 100)::integer;
    payment.platform_share := payment.coins - payment.creator_share;
  end if;

  update public.coin_balances b
    set balance = b.balance + change,
        lifetime_spent = greatest(0, coalesce(b.lifetime_spent, 0) - change),
        updated_at = payment.created_at
    where b.user_id = payment.payer_id and b.balance + change >= 0
    returning b.balance into new_balance;
  if not found then
    perform public.live_require_coins(payment.payer_id, payment.coins);
    -- they were given some in this very moment
    raise exception 'the balance changed' using errcode = 'serialization_failure';
  end if;

  insert into public.live_payments select payment.*;
  perform public.live_book_payment(payment, change, new_balance, p_description);

  return jsonb_build_object(
    'payment_id', payment.id,
    'balance', new_balance,
    'creator_share', payment.creator_share,
    'platform_share', payment.platform_share
  );
end;
$$;

-- Writes a payment or refund into the app's own books; live_move_coins() calls it last, because the trigger on the
-- creator's transactions locks the creator's balance until the commit.
--
-- The search path is for the triggers the app has on its tables: they run inside and may say names unqualified.
create or replace function public.live_book_payment(
  p_payment public.live_payments, p_change integer, p_balance integer, p_description text
)
returns void
language plpgsql
set search_path = public, extensions, pg_temp
as $$
declare
  booked_as constant text := 'live_' || p_payment.kind;
  subject_id constant uuid := coalesce(p_payment.gift_id, p_payment.session_id, p_payment.call_id);
  -- the app's column types, whichever they are: text or enum, uuid or text
  spent_as public.coin_transactions.type%type;
  earned_as public.creator_transactions.type%type;
  earned_for public.creator_transactions.source_id%type;
begin
  spent_as := case p_payment.kind when 'gift' then 'gift_sent' when 'refund' then 'refund' else booked_as end;
  insert into public.coin_transactions (
    id, user_id, type, amount, balance_after, reference_id, reference_type, description, created_at
  )
  values (
    p_payment.id, p_payment.payer_id, spent_as, p_change, p_balance, subject_id, booked_as, p_description,
    p_payment.created_at
  );

  if p_payment.creator_share > 0 then
    -- the earnings screen knows no calls: what is paid for time with a creator is `ppv` there
    earned_as := case p_payment.kind when 'gift' then 'gift' when 'refund' then 'refund' else 'ppv' end;
    earned_for := subject_id;
    insert into public.creator_transactions (
      creator_id, type, amount, source_type, source_id, description, metadata, created_at
    )
    values (
      p_payment.payee_id, earned_as,
      case p_payment.kind when 'refund' then -p_payment.creator_share else p_payment.creator_share end,
      booked_as, earned_for, p_description,
      jsonb_strip_nulls(jsonb_build_object(
        'from_user', p_payment.payer_id,
        'payment_id', p_payment.id,
        'refunds', p_payment.refunds,
        'session_id', p_payment.session_id,
        'call_id', p_payment.call_id,
        'gift_name', case when p_payment.kind = 'gift' then p_description end,
        'coins', p_payment.coins
      )),
      p_payment.created_at
    );
  end if;
end;
$$;

revoke execute on function public.live_require_time(timestamptz) from public, anon, authenticated;
revoke execute on function public.live_require_coins(uuid, integer) from public, anon, authenticated;
revoke execute on function public.live_move_coins(public.live_payments, text) from public, anon, authenticated;
revoke execute on function public.live_book_payment(public.live_payments, integer, integer, text)
  from public, anon, authenticated;
grant execute on function public.live_require_time(timestamptz) to service_role;
grant execute on function public.live_require_coins(uuid, integer) to service_role;
grant execute on function public.live_move_coins(public.live_payments, text) to service_role;
grant execute on function public.live_book_payment(public.live_payments, integer, integer, text) to service_role;
