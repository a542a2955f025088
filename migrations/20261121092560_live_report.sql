-- Reporting somebody through the server, for what happened in a session.

-- Whether somebody is or was in a session: their row there, or a stay. Reports ask it of both sides.
create or replace function public.live_was_inside(p_session_id uuid, p_user_id uuid)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return exists (
    select from public.live_participants p where p.session_id = p_session_id and p.user_id = p_user_id
  ) or exists (
    select from public.live_stays s where s.session_id = p_session_id and s.user_id = p_user_id
  );
end;
$$;

-- Refuses a report of whoever was not there, about whoever was not, or too long after the session: a day. Whether live
-- video is switched on is not asked, nor whether the reporter is banned by now: what happened has happened.
create or replace function public.live_require_witness(
  p_session_id uuid, p_user_id uuid, p_target_user_id uuid, p_now timestamptz
)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
  session public.live_sessions;
begin
  select * into session from public.live_sessions s where s.id = p_session_id;
  if not found then
    perform public.live_refuse(404, 'SESSION_NOT_FOUND');
  elsif session.creator_id <> p_user_id and not public.live_was_inside(p_session_id, p_user_id) then
    perform public.live_refuse(403, 'NOT_IN_SESSION');
  elsif session.status = 'scheduled' then
    perform public.live_refuse(409, 'SESSION_NOT_STARTED');
  elsif public.live_session_is_over(session.status, session.max_ends_at, p_now)
    and coalesce(session.ended_at, session.max_ends_at, '-infinity') <= p_now - interval '24 hours'
  then
    perform public.live_refuse(409, 'SESSION_ENDED');
  elsif session.creator_id <> p_target_user_id and not public.live_was_inside(p_session_id, p_target_user_id)
    or cardinality(public.live_users_gone(array[p_target_user_id])) > 0
  then
    perform public.live_refuse(404, 'USER_NOT_FOUND');
  end if;
end;
$$;

-- What a reporter is told of their report: that it waits, or that somebody has looked into it, and not what came of it.
create or replace function public.live_report_reply(p_report public.live_reports)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', p_report.id,
    'status', case p_report.status when 'pending' then 'pending' else 'reviewed' end
  );
end;
$$;

-- Reports somebody; report-live-user calls it. The same person about the same, in the same session and within 24 hours,
-- has made that report already: it is returned, and neither written nor counted again.
create or replace function public.live_report_user(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_session_id uuid,
  p_target_user_id uuid,
  p_reason text,
  p_description text,
  p_now timestamptz default now(),
  p_idempotency_key text default null,
  p_request_hash text default null
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  reply jsonb;
  report public.live_reports;
begin
  reply := public.live_idempotency_begin(p_user_id, 'report-live-user', p_idempotency_key, p_request_hash, p_now);
  if reply is not null then
    return reply;
  end if;
  perform public.live_require_caller(p_user_id, p_auth_session_id, p_now);
  if p_user_id = p_target_user_id then
    perform public.live_refuse(400, 'SELF_REPORT');
  end if;
  perform public.live_require_witness(p_session_id, p_user_id, p_target_user_id, p_now);

  perform public.live_lock_reporter(p_user_id);
  select * into report
  from public.live_reports r
  where r.reporter_id = p_user_id
    and r.reported_user_id = p_target_user_id
    and r.session_id = p_session_id
    and r.created_at > p_now - interval '24 hours'
  order by r.created_at
  limit 1;
  if not found then
    perform public.live_rate_take(p_user_id::text, 'report', public.live_setting('report_rate_count'), 3600, p_now);
    insert into public.live_reports (session_id, reporter_id, reported_user_id, reason, description, created_at)
    values (p_session_id, p_user_id, p_target_user_id, p_reason, p_description, p_now)
    returning * into report;
  end if;

  return public.live_idempotency_finish(
    p_user_id, 'report-live-user', p_idempotency_key, public.live_report_reply(report)
  );
end;
$$;

revoke execute on function public.live_was_inside(uuid, uuid) from public, anon, authenticated;
revoke execute on function public.live_require_witness(uuid, uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_report_reply(public.live_reports) from public, anon, authenticated;
revoke execute on function public.live_report_user(
  uuid, uuid, uuid, uuid, text, text, timestamptz, text, text
) from public, anon, authenticated;
grant execute on function public.live_was_inside(uuid, uuid) to service_role;
grant execute on function public.live_require_witness(uuid, uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_report_reply(public.live_reports) to service_role;
grant execute on function public.live_report_user(
  uuid, uuid, uuid, uuid, text, text, timestamptz, text, text
) to service_role;
