-- Figures of days that are over, so that they cost nothing to read and outlive the rows they were counted from. A day
-- is written once it is over, and again whenever something late has changed it; live_roll_up_days() does both.

set lock_timeout = '3s';

create table if not exists public.live_days (
  day date not null,
  -- a day begins where the one before it ended: no moment counts twice or never, whatever becomes of the time zone
  starts_at timestamptz not null,
  ends_at timestamptz not null,

  -- different people; no sum over days
  viewers integer not null default 0,
  -- connections, those of people who came back included
  joins integer not null default 0,
  watch_seconds bigint not null default 0,
  -- the most people watching at once, and since when
  peak_viewers integer not null default 0,
  peak_at timestamptz,
  -- the same of each hour from starts_at on
  hourly_peaks integer[] not null default '{}',
  messages integer not null default 0,

  -- live_daily_payments added up, of which a year has many rows; gift_coins without those given back
  gift_coins bigint not null default 0,
  coins bigint not null default 0,
  creator_share bigint not null default 0,
  platform_share bigint not null default 0,
  refunded_coins bigint not null default 0,
  refunded_creator_share bigint not null default 0,
  refunded_platform_share bigint not null default 0,

  rolled_up_at timestamptz not null,
  -- something late came in; the day is rolled up again
  is_stale boolean not null default false,
  -- from then on nothing of the day is counted from stays again, because they are being thrown away
  stays_frozen_at timestamptz,
  stays_gone_at timestamptz,

  constraint live_days_pkey primary key (day),
  constraint live_days_span_check check (starts_at <= ends_at)
);

comment on table public.live_days is 'Figures of the whole platform for each day that is over.';

create index if not exists live_days_starts_at_idx on public.live_days (starts_at);
create index if not exists live_days_stale_idx on public.live_days (day) where is_stale;
create index if not exists live_days_frozen_idx on public.live_days (day) where stays_frozen_at is not null;
create index if not exists live_days_with_stays_idx on public.live_days (day) where stays_gone_at is null;

create table if not exists public.live_daily_creators (
  day date not null,
  -- no foreign key: what somebody's sessions came to stays when their account goes
  creator_id uuid not null,
  session_type text not null,
  -- different people in all the sessions of that creator and type; no sum over days
  viewers integer not null,
  joins integer not null,
  -- what was watched on this day, of a session over midnight too
  watch_seconds bigint not null,
  messages integer not null,
  constraint live_daily_creators_pkey primary key (day, creator_id, session_type)
);

comment on table public.live_daily_creators is 'What was watched and said in each creator''s sessions, by day.';

create table if not exists public.live_daily_payments (
  id bigint generated always as identity,
  -- of the payment; a refund is taken off the day, session and kind of what it takes back
  day date not null,
  creator_id uuid not null,
  kind text not null,
  -- null for calls
  session_id uuid,
  payments integer not null,
  coins bigint not null,
  creator_share bigint not null,
  platform_share bigint not null,
  refunds integer not null,
  refunded_coins bigint not null,
  refunded_creator_share bigint not null,
  refunded_platform_share bigint not null,
  constraint live_daily_payments_pkey primary key (id),
  constraint live_daily_payments_key unique nulls not distinct (day, creator_id, kind, session_id)
);

comment on table public.live_daily_payments is 'The journal added up by day, creator, kind and session.';

create table if not exists public.live_daily_calls (
  -- on which they were placed
  day date not null,
  call_type text not null,
  calls integer not null,
  answered integer not null,
  missed integer not null,
  rejected integer not null,
  busy integer not null,
  failed integer not null,
  duration_seconds bigint not null,
  constraint live_daily_calls_pkey primary key (day, call_type)
);

comment on table public.live_daily_calls is 'Calls by day and type.';

-- What the report of a session that is over needs of its stays.
create table if not exists public.live_session_figures (
  session_id uuid not null,
  day date not null,
  creator_id uuid not null,
  session_type text not null,
  duration_seconds integer not null default 0,
  viewers integer not null default 0,
  joins integer not null default 0,
  watch_seconds bigint not null default 0,
  -- of it, by connections that lasted for half a minute: what makes a channel popular
  lasting_seconds bigint not null default 0,
  -- of the viewer in the middle
  median_watch_seconds integer not null default 0,
  peak_viewers integer not null default 0,
  peak_at timestamptz,
  -- over time; see live_session_course()
  course jsonb not null default '{}',
  -- null before they were measured for the first time
  measured_at timestamptz,
  -- the session has just ended, or something late came in
  is_stale boolean not null default true,
  constraint live_session_figures_pkey primary key (session_id),
  constraint live_session_figures_session_id_fkey
    foreign key (session_id) references public.live_sessions (id) on delete cascade
);

-- lists read every row and no course: it is kept beside them
alter table public.live_session_figures set (toast_tuple_target = 128);

comment on table public.live_session_figures is 'What the stays of each session that is over come to.';
comment on constraint live_session_figures_session_id_fkey on public.live_session_figures is
  'Numbers about a session, which no account takes along; without it they are about nothing.';

create index if not exists live_session_figures_day_idx on public.live_session_figures (day);
create index if not exists live_session_figures_stale_idx on public.live_session_figures (session_id) where is_stale;

-- Moments of which something was written when their day was over. Append-only on purpose, as live_dirty_sessions is:
-- whoever gives coins back or hangs up waits for no roll-up. Gone once their days are marked.
create table if not exists public.live_late_moments (
  id bigint generated always as identity,
  at timestamptz not null,
  constraint live_late_moments_pkey primary key (id)
);

comment on table public.live_late_moments is 'Moments whose day must be rolled up again, gone once it is marked.';

do $$
declare
  kept text;
begin
  foreach kept in array array[
    'live_days', 'live_daily_creators', 'live_daily_payments', 'live_daily_calls', 'live_session_figures'
  ]
  loop
    execute format('alter table public.%I enable row level security', kept);
    execute format('revoke all on public.%I from anon, authenticated', kept);
    execute format('grant select on public.%I to authenticated', kept);
    execute format('grant all on public.%I to service_role', kept);
    execute format('drop policy if exists %I on public.%I', kept || '_select', kept);
    execute format(
      'create policy %I on public.%I for select to authenticated using (exists ('
        'select from public.admin_profiles a where a.id = (select auth.uid()) and a.is_active))',
      kept || '_select', kept
    );
  end loop;
end;
$$;
revoke all on sequence public.live_daily_payments_id_seq from anon, authenticated;

alter table public.live_late_moments enable row level security;
revoke all on public.live_late_moments from anon, authenticated;
revoke all on sequence public.live_late_moments_id_seq from anon, authenticated;
grant all on public.live_late_moments to service_role;

drop policy if exists live_late_moments_service on public.live_late_moments;
create policy live_late_moments_service on public.live_late_moments
  for all to service_role using (true) with check (true);

reset lock_timeout;
