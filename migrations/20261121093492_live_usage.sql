-- What of LiveKit was used, as LiveKit's plans count it: minutes of everybody connected, hosts and both sides of calls
-- included, measured from stays. Staff that looks on as `admin_…` has no stays and is not counted.

set lock_timeout = '3s';

create table if not exists public.live_usage (
  -- of the setting analytics_time_zone
  day date not null,
  -- of all connections, two of one person at a time included
  participant_seconds bigint not null default 0,
  -- the same of what records
  egress_seconds bigint not null default 0,
  measured_at timestamptz not null,
  -- the day is over and everything of it has come in; it is not counted again
  is_whole boolean not null default false,
  constraint live_usage_pkey primary key (day)
);

comment on table public.live_usage is 'Connected time in LiveKit by day; the current day as of a minute ago.';

alter table public.live_usage enable row level security;
revoke all on public.live_usage from anon, authenticated;
grant select on public.live_usage to authenticated;
grant all on public.live_usage to service_role;

drop policy if exists live_usage_select on public.live_usage;
create policy live_usage_select on public.live_usage
  for select to authenticated
  using (exists (select from public.admin_profiles a where a.id = (select auth.uid()) and a.is_active));

-- Seconds that people were connected in an interval, and that were recorded; live_measure_usage() asks it. Stays are
-- found by their sessions and calls, of which some are connected for a little longer than they lasted: an hour is more
-- than the sweeper leaves them. What records has no stay: its time is that of recordings, deleted by now or not.
create or replace function public.live_connected_seconds(
  p_from timestamptz, p_until timestamptz, out participants bigint, out egress bigint
)
language plpgsql
stable
set search_path = ''
as $$
declare
  since constant timestamptz := p_from - interval '1 hour';
  -- longer nothing is recorded
  recorded_since constant timestamptz := since - public.live_setting_seconds('recording_max_seconds');
  on_air constant uuid[] := public.live_sessions_on_air(since, p_until);
begin
  with found_in as (
    select t.kind, t.joined_at, t.left_at
    from public.live_stays t
    where t.session_id = any (on_air)
    union all
    select t.kind, t.joined_at, t.left_at
    from public.calls c
    join public.live_stays t on t.call_id = c.id
    where c.ended_at >= since and c.created_at < p_until
    union all
    select t.kind, t.joined_at, t.left_at
    from public.calls c
    join public.live_stays t on t.call_id = c.id
    where c.status in ('ringing', 'connected')
    union all
    select 'recording', r.started_at, r.ended_at
    from public.recordings r
    where r.created_at between recorded_since and p_until
    union all
    select 'recording', d.started_at, d.ended_at
    from public.live_object_deletions d
    where d.created_at >= p_from
  ),
  connected as (
    -- whole seconds, cut alike everywhere, so that the days of a stay add up to it
    select f.kind,
      floor(date_part('epoch', least(f.left_at, p_until))) - floor(date_part('epoch', greatest(f.joined_at, p_from)))
        as seconds
    from found_in f
    where f.joined_at < p_until and (f.left_at is null or f.left_at > p_from)
  )
  select coalesce(sum(c.seconds) filter (where c.kind not in ('recording', 'EGRESS')), 0),
    coalesce(sum(c.seconds) filter (where c.kind = 'recording'), 0)
  into participants, egress
  from connected c
  -- one whose end was reported before its beginning
  where c.seconds > 0;
end;
$$;

-- The days of this month that are to be counted, and the last one of the month before, first ones first: those that are
-- not whole, today among them.
create or replace function public.live_usage_due(p_now timestamptz)
returns table (day date, starts_at timestamptz, ends_at timestamptz)
language plpgsql
stable
set search_path = ''
as $$
declare
  today constant date := public.live_day_of(p_now);
  first constant date := date_trunc('month', today)::date - 1;
begin
  return query
    select first + n, b.starts_at, b.ends_at
    from generate_series(0, today - first) n
    cross join lateral public.live_day_bounds(first + n) b
    where not exists (select from public.live_usage u where u.day = first + n and u.is_whole)
    order by n
    limit 4;
end;
$$;

-- Counts anew what was used today, at most once a minute, and of days before it those that are not whole yet; a day is
-- some minutes after its end. live_tick() calls it. Returns how many days were counted.
create or replace function public.live_measure_usage(p_now timestamptz)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  due record;
  used record;
  measured integer := 0;
begin
  if exists (
    select
    from public.live_usage u
    where u.day = public.live_day_of(p_now) and u.measured_at > p_now - interval '1 minute'
  ) then
    return 0;
  end if;
  for due in select d.* from public.live_usage_due(p_now) d loop
    select * into used from public.live_connected_seconds(due.starts_at, least(due.ends_at, p_now));
    insert into public.live_usage (day, participant_seconds, egress_seconds, measured_at, is_whole)
    values (
      due.day, used.participants, used.egress, p_now, due.ends_at <= p_now - interval '10 minutes'
    )
    on conflict (day) do update
      set participant_seconds = excluded.participant_seconds,
          egress_seconds = excluded.egress_seconds,
          measured_at = excluded.measured_at,
          is_whole = excluded.is_whole;
    measured := measured + 1;
  end loop;
  perform public.live_warn_of_quotas(p_now);
  return measured;
end;
$$;

revoke execute on function public.live_connected_seconds(timestamptz, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_usage_due(timestamptz) from public, anon, authenticated;
revoke execute on function public.live_measure_usage(timestamptz) from public, anon, authenticated;
grant execute on function public.live_connected_seconds(timestamptz, timestamptz) to service_role;
grant execute on function public.live_usage_due(timestamptz) to service_role;
grant execute on function public.live_measure_usage(timestamptz) to service_role;

reset lock_timeout;
