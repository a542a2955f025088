-- The app's own tables that live video leans on, for projects that do not have them yet (an empty project, the local
-- stack). A table that already exists is left exactly as it is: columns, policies, grants and all. What we need of it
-- is checked by the next migration.
--
-- Only the columns the live system or its clients use are here; the app's own migrations are the full story.
-- What a client may add here is bounded by keys: one device, one push token, one set of preferences a person, and no
-- more blocks than there are people. In a project that has these tables already that is the app's business.
--
-- Money tables hold user ids without foreign keys, so that deleting an account never rewrites the books.
--
-- Every migration that touches a table that may be in use gives up rather than wait long for it: whoever wants to write
-- would be waiting behind it. `set`, not `set local`, and `reset` at the end: a migration may be one transaction or
-- one for each statement.

set lock_timeout = '3s';

-- Two rows per person: the real profile everyone sees and the shadow one.
do $$
begin
  if to_regclass('public.profiles') is null then
    create table public.profiles (
      id uuid not null default gen_random_uuid(),
      user_id uuid not null,
      type text not null default 'real',
      role text not null default 'user',
      is_creator boolean not null default false,
      username text,
      display_name text,
      avatar_url text,
      bio text,
      is_verified boolean not null default false,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      constraint profiles_pkey primary key (id),
      constraint profiles_user_id_type_key unique (user_id, type),
      constraint profiles_user_id_fkey foreign key (user_id) references auth.users (id) on delete cascade,
      constraint profiles_type_check check (type in ('real', 'shadow')),
      constraint profiles_role_check check (role in ('user', 'creator', 'admin'))
    );

    alter table public.profiles enable row level security;
    revoke all on public.profiles from anon, authenticated;
    grant select on public.profiles to anon, authenticated;
    grant all on public.profiles to service_role;

    create policy profiles_select_anon on public.profiles
      for select to anon using (type = 'real');
    create policy profiles_select on public.profiles
      for select to authenticated using (type = 'real' or user_id = (select auth.uid()));
  end if;
end;
$$;

-- Staff of the ops panel; the id is the auth user's.
do $$
begin
  if to_regclass('public.admin_profiles') is null then
    create table public.admin_profiles (
      id uuid not null,
      full_name text,
      email text,
      is_active boolean not null default true,
      is_super_admin boolean not null default false,
      avatar_url text,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      constraint admin_profiles_pkey primary key (id),
      constraint admin_profiles_email_key unique (email),
      constraint admin_profiles_id_fkey foreign key (id) references auth.users (id) on delete cascade
    );

    alter table public.admin_profiles enable row level security;
    revoke all on public.admin_profiles from anon, authenticated;
    grant select on public.admin_profiles to authenticated;
    grant all on public.admin_profiles to service_role;

    create policy admin_profiles_select on public.admin_profiles
      for select to authenticated using (id = (select auth.uid()));
  end if;
end;
$$;

-- Who pays which creator; access means status 'active' in an unexpired period.
do $$
begin
  if to_regclass('public.creator_subscriptions') is null then
    create table public.creator_subscriptions (
      id uuid not null default gen_random_uuid(),
      subscriber_id uuid not null,
      creator_id uuid not null,
      tier_id uuid,
      status text not null default 'active',
      billing_period text not null default 'monthly',
      coin_price integer not null default 0,
      started_at timestamptz not null default now(),
      current_period_start timestamptz not null default now(),
      current_period_end timestamptz,
      next_billing_at timestamptz,
      cancelled_at timestamptz,
      pause_reason text,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      constraint creator_subscriptions_pkey primary key (id),
      constraint creator_subscriptions_subscriber_id_creator_id_key unique (subscriber_id, creator_id),
      constraint creator_subscriptions_status_check check (status in ('active', 'paused', 'cancelled', 'expired')),
      constraint creator_subscriptions_billing_period_check check (billing_period in ('monthly', 'yearly'))
    );
    create index creator_subscriptions_creator_id_idx on public.creator_subscriptions (creator_id);

    alter table public.creator_subscriptions enable row level security;
    revoke all on public.creator_subscriptions from anon, authenticated;
    grant select on public.creator_subscriptions to authenticated;
    grant all on public.creator_subscriptions to service_role;

    create policy creator_subscriptions_select on public.creator_subscriptions
      for select to authenticated using ((select auth.uid()) in (subscriber_id, creator_id));
  end if;
end;
$$;

-- The spendable coins of a user.
do $$
begin
  if to_regclass('public.coin_balances') is null then
    create table public.coin_balances (
      id uuid not null default gen_random_uuid(),
      user_id uuid not null,
      balance integer not null default 0,
      lifetime_earned integer not null default 0,
      lifetime_spent integer not null default 0,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      constraint coin_balances_pkey primary key (id),
      constraint coin_balances_user_id_key unique (user_id),
      constraint coin_balances_balance_check check (balance >= 0)
    );

    alter table public.coin_balances enable row level security;
    revoke all on public.coin_balances from anon, authenticated;
    grant select on public.coin_balances to authenticated;
    grant all on public.coin_balances to service_role;

    create policy coin_balances_select on public.coin_balances
      for select to authenticated using (user_id = (select auth.uid()));

    alter publication supabase_realtime add table public.coin_balances;
  end if;
end;
$$;

-- Every change of a coin balance; the amount is signed.
do $$
begin
  if to_regclass('public.coin_transactions') is null then
    create table public.coin_transactions (
      id uuid not null default gen_random_uuid(),
      user_id uuid not null,
      type text not null,
      amount integer not null,
      balance_after integer not null,
      reference_id uuid,
      reference_type text,
      description text,
      created_at timestamptz not null default now(),
      constraint coin_transactions_pkey primary key (id),
      constraint coin_transactions_type_check check (
        type in ('purchase', 'gift_sent', 'gift_received', 'subscription', 'refund', 'bonus')
      )
    );
    create index coin_transactions_user_id_created_at_idx on public.coin_transactions (user_id, created_at desc);

    alter table public.coin_transactions enable row level security;
    revoke all on public.coin_transactions from anon, authenticated;
    grant select on public.coin_transactions to authenticated;
    grant all on public.coin_transactions to service_role;

    create policy coin_transactions_select on public.coin_transactions
      for select to authenticated using (user_id = (select auth.uid()));
  end if;
end;
$$;

-- What a creator has earned and drawn; kept by the trigger on creator_transactions.
do $$
begin
  if to_regclass('public.creator_balances') is null then
    create table public.creator_balances (
      creator_id uuid not null,
      total_earned bigint not null default 0,
      total_withdrawn bigint not null default 0,
      pending_payout bigint not null default 0,
      available_balance bigint generated always as (total_earned - total_withdrawn - pending_payout) stored,
      last_transaction_at timestamptz,
      updated_at timestamptz not null default now(),
      constraint creator_balances_pkey primary key (creator_id)
    );

    alter table public.creator_balances enable row level security;
    revoke all on public.creator_balances from anon, authenticated;
    grant select on public.creator_balances to authenticated;
    grant all on public.creator_balances to service_role;

    create policy creator_balances_select on public.creator_balances
      for select to authenticated using (creator_id = (select auth.uid()));
  end if;
end;
$$;

-- A creator's income and payouts; the earnings screen listens to inserts.
do $$
begin
  if to_regclass('public.creator_transactions') is null then
    if to_regtype('public.transaction_type') is null then
      create type public.transaction_type as enum ('subscription', 'gift', 'ppv', 'payout', 'adjustment', 'refund');
    end if;

    create table public.creator_transactions (
      id uuid not null default gen_random_uuid(),
      creator_id uuid not null,
      type public.transaction_type not null,
      amount bigint not null,
      source_type text,
      source_id uuid,
      rate_at_time numeric,
      tl_equivalent numeric,
      description text,
      metadata jsonb not null default '{}',
      created_by uuid,
      adjustment_reason text,
      created_at timestamptz not null default now(),
      constraint creator_transactions_pkey primary key (id)
    );
    create index creator_transactions_creator_id_created_at_idx
      on public.creator_transactions (creator_id, created_at desc);

    alter table public.creator_transactions enable row level security;
    revoke all on public.creator_transactions from anon, authenticated;
    grant select on public.creator_transactions to authenticated;
    grant all on public.creator_transactions to service_role;

    create policy creator_transactions_select on public.creator_transactions
      for select to authenticated using (creator_id = (select auth.uid()));

    -- Adds a new creator transaction to the creator's balance; the trigger of the same table calls it.
    create function public.update_creator_balance()
    returns trigger
    language plpgsql
    set search_path = ''
    as $body$
    begin
      insert into public.creator_balances as b (creator_id, total_earned, total_withdrawn, last_transaction_at)
      values (
        new.creator_id,
        case when new.type = 'payout' then 0 else new.amount end,
        case when new.type = 'payout' then -new.amount else 0 end,
        new.created_at
      )
      on conflict (creator_id) do update
        set total_earned = b.total_earned + excluded.total_earned,
            total_withdrawn = b.total_withdrawn + excluded.total_withdrawn,
            last_transaction_at = excluded.last_transaction_at,
            updated_at = now();
      return null;
    end;
    $body$;
    revoke execute on function public.update_creator_balance() from public, anon, authenticated;

    create trigger trg_update_balance
      after insert on public.creator_transactions
      for each row execute function public.update_creator_balance();

    alter publication supabase_realtime add table public.creator_transactions;
  end if;
end;
$$;

-- Who wants nothing to do with whom.
do $$
begin
  if to_regclass('public.blocked_users') is null then
    create table public.blocked_users (
      id uuid not null default gen_random_uuid(),
      blocker_id uuid not null,
      blocked_id uuid not null,
      reason text,
      created_at timestamptz not null default now(),
      constraint blocked_users_pkey primary key (id),
      constraint blocked_users_blocker_id_blocked_id_key unique (blocker_id, blocked_id),
      constraint blocked_users_blocker_id_fkey foreign key (blocker_id) references auth.users (id) on delete cascade,
      constraint blocked_users_blocked_id_fkey foreign key (blocked_id) references auth.users (id) on delete cascade,
      constraint blocked_users_self_check check (blocker_id <> blocked_id)
    );
    create index blocked_users_blocked_id_idx on public.blocked_users (blocked_id);

    alter table public.blocked_users enable row level security;
    revoke all on public.blocked_users from anon, authenticated;
    grant select, insert, delete on public.blocked_users to authenticated;
    grant all on public.blocked_users to service_role;

    create policy blocked_users_select on public.blocked_users
      for select to authenticated using (blocker_id = (select auth.uid()));
    create policy blocked_users_insert on public.blocked_users
      for insert to authenticated with check (blocker_id = (select auth.uid()));
    create policy blocked_users_delete on public.blocked_users
      for delete to authenticated using (blocker_id = (select auth.uid()));
  end if;
end;
$$;

-- A person's inbox; the app's pipeline turns inserts into pushes.
do $$
begin
  if to_regclass('public.notifications') is null then
    create table public.notifications (
      id uuid not null default gen_random_uuid(),
      recipient_id uuid not null,
      actor_id uuid,
      type text not null,
      title text,
      body text,
      data jsonb not null default '{}',
      read boolean not null default false,
      read_at timestamptz,
      created_at timestamptz not null default now(),
      constraint notifications_pkey primary key (id),
      constraint notifications_recipient_id_fkey
        foreign key (recipient_id) references auth.users (id) on delete cascade,
      constraint notifications_actor_id_fkey foreign key (actor_id) references auth.users (id) on delete set null
    );
    create index notifications_recipient_id_created_at_idx on public.notifications (recipient_id, created_at desc);
    create index notifications_actor_id_idx on public.notifications (actor_id);

    alter table public.notifications enable row level security;
    revoke all on public.notifications from anon, authenticated;
    grant select, delete on public.notifications to authenticated;
    grant update (read, read_at) on public.notifications to authenticated;
    grant all on public.notifications to service_role;

    create policy notifications_select on public.notifications
      for select to authenticated using (recipient_id = (select auth.uid()));
    create policy notifications_update on public.notifications
      for update to authenticated
      using (recipient_id = (select auth.uid())) with check (recipient_id = (select auth.uid()));
    create policy notifications_delete on public.notifications
      for delete to authenticated using (recipient_id = (select auth.uid()));

    alter publication supabase_realtime add table public.notifications;
  end if;
end;
$$;

-- The one phone a user is reached on (Expo push token).
do $$
begin
  if to_regclass('public.device_tokens') is null then
    create table public.device_tokens (
      id uuid not null default gen_random_uuid(),
      user_id uuid not null,
      token text not null,
      device_type text,
      device_name text,
      device_model text,
      os_version text,
      is_active boolean not null default true,
      last_used_at timestamptz,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      constraint device_tokens_pkey primary key (id),
      constraint device_tokens_user_id_key unique (user_id),
      constraint device_tokens_user_id_fkey foreign key (user_id) references auth.users (id) on delete cascade,
      constraint device_tokens_device_type_check check (device_type in ('ios', 'android'))
    );

    alter table public.device_tokens enable row level security;
    revoke all on public.device_tokens from anon, authenticated;
    grant select, insert, update, delete on public.device_tokens to authenticated;
    grant all on public.device_tokens to service_role;

    create policy device_tokens_own on public.device_tokens
      for all to authenticated using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
  end if;
end;
$$;

-- The app's second, older token table. The app upserts it without naming a conflict target, so the user is the key.
do $$
begin
  if to_regclass('public.push_tokens') is null then
    create table public.push_tokens (
      user_id uuid not null,
      token text not null,
      platform text,
      device_name text,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      constraint push_tokens_pkey primary key (user_id),
      constraint push_tokens_user_id_fkey foreign key (user_id) references auth.users (id) on delete cascade
    );

    alter table public.push_tokens enable row level security;
    revoke all on public.push_tokens from anon, authenticated;
    grant select, insert, update, delete on public.push_tokens to authenticated;
    grant all on public.push_tokens to service_role;

    create policy push_tokens_own on public.push_tokens
      for all to authenticated using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
  end if;
end;
$$;

-- What a user wants to be told, and when not. The app upserts it without naming a conflict target, so the user is the
-- key.
do $$
begin
  if to_regclass('public.notification_preferences') is null then
    create table public.notification_preferences (
      user_id uuid not null,
      push_enabled boolean not null default true,
      email_enabled boolean not null default true,
      notification_types jsonb not null default '{}',
      quiet_hours_start time,
      quiet_hours_end time,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      constraint notification_preferences_pkey primary key (user_id),
      constraint notification_preferences_user_id_fkey
        foreign key (user_id) references auth.users (id) on delete cascade
    );

    alter table public.notification_preferences enable row level security;
    revoke all on public.notification_preferences from anon, authenticated;
    grant select, insert, update, delete on public.notification_preferences to authenticated;
    grant all on public.notification_preferences to service_role;

    create policy notification_preferences_own on public.notification_preferences
      for all to authenticated using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
  end if;
end;
$$;

reset lock_timeout;
