-- What staff finds in the journal of coins, and gives back.

-- A payment as the panel shows it: both sides, what it was for, and what became of it.
create or replace function public.live_ops_payment_row(p_payment public.live_payments)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  refund public.live_payments;
begin
  select * into refund from public.live_payments r where r.refunds = p_payment.id;
  return to_jsonb(p_payment) - 'idempotency_key' || jsonb_build_object(
    'payer', public.live_ops_face(p_payment.payer_id),
    'payee', public.live_ops_face(p_payment.payee_id),
    'session', public.live_ops_session_note(p_payment.session_id),
    'refunded_by', refund.id,
    'refunded_at', refund.created_at
  );
end;
$$;

-- Payments and refunds, latest first: those that somebody paid or was paid, of a session, of a call, of a kind; a null
-- leaves nothing out. GET live-ops/payments calls it. Each plan is for the values given, so that each search has its
-- own index.
create or replace function public.live_ops_payments(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_party_id uuid,
  p_session_id uuid,
  p_call_id uuid,
  p_kind text,
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
      from public.live_payments p
      where (p_party_id is null or p.payer_id = p_party_id or p.payee_id = p_party_id)
        and (p_session_id is null or p.session_id = p_session_id)
        and (p_call_id is null or p.call_id = p_call_id)
        and (p_kind is null or p.kind = p_kind)
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
            public.live_ops_payment_row(page.payment) order by (page.payment).created_at desc, (page.payment).id
          ), '[]')
        from page
      ),
      'total', (select count(*) from found_ones)
    )
  );
end;
$$;

-- Gives the coins of a payment back, once; POST live-ops/payments/{id}/refund calls it. For super admins. A repeat
-- returns the refund there is, and is not noted.
create or replace function public.live_ops_refund(
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
  payment public.live_payments;
  refund jsonb;
begin
  perform public.live_act_as_staff(p_user_id, p_auth_session_id, p_origin, true, p_now);
  refund := public.live_refund(p_payment_id, 'admin', p_now);
  if (refund ->> 'refunded')::boolean then
    select * into payment from public.live_payments p where p.id = p_payment_id;
    perform public.live_note_action(
      payment.session_id, p_user_id, 'admin', 'refund_payment', 'payment', p_payment_id::text, payment.payer_id,
      p_reason,
      jsonb_build_object('kind', payment.kind, 'coins', payment.coins, 'refund_id', refund -> 'refund_id'),
      p_now
    );
  end if;
  return jsonb_build_object(
    'refund_id', refund -> 'refund_id', 'coins', refund -> 'coins', 'refunded', refund -> 'refunded'
  );
end;
$$;

revoke execute on function public.live_ops_payment_row(public.live_payments) from public, anon, authenticated;
revoke execute on function public.live_ops_payments(
  uuid, uuid, uuid, uuid, uuid, text, integer, integer, timestamptz
) from public, anon, authenticated;
revoke execute on function public.live_ops_refund(uuid, uuid, jsonb, uuid, text, timestamptz)
  from public, anon, authenticated;
grant execute on function public.live_ops_payment_row(public.live_payments) to service_role;
grant execute on function public.live_ops_payments(
  uuid, uuid, uuid, uuid, uuid, text, integer, integer, timestamptz
) to service_role;
grant execute on function public.live_ops_refund(uuid, uuid, jsonb, uuid, text, timestamptz) to service_role;
