-- Which moments make a day, which days are still to be written, and what makes a written one stale. Days are those of
-- the setting analytics_time_zone.

set lock_timeout = '3s';

-- The last day that was rolled up; all null before there is one.
create or replace function public.live_last_day()
returns public.live_days
language plpgsql
stable
set search_path = ''
as $$
declare
  last public.live_days;
begin
  select * into last from public.live_days d order by d.day desc limit 1;
  return last;
end;
$$;

-- When a day begins by the clock of the figures.
create or replace function public.live_midnight(p_day date)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
begin
  return p_day::timestamp at time zone public.live_setting_text('analytics_time_zone');
end;
$$;

-- From when to when a day lasts: as it was rolled up, else from the end of the last one that was. A change of the time
-- zone so makes one day longer or shorter, and leaves those that were written as they are.
create or replace function public.live_day_bounds(p_day date, out starts_at timestamptz, out ends_at timestamptz)
language plpgsql
stable
set search_path = ''
as $$
declare
  last constant public.live_days := public.live_last_day();
begin
  select d.starts_at, d.ends_at into starts_at, ends_at from public.live_days d where d.day = p_day;
  if found then
    return;
  end if;
  starts_at := case when p_day = last.day + 1 then last.ends_at else public.live_midnight(p_day) end;
  ends_at := greatest(starts_at, public.live_midnight(p_day + 1));
end;
$$;

-- The day a moment belongs to.
create or replace function public.live_day_of(p_at timestamptz)
returns date
language plpgsql
stable
set search_path = ''
as $$
declare
  last constant public.live_days := public.live_last_day();
  by_clock constant date := (p_at at time zone public.live_setting_text('analytics_time_zone'))::date;
begin
  if p_at >= last.ends_at then
    return greatest(by_clock, last.day + 1);
  end if;
  return coalesce(
    (
      select d.day
      from public.live_days d
      where d.starts_at <= p_at and d.ends_at > p_at
      order by d.starts_at desc
      limit 1
    ),
    by_clock
  );
end;
$$;

-- The first day that is not rolled up, null before anything has happened; the roll-up and the figures ask it.
create or replace function public.live_next_day()
returns date
language plpgsql
stable
set search_path = ''
as $$
declare
  last constant public.live_days := public.live_last_day();
begin
  return coalesce(last.day + 1, public.live_day_of(least(
    (select min(s.started_at) from public.live_sessions s),
    (select min(p.created_at) from public.live_payments p),
    (select min(c.created_at) from public.calls c)
  )));
end;
$$;

-- The days that are counted from the rows themselves: today, and those before it that are not rolled up yet. A week at
-- most: older ones appear once the roll-up has caught up.
create or replace function public.live_open_days(p_now timestamptz)
returns table (day date, starts_at timestamptz, ends_at timestamptz)
language plpgsql
stable
set search_path = ''
as $$
declare
  today constant date := public.live_day_of(p_now);
  first constant date := greatest(coalesce(public.live_next_day(), today), today - 6);
begin
  return query
    select first + n, b.starts_at, b.ends_at
    from generate_series(0, today - first) n
    cross join lateral public.live_day_bounds(first + n) b;
end;
$$;

-- Whether stays of what was over at a moment are being thrown away or gone: nothing is counted from them any more. The
-- reports of LiveKit, the counters and the marks below ask it.
create or replace function public.live_stays_are_gone(p_ended_at timestamptz)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce(p_ended_at < (
    select d.ends_at from public.live_days d where d.stays_frozen_at is not null order by d.day desc limit 1
  ), false);
end;
$$;

-- Notes that the figures of a moment's day no longer hold, if that day is over; live_end_call() calls it. Whether they
-- have been written yet is not asked: they may be in this very moment.
create or replace function public.live_mark_day(p_at timestamptz, p_now timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if p_at < (select b.starts_at from public.live_day_bounds(public.live_day_of(p_now)) b) then
    insert into public.live_late_moments (at) values (p_at);
  end if;
end;
$$;

-- Notes that the figures of a session that is over, and of the days that it was on air and that are written, no longer
-- hold; live_refresh_counters() calls it for whatever has been marked dirty. Both run in live_tick(), one at a time.
create or replace function public.live_mark_session(p_session_id uuid, p_now timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
declare
  session public.live_sessions;
  -- up to when it may have been counted
  counted_until timestamptz := p_now;
begin
  select * into session from public.live_sessions s where s.id = p_session_id;
  if session.started_at is null or public.live_stays_are_gone(session.ended_at) then
    return;
  end if;
  if session.status = 'ended' then
    update public.live_session_figures f set is_stale = true where f.session_id = p_session_id;
    if found then
      counted_until := session.ended_at;
    else
      -- the first mark since its end, which may have been long before anybody noticed
      insert into public.live_session_figures (session_id, day, creator_id, session_type)
      values (session.id, public.live_day_of(session.started_at), session.creator_id, session.session_type);
    end if;
  end if;
  insert into public.live_late_moments (at)
  select d.starts_at
  from public.live_days d
  where d.ends_at > session.started_at and d.starts_at <= counted_until and not d.is_stale;
end;
$$;

-- Marks the day of what comes into the journal when that day is over: refunds, which count on the day of what they take
-- back, and whatever else should be that late. The trigger of live_payments calls it.
create or replace function public.live_payments_mark_day()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if new.refunds is not null then
    insert into public.live_late_moments (at)
    select p.created_at from public.live_payments p where p.id = new.refunds;
  elsif new.created_at < (select d.ends_at from public.live_days d order by d.day desc limit 1) then
    insert into public.live_late_moments (at) values (new.created_at);
  end if;
  return null;
end;
$$;

create or replace trigger live_payments_mark_day
  after insert on public.live_payments
  for each row execute function public.live_payments_mark_day();

revoke execute on function public.live_last_day() from public, anon, authenticated;
revoke execute on function public.live_midnight(date) from public, anon, authenticated;
revoke execute on function public.live_day_bounds(date) from public, anon, authenticated;
revoke execute on function public.live_day_of(timestamptz) from public, anon, authenticated;
revoke execute on function public.live_next_day() from public, anon, authenticated;
revoke execute on function public.live_open_days(timestamptz) from public, anon, authenticated;
revoke execute on function public.live_stays_are_gone(timestamptz) from public, anon, authenticated;
revoke execute on function public.live_mark_day(timestamptz, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_mark_session(uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_payments_mark_day() from public, anon, authenticated;
grant execute on function public.live_last_day() to service_role;
grant execute on function public.live_midnight(date) to service_role;
grant execute on function public.live_day_bounds(date) to service_role;
grant execute on function public.live_day_of(timestamptz) to service_role;
grant execute on function public.live_next_day() to service_role;
grant execute on function public.live_open_days(timestamptz) to service_role;
grant execute on function public.live_stays_are_gone(timestamptz) to service_role;
grant execute on function public.live_mark_day(timestamptz, timestamptz) to service_role;
grant execute on function public.live_mark_session(uuid, timestamptz) to service_role;

reset lock_timeout;
