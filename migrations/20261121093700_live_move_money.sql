-- The only way card money moves in the ledger, and how a payment goes back in parts.

-- Writes the entries of one fact, or none if they are there already; returns whether it wrote them. What they are not
-- to come to nothing by is refused when the transaction ends. It runs as its owner: nobody else may write there.
create or replace function public.live_move_money(
  p_entry_group text,
  p_payment_id uuid,
  p_currency text,
  p_payer_id uuid,
  p_payer bigint,
  p_creator_id uuid,
  p_creator bigint,
  p_platform bigint,
  p_processor bigint,
  p_now timestamptz
)
returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
  insert into public.live_money_entries (entry_group, account, user_id, payment_id, amount, currency, created_at)
  select p_entry_group, e.account, e.user_id, p_payment_id, e.amount, p_currency, p_now
  from (
    values
      ('payer', p_payer_id, p_payer),
      ('creator', p_creator_id, p_creator),
      ('platform', null, p_platform),
      ('processor', null, p_processor)
  ) as e (account, user_id, amount)
  where e.amount <> 0
  on conflict (entry_group, account) do nothing;
  return found;
end;
$$;

-- What of a payment's share a creator has lost when so much of the payment has gone back. A refund and a dispute of the
-- same money take it once. By this, and not by shares of each part, it does not matter in which order the parts come.
create or replace function public.live_share_gone_back(p_payment public.live_card_payments, p_gone_back bigint)
returns bigint
language plpgsql
immutable
set search_path = ''
as $$
begin
  if p_payment.creator_share = 0 then
    return 0;
  end if;
  return floor(
    p_payment.creator_share::numeric * least(p_gone_back, p_payment.received_amount) / p_payment.received_amount
  );
end;
$$;

-- Gives back a part of a payment whose row the caller has locked, or takes such a part again (a negative amount): the
-- creator's share goes in proportion, the platform bears the rest. Returns the payment as it is now, which the caller
-- has to keep, and null if this fact was written before.
create or replace function public.live_give_back(
  p_payment public.live_card_payments, p_entry_group text, p_amount bigint, p_is_dispute boolean, p_now timestamptz
)
returns public.live_card_payments
language plpgsql
set search_path = ''
as $$
declare
  payment public.live_card_payments := p_payment;
  gone_back constant bigint := p_payment.refunded_amount + p_payment.disputed_amount;
  share constant bigint :=
    public.live_share_gone_back(p_payment, gone_back + p_amount) - public.live_share_gone_back(p_payment, gone_back);
begin
  if not public.live_move_money(
    p_entry_group, p_payment.id, p_payment.received_currency, p_payment.payer_id, p_amount, p_payment.payee_id, -share,
    share - p_amount, 0, p_now
  ) then
    return null;
  end if;
  if p_is_dispute then
    payment.disputed_amount := payment.disputed_amount + p_amount;
  else
    payment.refunded_amount := payment.refunded_amount + p_amount;
  end if;
  return payment;
end;
$$;

revoke execute on function public.live_move_money(
  text, uuid, text, uuid, bigint, uuid, bigint, bigint, bigint, timestamptz
) from public, anon, authenticated;
revoke execute on function public.live_share_gone_back(public.live_card_payments, bigint)
  from public, anon, authenticated;
revoke execute on function public.live_give_back(public.live_card_payments, text, bigint, boolean, timestamptz)
  from public, anon, authenticated;
grant execute on function public.live_move_money(
  text, uuid, text, uuid, bigint, uuid, bigint, bigint, bigint, timestamptz
) to service_role;
grant execute on function public.live_share_gone_back(public.live_card_payments, bigint) to service_role;
grant execute on function public.live_give_back(public.live_card_payments, text, bigint, boolean, timestamptz)
  to service_role;
