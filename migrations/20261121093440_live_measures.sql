-- Figures counted from what happened: stays, the journal, calls, chat lines. Never from counters. The roll-up writes
-- them down for days and sessions that are over; of what is not over yet they are read as they are.
--
-- Viewers are people: kind STANDARD, without the host; two connections of one person at a time count once. Nobody
-- watches before a session is on air or after its end. Intervals have their beginning and not their end.

-- The stays of viewers in some sessions, cut to an interval: who has come and gone within one second was there too.
-- joined_at is not cut, so that a connection is a join of one day only.
create or replace function public.live_viewer_stays(
  p_session_ids uuid[], p_from timestamptz, p_until timestamptz
)
returns table (session_id uuid, user_id uuid, joined_at timestamptz, since timestamptz, until timestamptz)
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    select s.id, t.user_id, here.joined_at, here.since, greatest(here.since, here.until)
    from public.live_sessions s
    join public.live_stays t on t.session_id = s.id
    cross join lateral (
      select
        greatest(t.joined_at, s.started_at) as joined_at,
        greatest(t.joined_at, s.started_at, p_from) as since,
        -- least() passes over what is not known: whoever is still there is there until the end of the interval
        least(t.left_at, s.ended_at, p_until) as until
    ) here
    where s.id = any (p_session_ids)
      and t.kind = 'STANDARD'
      and t.user_id <> s.creator_id
      and t.joined_at < p_until
      and (s.ended_at is null or t.joined_at <= s.ended_at)
      and (here.until > here.since or t.joined_at = here.since);
end;
$$;

-- The same without overlaps: for how long each person watched without a break.
create or replace function public.live_viewer_spans(
  p_session_ids uuid[], p_from timestamptz, p_until timestamptz
)
returns table (session_id uuid, user_id uuid, since timestamptz, until timestamptz, seconds integer)
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    select watched.session_id, watched.user_id, lower(span), upper(span),
      -- whole seconds, cut alike everywhere, so that the parts of a span add up to it
      (floor(extract(epoch from upper(span))) - floor(extract(epoch from lower(span))))::integer
    from (
      select t.session_id, t.user_id, range_agg(tstzrange(t.since, t.until)) as spans
      from public.live_viewer_stays(p_session_ids, p_from, p_until) t
      group by t.session_id, t.user_id
    ) watched
    cross join unnest(watched.spans) span;
end;
$$;

-- How many were watching some sessions, from each moment on at which that changed, and at the beginning of each step of
-- the interval. Leaving and joining in the same second do not overlap.
create or replace function public.live_viewer_levels(
  p_session_ids uuid[], p_from timestamptz, p_until timestamptz, p_step interval
)
returns table (at timestamptz, level integer)
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    with spans as materialized (
      select * from public.live_viewer_spans(p_session_ids, p_from, p_until)
    ),
    edges as (
      select since as moment, 1 as change from spans
      union all
      select until, -1 from spans
      union all
      select g, 0 from generate_series(p_from, p_until - interval '1 microsecond', p_step) g
    )
    select e.moment, (sum(sum(e.change)) over (order by e.moment))::integer
    from edges e
    group by e.moment;
end;
$$;

-- The sessions that were on air in an interval.
create or replace function public.live_sessions_on_air(p_from timestamptz, p_until timestamptz)
returns uuid[]
language plpgsql
stable
set search_path = ''
as $$
begin
  return array(
    select s.id
    from public.live_sessions s
    where s.started_at < p_until and (s.ended_at >= p_from or s.ended_at is null)
  );
end;
$$;

-- The whole platform in an interval: people, connections, seconds watched, the most at once and since when, and the
-- same of each hour.
create or replace function public.live_measure_viewers(
  p_from timestamptz, p_until timestamptz,
  out viewers integer, out joins integer, out watch_seconds bigint, out peak_viewers integer, out peak_at timestamptz,
  out hourly_peaks integer[]
)
language plpgsql
stable
set search_path = ''
as $$
declare
  on_air constant uuid[] := public.live_sessions_on_air(p_from, p_until);
begin
  select count(distinct t.user_id), count(*) filter (where t.joined_at >= p_from)
  into viewers, joins
  from public.live_viewer_stays(on_air, p_from, p_until) t;
  select coalesce(sum(w.seconds), 0) into watch_seconds
  from public.live_viewer_spans(on_air, p_from, p_until) w;

  with levels as materialized (
    select l.at, l.level, floor(extract(epoch from l.at - p_from) / 3600) as hour
    from public.live_viewer_levels(on_air, p_from, p_until, '1 hour') l
    where l.at < p_until
  )
  select max(l.level), (array_agg(l.at order by l.level desc, l.at))[1],
    array(select max(h.level) from levels h group by h.hour order by h.hour)
  into peak_viewers, peak_at, hourly_peaks
  from levels l;
  -- whoever came and went within one second was there all the same
  peak_viewers := greatest(coalesce(peak_viewers, 0), least(1, viewers));
  peak_at := case when peak_viewers > 0 then peak_at end;
end;
$$;

-- The same by creator and type, and what was said there.
create or replace function public.live_measure_creators(p_from timestamptz, p_until timestamptz)
returns table (
  creator_id uuid, session_type text, viewers integer, joins integer, watch_seconds bigint, messages integer
)
language plpgsql
stable
set search_path = ''
as $$
declare
  on_air constant uuid[] := public.live_sessions_on_air(p_from, p_until);
begin
  return query
    select f.creator_id, f.session_type, sum(f.viewers)::integer, sum(f.joins)::integer, sum(f.seconds)::bigint,
      sum(f.lines)::integer
    from (
      select s.creator_id, s.session_type, count(distinct t.user_id) as viewers,
        count(*) filter (where t.joined_at >= p_from) as joins, 0 as seconds, 0 as lines
      from public.live_viewer_stays(on_air, p_from, p_until) t
      join public.live_sessions s on s.id = t.session_id
      group by 1, 2
      union all
      select s.creator_id, s.session_type, 0, 0, sum(w.seconds), 0
      from public.live_viewer_spans(on_air, p_from, p_until) w
      join public.live_sessions s on s.id = w.session_id
      group by 1, 2
      union all
      select s.creator_id, s.session_type, 0, 0, 0, count(*)
      from public.live_sessions s
      join public.live_messages m on m.session_id = s.id
      where s.id = any (on_air)
        and m.message_type = 'text'
        and m.created_at >= p_from
        and m.created_at < p_until
      group by 1, 2
    ) f
    group by f.creator_id, f.session_type;
end;
$$;

-- What was paid in an interval, by creator, kind and session, and what of that was given back, whenever that was.
create or replace function public.live_measure_payments(p_from timestamptz, p_until timestamptz)
returns table (
  creator_id uuid, kind text, session_id uuid, payments integer, coins bigint, creator_share bigint,
  platform_share bigint, refunds integer, refunded_coins bigint, refunded_creator_share bigint,
  refunded_platform_share bigint
)
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    select p.payee_id, p.kind, p.session_id, count(*)::integer, sum(p.coins), sum(p.creator_share),
      sum(p.platform_share), count(r.id)::integer, coalesce(sum(r.coins), 0)::bigint,
      coalesce(sum(r.creator_share), 0)::bigint, coalesce(sum(r.platform_share), 0)::bigint
    from public.live_payments p
    left join public.live_payments r on r.refunds = p.id
    where p.kind <> 'refund' and p.created_at >= p_from and p.created_at < p_until
    group by p.payee_id, p.kind, p.session_id;
end;
$$;

-- The calls placed in an interval, by type, and how they went; one that goes on counts up to now.
create or replace function public.live_measure_calls(p_from timestamptz, p_until timestamptz, p_now timestamptz)
returns table (
  call_type text, calls integer, answered integer, missed integer, rejected integer, busy integer, failed integer,
  duration_seconds bigint
)
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    select c.call_type, count(*)::integer, count(c.answered_at)::integer,
      count(*) filter (where c.outcome = 'missed')::integer,
      count(*) filter (where c.outcome = 'rejected')::integer,
      count(*) filter (where c.outcome = 'busy')::integer,
      count(*) filter (where c.outcome = 'failed')::integer,
      coalesce(sum(greatest(0, floor(extract(epoch from coalesce(c.ended_at, p_now) - c.answered_at)))), 0)::bigint
    from public.calls c
    where c.created_at >= p_from and c.created_at < p_until
    group by c.call_type;
end;
$$;

revoke execute on function public.live_viewer_stays(uuid[], timestamptz, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_viewer_spans(uuid[], timestamptz, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_viewer_levels(uuid[], timestamptz, timestamptz, interval)
  from public, anon, authenticated;
revoke execute on function public.live_sessions_on_air(timestamptz, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_measure_viewers(timestamptz, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_measure_creators(timestamptz, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_measure_payments(timestamptz, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_measure_calls(timestamptz, timestamptz, timestamptz)
  from public, anon, authenticated;
grant execute on function public.live_viewer_stays(uuid[], timestamptz, timestamptz) to service_role;
grant execute on function public.live_viewer_spans(uuid[], timestamptz, timestamptz) to service_role;
grant execute on function public.live_viewer_levels(uuid[], timestamptz, timestamptz, interval) to service_role;
grant execute on function public.live_sessions_on_air(timestamptz, timestamptz) to service_role;
grant execute on function public.live_measure_viewers(timestamptz, timestamptz) to service_role;
grant execute on function public.live_measure_creators(timestamptz, timestamptz) to service_role;
grant execute on function public.live_measure_payments(timestamptz, timestamptz) to service_role;
grant execute on function public.live_measure_calls(timestamptz, timestamptz, timestamptz) to service_role;
