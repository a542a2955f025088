-- The ledger of card money: double entry, in minor units of a currency, append-only for everyone. It never meets the
-- coins of live_payments, and no currency is turned into another.
--
-- An entry says what an account has after a fact more than before: a donation takes from the payer and gives to creator
-- and platform; Stripe's own fee goes from the platform to the processor; a payout leaves the creator's account by the
-- processor's. Whatever happened, the entries of one fact come to nothing.

set lock_timeout = '3s';

create table if not exists public.live_money_entries (
  -- the fact by which they were written, of which each account has one entry: a repeat of it finds itself here
  entry_group text not null,
  account text not null,
  -- of payers and creators; no foreign key, the ledger outlives the account
  user_id uuid,
  -- null of a payout
  payment_id uuid,
  -- minor units
  amount bigint not null,
  currency text not null,
  created_at timestamptz not null default now(),
  constraint live_money_entries_pkey primary key (entry_group, account),
  constraint live_money_entries_payment_id_fkey
    foreign key (payment_id) references public.live_card_payments (id),
  constraint live_money_entries_entry_group_check check (char_length(entry_group) between 1 and 255),
  constraint live_money_entries_account_check check (account in ('payer', 'creator', 'platform', 'processor')),
  constraint live_money_entries_user_id_check check ((account in ('payer', 'creator')) = (user_id is not null)),
  constraint live_money_entries_amount_check check (amount <> 0),
  constraint live_money_entries_currency_check check (currency ~ '^[a-z]{3}$')
);

comment on table public.live_money_entries is 'Append-only double-entry ledger of card money.';
comment on constraint live_money_entries_payment_id_fkey on public.live_money_entries is
  'What the fact is about; neither is ever deleted.';
comment on column public.live_money_entries.amount is 'Minor units; what the account has more by it.';

create index if not exists live_money_entries_payment_id_idx on public.live_money_entries (payment_id);
-- what a creator has, and since when
create index if not exists live_money_entries_user_id_idx
  on public.live_money_entries (user_id, account, currency, created_at) where user_id is not null;

-- Refuses every change to a written row; the triggers below call it.
create or replace function public.live_money_entries_refuse_change()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  raise exception 'live_money_entries is append-only' using errcode = 'insufficient_privilege';
end;
$$;

-- Refuses a fact whose entries do not come to nothing in each currency, when its transaction ends; the trigger below
-- calls it.
create or replace function public.live_money_entries_balance()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if exists (
    select
    from public.live_money_entries e
    where e.entry_group = new.entry_group
    group by e.currency
    having sum(e.amount) <> 0
  ) then
    raise exception 'the entries of % do not come to nothing', new.entry_group
      using errcode = 'check_violation', constraint = 'live_money_entries_balance';
  end if;
  return null;
end;
$$;

create or replace trigger live_money_entries_no_change
  before update or delete on public.live_money_entries
  for each row execute function public.live_money_entries_refuse_change();
create or replace trigger live_money_entries_no_truncate
  before truncate on public.live_money_entries
  for each statement execute function public.live_money_entries_refuse_change();

do $$
begin
  -- a constraint trigger cannot be replaced
  if not exists (
    select from pg_catalog.pg_trigger t
    where t.tgrelid = 'public.live_money_entries'::regclass and t.tgname = 'live_money_entries_balance'
  ) then
    create constraint trigger live_money_entries_balance
      after insert on public.live_money_entries
      deferrable initially deferred
      for each row execute function public.live_money_entries_balance();
  end if;
end;
$$;

alter table public.live_money_entries enable row level security;
revoke all on public.live_money_entries from anon, authenticated, service_role;
grant select on public.live_money_entries to service_role;

drop policy if exists live_money_entries_service on public.live_money_entries;
create policy live_money_entries_service on public.live_money_entries
  for select to service_role using (true);

revoke execute on function public.live_money_entries_refuse_change() from public, anon, authenticated;
revoke execute on function public.live_money_entries_balance() from public, anon, authenticated;

reset lock_timeout;
