-- How long what is only a trace is kept. Settings say it of the logs; keys and buckets have a natural end.

-- Throws away what nobody will ask for again: expired idempotency keys, buckets long full, old rows of the logs;
-- live_tick() calls it. A little at a time, so that no tick is long.
create or replace function public.live_sweep_leftovers(p_now timestamptz)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  keys integer;
  buckets integer;
  events integer;
  actions integer;
  moderations integer;
  files integer;
begin
  delete from public.live_idempotency i
    where (i.user_id, i.function_name, i.key) in (
      select x.user_id, x.function_name, x.key
      from public.live_idempotency x
      where x.expires_at <= p_now
      order by x.expires_at
      limit 500
      for update skip locked
    );
  get diagnostics keys = row_count;
  delete from public.live_rate_limits b
    where (b.subject, b.action) in (
      select x.subject, x.action
      from public.live_rate_limits x
      where x.refilled_on <= ((p_now - interval '1 day') at time zone 'UTC')::date
        and x.refilled_at <= p_now - interval '1 day'
      order by x.refilled_on
      limit 500
      for update skip locked
    );
  get diagnostics buckets = row_count;
  delete from public.live_webhook_logs w
    where w.id in (
      select x.id
      from public.live_webhook_logs x
      where x.created_at <= p_now - public.live_setting_days('webhook_log_days_count')
      order by x.created_at
      limit 500
      for update skip locked
    );
  get diagnostics events = row_count;
  delete from public.live_admin_logs l
    where l.id in (
      select x.id
      from public.live_admin_logs x
      where x.created_at <= p_now - public.live_setting_days('admin_log_days_count')
      order by x.created_at
      limit 500
      for update skip locked
    );
  get diagnostics actions = row_count;
  delete from public.live_moderation_actions m
    where m.id in (
      select x.id
      from public.live_moderation_actions x
      where x.created_at <= p_now - public.live_setting_days('admin_log_days_count')
      order by x.created_at
      limit 500
      for update skip locked
    );
  get diagnostics moderations = row_count;
  delete from public.live_object_deletions d
    where d.storage_key in (
      select x.storage_key
      from public.live_object_deletions x
      where x.created_at <= p_now - public.live_setting_days('admin_log_days_count') and x.done_at is not null
      order by x.created_at
      limit 500
      for update skip locked
    );
  get diagnostics files = row_count;
  return keys + buckets + events + actions + moderations + files;
end;
$$;

revoke execute on function public.live_sweep_leftovers(timestamptz) from public, anon, authenticated;
grant execute on function public.live_sweep_leftovers(timestamptz) to service_role;
