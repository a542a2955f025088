-- The journal of every coin that live video moved from a user to a creator, or gave back. Append-only for everyone, the
-- service role included. User, session and call ids have no foreign keys: deleting an account or a session never
-- rewrites it.

set lock_timeout = '3s';

create table if not exists public.live_payments (
  id uuid not null default gen_random_uuid(),
  kind text not null,
  session_id uuid,
  call_id uuid,
  -- for kind gift: the live_gifts row it paid for
  gift_id uuid,
  -- for kind call: which minute of the call, from 1
  call_minute integer,
  -- for kind ppv: which entry of this payer to this session, from 1; there is another one only after a refund
  entry integer not null default 1,
  -- for kind ppv: the recording, where entry was bought to that when the session was over. No more than a mark: the
  -- entry is to the session, and the recording may be gone
  recording_id uuid,
  -- for kind refund: the payment it takes back; everything but id, kind, key and time is the same as there
  refunds uuid,
  payer_id uuid not null,
  payee_id uuid not null,
  coins integer not null,
  creator_share integer not null,
  platform_share integer not null,
  -- as the client sent it; live_idempotency is what enforces it
  idempotency_key text,
  created_at timestamptz not null default now(),

  constraint live_payments_pkey primary key (id),
  -- once at most
  constraint live_payments_refunds_key unique (refunds),
  constraint live_payments_refunds_fkey foreign key (refunds) references public.live_payments (id),
  constraint live_payments_kind_check check (kind in ('gift', 'ppv', 'call', 'refund')),
  constraint live_payments_refunds_check check ((kind = 'refund') = (refunds is not null)),
  constraint live_payments_subject_check check (
    case
      when kind = 'call' or kind = 'refund' and session_id is null
        then call_id is not null and session_id is null and call_minute >= 1
      else session_id is not null and call_id is null and call_minute is null
    end
  ),
  constraint live_payments_entry_check check (entry >= 1),
  constraint live_payments_parties_check check (payer_id <> payee_id),
  constraint live_payments_coins_check check (coins > 0),
  constraint live_payments_shares_check check (
    creator_share >= 0 and platform_share >= 0 and coins = creator_share + platform_share
  ),
  constraint live_payments_idempotency_key_check check (char_length(idempotency_key) between 1 and 255)
);

comment on table public.live_payments is 'Append-only journal of coins moved by live video.';
comment on constraint live_payments_refunds_fkey on public.live_payments is
  'A refund takes back a payment of this same journal, of which nothing is ever deleted.';
comment on column public.live_payments.coins is 'What the payer paid; of a refund, what they were given back.';

-- the natural keys of a charge, which protect clients that send no idempotency key
create unique index if not exists live_payments_ppv_key on public.live_payments (session_id, payer_id, entry)
  where kind = 'ppv';
create unique index if not exists live_payments_call_minute_key on public.live_payments (call_id, call_minute)
  where kind = 'call';
create index if not exists live_payments_session_id_idx on public.live_payments (session_id);
create index if not exists live_payments_payer_id_created_at_idx
  on public.live_payments (payer_id, created_at desc);
create index if not exists live_payments_payee_id_created_at_idx
  on public.live_payments (payee_id, created_at desc);
-- the figures of a day
create index if not exists live_payments_created_at_idx on public.live_payments (created_at);

-- Refuses every change to a written row; the triggers below call it.
create or replace function public.live_payments_refuse_change()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  raise exception 'live_payments is append-only' using errcode = 'insufficient_privilege';
end;
$$;

create or replace trigger live_payments_no_change
  before update or delete on public.live_payments
  for each row execute function public.live_payments_refuse_change();
create or replace trigger live_payments_no_truncate
  before truncate on public.live_payments
  for each statement execute function public.live_payments_refuse_change();

-- What somebody has paid to see a session and was not given back; all null where that is nothing. The facts, the entry
-- and the automatic refund ask it.
create or replace function public.live_paid_entry(p_session_id uuid, p_user_id uuid)
returns public.live_payments
language plpgsql
stable
set search_path = ''
as $$
declare
  paid public.live_payments;
begin
  select * into paid
  from public.live_payments p
  where p.session_id = p_session_id
    and p.payer_id = p_user_id
    and p.kind = 'ppv'
    and not exists (select from public.live_payments r where r.refunds = p.id);
  return paid;
end;
$$;

alter table public.live_payments enable row level security;
revoke all on public.live_payments from anon, authenticated, service_role;
grant select on public.live_payments to authenticated;
grant select, insert on public.live_payments to service_role;

drop policy if exists live_payments_select on public.live_payments;
create policy live_payments_select on public.live_payments
  for select to authenticated
  using (
    (select auth.uid()) in (payer_id, payee_id)
    or exists (select from public.admin_profiles a where a.id = (select auth.uid()) and a.is_active)
  );

revoke execute on function public.live_payments_refuse_change() from public, anon, authenticated;
revoke execute on function public.live_paid_entry(uuid, uuid) from public, anon, authenticated;
grant execute on function public.live_paid_entry(uuid, uuid) to service_role;

reset lock_timeout;
