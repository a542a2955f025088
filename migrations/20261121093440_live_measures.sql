-- Figures counted from what happened: stays, the journal, calls, chat lines. Never from counters. The roll-up writes
-- them down for days and sessions that are over; of what is not over yet they are read as they are.
--
-- Viewers are people: kind STANDARD, without the host; two connections of one person at a time count once. Nobody
-- watches before a session is on air or after its end. Intervals have their beginning and not their end.

-- The stays of viewers in some sessions, cut to an interval: who has come and gone within one second was there too.
-- since and until are what a stay adds to the earlier ones of that person in that session, which may be nothing;
-- joined_at is not cut, so that a connection is a join of one day only. Seconds are whole ones, cut alike everywhere,
-- so that the parts of a stay add up to it.
create or replace function public.live_viewer_stays(
  p_session_ids uuid[], p_from timestamptz, p_until timestamptz
)
returns table (
  session_id uuid, user_id uuid, joined_at timestamptz, since timestamptz, until timestamptz, seconds integer
)
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    select w.session_id, w.user_id, w.joined_at, w.since, w.until,
      -- in double precision, which holds microseconds for centuries
      (floor(date_part('epoch', w.until)) - floor(date_part('epoch', w.since)))::integer
    from (
      select h.session_id, h.user_id, h.joined_at, greatest(h.since, h.seen) as since,
        greatest(h.since, h.seen, h.until) as until
      from (
        select s.id as session_id, t.user_id, here.joined_at, here.since, here.until,
          max(here.until) over (
            partition by t.session_id, t.user_id order by here.since rows between unbounded preceding and 1 preceding
          ) as seen
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
          and (here.until > here.since or t.joined_at = here.since)
      ) h
    ) w;
end;
$$;

-- How many were there, of people who came and went at these moments, from each moment on at which that changed, and at
-- the beginning of each step of the interval. Leaving and joining in the same second do not overlap. A moment may be
-- told more than once, with the same number.
create or replace function public.live_levels(
  p_since timestamptz[], p_until timestamptz[], p_from timestamptz, p_to timestamptz, p_step interval
)
returns table (at timestamptz, level integer)
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    with edges as (
      select came as moment, 1 as change from unnest(p_since) came
      union all
      select went, -1 from unnest(p_until) went
      union all
      select g, 0 from generate_series(p_from, p_to - interval '1 microsecond', p_step) g
    )
    select e.moment, (sum(e.change) over (order by e.moment))::integer from edges e;
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
  -- apart, because an index is of little use to `or`
  return array(
    select s.id from public.live_sessions s where s.ended_at >= p_from and s.started_at < p_until
    union all
    select s.id from public.live_sessions s where s.ended_at is null and s.started_at < p_until
  );
end;
$$;

-- The whole platform in an interval: people, connections, seconds watched, the most at once and since when, the same of
-- each hour, and what was said.
create or replace function public.live_measure_viewers(
  p_from timestamptz, p_until timestamptz,
  out viewers integer, out joins integer, out watch_seconds bigint, out peak_viewers integer, out peak_at timestamptz,
  out hourly_peaks integer[], out messages integer
)
language plpgsql
stable
set search_path = ''
as $$
declare
  on_air constant uuid[] := public.live_sessions_on_air(p_from, p_until);
  came timestamptz[];
  went timestamptz[];
begin
  select count(distinct t.user_id), count(*) filter (where t.joined_at >= p_from), coalesce(sum(t.seconds), 0),
    array_agg(t.since) filter (where t.until > t.since), array_agg(t.until) filter (where t.until > t.since)
  into viewers, joins, watch_seconds, came, went
  from public.live_viewer_stays(on_air, p_from, p_until) t;

  with levels as materialized (
    select l.at, l.level, floor(date_part('epoch', l.at - p_from) / 3600) as hour
    from public.live_levels(came, went, p_from, p_until, '1 hour') l
    where l.at < p_until
  ),
  hours as materialized (
    select l.hour, max(l.level) as level from levels l group by l.hour
  )
  select max(h.level), array_agg(h.level order by h.hour),
    (select min(l.at) from levels l where l.level = (select max(x.level) from hours x))
  into peak_viewers, hourly_peaks, peak_at
  from hours h;
  -- whoever came and went within one second was there all the same
  peak_viewers := greatest(coalesce(peak_viewers, 0), least(1, viewers));
  peak_at := case when peak_viewers > 0 then peak_at end;

  select count(*) into messages
  from public.live_messages m
  where m.session_id = any (on_air)
    and m.message_type = 'text'
    and m.created_at >= p_from
    and m.created_at < p_until;
end;
$$;

-- The same by creator and type.
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
        count(*) filter (where t.joined_at >= p_from) as joins, sum(t.seconds) as seconds, 0 as lines
      from public.live_viewer_stays(on_air, p_from, p_until) t
      join public.live_sessions s on s.id = t.session_id
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
    -- one at most; said so that each is looked up, and not all there ever were gone through
    left join lateral (select x.* from public.live_payments x where x.refunds = p.id limit 1) r on true
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
      coalesce(sum(greatest(0, floor(date_part('epoch', coalesce(c.ended_at, p_now) - c.answered_at)))), 0)::bigint
    from public.calls c
    where c.created_at >= p_from and c.created_at < p_until
    group by c.call_type;
end;
$$;

revoke execute on function public.live_viewer_stays(uuid[], timestamptz, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_levels(timestamptz[], timestamptz[], timestamptz, timestamptz, interval)
  from public, anon, authenticated;
revoke execute on function public.live_sessions_on_air(timestamptz, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_measure_viewers(timestamptz, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_measure_creators(timestamptz, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_measure_payments(timestamptz, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_measure_calls(timestamptz, timestamptz, timestamptz)
  from public, anon, authenticated;
grant execute on function public.live_viewer_stays(uuid[], timestamptz, timestamptz) to service_role;
grant execute on function public.live_levels(timestamptz[], timestamptz[], timestamptz, timestamptz, interval)
  to service_role;
grant execute on function public.live_sessions_on_air(timestamptz, timestamptz) to service_role;
grant execute on function public.live_measure_viewers(timestamptz, timestamptz) to service_role;
grant execute on function public.live_measure_creators(timestamptz, timestamptz) to service_role;
grant execute on function public.live_measure_payments(timestamptz, timestamptz) to service_role;
grant execute on function public.live_measure_calls(timestamptz, timestamptz, timestamptz) to service_role;
