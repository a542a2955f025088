-- Gifts given during a session. The watching phones animate every insert; the books are in live_payments.

set lock_timeout = '3s';

create table if not exists public.live_gifts (
  id uuid not null default gen_random_uuid(),
  session_id uuid not null,
  -- no foreign keys: the session keeps its totals, each side its gifts
  sender_id uuid not null,
  receiver_id uuid not null,
  gift_id text not null,
  quantity integer not null default 1,
  coin_amount integer not null,
  -- the sender's coin_transactions row; no foreign key, that table is the app's
  transaction_id uuid,
  created_at timestamptz not null default now(),

  constraint live_gifts_pkey primary key (id),
  constraint live_gifts_session_id_fkey
    foreign key (session_id) references public.live_sessions (id) on delete cascade,
  constraint live_gifts_gift_id_fkey foreign key (gift_id) references public.live_gift_catalog (slug),
  constraint live_gifts_quantity_check check (quantity between 1 and 999),
  constraint live_gifts_coin_amount_check check (coin_amount > 0),
  constraint live_gifts_parties_check check (sender_id <> receiver_id)
);

comment on table public.live_gifts is 'Gifts sent during live sessions.';
comment on constraint live_gifts_session_id_fkey on public.live_gifts is
  'What the phones of a session animate, which no account takes along; the books are in live_payments.';
comment on constraint live_gifts_gift_id_fkey on public.live_gifts is
  'Stops the deletion: what was given once stays in the catalogue, switched off.';

create index if not exists live_gifts_session_id_created_at_idx on public.live_gifts (session_id, created_at);
create index if not exists live_gifts_sender_id_idx on public.live_gifts (sender_id);
create index if not exists live_gifts_receiver_id_idx on public.live_gifts (receiver_id);
create index if not exists live_gifts_gift_id_idx on public.live_gifts (gift_id);

alter table public.live_gifts enable row level security;
revoke all on public.live_gifts from anon, authenticated;
grant select on public.live_gifts to authenticated;
grant all on public.live_gifts to service_role;

drop policy if exists live_gifts_select on public.live_gifts;
create policy live_gifts_select on public.live_gifts
  for select to authenticated
  using (
    (select auth.uid()) in (sender_id, receiver_id)
    -- a value, not an exists: the planner would answer that by hashing every public session there ever was
    or (
      select s.access_type = 'public' or s.creator_id = (select auth.uid())
      from public.live_sessions s
      where s.id = live_gifts.session_id
    )
    or exists (
      select from public.live_participants p
      where p.session_id = live_gifts.session_id and p.user_id = (select auth.uid()) and p.is_active
    )
    or exists (select from public.admin_profiles a where a.id = (select auth.uid()) and a.is_active)
  );

reset lock_timeout;
