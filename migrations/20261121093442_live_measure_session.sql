-- What the stays of one session come to: its viewers, and how they came and went while it was on air.

-- How long one point of a course of so many seconds lasts: a round number of seconds with which there are no more than
-- p_most points.
create or replace function public.live_step_seconds(p_seconds integer, p_most integer)
returns integer
language plpgsql
immutable
set search_path = ''
as $$
begin
  return coalesce(
    (
      select min(s)
      from unnest(array[10, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 28800, 86400]) s
      where s::bigint * p_most >= p_seconds
    ),
    ceil(p_seconds::numeric / p_most)::integer
  );
end;
$$;

-- How the viewers of a session came and stayed, as the report shows it:
--   concurrency  {step_seconds, points}: the most at once in each step, 240 at most
--   joins        {step_seconds, points}: connections begun in each minute; of a session beyond a day in longer steps
--   stayed       [{minutes, viewers, percent}]: who watched for so long in all
--   present      [{percent_of_session, viewers, percent}]: who was there when so much of it had passed
-- Percents are of all its viewers, rounded to whole ones.
create or replace function public.live_session_course(
  p_session public.live_sessions, p_until timestamptz, p_viewers integer
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  ids constant uuid[] := array[p_session.id];
  started constant timestamptz := p_session.started_at;
  over_at constant timestamptz := coalesce(p_session.ended_at, p_until);
  seconds constant integer := greatest(1, ceil(extract(epoch from over_at - started)))::integer;
  step constant integer := public.live_step_seconds(seconds, 240);
  minute constant integer := greatest(60, public.live_step_seconds(seconds, 1440));
  levels jsonb;
  came jsonb;
  stayed jsonb;
  present jsonb;
begin
  select jsonb_agg(coalesce(l.level, 0) order by n) into levels
  from generate_series(0, (seconds - 1) / step) n
  left join (
    select floor(extract(epoch from v.at - started) / step)::integer as n, max(v.level) as level
    from public.live_viewer_levels(ids, started, over_at, make_interval(secs => step)) v
    group by 1
  ) l using (n);
  select jsonb_agg(coalesce(j.joins, 0) order by n) into came
  from generate_series(0, (seconds - 1) / minute) n
  left join (
    select least(floor(extract(epoch from t.joined_at - started) / minute)::integer, (seconds - 1) / minute) as n,
      count(*) as joins
    from public.live_viewer_stays(ids, '-infinity', p_until) t
    group by 1
  ) j using (n);
  select jsonb_agg(jsonb_build_object(
    'minutes', m.minutes, 'viewers', m.viewers, 'percent', public.live_percent(m.viewers, p_viewers)
  ) order by m.minutes) into stayed
  from (
    select asked.minutes, count(w.user_id)::integer as viewers
    from unnest(array[1, 5, 10, 30, 60]) asked (minutes)
    left join (
      select s.user_id, sum(s.seconds) as seconds
      from public.live_viewer_spans(ids, '-infinity', p_until) s
      group by 1
    ) w on w.seconds >= asked.minutes * 60
    group by 1
  ) m;
  select jsonb_agg(jsonb_build_object(
    'percent_of_session', p.tenth * 10, 'viewers', p.viewers, 'percent', public.live_percent(p.viewers, p_viewers)
  ) order by p.tenth) into present
  from (
    select tenth, count(w.user_id)::integer as viewers
    from generate_series(1, 10) tenth
    left join public.live_viewer_spans(ids, '-infinity', p_until) w
      on w.since < started + (over_at - started) * tenth / 10 and w.until >= started + (over_at - started) * tenth / 10
    group by 1
  ) p;
  return jsonb_build_object(
    'concurrency', jsonb_build_object('step_seconds', step, 'points', levels),
    'joins', jsonb_build_object('step_seconds', minute, 'points', came),
    'stayed', stayed,
    'present', present
  );
end;
$$;

-- A part of a whole in whole percents, 0 of nothing; the report is written in it.
create or replace function public.live_percent(p_part bigint, p_whole bigint)
returns integer
language plpgsql
immutable
set search_path = ''
as $$
begin
  return coalesce(round(p_part * 100.0 / nullif(p_whole, 0)), 0)::integer;
end;
$$;

-- The figures of a session up to its end, or up to a moment while it is on air; the roll-up writes them, and what is
-- not rolled up yet is read from here. The course takes most of the time: lists do without.
create or replace function public.live_measure_session(
  p_session public.live_sessions, p_now timestamptz, p_with_course boolean
)
returns public.live_session_figures
language plpgsql
stable
set search_path = ''
as $$
declare
  ids constant uuid[] := array[p_session.id];
  counted_until constant timestamptz := case when p_session.ended_at is null then p_now else 'infinity' end;
  figures public.live_session_figures;
begin
  figures.session_id := p_session.id;
  figures.day := public.live_day_of(p_session.started_at);
  figures.creator_id := p_session.creator_id;
  figures.session_type := p_session.session_type;
  figures.duration_seconds :=
    greatest(0, floor(extract(epoch from coalesce(p_session.ended_at, p_now) - p_session.started_at)));
  select count(distinct t.user_id), count(*) into figures.viewers, figures.joins
  from public.live_viewer_stays(ids, '-infinity', counted_until) t;

  select coalesce(sum(w.seconds), 0),
    -- those who were gone within a second have no span
    coalesce(percentile_disc(0.5) within group (order by w.seconds), 0)
  into figures.watch_seconds, figures.median_watch_seconds
  from (
    select t.user_id, coalesce(s.seconds, 0) as seconds
    from (select distinct v.user_id from public.live_viewer_stays(ids, '-infinity', counted_until) v) t
    left join (
      select v.user_id, sum(v.seconds) as seconds
      from public.live_viewer_spans(ids, '-infinity', counted_until) v
      group by 1
    ) s using (user_id)
  ) w;
  select l.level, l.at into figures.peak_viewers, figures.peak_at
  from public.live_viewer_levels(ids, p_session.started_at, coalesce(p_session.ended_at, p_now), '1 day') l
  order by l.level desc, l.at
  limit 1;
  -- whoever came and went within one second was there all the same
  figures.peak_viewers := greatest(coalesce(figures.peak_viewers, 0), least(1, figures.viewers));
  figures.peak_at := case when figures.peak_viewers > 0 then figures.peak_at end;
  figures.course := case
    when p_with_course then public.live_session_course(p_session, counted_until, figures.viewers) else '{}'
  end;
  figures.measured_at := p_now;
  figures.is_stale := false;
  return figures;
end;
$$;

revoke execute on function public.live_step_seconds(integer, integer) from public, anon, authenticated;
revoke execute on function public.live_session_course(public.live_sessions, timestamptz, integer)
  from public, anon, authenticated;
revoke execute on function public.live_percent(bigint, bigint) from public, anon, authenticated;
revoke execute on function public.live_measure_session(public.live_sessions, timestamptz, boolean)
  from public, anon, authenticated;
grant execute on function public.live_step_seconds(integer, integer) to service_role;
grant execute on function public.live_session_course(public.live_sessions, timestamptz, integer) to service_role;
grant execute on function public.live_percent(bigint, bigint) to service_role;
grant execute on function public.live_measure_session(public.live_sessions, timestamptz, boolean) to service_role;
