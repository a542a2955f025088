-- Reports of users during live sessions. The app inserts its own; the ops panel reviews them as the signed-in admin.
-- Two generations of the panel name the review columns differently, so both sets are here.

set lock_timeout = '3s';

create table if not exists public.live_reports (
  id uuid not null default gen_random_uuid(),
  session_id uuid,
  -- no foreign keys: a report outlives the accounts of both
  reporter_id uuid not null,
  reported_user_id uuid not null,
  -- one of the app's nine words, or the free text of report-live-user
  reason text not null,
  description text,
  evidence_urls text[] not null default '{}',
  status text not null default 'pending',

  reviewed_by uuid,
  reviewed_at timestamptz,
  action_taken text,
  action_note text,
  resolved_by uuid,
  resolved_at timestamptz,
  admin_notes text,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),

  constraint live_reports_pkey primary key (id),
  constraint live_reports_session_id_fkey
    foreign key (session_id) references public.live_sessions (id) on delete set null,
  constraint live_reports_parties_check check (reporter_id <> reported_user_id),
  constraint live_reports_reason_check check (char_length(reason) between 1 and 500),
  constraint live_reports_description_check check (char_length(description) <= 2000),
  constraint live_reports_evidence_urls_check check (
    cardinality(evidence_urls) <= 10 and octet_length(evidence_urls::text) <= 20480
  ),
  constraint live_reports_status_check check (
    status in ('pending', 'reviewing', 'reviewed', 'action_taken', 'actioned', 'resolved', 'dismissed')
  )
);

comment on table public.live_reports is
  'Reports of users made during live sessions. A person makes report_rate_count an hour.';
comment on constraint live_reports_session_id_fkey on public.live_reports is
  'A report is about a person and stands without the session it was made in.';

create index if not exists live_reports_status_created_at_idx on public.live_reports (status, created_at desc);
create index if not exists live_reports_created_at_idx on public.live_reports (created_at desc);
create index if not exists live_reports_session_id_idx on public.live_reports (session_id);
create index if not exists live_reports_reporter_id_created_at_idx
  on public.live_reports (reporter_id, created_at desc);
create index if not exists live_reports_reported_user_id_idx on public.live_reports (reported_user_id, created_at desc);

create or replace trigger live_reports_updated_at
  before update on public.live_reports
  for each row execute function public.live_touch_updated_at();

alter table public.live_reports enable row level security;
revoke all on public.live_reports from anon, authenticated;
grant select on public.live_reports to authenticated;
grant insert (session_id, reporter_id, reported_user_id, reason, description, evidence_urls, status)
  on public.live_reports to authenticated;
grant update (
  status, reviewed_by, reviewed_at, action_taken, action_note, resolved_by, resolved_at, admin_notes, updated_at
) on public.live_reports to authenticated;
grant all on public.live_reports to service_role;

drop policy if exists live_reports_select on public.live_reports;
create policy live_reports_select on public.live_reports
  for select to authenticated
  using (
    -- until somebody looks into it: what staff notes is not for the reporter
    (reporter_id = (select auth.uid()) and status = 'pending' and admin_notes is null and action_note is null)
    or exists (select from public.admin_profiles a where a.id = (select auth.uid()) and a.is_active)
  );

drop policy if exists live_reports_insert on public.live_reports;
create policy live_reports_insert on public.live_reports
  for insert to authenticated
  with check (
    reporter_id = (select auth.uid())
    and status = 'pending'
    and coalesce((select auth.jwt()) ->> 'is_anonymous', 'false') = 'false'
  );

drop policy if exists live_reports_update on public.live_reports;
create policy live_reports_update on public.live_reports
  for update to authenticated
  using (exists (select from public.admin_profiles a where a.id = (select auth.uid()) and a.is_active));

reset lock_timeout;
