-- Pay-per-view: charged once per session and user, whatever runs in parallel, and only for a show that is there.

-- Charges a viewer for a pay-per-view session unless they have paid; join-live-session's commit calls it, inside its
-- transaction. Returns what was paid (or had been), null where entry is free. A price other than the expected one is
-- refused before anything moves; so is, before the viewer's coins are looked at, a show that waits for its host, as in
-- ipelya_core::access::admit_to_join.
create or replace function public.live_pay_entry(
  p_user_id uuid, p_session_id uuid, p_expected_price integer, p_now timestamptz default now()
)
returns jsonb
language plpgsql
set search_path = ''
set lock_timeout = '2s'
as $$
declare
  show public.live_sessions;
  payment public.live_payments;
begin
  -- first the viewer's own parallel joins; then the show cannot end until the charge is committed
  perform public.live_lock_entry(p_session_id, p_user_id);
  perform public.live_lock_session(p_session_id, false);

  select * into show from public.live_sessions s where s.id = p_session_id;
  if not found then
    perform public.live_refuse(404, 'SESSION_NOT_FOUND');
  elsif show.access_type <> 'pay_per_view' or show.creator_id = p_user_id then
    return null;
  end if;
  payment := public.live_paid_entry(p_session_id, p_user_id);
  if payment.id is not null then
    return jsonb_build_object('payment_id', payment.id, 'coins', payment.coins, 'charged', false);
  end if;

  if show.status = 'scheduled' then
    perform public.live_refuse(409, 'SESSION_NOT_STARTED');
  elsif public.live_session_is_over(show.status, show.max_ends_at, p_now) then
    perform public.live_refuse(409, 'SESSION_ENDED');
  elsif public.live_waits_for_host(show) then
    perform public.live_refuse(409, 'WAITING_FOR_HOST');
  elsif p_expected_price is not null and p_expected_price <> show.ppv_coin_price then
    perform public.live_refuse(409, 'PRICE_CHANGED', jsonb_build_object('required', show.ppv_coin_price));
  end if;
  perform public.live_require_coins(p_user_id, show.ppv_coin_price);

  payment.kind := 'ppv';
  payment.session_id := p_session_id;
  payment.payer_id := p_user_id;
  payment.payee_id := show.creator_id;
  payment.coins := show.ppv_coin_price;
  payment.created_at := p_now;
  -- whatever they paid before was refunded; two of one number cannot be
  select count(*) + 1 into payment.entry
  from public.live_payments p
  where p.session_id = p_session_id and p.payer_id = p_user_id and p.kind = 'ppv';
  return public.live_move_coins(payment, 'pay_per_view')
    || jsonb_build_object('coins', show.ppv_coin_price, 'charged', true);
end;
$$;

revoke execute on function public.live_pay_entry(uuid, uuid, integer, timestamptz) from public, anon, authenticated;
grant execute on function public.live_pay_entry(uuid, uuid, integer, timestamptz) to service_role;
