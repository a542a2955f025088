-- Throws away stays that are older than stay_days_count, once what they come to is written down for good. Day after
-- day: a session that ended on a day was on air on that day and before it, and on no later one.

-- Settles that nothing of a day is counted from stays any more: only if that day and all before it are written and not
-- stale, every session that ended on it has its figures, and no call placed on it goes on. Returns whether it is so;
-- live_forget_stays() asks it.
create or replace function public.live_freeze_day(p_day public.live_days, p_now timestamptz)
returns boolean
language plpgsql
set search_path = ''
as $$
begin
  if p_day.stays_frozen_at is not null then
    return true;
  elsif exists (select from public.live_days d where d.is_stale and d.day <= p_day.day)
    or exists (select from public.live_late_moments m where m.at < p_day.ends_at)
    or exists (
      select from public.calls c
      where c.created_at >= p_day.starts_at and c.created_at < p_day.ends_at and c.status <> 'ended'
    )
  then
    return false;
  end if;

  if exists (
    select
    from public.live_sessions s
    left join public.live_session_figures f on f.session_id = s.id
    where s.status = 'ended'
      and s.started_at is not null
      and s.ended_at >= p_day.starts_at
      and s.ended_at < p_day.ends_at
      and f.is_stale is not false
  ) then
    return false;
  end if;
  update public.live_days d set stays_frozen_at = p_now where d.day = p_day.day;
  return true;
end;
$$;

-- Throws away stays of the oldest day that is past its time and still has some, a part at a time; live_tick() calls it.
-- Returns how many went.
create or replace function public.live_forget_stays(p_now timestamptz)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  most constant integer := 2000;
  oldest public.live_days;
  gone integer;
begin
  select * into oldest from public.live_days d where d.stays_gone_at is null order by d.day limit 1;
  if oldest.day is null
    or oldest.ends_at > p_now - public.live_setting_days('stay_days_count')
    or not public.live_freeze_day(oldest, p_now)
  then
    return 0;
  end if;

  delete from public.live_stays t
    where t.participant_sid in (
      select x.participant_sid
      from public.live_sessions s
      join public.live_stays x on x.session_id = s.id
      where s.ended_at >= oldest.starts_at and s.ended_at < oldest.ends_at and s.status = 'ended'
      union all
      select x.participant_sid
      from public.calls c
      join public.live_stays x on x.call_id = c.id
      where c.created_at >= oldest.starts_at and c.created_at < oldest.ends_at
      limit most
    );
  get diagnostics gone = row_count;
  if gone < most then
    update public.live_days d set stays_gone_at = p_now where d.day = oldest.day;
  end if;
  return gone;
end;
$$;

revoke execute on function public.live_freeze_day(public.live_days, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_forget_stays(timestamptz) from public, anon, authenticated;
grant execute on function public.live_freeze_day(public.live_days, timestamptz) to service_role;
grant execute on function public.live_forget_stays(timestamptz) to service_role;
