-- What staff has paid out to creators of their shares of card payments.

set lock_timeout = '3s';

create table if not exists public.live_payouts (
  id uuid not null default gen_random_uuid(),
  -- no foreign keys: it outlives the accounts
  creator_id uuid not null,
  -- minor units
  amount bigint not null,
  currency text not null,
  -- how the bank knows it
  reference text not null,
  admin_id uuid not null,
  created_at timestamptz not null default now(),
  constraint live_payouts_pkey primary key (id),
  -- a transfer is entered once
  constraint live_payouts_reference_key unique (reference),
  constraint live_payouts_amount_check check (amount > 0),
  constraint live_payouts_currency_check check (currency ~ '^[a-z]{3}$'),
  constraint live_payouts_reference_check check (char_length(reference) between 1 and 200)
);

comment on table public.live_payouts is 'Creators'' shares that were paid out.';

create index if not exists live_payouts_creator_id_idx on public.live_payouts (creator_id, created_at desc);
create index if not exists live_payouts_created_at_idx on public.live_payouts (created_at desc);

alter table public.live_payouts enable row level security;
revoke all on public.live_payouts from anon, authenticated, service_role;
grant select, insert on public.live_payouts to service_role;

drop policy if exists live_payouts_service on public.live_payouts;
create policy live_payouts_service on public.live_payouts
  for all to service_role using (true) with check (true);

reset lock_timeout;
