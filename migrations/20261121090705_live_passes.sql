-- Passes: what somebody pays for by the month with a card, at Stripe. One of plan `go_live` stands for the fee of going
-- live; one of plan `channel` lets a viewer into a creator's sessions for subscribers.

set lock_timeout = '3s';

create table if not exists public.live_passes (
  -- Stripe's subscription carries it as metadata.pass_id
  id uuid not null default gen_random_uuid(),
  plan text not null,
  -- no foreign keys, as in the journals: what was paid for outlives the account and the channel
  user_id uuid not null,
  channel_id uuid,
  creator_id uuid,
  -- the price of a month, in minor units
  amount bigint not null,
  currency text not null,

  stripe_checkout_id text,
  stripe_subscription_id text,
  stripe_customer_id text,

  -- the latest end of a period that was paid
  paid_until timestamptz,
  -- the earliest end that Stripe has told
  ended_at timestamptz,
  -- when Stripe was last asked about it
  looked_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),

  constraint live_passes_pkey primary key (id),
  constraint live_passes_stripe_checkout_id_key unique (stripe_checkout_id),
  constraint live_passes_stripe_subscription_id_key unique (stripe_subscription_id),
  constraint live_passes_plan_check check (plan in ('go_live', 'channel')),
  constraint live_passes_channel_check check (
    (plan = 'channel') = (channel_id is not null) and (plan = 'channel') = (creator_id is not null)
  ),
  constraint live_passes_amount_check check (amount > 0),
  constraint live_passes_currency_check check (currency ~ '^[a-z]{3}$')
);

comment on table public.live_passes is 'Passes paid for by the month: instead of the fee, or to a channel.';

create index if not exists live_passes_user_id_idx on public.live_passes (user_id, plan);
create index if not exists live_passes_creator_id_idx on public.live_passes (creator_id, user_id)
  where creator_id is not null;
-- what Stripe is asked about next
create index if not exists live_passes_looked_at_idx on public.live_passes (looked_at nulls first)
  where ended_at is null;

create or replace trigger live_passes_updated_at
  before update on public.live_passes
  for each row execute function public.live_touch_updated_at();

-- Until when what was paid for a pass counts; null while nothing was.
create or replace function public.live_pass_end(p_pass public.live_passes)
returns timestamptz
language plpgsql
immutable
set search_path = ''
as $$
begin
  return case when p_pass.paid_until is not null then least(p_pass.paid_until, p_pass.ended_at) end;
end;
$$;

alter table public.live_passes enable row level security;
revoke all on public.live_passes from anon, authenticated;
grant all on public.live_passes to service_role;

drop policy if exists live_passes_service on public.live_passes;
create policy live_passes_service on public.live_passes
  for all to service_role using (true) with check (true);

revoke execute on function public.live_pass_end(public.live_passes) from public, anon, authenticated;
grant execute on function public.live_pass_end(public.live_passes) to service_role;

reset lock_timeout;
