-- What of LiveKit may be used: how near it is, who is told, and that no session begins beyond it. What is on air goes
-- on, and calls are not refused.

-- How much of each quota is used, in the order in which the panel shows them; the warnings, the refusal and the panel
-- ask it. Minutes are those of the month, as live_measure_usage() last counted them; people and rooms those of now. A
-- limit of 0 is none.
create or replace function public.live_quotas(p_now timestamptz)
returns table (quota text, used integer, most integer, percent integer)
language plpgsql
stable
set search_path = ''
as $$
declare
  today constant date := public.live_day_of(p_now);
begin
  return query
    with month as (
      select coalesce(sum(u.participant_seconds), 0) as participants, coalesce(sum(u.egress_seconds), 0) as egress
      from public.live_usage u
      where u.day between date_trunc('month', today)::date and today
    ),
    usage (quota, used, most) as (
      select 'participant_minutes', (select m.participants / 60 from month m),
        public.live_setting('livekit_participant_minutes_count')
      union all
      select 'concurrent_participants',
        (select count(*) from public.live_stays t where t.left_at is null and t.kind <> 'EGRESS'),
        public.live_setting('livekit_concurrent_participants_count')
      union all
      select 'rooms',
        (select count(*) from public.live_sessions s where s.status = 'live')
          + (select count(*) from public.calls c where c.status in ('ringing', 'connected')),
        public.live_setting('livekit_rooms_count')
      union all
      select 'egress_minutes', (select m.egress / 60 from month m), public.live_setting('livekit_egress_minutes_count')
    )
    select u.quota, floor(u.used)::integer, u.most, coalesce(floor(u.used * 100 / nullif(u.most, 0)), 0)::integer
    from usage u;
end;
$$;

-- Tells staff of every quota of which half, three quarters or nine tenths are used: once a month and level each, and
-- only of the highest one reached. A row of live_admin_logs that no admin has written, and a note to every active one.
-- live_measure_usage() calls it, one at a time.
create or replace function public.live_warn_of_quotas(p_now timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
declare
  month constant text := to_char(public.live_day_of(p_now), 'YYYY-MM');
  reached record;
  warning_id uuid;
begin
  for reached in
    select q.*, (select max(l) from unnest(array[50, 75, 90]) l where l <= q.percent) as level
    from public.live_quotas(p_now) q
    where q.percent >= 50
  loop
    insert into public.live_admin_logs (action, target_type, target_id, metadata, created_at)
    select 'quota_warning', 'quota', reached.quota, jsonb_build_object(
      'month', month, 'level', reached.level, 'used', reached.used, 'limit', reached.most, 'percent', reached.percent
    ), p_now
    where not exists (
      select
      from public.live_admin_logs l
      where l.target_type = 'quota'
        and l.target_id = reached.quota
        and l.action = 'quota_warning'
        and l.metadata ->> 'month' = month
        and (l.metadata ->> 'level')::integer >= reached.level
    )
    returning id into warning_id;
    if found then
      perform public.live_tell(
        array(select a.id from public.admin_profiles a where a.is_active),
        null,
        'quota_' || reached.quota,
        warning_id,
        jsonb_build_object('count', reached.percent),
        jsonb_build_object('quota', reached.quota, 'percent', reached.percent, 'url', '/ops/live'),
        p_now
      );
    end if;
  end loop;
end;
$$;

-- Refuses a session that is about to go on air where a quota is used up, unless its creator is exempt. Recordings have
-- a quota of their own, which keeps nobody from being on air. Where no limit is set, nobody waits for anybody.
create or replace function public.live_require_quota(p_creator_id uuid, p_now timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if p_creator_id = any (public.live_setting_ids('quota_exempt_creators')) or not exists (
    select
    from public.live_settings s
    where s.key in (
      'livekit_participant_minutes_count', 'livekit_concurrent_participants_count', 'livekit_rooms_count'
    ) and s.value <> '0'
  ) then
    return;
  end if;
  perform public.live_lock_quota();
  if exists (
    select
    from public.live_quotas(p_now) q
    where q.most > 0 and q.used >= q.most and q.quota <> 'egress_minutes'
  ) then
    perform public.live_refuse(403, 'QUOTA_EXCEEDED');
  end if;
end;
$$;

revoke execute on function public.live_quotas(timestamptz) from public, anon, authenticated;
revoke execute on function public.live_warn_of_quotas(timestamptz) from public, anon, authenticated;
revoke execute on function public.live_require_quota(uuid, timestamptz) from public, anon, authenticated;
grant execute on function public.live_quotas(timestamptz) to service_role;
grant execute on function public.live_warn_of_quotas(timestamptz) to service_role;
grant execute on function public.live_require_quota(uuid, timestamptz) to service_role;
