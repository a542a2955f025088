-- What people pay with a card: one row a payment, as Stripe and we know it. Who has what of it stands in
-- live_money_entries. Never deleted.

set lock_timeout = '3s';

create table if not exists public.live_card_payments (
  -- Stripe's payment intent carries it as metadata.payment_id, and as the key by which a repeat is recognised
  id uuid not null default gen_random_uuid(),
  -- a donation, the fee for going live, a month of a pass
  purpose text not null,
  -- `mismatch`: Stripe took something else than was asked for; nothing is granted, it goes back
  status text not null default 'open',
  -- no foreign keys, as in live_payments: deleting an account or a session never rewrites what was paid
  payer_id uuid not null,
  -- the creator who has a share of it
  payee_id uuid,
  channel_id uuid,
  -- of a donation the session it is for; of a fee the session it has opened, null while it waits for one
  session_id uuid,
  pass_id uuid,

  -- minor units: cents, kuruş
  amount bigint not null,
  currency text not null,
  message text,
  anonymous boolean not null default false,

  stripe_intent_id text,
  stripe_invoice_id text,

  -- what Stripe has taken, and what of it is the creator's
  received_amount bigint,
  received_currency text,
  creator_share bigint not null default 0,
  -- what went back, by refunds and by disputes
  refunded_amount bigint not null default 0,
  disputed_amount bigint not null default 0,
  -- Stripe's disputes by their ids: open, won, lost
  disputes jsonb not null default '{}',
  is_disputed boolean not null
    generated always as (jsonb_path_exists(disputes, '$.* ? (@ == "open" || @ == "lost")')) stored,

  -- a refund that is to be sent to Stripe, why, and when Stripe took it
  refund_requested_at timestamptz,
  refund_reason text,
  refund_sent_at timestamptz,
  -- when Stripe's own fee was written into the ledger
  fee_booked_at timestamptz,
  -- of a fee: when the session began whose host was there for long enough
  used_at timestamptz,
  paid_at timestamptz,
  canceled_at timestamptz,
  -- when Stripe was last asked about it
  looked_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),

  constraint live_card_payments_pkey primary key (id),
  constraint live_card_payments_stripe_intent_id_key unique (stripe_intent_id),
  constraint live_card_payments_stripe_invoice_id_key unique (stripe_invoice_id),
  constraint live_card_payments_pass_id_fkey foreign key (pass_id) references public.live_passes (id),
  constraint live_card_payments_purpose_check check (purpose in ('donation', 'go_live', 'pass')),
  constraint live_card_payments_status_check check (
    status in ('open', 'paid', 'canceled', 'refunded', 'mismatch')
    and (status in ('paid', 'refunded', 'mismatch')) = (received_amount is not null and paid_at is not null)
  ),
  constraint live_card_payments_subject_check check (
    case purpose
      when 'donation' then payee_id is not null and session_id is not null and pass_id is null
      when 'go_live' then payee_id is null and channel_id is not null and pass_id is null
      else pass_id is not null and stripe_invoice_id is not null
    end
  ),
  constraint live_card_payments_parties_check check (payer_id <> payee_id),
  constraint live_card_payments_amount_check check (amount > 0),
  constraint live_card_payments_currency_check check (
    currency ~ '^[a-z]{3}$' and received_currency ~ '^[a-z]{3}$'
    and (received_currency is null) = (received_amount is null)
  ),
  constraint live_card_payments_received_check check (
    received_amount >= 0 and creator_share between 0 and coalesce(received_amount, 0)
    and refunded_amount >= 0 and disputed_amount >= 0
  ),
  constraint live_card_payments_message_check check (char_length(message) between 1 and 200)
);

comment on table public.live_card_payments is 'Payments by card: donations, fees, months of passes.';
comment on constraint live_card_payments_pass_id_fkey on public.live_card_payments is
  'A month of that pass; neither is ever deleted.';

-- what somebody has paid, the same donation again, whether they may pay
create index if not exists live_card_payments_payer_id_created_at_idx
  on public.live_card_payments (payer_id, created_at desc);
-- staff's list, and what a time came to
create index if not exists live_card_payments_created_at_idx on public.live_card_payments (created_at desc);
create index if not exists live_card_payments_paid_at_idx on public.live_card_payments (paid_at)
  where paid_at is not null;
create index if not exists live_card_payments_is_disputed_idx on public.live_card_payments (payer_id) where is_disputed;
-- a creator's donations
create index if not exists live_card_payments_payee_id_created_at_idx
  on public.live_card_payments (payee_id, created_at desc) where payee_id is not null;
create index if not exists live_card_payments_session_id_idx on public.live_card_payments (session_id)
  where session_id is not null;
create index if not exists live_card_payments_pass_id_idx on public.live_card_payments (pass_id);
-- fees that are not used
create index if not exists live_card_payments_unused_fee_idx on public.live_card_payments (paid_at)
  where purpose = 'go_live' and status = 'paid' and used_at is null;
-- what Stripe is asked about next
create index if not exists live_card_payments_unsettled_idx
  on public.live_card_payments (looked_at nulls first, created_at)
  where status = 'open' or fee_booked_at is null or refund_requested_at is not null;

create or replace trigger live_card_payments_updated_at
  before update on public.live_card_payments
  for each row execute function public.live_touch_updated_at();

alter table public.live_card_payments enable row level security;
revoke all on public.live_card_payments from anon, authenticated, service_role;
grant select, insert, update on public.live_card_payments to service_role;

drop policy if exists live_card_payments_service on public.live_card_payments;
create policy live_card_payments_service on public.live_card_payments
  for all to service_role using (true) with check (true);

reset lock_timeout;
