-- A project in which the app has grown for a while: its own tables, made its own way. Enums where our first migration
-- has text, columns we never heard of, policies and names of its own. None of it may be touched.

create type public.profile_type as enum ('real', 'shadow');
create type public.user_role as enum ('user', 'creator', 'admin');
create type public.coin_transaction_type as enum (
  'purchase', 'gift_sent', 'gift_received', 'subscription', 'subscription_income', 'refund', 'bonus', 'admin_credit'
);
create type public.transaction_type as enum ('subscription', 'gift', 'ppv', 'payout', 'adjustment', 'refund');
create type public.notification_type as enum ('like', 'comment', 'follow', 'gift', 'incoming_call', 'creator_live');

create table public.profiles (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id) on delete cascade,
  type public.profile_type not null default 'real',
  role public.user_role default 'user',
  is_creator boolean default false,
  username varchar(30) unique,
  display_name varchar(60),
  avatar_url text,
  bio text,
  gender text,
  device_token text,
  last_login_at timestamptz,
  last_ip_address inet,
  shadow_pin_hash text,
  shadow_unlocked boolean default false,
  is_verified boolean default false,
  is_active boolean default true,
  banned_until timestamptz,
  location text,
  cover_url text,
  website text,
  created_at timestamptz default now(),
  updated_at timestamptz default now(),
  unique (user_id, type)
);
create index idx_profiles_user on public.profiles (user_id);
alter table public.profiles enable row level security;
create policy "Profiles are viewable by everyone" on public.profiles for select using (true);
create policy "Users can update own profile" on public.profiles for update using (auth.uid() = user_id);

create table public.admin_profiles (
  id uuid primary key references auth.users (id) on delete cascade,
  full_name text not null,
  email text not null unique,
  is_active boolean default true,
  is_super_admin boolean default false,
  avatar_url text,
  department text,
  created_at timestamptz default now(),
  updated_at timestamptz default now()
);
alter table public.admin_profiles enable row level security;
create policy "Admins can view own row" on public.admin_profiles for select using (auth.uid() = id);

create table public.creator_subscription_tiers (
  id uuid primary key default gen_random_uuid(),
  creator_id uuid not null,
  name text not null,
  coin_price_monthly integer not null check (coin_price_monthly between 10 and 10000)
);
alter table public.creator_subscription_tiers enable row level security;

create table public.creator_subscriptions (
  id uuid primary key default gen_random_uuid(),
  subscriber_id uuid not null references auth.users (id),
  creator_id uuid not null references auth.users (id),
  tier_id uuid references public.creator_subscription_tiers (id),
  status text not null check (status in ('active', 'paused', 'cancelled', 'expired')),
  billing_period text,
  coin_price integer,
  started_at timestamptz default now(),
  current_period_start timestamptz,
  current_period_end timestamptz,
  next_billing_at timestamptz,
  cancelled_at timestamptz,
  pause_reason text,
  created_at timestamptz default now(),
  updated_at timestamptz default now(),
  unique (subscriber_id, creator_id)
);
alter table public.creator_subscriptions enable row level security;
create policy "Own subscriptions" on public.creator_subscriptions
  for all using (auth.uid() in (subscriber_id, creator_id));

create table public.coin_balances (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null unique references auth.users (id) on delete cascade,
  balance bigint not null default 0 check (balance >= 0),
  lifetime_earned bigint default 0,
  lifetime_spent bigint default 0,
  created_at timestamptz default now(),
  updated_at timestamptz default now()
);
alter table public.coin_balances enable row level security;
create policy "Users can view own balance" on public.coin_balances for select using (auth.uid() = user_id);
create policy "Service role manages balances" on public.coin_balances for all to service_role using (true);

create table public.coin_transactions (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id) on delete cascade,
  type public.coin_transaction_type not null,
  amount bigint not null,
  balance_after bigint not null,
  reference_id uuid,
  reference_type text,
  description text,
  store_receipt text,
  created_at timestamptz default now()
);
alter table public.coin_transactions enable row level security;
create policy "Users can view own transactions" on public.coin_transactions for select using (auth.uid() = user_id);

create table public.creator_balances (
  creator_id uuid primary key,
  total_earned bigint not null default 0,
  total_withdrawn bigint not null default 0,
  pending_payout bigint not null default 0,
  available_balance bigint generated always as (total_earned - total_withdrawn - pending_payout) stored,
  last_transaction_at timestamptz,
  updated_at timestamptz default now()
);
alter table public.creator_balances enable row level security;
create policy "Own creator balance" on public.creator_balances for select using (auth.uid() = creator_id);

create table public.creator_transactions (
  id uuid primary key default gen_random_uuid(),
  creator_id uuid not null,
  type public.transaction_type not null,
  amount bigint not null,
  source_type text,
  source_id text,
  rate_at_time numeric(10, 4),
  tl_equivalent numeric(12, 2),
  description text,
  metadata jsonb default '{}',
  created_by uuid,
  adjustment_reason text,
  created_at timestamptz default now()
);
alter table public.creator_transactions enable row level security;
create policy "Own creator transactions" on public.creator_transactions for select using (auth.uid() = creator_id);

-- as the app wrote it, without a search_path and with its owner's rights
create function public.update_creator_balance()
returns trigger
language plpgsql
security definer
as $$
begin
  insert into creator_balances (creator_id, total_earned, last_transaction_at)
  values (new.creator_id, new.amount, now())
  on conflict (creator_id) do update
    set total_earned = creator_balances.total_earned + new.amount, last_transaction_at = now();
  return new;
end;
$$;
create trigger trg_update_balance after insert on public.creator_transactions
  for each row execute function public.update_creator_balance();

create table public.blocked_users (
  id uuid primary key default gen_random_uuid(),
  blocker_id uuid not null references auth.users (id) on delete cascade,
  blocked_id uuid not null references auth.users (id) on delete cascade,
  reason text,
  created_at timestamptz default now()
);
alter table public.blocked_users enable row level security;
create policy "Own blocks" on public.blocked_users for all using (auth.uid() = blocker_id);

create table public.notifications (
  id uuid primary key default gen_random_uuid(),
  recipient_id uuid not null,
  actor_id uuid,
  type public.notification_type not null,
  title varchar(120),
  body text,
  data jsonb,
  read boolean default false,
  read_at timestamptz,
  priority smallint not null default 0,
  created_at timestamptz default now()
);
alter table public.notifications enable row level security;
create policy "Own notifications" on public.notifications for select using (auth.uid() = recipient_id);

create table public.device_tokens (
  user_id uuid primary key references auth.users (id) on delete cascade,
  token text not null,
  device_type text,
  device_name text,
  is_active boolean default true,
  last_used_at timestamptz
);
alter table public.device_tokens enable row level security;
create policy "Own device" on public.device_tokens for all using (auth.uid() = user_id);

create table public.notification_preferences (
  user_id uuid primary key,
  push_enabled boolean default true,
  email_enabled boolean default true,
  notification_types jsonb default '{}',
  quiet_hours_start time,
  quiet_hours_end time
);
alter table public.notification_preferences enable row level security;
create policy "Own preferences" on public.notification_preferences for all using (auth.uid() = user_id);

-- tables that are none of our business, two of them with names that sound like ours
create table public.gifts (id uuid primary key, sender_id uuid, receiver_id uuid, gift_type text, coin_cost integer);
create table public.sessions (id uuid primary key, user_id uuid, shadow boolean);
create table public.webhook_logs (id uuid primary key, provider text, event_type text);
alter table public.gifts enable row level security;
alter table public.sessions enable row level security;
alter table public.webhook_logs enable row level security;

-- what grew by hand in the dashboard: realtime on some tables, a grant of its own
alter publication supabase_realtime add table public.coin_balances, public.notifications;
revoke delete on public.notifications from anon;

-- pushes go out from a queue; as the app wrote it, with names that are found by the usual search path
create table public.push_queue (id uuid primary key default uuid_generate_v4(), notification_id uuid, key text);
alter table public.push_queue enable row level security;
create function public.send_notification()
returns trigger
language plpgsql
as $$
begin
  insert into push_queue (notification_id, key) values (new.id, encode(digest(new.id::text, 'sha256'), 'hex'));
  return new;
end;
$$;
create trigger on_notification after insert on public.notifications
  for each row execute function public.send_notification();
