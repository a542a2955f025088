-- Viewers, peak, watch time, messages and gifts of a session, always recomputed from stays and rows, never counted up
-- and down: a lost or doubled event can then make a number late, but not wrong.

-- The numbers of a session up to a moment. Viewers are people, not connections: kind STANDARD, without the host;
-- overlapping stays of one person count once. Leaving and joining in the same second do not overlap.
create or replace function public.live_session_numbers(p_session_id uuid, p_until timestamptz)
returns table (watching integer, viewers integer, peak integer, messages integer, gifts integer)
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    with stays as (
      select t.user_id, t.left_at is null as is_open, t.joined_at,
        greatest(t.joined_at, least(coalesce(t.left_at, p_until), p_until)) as gone_at
      from public.live_stays t
      join public.live_sessions s on s.id = t.session_id
      where t.session_id = p_session_id
        and t.kind = 'STANDARD'
        and t.user_id <> s.creator_id
        and t.joined_at <= p_until
    ),
    presence as (
      select user_id, range_agg(tstzrange(joined_at, gone_at)) as spans from stays group by user_id
    ),
    edges as (
      select lower(span) as at, 1 as step from presence cross join unnest(spans) as span
      union all
      select upper(span), -1 from presence cross join unnest(spans) as span
    ),
    levels as (
      select sum(sum(step)) over (order by at) as level from edges group by at
    ),
    people as (
      select count(distinct user_id) as ever, count(distinct user_id) filter (where is_open) as inside from stays
    )
    select
      people.inside::integer,
      people.ever::integer,
      -- whoever came and went within one second was there all the same
      greatest(coalesce((select max(level) from levels), 0), least(1, people.ever))::integer,
      activity.messages,
      activity.gifts
    from people
    cross join public.live_session_activity(p_session_id) activity;
end;
$$;

-- People watching a session right now; live_refresh_live() asks it.
create or replace function public.live_watching(p_session_id uuid)
returns integer
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select count(distinct t.user_id)
    from public.live_stays t
    join public.live_sessions s on s.id = t.session_id
    where t.session_id = p_session_id
      and t.left_at is null
      and t.kind = 'STANDARD'
      and t.user_id <> s.creator_id
  );
end;
$$;

-- What was said and given in a session: text messages, and coins of gifts.
create or replace function public.live_session_activity(p_session_id uuid, out messages integer, out gifts integer)
language plpgsql
stable
set search_path = ''
as $$
begin
  select count(*) into messages
  from public.live_messages m
  where m.session_id = p_session_id and m.message_type = 'text';
  select least(coalesce(sum(g.coin_amount), 0), 2147483647) into gifts
  from public.live_gifts g
  where g.session_id = p_session_id;
end;
$$;

-- Writes the numbers of a session on air if its viewers or its peak have changed, and those of what was said and given
-- with them. The update goes out to everybody inside, so it waits until that is no more than 200 messages a second.
-- Returns whether it was written, null if it must wait; live_refresh_session() calls it.
create or replace function public.live_refresh_live(p_session public.live_sessions, p_now timestamptz)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  watching constant integer := public.live_watching(p_session.id);
  activity record;
begin
  if p_session.stats_refreshed_at > p_now - make_interval(secs => least(60, watching / 200.0)) then
    return null;
  elsif p_session.total_viewers = watching and p_session.peak_viewers >= watching then
    return false;
  end if;

  select * into activity from public.live_session_activity(p_session.id);
  update public.live_sessions s
    set total_viewers = watching,
        peak_viewers = greatest(s.peak_viewers, watching),
        total_messages = activity.messages,
        total_gifts_received = activity.gifts,
        stats_refreshed_at = p_now
    -- a session that ended meanwhile has its final numbers already
    where s.id = p_session.id and s.status = 'live';
  return found;
end;
$$;

-- Writes a session's numbers if they differ: current viewers while live, distinct viewers and exact peak once ended.
-- live_refresh_counters() calls it. Returns whether anything was written, null if it must wait.
create or replace function public.live_refresh_session(p_session_id uuid, p_now timestamptz)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  session public.live_sessions;
  numbers record;
begin
  select * into session from public.live_sessions s where s.id = p_session_id;
  if session.status = 'live' then
    return public.live_refresh_live(session, p_now);
  elsif session.status is distinct from 'ended' or public.live_stays_are_gone(session.ended_at) then
    return false;
  end if;

  select * into numbers from public.live_session_numbers(p_session_id, session.ended_at);
  update public.live_sessions s
    set total_viewers = numbers.viewers,
        peak_viewers = numbers.peak,
        total_messages = numbers.messages,
        total_gifts_received = numbers.gifts,
        stats_refreshed_at = p_now
    where s.id = p_session_id
      and (s.total_viewers, s.peak_viewers, s.total_messages, s.total_gifts_received)
        is distinct from (numbers.viewers, numbers.peak, numbers.messages, numbers.gifts);
  return found;
end;
$$;

-- Refreshes marked sessions that were not refreshed just now, at most five hundred of them; live_tick() calls it.
-- Returns how many changed.
create or replace function public.live_refresh_counters(p_now timestamptz)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  rest constant interval := public.live_setting_seconds('stats_refresh_seconds');
  marked uuid;
  written boolean;
  refreshed integer := 0;
begin
  -- only committed marks are taken; one written meanwhile stays for the next round
  for marked in
    with due as (
      select d.session_id
      from public.live_dirty_sessions d
      where not exists (
        select from public.live_sessions s
        where s.id = d.session_id and s.status = 'live' and s.stats_refreshed_at > p_now - rest
      )
      group by d.session_id
      order by min(d.id)
      limit 500
    ),
    taken as (
      delete from public.live_dirty_sessions d
        using due
        where d.session_id = due.session_id
        returning d.session_id
    )
    select distinct session_id from taken
  loop
    -- one that cannot be refreshed does not keep the others from it
    begin
      written := public.live_refresh_session(marked, p_now);
      perform public.live_mark_session(marked, p_now);
    exception
      when others then
        raise warning 'session % cannot be refreshed: %', marked, sqlerrm;
        written := null;
    end;
    if written is null then
      perform public.live_mark_dirty(marked);
    elsif written then
      refreshed := refreshed + 1;
    end if;
  end loop;
  return refreshed;
end;
$$;

revoke execute on function public.live_session_numbers(uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_watching(uuid) from public, anon, authenticated;
revoke execute on function public.live_session_activity(uuid) from public, anon, authenticated;
revoke execute on function public.live_refresh_live(public.live_sessions, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_refresh_session(uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_refresh_counters(timestamptz) from public, anon, authenticated;
grant execute on function public.live_session_numbers(uuid, timestamptz) to service_role;
grant execute on function public.live_watching(uuid) to service_role;
grant execute on function public.live_session_activity(uuid) to service_role;
grant execute on function public.live_refresh_live(public.live_sessions, timestamptz) to service_role;
grant execute on function public.live_refresh_session(uuid, timestamptz) to service_role;
grant execute on function public.live_refresh_counters(timestamptz) to service_role;
