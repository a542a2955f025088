-- Passes begin at Stripe's own page: a row of ours first, then the checkout that Stripe makes for it.

-- What a pass is and costs, for the page on which it is bought.
create or replace function public.live_pass_reply(p_pass public.live_passes)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'pass_id', p_pass.id,
    'plan', p_pass.plan,
    'amount', p_pass.amount,
    'currency', p_pass.currency,
    'slug', (select c.slug from public.live_channels c where c.id = p_pass.channel_id)
  );
end;
$$;

-- Begins a pass; `subscribe` calls it. One that somebody has begun within the day Stripe keeps its page open is the
-- same.
create or replace function public.live_open_pass(
  p_user_id uuid, p_auth_session_id uuid, p_plan text, p_slug text, p_now timestamptz default now()
)
returns jsonb
language plpgsql
security definer
set search_path = ''
set lock_timeout = '3s'
set statement_timeout = '4s'
as $$
declare
  price constant integer := public.live_setting(p_plan || '_pass_minor_count');
  priced_in constant text := public.live_setting_text('pass_currency');
  stream record;
  pass public.live_passes;
begin
  perform public.live_lock_payer(p_user_id);
  perform public.live_rate_payment(p_user_id, 'pay', p_now);
  perform public.live_require_caller(p_user_id, p_auth_session_id, p_now);
  if price = 0 then
    perform public.live_refuse(403, 'PAYMENTS_DISABLED');
  end if;
  select * into stream from public.live_require_stream(
    null,
    case when p_plan = 'go_live' and p_slug is null then (
      select c.slug from public.live_channels c where c.creator_id = p_user_id
    ) else p_slug end,
    p_now
  );
  if p_plan = 'go_live' and stream.creator_id <> p_user_id then
    perform public.live_refuse(403, 'NOT_THE_HOST');
  elsif p_plan = 'channel' and stream.creator_id = p_user_id then
    perform public.live_refuse(403, 'SELF_DONATION');
  elsif public.live_holds_pass(p_user_id, p_plan, stream.creator_id, p_now) then
    perform public.live_refuse(409, 'ALREADY_SUBSCRIBED');
  end if;
  perform public.live_require_payer(p_user_id, p_now);

  select * into pass
  from public.live_passes p
  where p.user_id = p_user_id
    and p.plan = p_plan
    and (p_plan <> 'channel' or p.channel_id = stream.channel_id)
    and p.paid_until is null
    and p.created_at > p_now - interval '23 hours'
    and (p.amount, p.currency) = (price, priced_in)
  order by p.created_at desc
  limit 1;
  if pass.id is null then
    insert into public.live_passes (plan, user_id, channel_id, creator_id, amount, currency, created_at)
    values (
      p_plan, p_user_id,
      case p_plan when 'channel' then stream.channel_id end,
      case p_plan when 'channel' then stream.creator_id end,
      price, priced_in, p_now
    )
    returning * into pass;
  end if;
  return public.live_pass_reply(pass);
end;
$$;

-- Writes down which checkout Stripe has made for a pass.
create or replace function public.live_attach_checkout(p_pass_id uuid, p_checkout text)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  update public.live_passes p set stripe_checkout_id = p_checkout where p.id = p_pass_id;
end;
$$;

-- As whom Stripe knows somebody who has a pass; `billing` calls it.
create or replace function public.live_billing_customer(
  p_user_id uuid, p_auth_session_id uuid, p_now timestamptz default now()
)
returns text
language plpgsql
security definer
set search_path = ''
as $$
declare
  customer text;
begin
  perform public.live_require_sign_in(p_user_id, p_auth_session_id, p_now);
  perform public.live_rate_payment(p_user_id, 'pay', p_now);
  select p.stripe_customer_id into customer
  from public.live_passes p
  where p.user_id = p_user_id and p.stripe_customer_id is not null
  order by p.created_at desc
  limit 1;
  if customer is null then
    perform public.live_refuse(404, 'PASS_NOT_FOUND');
  end if;
  return customer;
end;
$$;

revoke execute on function public.live_pass_reply(public.live_passes) from public, anon, authenticated;
revoke execute on function public.live_open_pass(uuid, uuid, text, text, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_attach_checkout(uuid, text) from public, anon, authenticated;
revoke execute on function public.live_billing_customer(uuid, uuid, timestamptz) from public, anon, authenticated;
grant execute on function public.live_pass_reply(public.live_passes) to service_role;
grant execute on function public.live_open_pass(uuid, uuid, text, text, timestamptz) to service_role;
grant execute on function public.live_attach_checkout(uuid, text) to service_role;
grant execute on function public.live_billing_customer(uuid, uuid, timestamptz) to service_role;
