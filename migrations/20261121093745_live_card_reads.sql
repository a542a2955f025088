-- What payers and creators see of card payments.

-- An own payment; `payment` calls it.
create or replace function public.live_own_payment(
  p_user_id uuid, p_auth_session_id uuid, p_payment_id uuid, p_now timestamptz default now()
)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  payment public.live_card_payments;
begin
  perform public.live_require_sign_in(p_user_id, p_auth_session_id, p_now);
  select * into payment from public.live_card_payments p where p.id = p_payment_id and p.payer_id = p_user_id;
  if payment.id is null then
    perform public.live_refuse(404, 'PAYMENT_NOT_FOUND');
  end if;
  return public.live_card_reply(payment);
end;
$$;

-- What a creator was paid by card in a time, by currency: donations and how many, months of passes, what of it is
-- theirs, what has gone back to payers. `stats` and `donations` tell it.
create or replace function public.live_card_earnings(p_creator_id uuid, p_from timestamptz, p_to timestamptz)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(by_currency order by by_currency ->> 'currency'), '[]')
    from (
      select jsonb_build_object(
        'currency', p.received_currency,
        'donations', count(*) filter (where p.purpose = 'donation'),
        'gross', sum(p.received_amount),
        'net', sum(p.creator_share - public.live_share_gone_back(p, p.refunded_amount + p.disputed_amount)),
        'refunded', sum(least(p.refunded_amount + p.disputed_amount, p.received_amount))
      ) as by_currency
      from public.live_card_payments p
      where p.payee_id = p_creator_id
        and p.status in ('paid', 'refunded')
        and p.created_at >= coalesce(p_from, '-infinity')
        and p.created_at < coalesce(p_to, 'infinity')
      group by p.received_currency
    ) as money
  );
end;
$$;

-- A creator's donations, the latest first, a page of them, and how many there are; `donations` calls it.
create or replace function public.live_list_donations(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_from timestamptz,
  p_to timestamptz,
  p_page integer,
  p_limit integer,
  p_now timestamptz default now()
)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform public.live_require_sign_in(p_user_id, p_auth_session_id, p_now);
  return (
    with donation as (
      select p.*
      from public.live_card_payments p
      where p.payee_id = p_user_id
        and p.purpose = 'donation'
        and p.status in ('paid', 'refunded')
        and p.created_at >= coalesce(p_from, '-infinity')
        and p.created_at < coalesce(p_to, 'infinity')
    ),
    page as (
      select jsonb_build_object(
        'payment_id', d.id,
        'amount', d.received_amount,
        'currency', d.received_currency,
        'message', d.message,
        'donor_name', case when not d.anonymous then coalesce(p.display_name, p.username) end,
        'status', d.status,
        'created_at', d.created_at
      ) as shown, d.created_at, d.id
      from donation d
      left join public.profiles p on p.user_id = d.payer_id and p.type = 'real'
      order by d.created_at desc, d.id
      limit p_limit offset (p_page - 1)::bigint * p_limit
    )
    select jsonb_build_object(
      'donations', (select coalesce(jsonb_agg(s.shown order by s.created_at desc, s.id), '[]') from page s),
      'total', (select count(*) from donation),
      'money', public.live_card_earnings(p_user_id, p_from, p_to)
    )
  );
end;
$$;

revoke execute on function public.live_own_payment(uuid, uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_card_earnings(uuid, timestamptz, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_list_donations(
  uuid, uuid, timestamptz, timestamptz, integer, integer, timestamptz
) from public, anon, authenticated;
grant execute on function public.live_own_payment(uuid, uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_card_earnings(uuid, timestamptz, timestamptz) to service_role;
grant execute on function public.live_list_donations(
  uuid, uuid, timestamptz, timestamptz, integer, integer, timestamptz
) to service_role;
