-- What became of agents and of support calls, and who of the staff has read what was said.

-- Agents sent for, and support calls placed, between two moments: how many were sent and came, how many failed or left
-- by reason, and how calls ended. What was refused before it was sent (`quota`, `capacity`) is among the failed, once a
-- call; that staff wants none in a call is not.
create or replace function public.live_ops_agents_between(p_from timestamptz, p_to timestamptz)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  agents jsonb;
  calls jsonb;
begin
  with sent as (
    select a.status, coalesce(a.reason, 'unknown') as reason, count(*) as agents,
      count(*) filter (where a.max_seconds > 0) as sent, count(a.joined_at) as joined
    from public.call_agents a
    where a.requested_at >= p_from
      and a.requested_at < p_to
      and (a.max_seconds > 0 or a.reason <> 'dismissed')
    group by 1, 2
  )
  select jsonb_build_object(
      'sent', coalesce(sum(s.sent), 0),
      'joined', coalesce(sum(s.joined), 0),
      'failed', coalesce(jsonb_object_agg(s.reason, s.agents) filter (where s.status = 'failed'), '{}'),
      'left', coalesce(jsonb_object_agg(s.reason, s.agents) filter (where s.status = 'left'), '{}')
    )
  into agents
  from sent s;
  with placed as (
    select c.outcome, c.end_detail
    from public.calls c
    where c.kind = 'support'
      and c.initiated_at >= p_from
      and c.initiated_at < p_to
  )
  select jsonb_build_object(
      'calls', (select count(*) from placed),
      'calls_by_outcome', (
        select coalesce(jsonb_object_agg(o.outcome, o.calls), '{}')
        from (select p.outcome, count(*) as calls from placed p group by 1) o
      ),
      'calls_by_detail', (
        select coalesce(jsonb_object_agg(d.end_detail, d.calls), '{}')
        from (select p.end_detail, count(*) as calls from placed p where p.end_detail is not null group by 1) d
      )
    )
  into calls;
  return agents || calls;
end;
$$;

-- Whom agents have talked with longest on the day of a moment, ten at most, and for how many seconds, as
-- live_agent_seconds() counts them.
create or replace function public.live_ops_busiest_callers(p_now timestamptz)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  day_began constant timestamptz := public.live_agent_day(p_now);
begin
  return (
    select coalesce(jsonb_agg(
        jsonb_build_object(
          'user_id', busy.user_id, 'profile', public.live_ops_face(busy.user_id), 'seconds', busy.seconds
        )
        order by busy.seconds desc, busy.user_id
      ), '[]')
    from (
      select a.user_id, sum(public.live_agent_took(a, day_began, p_now)) as seconds
      from public.call_agents a
      where a.requested_at > day_began - interval '4 hours' and a.max_seconds > 0
      group by a.user_id
      having sum(public.live_agent_took(a, day_began, p_now)) > 0
      order by 2 desc, 1
      limit 10
    ) busy
  );
end;
$$;

-- How agents fared on each of the latest days, today first, and on all of them together; and what of today's seconds is
-- used. GET live-ops/voice/failures calls it.
create or replace function public.live_ops_agent_failures(
  p_user_id uuid, p_auth_session_id uuid, p_days integer, p_now timestamptz
)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  zone constant text := public.live_setting_text('analytics_time_zone');
  today constant date := (p_now at time zone zone)::date;
  days constant integer := least(greatest(p_days, 1), 90);
begin
  perform public.live_require_admin(p_user_id, p_auth_session_id, false, p_now);
  return jsonb_build_object(
    'time_zone', zone,
    'total', public.live_ops_agents_between(
      public.live_midnight(today - days + 1), public.live_midnight(today + 1)
    ),
    'days', (
      select jsonb_agg(
        jsonb_build_object('date', today - n) || public.live_ops_agents_between(
          public.live_midnight(today - n), public.live_midnight(today - n + 1)
        )
        order by n
      )
      from generate_series(0, days - 1) n
    ),
    'today', jsonb_build_object(
      'agent_seconds', public.live_agent_seconds(null, p_now),
      'agent_day_seconds', public.live_setting('agent_day_seconds'),
      'agent_user_day_seconds', public.live_setting('agent_user_day_seconds'),
      'busiest_callers', public.live_ops_busiest_callers(p_now)
    )
  );
end;
$$;

-- Who of the staff has read what was said in a call, latest first; GET live-ops/voice/transcripts/{id}/readers calls
-- it. live_read_transcript() notes them.
create or replace function public.live_ops_transcript_readers(
  p_user_id uuid, p_auth_session_id uuid, p_call_id uuid, p_limit integer, p_offset integer, p_now timestamptz
)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  listed jsonb;
  total integer;
begin
  perform public.live_require_admin(p_user_id, p_auth_session_id, false, p_now);
  if not exists (select from public.calls c where c.id = p_call_id) then
    perform public.live_refuse(404, 'CALL_NOT_FOUND');
  end if;
  with found as (
    select l.id, l.admin_id, l.created_at
    from public.live_admin_logs l
    where l.target_type = 'call' and l.target_id = p_call_id::text and l.action = 'read_transcript'
    order by l.created_at desc, l.id
    limit public.live_ops_most()
  ),
  page as (
    select * from found order by created_at desc, id limit public.live_ops_limit(p_limit, 100) offset p_offset
  )
  select
    (
      select coalesce(jsonb_agg(
          jsonb_build_object(
            'admin_id', page.admin_id,
            'admin', public.live_ops_admin_face(page.admin_id),
            'read_at', page.created_at
          )
          order by page.created_at desc, page.id
        ), '[]')
      from page
    ),
    (select count(*) from found)
  into listed, total;
  return jsonb_build_object('readers', listed, 'total', total);
end;
$$;

revoke execute on function public.live_ops_agents_between(timestamptz, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_ops_busiest_callers(timestamptz) from public, anon, authenticated;
revoke execute on function public.live_ops_agent_failures(uuid, uuid, integer, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_ops_transcript_readers(uuid, uuid, uuid, integer, integer, timestamptz)
  from public, anon, authenticated;
grant execute on function public.live_ops_agents_between(timestamptz, timestamptz) to service_role;
grant execute on function public.live_ops_busiest_callers(timestamptz) to service_role;
grant execute on function public.live_ops_agent_failures(uuid, uuid, integer, timestamptz) to service_role;
grant execute on function public.live_ops_transcript_readers(uuid, uuid, uuid, integer, integer, timestamptz)
  to service_role;
