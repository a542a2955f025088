-- What creators are owed of card payments, and what of it may be paid out.

-- What each creator has of each currency in the ledger, or one of them, and what of it is held: the shares of payments
-- of the last fourteen days, which may still go back. What has gone back after it was paid out is carried: the balance
-- falls below nothing.
create or replace function public.live_creator_balances(p_creator_id uuid, p_now timestamptz)
returns table (creator_id uuid, currency text, balance bigint, held bigint)
language plpgsql
stable
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
begin
  return query
    select e.user_id, e.currency, sum(e.amount)::bigint,
      coalesce(sum(e.amount) filter (where p.paid_at > p_now - interval '14 days'), 0)::bigint
    from public.live_money_entries e
    left join public.live_card_payments p on p.id = e.payment_id
    where e.account = 'creator' and (p_creator_id is null or e.user_id = p_creator_id)
    group by e.user_id, e.currency;
end;
$$;

-- Enters a payout that the bank has made: a creator's share leaves their account, once for each of the bank's
-- references. Not more than is due. Returns whether it was entered now.
create or replace function public.live_pay_out(
  p_admin_id uuid, p_creator_id uuid, p_amount bigint, p_currency text, p_reference text, p_now timestamptz,
  out payout public.live_payouts, out entered boolean
)
language plpgsql
set search_path = ''
as $$
declare
  due bigint;
begin
  -- of two payouts to one creator the later sees what the earlier has left
  perform public.live_lock_creator(p_creator_id);
  select * into payout from public.live_payouts p where p.reference = p_reference;
  entered := payout.id is null;
  if not entered then
    if (payout.creator_id, payout.amount, payout.currency) <> (p_creator_id, p_amount, p_currency) then
      perform public.live_refuse(409, 'REFERENCE_TAKEN');
    end if;
    return;
  end if;
  select b.balance - b.held into due
  from public.live_creator_balances(p_creator_id, p_now) b
  where b.currency = p_currency;
  if p_amount > coalesce(due, 0) then
    perform public.live_refuse(409, 'PAYOUT_TOO_HIGH', jsonb_build_object(
      'due', greatest(due, 0), 'currency', p_currency
    ));
  end if;
  insert into public.live_payouts (creator_id, amount, currency, reference, admin_id, created_at)
  values (p_creator_id, p_amount, p_currency, p_reference, p_admin_id, p_now)
  on conflict (reference) do nothing
  returning * into payout;
  if payout.id is null then
    -- entered at the same moment for somebody else
    perform public.live_refuse(409, 'REFERENCE_TAKEN');
  end if;
  perform public.live_move_money(
    'payout ' || payout.id, null, p_currency, null, 0, p_creator_id, -p_amount, 0, p_amount, p_now
  );
end;
$$;

revoke execute on function public.live_creator_balances(uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_pay_out(uuid, uuid, bigint, text, text, timestamptz)
  from public, anon, authenticated;
grant execute on function public.live_creator_balances(uuid, timestamptz) to service_role;
grant execute on function public.live_pay_out(uuid, uuid, bigint, text, text, timestamptz) to service_role;
