-- Refuses a project whose own tables lack something live video reads or writes, naming all of it at once.
--
-- A type is a family, not a spelling: `text` is any string or enum, `integer` any whole or decimal number, because
-- the app's tables grew in more than one project. Unique keys are listed where our upserts lean on them.

do $$
declare
  missing text;
begin
  with needed (relation, attribute, family) as (
    values
      ('profiles', 'id', 'uuid'),
      ('profiles', 'user_id', 'uuid'),
      ('profiles', 'type', 'text'),
      ('profiles', 'role', 'text'),
      ('profiles', 'is_creator', 'boolean'),
      ('profiles', 'username', 'text'),
      ('profiles', 'display_name', 'text'),
      ('profiles', 'avatar_url', 'text'),
      ('profiles', 'is_verified', 'boolean'),
      ('admin_profiles', 'id', 'uuid'),
      ('admin_profiles', 'full_name', 'text'),
      ('admin_profiles', 'email', 'text'),
      ('admin_profiles', 'is_active', 'boolean'),
      ('admin_profiles', 'is_super_admin', 'boolean'),
      ('creator_subscriptions', 'subscriber_id', 'uuid'),
      ('creator_subscriptions', 'creator_id', 'uuid'),
      ('creator_subscriptions', 'status', 'text'),
      ('creator_subscriptions', 'current_period_end', 'timestamptz'),
      ('coin_balances', 'user_id', 'uuid'),
      ('coin_balances', 'balance', 'integer'),
      ('coin_balances', 'lifetime_earned', 'integer'),
      ('coin_balances', 'lifetime_spent', 'integer'),
      ('coin_balances', 'updated_at', 'timestamptz'),
      ('coin_transactions', 'id', 'uuid'),
      ('coin_transactions', 'user_id', 'uuid'),
      ('coin_transactions', 'type', 'text'),
      ('coin_transactions', 'amount', 'integer'),
      ('coin_transactions', 'balance_after', 'integer'),
      ('coin_transactions', 'reference_id', 'uuid'),
      ('coin_transactions', 'reference_type', 'text'),
      ('coin_transactions', 'description', 'text'),
      ('coin_transactions', 'created_at', 'timestamptz'),
      ('creator_balances', 'creator_id', 'uuid'),
      ('creator_balances', 'total_earned', 'integer'),
      ('creator_balances', 'available_balance', 'integer'),
      ('creator_transactions', 'creator_id', 'uuid'),
      ('creator_transactions', 'type', 'text'),
      ('creator_transactions', 'amount', 'integer'),
      ('creator_transactions', 'source_type', 'text'),
      ('creator_transactions', 'source_id', 'any'),
      ('creator_transactions', 'description', 'text'),
      ('creator_transactions', 'metadata', 'jsonb'),
      ('creator_transactions', 'created_at', 'timestamptz'),
      ('blocked_users', 'blocker_id', 'uuid'),
      ('blocked_users', 'blocked_id', 'uuid'),
      ('notifications', 'id', 'uuid'),
      ('notifications', 'recipient_id', 'uuid'),
      ('notifications', 'actor_id', 'uuid'),
      ('notifications', 'type', 'text'),
      ('notifications', 'title', 'text'),
      ('notifications', 'body', 'text'),
      ('notifications', 'data', 'jsonb'),
      ('device_tokens', 'user_id', 'uuid'),
      ('device_tokens', 'token', 'text'),
      ('device_tokens', 'is_active', 'boolean'),
      ('device_tokens', 'last_used_at', 'timestamptz'),
      ('push_tokens', 'user_id', 'uuid'),
      ('push_tokens', 'token', 'text'),
      ('push_tokens', 'updated_at', 'timestamptz'),
      ('notification_preferences', 'user_id', 'uuid'),
      ('notification_preferences', 'push_enabled', 'boolean'),
      ('notification_preferences', 'notification_types', 'jsonb'),
      ('notification_preferences', 'quiet_hours_start', 'time'),
      ('notification_preferences', 'quiet_hours_end', 'time')
  ),
  present as (
    select c.relname as relation, a.attname as attribute, format_type(a.atttypid, a.atttypmod) as spelled,
      case
        when t.typname in ('uuid', 'jsonb', 'time', 'timestamptz') then t.typname::text
        when t.typname = 'bool' then 'boolean'
        when t.typname in ('int2', 'int4', 'int8', 'numeric') then 'integer'
        when t.typcategory in ('S', 'E') then 'text'
        else 'other'
      end as family
    from pg_catalog.pg_attribute a
    join pg_catalog.pg_class c on c.oid = a.attrelid
    join pg_catalog.pg_type t on t.oid = a.atttypid
    where c.relnamespace = 'public'::regnamespace
      and c.relkind in ('r', 'p', 'v')
      and a.attnum > 0 and not a.attisdropped
  ),
  lacking as (
    select n.relation, n.attribute,
      format('%s.%s %s', n.relation, n.attribute, n.family)
        || coalesce(' (it is ' || p.spelled || ')', '') as said
    from needed n
    left join present p using (relation, attribute)
    where p.family is null or n.family not in (p.family, 'any')
    union all
    -- one balance row per user is what a debit locks
    select 'coin_balances', 'user_id (unique)', 'coin_balances.user_id unique'
    where to_regclass('public.coin_balances') is not null
      and not exists (
        select
        from pg_catalog.pg_index i
        join pg_catalog.pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
        where i.indrelid = to_regclass('public.coin_balances')
          and i.indisunique and i.indnkeyatts = 1 and i.indpred is null and a.attname = 'user_id'
      )
    union all
    -- an enum must know the words live_move_coins() writes; the one of coin_transactions is widened later
    select 'creator_transactions', 'type ' || word, format('creator_transactions.type %L', word)
    from unnest(array['gift', 'ppv', 'refund']) as word
    where exists (
        select
        from pg_catalog.pg_attribute a
        join pg_catalog.pg_type t on t.oid = a.atttypid and t.typtype = 'e'
        where a.attrelid = to_regclass('public.creator_transactions')
          and a.attname = 'type'
          and not exists (select from pg_catalog.pg_enum e where e.enumtypid = t.oid and e.enumlabel = word)
      )
    union all
    -- a creator's balance follows their transactions by the app's trigger, and by nothing else
    select 'creator_transactions', 'trigger', 'a trigger on creator_transactions that keeps creator_balances'
    where to_regclass('public.creator_transactions') is not null
      and not exists (
        select
        from pg_catalog.pg_trigger t
        where t.tgrelid = to_regclass('public.creator_transactions') and not t.tgisinternal and t.tgenabled <> 'D'
      )
    union all
    -- admin policies look the caller up as the caller, under the app's own row security
    select 'admin_profiles', 'select', 'select on admin_profiles for authenticated'
    where to_regclass('public.admin_profiles') is not null
      and not has_table_privilege('authenticated', to_regclass('public.admin_profiles'), 'select')
  )
  select string_agg(said, ', ' order by relation, attribute) into missing from lacking;

  if missing is not null then
    raise exception 'İpelya Live needs columns that this project lacks: %', missing
      using hint = 'Add them to the app''s tables, then apply the migrations again.';
  end if;
end;
$$;

-- Refuses tables of an earlier plan of live video under our names: `create table if not exists` would keep them as they
-- are and something would fail much later. Each of ours is known by a constraint or column that only it has.
do $$
declare
  leftover text;
begin
  select string_agg(made.relation || coalesce(' (without ' || plan.lacks || ')', ''), ', ' order by made.relation)
  into leftover
  from (
    values
      ('calls', 'end_detail'),
      ('live_admin_logs', 'details'),
      ('live_gift_catalog', 'live_gift_catalog_slug_check'),
      ('live_gifts', 'live_gifts_parties_check'),
      ('live_guest_requests', 'live_guest_requests_message_check'),
      ('live_messages', 'live_messages_gift_check'),
      ('live_participants', 'admitted_at'),
      ('live_payments', 'live_payments_shares_check'),
      ('live_reports', 'live_reports_parties_check'),
      ('live_session_bans', 'live_session_bans_scope_check'),
      ('live_sessions', 'max_ends_at'),
      ('live_webhook_logs', 'event_id')
  ) as made (relation, mark)
  -- the one table that is known to be out there, in the form of the first plan: what it lacks is told as well
  cross join lateral (
    select string_agg(ours.attribute, ', ' order by ours.attribute) as lacks
    from (
      values ('announced_at'), ('channel_id'), ('end_reason'), ('guest_enabled'), ('host_left_at'),
        ('is_recording'), ('max_ends_at'), ('max_guests'), ('refunds_settled_at'), ('stats_refreshed_at')
    ) as ours (attribute)
    where made.relation = 'live_sessions'
      and not exists (
        select from pg_catalog.pg_attribute a
        where a.attrelid = to_regclass('public.live_sessions') and a.attname = ours.attribute and not a.attisdropped
      )
  ) as plan
  where to_regclass('public.' || made.relation) is not null
    and (plan.lacks is not null or not exists (
      select from pg_catalog.pg_constraint k
      where k.conrelid = to_regclass('public.' || made.relation) and k.conname = made.mark
    ) and not exists (
      select from pg_catalog.pg_attribute a
      where a.attrelid = to_regclass('public.' || made.relation) and a.attname = made.mark and not a.attisdropped
    ));

  if leftover is not null then
    raise exception 'İpelya Live finds tables of another make under its names: %', leftover
      using hint = 'Move them to another schema (a renamed table keeps the names of its keys, which we need), or drop '
        'them if nothing in them is needed, then apply the migrations again.';
  end if;
end;
$$;
