-- What the ops panel asks of whole days: `overview`, `daily` and how many were watching.

-- Coins as every figure of revenue tells them: what was paid (gross), what of it was given back, and what is left of
-- each share.
create or replace function public.live_revenue(
  p_coins bigint, p_creator_share bigint, p_platform_share bigint,
  p_refunded_coins bigint, p_refunded_creator_share bigint, p_refunded_platform_share bigint
)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'gross', coalesce(p_coins, 0),
    'refunds', coalesce(p_refunded_coins, 0),
    'net', coalesce(p_coins - p_refunded_coins, 0),
    'creator_share', coalesce(p_creator_share - p_refunded_creator_share, 0),
    'platform_share', coalesce(p_platform_share - p_refunded_platform_share, 0)
  );
end;
$$;

-- One object for each day from the latest p_days, the last of which is today, oldest first, those on which nothing
-- happened included; `daily` and `overview` are made of them. A session counts on the day on which it went on air.
create or replace function public.live_stats_by_day(p_days integer, p_now timestamptz)
returns table (day date, figures jsonb)
language plpgsql
stable
set search_path = ''
as $$
declare
  today constant date := public.live_day_of(p_now);
  since constant date := today - (p_days - 1);
begin
  return query
    select since + n, jsonb_build_object(
      'date', since + n,
      'total_sessions', coalesce(s.sessions, 0),
      'video_sessions', coalesce(s.video, 0),
      'audio_sessions', coalesce(s.audio, 0),
      'viewers', coalesce(s.peaks, 0),
      'total_viewers', coalesce(s.viewers, 0),
      'total_duration_seconds', coalesce(s.seconds, 0),
      'unique_viewers', coalesce(v.viewers, 0),
      'total_joins', coalesce(v.joins, 0),
      'total_watch_time_seconds', coalesce(v.watch_seconds, 0),
      'peak_viewers', coalesce(v.peak_viewers, 0),
      'peak_at', v.peak_at,
      'total_messages', coalesce(v.messages, 0),
      'total_gifts_received', coalesce(p.gifts, 0),
      'total_calls', coalesce(c.calls, 0),
      'video_calls', coalesce(c.video, 0),
      'audio_calls', coalesce(c.audio, 0),
      'answered_calls', coalesce(c.answered, 0),
      'missed_calls', coalesce(c.missed, 0),
      'total_call_seconds', coalesce(c.seconds, 0),
      'revenue', coalesce(p.revenue, public.live_revenue(0, 0, 0, 0, 0, 0))
    )
    from generate_series(0, p_days - 1) n
    left join public.live_stats_viewers(since, p_now) v on v.day = since + n
    left join (
      select f.day, count(*) as sessions, count(*) filter (where f.session_type = 'video_live') as video,
        count(*) filter (where f.session_type = 'audio_room') as audio, sum(f.peak_viewers) as peaks,
        sum(f.viewers) as viewers, sum(f.duration_seconds) as seconds
      from public.live_stats_sessions(since, p_now) f
      group by 1
    ) s on s.day = since + n
    left join (
      select d.day, d.gift_coins as gifts, public.live_revenue(
          d.coins, d.creator_share, d.platform_share,
          d.refunded_coins, d.refunded_creator_share, d.refunded_platform_share
        ) as revenue
      from public.live_days d
      where d.day >= since
      union all
      select o.day, (sum(m.coins - m.refunded_coins) filter (where m.kind = 'gift'))::bigint, public.live_revenue(
          sum(m.coins)::bigint, sum(m.creator_share)::bigint, sum(m.platform_share)::bigint,
          sum(m.refunded_coins)::bigint, sum(m.refunded_creator_share)::bigint, sum(m.refunded_platform_share)::bigint
        )
      from public.live_open_days(p_now) o
      cross join lateral public.live_measure_payments(o.starts_at, o.ends_at) m
      group by o.day
    ) p on p.day = since + n
    left join (
      select d.day, sum(d.calls) as calls, sum(d.calls) filter (where d.call_type = 'video_call') as video,
        sum(d.calls) filter (where d.call_type = 'audio_call') as audio, sum(d.answered) as answered,
        sum(d.missed) as missed, sum(d.duration_seconds) as seconds
      from public.live_stats_call_days(since, p_now) d
      group by 1
    ) c on c.day = since + n;
end;
$$;

-- Several days in one: what can be added up, and the highest peak. Different viewers cannot; nor is there a number of
-- people of a week. An average is that of the sessions, rounded to whole seconds.
create or replace function public.live_stats_total(p_days jsonb)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
declare
  totals jsonb;
  revenue jsonb;
  peak jsonb;
begin
  select jsonb_object_agg(f.key, f.total) into totals
  from (
    select e.key, sum(e.value::bigint) as total
    from jsonb_array_elements(p_days) d
    cross join jsonb_each_text(d - '{date,unique_viewers,peak_viewers,peak_at,revenue,avg_duration_seconds}'::text[]) e
    group by e.key
  ) f;
  select jsonb_object_agg(f.key, f.total) into revenue
  from (
    select e.key, sum(e.value::bigint) as total
    from jsonb_array_elements(p_days) d
    cross join jsonb_each_text(d -> 'revenue') e
    group by e.key
  ) f;
  select jsonb_build_object('peak_viewers', d -> 'peak_viewers', 'peak_at', d -> 'peak_at') into peak
  from jsonb_array_elements(p_days) d
  order by (d ->> 'peak_viewers')::integer desc, d ->> 'date'
  limit 1;
  return public.live_with_average(totals || peak || jsonb_build_object('revenue', revenue));
end;
$$;

-- The same object with the average length of its sessions.
create or replace function public.live_with_average(p_figures jsonb)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
  return p_figures || jsonb_build_object('avg_duration_seconds', coalesce(round(
    (p_figures ->> 'total_duration_seconds')::numeric / nullif((p_figures ->> 'total_sessions')::integer, 0)
  ), 0));
end;
$$;

-- `analytics/daily`: {time_zone, days_pending, days: [live_stats_by_day()]}, a year at most. days_pending is how many
-- older days the roll-up still has before it; they show nothing yet.
create or replace function public.live_stats_daily(p_days integer, p_now timestamptz default now())
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  today constant date := public.live_day_of(p_now);
begin
  return jsonb_build_object(
    'time_zone', public.live_setting_text('analytics_time_zone'),
    'days_pending', greatest(0, coalesce(today - 6 - public.live_next_day(), 0)),
    'days', (
      select jsonb_agg(public.live_with_average(d.figures) order by d.day)
      from public.live_stats_by_day(least(greatest(p_days, 1), 366), p_now) d
    )
  );
end;
$$;

-- `analytics/overview`: {time_zone, days_pending, today, last_7_days, last_30_days, daily}, the last the seven days one
-- by one. Days begin at midnight and today counts as one of them.
create or replace function public.live_stats_overview(p_now timestamptz default now())
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  month constant jsonb := public.live_stats_daily(30, p_now);
  week constant jsonb := jsonb_path_query_array(month, '$.days[last - 6 to last]');
begin
  return (month - 'days') || jsonb_build_object(
    'today', month -> 'days' -> -1,
    'last_7_days', public.live_stats_total(week),
    'last_30_days', public.live_stats_total(month -> 'days'),
    'daily', week
  );
end;
$$;

-- How many were watching, by day and by hour: {time_zone, now, days: [{date, starts_at, peak_viewers, peak_at,
-- hours}]}. An hour is told by its place, from starts_at on, and by the most who watched at once in it.
create or replace function public.live_stats_concurrency(p_days integer, p_now timestamptz default now())
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  since constant date := public.live_day_of(p_now) - (least(greatest(p_days, 1), 366) - 1);
begin
  return jsonb_build_object(
    'time_zone', public.live_setting_text('analytics_time_zone'),
    'now', (
      select coalesce(sum(public.live_watching(s.id)), 0) from public.live_sessions s where s.status = 'live'
    ),
    'days', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'date', v.day, 'starts_at', v.starts_at, 'peak_viewers', v.peak_viewers, 'peak_at', v.peak_at,
        'hours', v.hourly_peaks
      ) order by v.day), '[]')
      from public.live_stats_viewers(since, p_now) v
    )
  );
end;
$$;

revoke execute on function public.live_revenue(bigint, bigint, bigint, bigint, bigint, bigint)
  from public, anon, authenticated;
revoke execute on function public.live_stats_by_day(integer, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_stats_total(jsonb) from public, anon, authenticated;
revoke execute on function public.live_with_average(jsonb) from public, anon, authenticated;
revoke execute on function public.live_stats_daily(integer, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_stats_overview(timestamptz) from public, anon, authenticated;
revoke execute on function public.live_stats_concurrency(integer, timestamptz) from public, anon, authenticated;
grant execute on function public.live_revenue(bigint, bigint, bigint, bigint, bigint, bigint) to service_role;
grant execute on function public.live_stats_by_day(integer, timestamptz) to service_role;
grant execute on function public.live_stats_total(jsonb) to service_role;
grant execute on function public.live_with_average(jsonb) to service_role;
grant execute on function public.live_stats_daily(integer, timestamptz) to service_role;
grant execute on function public.live_stats_overview(timestamptz) to service_role;
grant execute on function public.live_stats_concurrency(integer, timestamptz) to service_role;
