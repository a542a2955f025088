-- Every event LiveKit sent, with what became of it. The event id makes a repeated delivery a no-op.

set lock_timeout = '3s';

create table if not exists public.live_webhook_logs (
  id uuid not null default gen_random_uuid(),
  -- LiveKit's EV_ id; null for rows of the sweeper
  event_id text,
  event_type text not null,
  room_name text,
  room_sid text,
  participant_identity text,
  participant_sid text,
  -- no foreign keys: the log outlives what it is about
  session_id uuid,
  call_id uuid,
  -- as it came, secrets removed
  raw_payload jsonb,
  -- what was read of it; a replay applies this again
  event jsonb,
  processing_status text not null,
  error_message text,
  processing_time_ms integer,
  created_at timestamptz not null default now(),

  constraint live_webhook_logs_pkey primary key (id),
  constraint live_webhook_logs_event_id_key unique (event_id),
  constraint live_webhook_logs_processing_status_check check (processing_status in ('success', 'error', 'skipped'))
);

comment on table public.live_webhook_logs is
  'LiveKit webhook events and how they were processed, kept for webhook_log_days_count days.';

create index if not exists live_webhook_logs_created_at_idx on public.live_webhook_logs (created_at desc);
create index if not exists live_webhook_logs_room_name_created_at_idx
  on public.live_webhook_logs (room_name, created_at desc);

alter table public.live_webhook_logs enable row level security;
revoke all on public.live_webhook_logs from anon, authenticated;
grant select on public.live_webhook_logs to authenticated;
grant all on public.live_webhook_logs to service_role;

drop policy if exists live_webhook_logs_select on public.live_webhook_logs;
create policy live_webhook_logs_select on public.live_webhook_logs
  for select to authenticated
  using (exists (select from public.admin_profiles a where a.id = (select auth.uid()) and a.is_active));

reset lock_timeout;
