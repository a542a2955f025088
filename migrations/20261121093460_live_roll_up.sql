-- Writes the figures of days and sessions that are over. Both parts of the tick are bounded, take what is marked, and
-- give the same whenever and however often they run: they count everything anew from the rows.

-- Writes the figures of sessions that have ended, and again of those of which something late came in, a few at a time;
-- live_tick() calls it. Returns how many were written.
create or replace function public.live_roll_up_sessions(p_now timestamptz)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  session public.live_sessions;
  measured integer := 0;
begin
  for session in
    select s.*
    from public.live_session_figures f
    join public.live_sessions s on s.id = f.session_id
    where f.is_stale
    limit 20
  loop
    -- one that cannot be measured does not keep the others from it
    begin
      delete from public.live_session_figures f where f.session_id = session.id;
      insert into public.live_session_figures select m.* from public.live_measure_session(session, p_now, true) m;
      measured := measured + 1;
    exception
      when others then
        raise warning 'session % cannot be measured: %', session.id, sqlerrm;
    end;
  end loop;
  return measured;
end;
$$;

-- Writes the figures of one day; live_roll_up_days() calls it. Of a day whose stays are going, what was counted from
-- stays stands; payments and calls stay for ever and are counted again.
create or replace function public.live_roll_up_day(p_day date, p_now timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
declare
  bounds record;
begin
  select * into bounds from public.live_day_bounds(p_day);
  if not exists (select from public.live_days d where d.day = p_day and d.stays_frozen_at is not null) then
    insert into public.live_days as d (
      day, starts_at, ends_at, viewers, joins, watch_seconds, peak_viewers, peak_at, hourly_peaks, messages,
      rolled_up_at
    )
    select p_day, bounds.starts_at, bounds.ends_at, v.viewers, v.joins, v.watch_seconds, v.peak_viewers, v.peak_at,
      v.hourly_peaks, v.messages, p_now
    from public.live_measure_viewers(bounds.starts_at, bounds.ends_at) v
    on conflict (day) do update
      set viewers = excluded.viewers,
          joins = excluded.joins,
          watch_seconds = excluded.watch_seconds,
          peak_viewers = excluded.peak_viewers,
          peak_at = excluded.peak_at,
          hourly_peaks = excluded.hourly_peaks,
          messages = excluded.messages;
    delete from public.live_daily_creators c where c.day = p_day;
    insert into public.live_daily_creators (
      day, creator_id, session_type, viewers, joins, watch_seconds, messages
    )
    select p_day, c.* from public.live_measure_creators(bounds.starts_at, bounds.ends_at) c;

    -- a session that ended on it without a mark, as before there were any, is due for its figures
    insert into public.live_session_figures (session_id, day, creator_id, session_type)
    select s.id, public.live_day_of(s.started_at), s.creator_id, s.session_type
    from public.live_sessions s
    where s.status = 'ended'
      and s.started_at is not null
      and s.ended_at >= bounds.starts_at
      and s.ended_at < bounds.ends_at
      -- a mark still has to say on which days it was counted
      and not exists (select from public.live_dirty_sessions m where m.session_id = s.id)
    on conflict (session_id) do nothing;
  end if;

  delete from public.live_daily_payments p where p.day = p_day;
  insert into public.live_daily_payments (
    day, creator_id, kind, session_id, payments, coins, creator_share, platform_share,
    refunds, refunded_coins, refunded_creator_share, refunded_platform_share
  )
  select p_day, p.* from public.live_measure_payments(bounds.starts_at, bounds.ends_at) p;
  delete from public.live_daily_calls c where c.day = p_day;
  insert into public.live_daily_calls (
    day, call_type, calls, answered, missed, rejected, busy, failed, duration_seconds
  )
  select p_day, c.* from public.live_measure_calls(bounds.starts_at, bounds.ends_at, p_now) c;
  update public.live_days d
    set (
      gift_coins, coins, creator_share, platform_share,
      refunded_coins, refunded_creator_share, refunded_platform_share
    ) = (
      select coalesce(sum(p.coins - p.refunded_coins) filter (where p.kind = 'gift'), 0), coalesce(sum(p.coins), 0),
        coalesce(sum(p.creator_share), 0), coalesce(sum(p.platform_share), 0), coalesce(sum(p.refunded_coins), 0),
        coalesce(sum(p.refunded_creator_share), 0), coalesce(sum(p.refunded_platform_share), 0)
      from public.live_daily_payments p
      where p.day = p_day
    ),
    rolled_up_at = p_now,
    is_stale = false
    where d.day = p_day;
end;
$$;

-- Passes on what was noted as late to the days it belongs to; live_roll_up_days() calls it. Only what is committed is
-- taken, so whatever it tells of is there when the day is counted. A day that is not written yet will be, with it.
create or replace function public.live_take_late_moments()
returns void
language plpgsql
set search_path = ''
as $$
begin
  with late as (
    delete from public.live_late_moments m
      where m.id in (select x.id from public.live_late_moments x order by x.id limit 5000)
      returning m.at
  )
  update public.live_days d
    set is_stale = true
    where not d.is_stale
      and exists (select from late where late.at >= d.starts_at and late.at < d.ends_at);
end;
$$;

-- The day to be written next, null if none: the next one, some minutes after its end, so that whatever had begun before
-- it is committed; or one that is stale, but not one that was written just now, since a session over midnight makes it
-- stale with everybody who comes and goes.
create or replace function public.live_due_day(p_now timestamptz)
returns date
language plpgsql
stable
set search_path = ''
as $$
declare
  rest constant interval := interval '5 minutes';
  coming constant date := public.live_next_day();
begin
  if (select b.ends_at from public.live_day_bounds(coming) b) <= p_now - rest then
    return coming;
  end if;
  return (
    select d.day from public.live_days d where d.is_stale and d.rolled_up_at <= p_now - rest order by d.day desc limit 1
  );
end;
$$;

-- Writes the figures of days that are over, and again of those that something late has changed, two at a time;
-- live_tick() calls it. Returns how many were written.
create or replace function public.live_roll_up_days(p_now timestamptz)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  due date;
  written integer := 0;
begin
  perform public.live_take_late_moments();
  loop
    due := public.live_due_day(p_now);
    exit when due is null or written = 2;
    perform public.live_roll_up_day(due, p_now);
    written := written + 1;
  end loop;
  return written;
end;
$$;

revoke execute on function public.live_roll_up_sessions(timestamptz) from public, anon, authenticated;
revoke execute on function public.live_roll_up_day(date, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_take_late_moments() from public, anon, authenticated;
revoke execute on function public.live_due_day(timestamptz) from public, anon, authenticated;
revoke execute on function public.live_roll_up_days(timestamptz) from public, anon, authenticated;
grant execute on function public.live_roll_up_sessions(timestamptz) to service_role;
grant execute on function public.live_roll_up_day(date, timestamptz) to service_role;
grant execute on function public.live_take_late_moments() to service_role;
grant execute on function public.live_due_day(timestamptz) to service_role;
grant execute on function public.live_roll_up_days(timestamptz) to service_role;
