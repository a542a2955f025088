-- What Stripe has told, or answered when it was asked: one row a fact, so that a repeat is recognised and what came too
-- early waits for what it is about. No card, no address, no secret: of an event only what ipelya_core::stripe_event
-- reads.

set lock_timeout = '3s';

create table if not exists public.live_stripe_events (
  -- Stripe's event; of an answer, what was asked about and what it said
  id text not null,
  kind text not null,
  fact jsonb not null,
  -- the payment intent it is about
  stripe_intent_id text,
  -- whose card was declined
  payer_id uuid,
  -- `waiting`: for a payment that is not known or not paid yet
  result text not null,
  happened_at timestamptz not null,
  received_at timestamptz not null default now(),
  constraint live_stripe_events_pkey primary key (id),
  constraint live_stripe_events_result_check check (result in ('applied', 'waiting', 'unknown'))
);

comment on table public.live_stripe_events is 'Facts told by Stripe, each once.';

create index if not exists live_stripe_events_waiting_idx on public.live_stripe_events (stripe_intent_id)
  where result = 'waiting';
-- how often a card of somebody's was declined lately
create index if not exists live_stripe_events_payer_id_idx on public.live_stripe_events (payer_id, happened_at desc)
  where payer_id is not null;
-- whether a refund is known to have failed
create index if not exists live_stripe_events_refund_idx on public.live_stripe_events ((fact ->> 'refund'))
  where kind = 'refund_failed';
-- which payment intent has paid an invoice
create index if not exists live_stripe_events_invoice_idx on public.live_stripe_events ((fact ->> 'invoice'))
  where kind = 'invoice_intent';

alter table public.live_stripe_events enable row level security;
revoke all on public.live_stripe_events from anon, authenticated;
grant all on public.live_stripe_events to service_role;

drop policy if exists live_stripe_events_service on public.live_stripe_events;
create policy live_stripe_events_service on public.live_stripe_events
  for all to service_role using (true) with check (true);

reset lock_timeout;
