-- What the figures of the ops panel are made of: days and sessions that are over as they were rolled up, the others
-- counted from the rows as they are at p_now.

-- The sessions that went on air since a day, with their figures: as they were rolled up, else counted now. The figures
-- of days and of creators ask it.
create or replace function public.live_stats_sessions(p_from date, p_now timestamptz)
returns setof public.live_session_figures
language plpgsql
stable
set search_path = ''
as $$
declare
  since constant timestamptz := (select b.starts_at from public.live_day_bounds(p_from) b);
  settled constant timestamptz := coalesce((public.live_last_day()).starts_at, '-infinity');
begin
  return query
    select f.* from public.live_session_figures f where f.day >= p_from and f.measured_at is not null
    union all
    select m.*
    from (
      -- on air, over since the last day that is written, or marked: every other one has its figures
      select x.id from public.live_sessions x where x.ended_at is null and x.started_at >= since
      union all
      select x.id from public.live_sessions x where x.ended_at >= settled and x.started_at >= since
      union
      select x.session_id from public.live_session_figures x where x.is_stale and x.day >= p_from
    ) recent
    join public.live_sessions s on s.id = recent.id
    left join public.live_session_figures f on f.session_id = s.id
    cross join lateral public.live_measure_session(s, p_now, false) m
    where f.measured_at is null and s.started_at <= p_now;
end;
$$;

-- The whole platform by day, since a day.
create or replace function public.live_stats_viewers(p_from date, p_now timestamptz)
returns table (
  day date, starts_at timestamptz, viewers integer, joins integer, watch_seconds bigint, peak_viewers integer,
  peak_at timestamptz, hourly_peaks integer[], messages integer
)
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    select d.day, d.starts_at, d.viewers, d.joins, d.watch_seconds, d.peak_viewers, d.peak_at, d.hourly_peaks,
      d.messages
    from public.live_days d
    where d.day >= p_from
    union all
    select o.day, o.starts_at, m.*
    from public.live_open_days(p_now) o
    cross join lateral public.live_measure_viewers(o.starts_at, least(o.ends_at, p_now)) m
    where o.day >= p_from;
end;
$$;

-- What was watched and said by day, creator and type, since a day.
create or replace function public.live_stats_creator_days(p_from date, p_now timestamptz)
returns setof public.live_daily_creators
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    select d.* from public.live_daily_creators d where d.day >= p_from
    union all
    select o.day, m.*
    from public.live_open_days(p_now) o
    cross join lateral public.live_measure_creators(o.starts_at, least(o.ends_at, p_now)) m
    where o.day >= p_from;
end;
$$;

-- What was paid by day, creator, kind and session, since a day.
create or replace function public.live_stats_payment_days(p_from date, p_now timestamptz)
returns table (
  day date, creator_id uuid, kind text, session_id uuid, payments integer, coins bigint, creator_share bigint,
  platform_share bigint, refunds integer, refunded_coins bigint, refunded_creator_share bigint,
  refunded_platform_share bigint
)
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    select d.day, d.creator_id, d.kind, d.session_id, d.payments, d.coins, d.creator_share, d.platform_share,
      d.refunds, d.refunded_coins, d.refunded_creator_share, d.refunded_platform_share
    from public.live_daily_payments d
    where d.day >= p_from
    union all
    select o.day, m.*
    from public.live_open_days(p_now) o
    cross join lateral public.live_measure_payments(o.starts_at, o.ends_at) m
    where o.day >= p_from;
end;
$$;

-- How calls went by day and type, since a day.
create or replace function public.live_stats_call_days(p_from date, p_now timestamptz)
returns setof public.live_daily_calls
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    select d.* from public.live_daily_calls d where d.day >= p_from
    union all
    select o.day, m.*
    from public.live_open_days(p_now) o
    cross join lateral public.live_measure_calls(o.starts_at, o.ends_at, p_now) m
    where o.day >= p_from;
end;
$$;

revoke execute on function public.live_stats_sessions(date, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_stats_viewers(date, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_stats_creator_days(date, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_stats_payment_days(date, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_stats_call_days(date, timestamptz) from public, anon, authenticated;
grant execute on function public.live_stats_sessions(date, timestamptz) to service_role;
grant execute on function public.live_stats_viewers(date, timestamptz) to service_role;
grant execute on function public.live_stats_creator_days(date, timestamptz) to service_role;
grant execute on function public.live_stats_payment_days(date, timestamptz) to service_role;
grant execute on function public.live_stats_call_days(date, timestamptz) to service_role;
