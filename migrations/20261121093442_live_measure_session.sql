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

-- How the viewers of a session came and stayed, as the report shows it:
--   concurrency  {step_seconds, points}: the most at once in each step, 240 at most
--   joins        {step_seconds, points}: connections begun in each minute; of a session beyond a day in longer steps
--   stayed       [{minutes, viewers, percent}]: who watched for so long in all
--   present      [{percent_of_session, viewers, percent}]: who was there when so much of it had passed
-- Percents are of all its viewers, rounded to whole ones. Told are the moments at which connections began, those at
-- which people came and went, and for how long each person watched; live_measure_session() has them.
create or replace function public.live_session_course(
  p_started timestamptz, p_over timestamptz, p_joined timestamptz[], p_since timestamptz[], p_until timestamptz[],
  p_watched integer[], p_viewers integer
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  seconds constant integer := greatest(1, ceil(date_part('epoch', p_over - p_started)))::integer;
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
    select floor(date_part('epoch', v.at - p_started) / step)::integer as n, max(v.level) as level
    from public.live_levels(p_since, p_until, p_started, p_over, make_interval(secs => step)) v
    group by 1
  ) l using (n);
  select jsonb_agg(coalesce(j.joins, 0) order by n) into came
  from generate_series(0, (seconds - 1) / minute) n
  left join (
    select least(floor(date_part('epoch', t - p_started) / minute)::integer, (seconds - 1) / minute) as n,
      count(*) as joins
    from unnest(p_joined) t
    group by 1
  ) j using (n);
  select jsonb_agg(jsonb_build_object(
    'minutes', asked, 'viewers', n, 'percent', public.live_percent(n, p_viewers)
  ) order by asked) into stayed
  from unnest(array[1, 5, 10, 30, 60]) asked
  cross join lateral (select count(*) as n from unnest(p_watched) w where w >= asked * 60) watched;
  select jsonb_agg(jsonb_build_object(
    'percent_of_session', tenth * 10, 'viewers', n, 'percent', public.live_percent(n, p_viewers)
  ) order by tenth) into present
  from generate_series(1, 10) tenth
  cross join lateral (select p_started + (p_over - p_started) * tenth / 10 as at) moment
  cross join lateral (
    select count(*) as n
    from unnest(p_since, p_until) w (since, until)
    where w.since < moment.at and w.until >= moment.at
  ) here;
  return jsonb_build_object(
    'concurrency', jsonb_build_object('step_seconds', step, 'points', levels),
    'joins', jsonb_build_object('step_seconds', minute, 'points', came),
    'stayed', stayed,
    'present', present
  );
end;
$$;

-- The figures of a session up to its end, or up to a moment while it is on air; the roll-up writes them, and what is
-- not rolled up yet is read from here, by lists without the course.
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
  over_at constant timestamptz := coalesce(p_session.ended_at, p_now);
  counted_until constant timestamptz := case when p_session.ended_at is null then p_now else 'infinity' end;
  figures public.live_session_figures;
  joined timestamptz[];
  came timestamptz[];
  went timestamptz[];
  watched integer[];
begin
  figures.session_id := p_session.id;
  figures.day := public.live_day_of(p_session.started_at);
  figures.creator_id := p_session.creator_id;
  figures.session_type := p_session.session_type;
  figures.duration_seconds := greatest(0, floor(date_part('epoch', over_at - p_session.started_at)));
  with stays as materialized (
    select * from public.live_viewer_stays(ids, '-infinity', counted_until)
  )
  select all_of_them.joins, all_of_them.lasting, all_of_them.joined, all_of_them.came, all_of_them.went,
    people.viewers, people.seconds, people.median, people.watched
  into figures.joins, figures.lasting_seconds, joined, came, went,
    figures.viewers, figures.watch_seconds, figures.median_watch_seconds, watched
  from (
    select count(*) as joins, coalesce(sum(t.seconds) filter (where t.seconds >= 30), 0) as lasting,
      array_agg(t.joined_at) as joined,
      array_agg(t.since) filter (where t.until > t.since) as came,
      array_agg(t.until) filter (where t.until > t.since) as went
    from stays t
  ) all_of_them
  cross join (
    select count(*) as viewers, coalesce(sum(p.seconds), 0) as seconds, array_agg(p.seconds) as watched,
      coalesce(percentile_disc(0.5) within group (order by p.seconds), 0) as median
    from (select sum(t.seconds)::integer as seconds from stays t group by t.user_id) p
  ) people;

  select l.level, l.at into figures.peak_viewers, figures.peak_at
  from public.live_levels(came, went, p_session.started_at, over_at, '1 day') l
  order by l.level desc, l.at
  limit 1;
  figures.peak_viewers := greatest(coalesce(figures.peak_viewers, 0), least(1, figures.viewers));
  figures.peak_at := case when figures.peak_viewers > 0 then figures.peak_at end;
  figures.course := case
    when p_with_course then public.live_session_course(
      p_session.started_at, over_at, joined, came, went, watched, figures.viewers
    )
    else '{}'
  end;
  figures.measured_at := p_now;
  figures.is_stale := false;
  return figures;
end;
$$;

revoke execute on function public.live_step_seconds(integer, integer) from public, anon, authenticated;
revoke execute on function public.live_percent(bigint, bigint) from public, anon, authenticated;
revoke execute on function public.live_session_course(
  timestamptz, timestamptz, timestamptz[], timestamptz[], timestamptz[], integer[], integer
) from public, anon, authenticated;
revoke execute on function public.live_measure_session(public.live_sessions, timestamptz, boolean)
  from public, anon, authenticated;
grant execute on function public.live_step_seconds(integer, integer) to service_role;
grant execute on function public.live_percent(bigint, bigint) to service_role;
grant execute on function public.live_session_course(
  timestamptz, timestamptz, timestamptz[], timestamptz[], timestamptz[], integer[], integer
) to service_role;
grant execute on function public.live_measure_session(public.live_sessions, timestamptz, boolean) to service_role;
