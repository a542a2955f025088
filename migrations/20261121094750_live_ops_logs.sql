-- What the panel reads in the logs, its list of calls, and how staff looks on unseen.

-- How many rows of a log are counted: the panel says "10000" and means as many or more.
create or replace function public.live_ops_most()
returns integer
language plpgsql
immutable
set search_path = ''
as $$
begin
  return 10000;
end;
$$;

-- LiveKit's events, latest first, with the numbers of the last 24 hours; GET live-ops/webhook-logs calls it.
-- p_room_name is any part of a room's name.
create or replace function public.live_ops_webhook_logs(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_event_type text,
  p_status text,
  p_room_name text,
  p_limit integer,
  p_offset integer,
  p_now timestamptz
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
  stats jsonb;
begin
  perform public.live_require_admin(p_user_id, p_auth_session_id, false, p_now);
  with found as (
    select w.*
    from public.live_webhook_logs w
    where (p_event_type is null or w.event_type = p_event_type)
      and (p_status is null or w.processing_status = p_status)
      and (p_room_name is null or position(lower(p_room_name) in lower(w.room_name)) > 0)
    order by w.created_at desc
    limit public.live_ops_most()
  ),
  page as (
    select * from found order by created_at desc limit public.live_ops_limit(p_limit, 100) offset p_offset
  )
  select
    (
      select coalesce(jsonb_agg(
          to_jsonb(page) - 'event' || jsonb_build_object('participant_profile', case
            when page.participant_identity ~ '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$'
            then public.live_ops_face(page.participant_identity::uuid)
          end)
          order by page.created_at desc
        ), '[]')
      from page
    ),
    (select count(*) from found)
  into listed, total;
  with recent as (
    select w.event_type, w.processing_status
    from public.live_webhook_logs w
    where w.created_at > p_now - interval '24 hours'
  )
  select jsonb_build_object(
      'event_counts', (
        select coalesce(jsonb_object_agg(counted.event_type, counted.events), '{}')
        from (select r.event_type, count(*) as events from recent r group by r.event_type) counted
      ),
      'status_counts', jsonb_build_object(
        'success', count(*) filter (where processing_status = 'success'),
        'error', count(*) filter (where processing_status = 'error'),
        'skipped', count(*) filter (where processing_status = 'skipped')
      ),
      'total', count(*)
    )
  into stats
  from recent;
  return jsonb_build_object('logs', listed, 'total', total, 'stats', stats);
end;
$$;

-- An admin as the panel shows them; null of somebody who is none (any more).
create or replace function public.live_ops_admin_face(p_admin_id uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'id', a.id, 'full_name', a.full_name, 'email', a.email, 'avatar_url', a.avatar_url
    )
    from public.admin_profiles a
    where a.id = p_admin_id
  );
end;
$$;

-- Applies an event once more, such as one that could not be applied; POST live-ops/webhook-logs/{id}/replay calls it.
-- What it changes is what its first delivery would change now. Returns what became of it.
create or replace function public.live_ops_replay_webhook(
  p_user_id uuid, p_auth_session_id uuid, p_origin jsonb, p_log_id uuid, p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
set lock_timeout = '3s'
set statement_timeout = '4s'
as $$
declare
  before text;
  result text;
begin
  perform public.live_act_as_staff(p_user_id, p_auth_session_id, p_origin, false, p_now);
  select w.processing_status into before from public.live_webhook_logs w where w.id = p_log_id for no key update;
  result := public.live_replay_webhook(p_log_id, p_now);
  perform public.live_note_action(
    null, p_user_id, 'admin', 'replay_webhook', 'webhook', p_log_id::text, null, null,
    jsonb_build_object(
      'before', jsonb_build_object('processing_status', before),
      'after', jsonb_build_object('processing_status', result)
    ),
    p_now
  );
  return jsonb_build_object('result', result);
end;
$$;

-- What staff did, latest first, with how often each was done in the last 7 days; GET live-ops/admin-logs calls it.
create or replace function public.live_ops_admin_logs(
  p_user_id uuid, p_auth_session_id uuid, p_action text, p_limit integer, p_offset integer, p_now timestamptz
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
  counts jsonb;
begin
  perform public.live_require_admin(p_user_id, p_auth_session_id, false, p_now);
  with found as (
    select l.*
    from public.live_admin_logs l
    where p_action is null or l.action = p_action
    order by l.created_at desc
    limit public.live_ops_most()
  ),
  page as (
    select * from found order by created_at desc limit public.live_ops_limit(p_limit, 100) offset p_offset
  )
  select
    (
      select coalesce(jsonb_agg(
          to_jsonb(page) || jsonb_build_object('admin', public.live_ops_admin_face(page.admin_id))
          order by page.created_at desc
        ), '[]')
      from page
    ),
    (select count(*) from found)
  into listed, total;
  select coalesce(jsonb_object_agg(counted.action, counted.times), '{}') into counts
  from (
    select l.action, count(*) as times
    from public.live_admin_logs l
    where l.created_at > p_now - interval '7 days'
    group by l.action
  ) counted;
  return jsonb_build_object('logs', listed, 'total', total, 'action_counts', counts);
end;
$$;

-- Calls, latest first: those under way, or (p_active false) those that are over; GET live-ops/calls calls it.
create or replace function public.live_ops_calls(
  p_user_id uuid, p_auth_session_id uuid, p_active boolean, p_limit integer, p_offset integer, p_now timestamptz
)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  statuses constant text[] := case when p_active then array['ringing', 'connected'] else array['ended'] end;
  listed jsonb;
begin
  perform public.live_require_admin(p_user_id, p_auth_session_id, false, p_now);
  select coalesce(jsonb_agg(public.live_ops_call_row(call) order by (call).initiated_at desc), '[]') into listed
  from (
    select c
    from public.calls c
    where c.status = any (statuses)
    order by c.initiated_at desc
    limit public.live_ops_limit(p_limit, 50)
    offset p_offset
  ) as page (call);
  return jsonb_build_object('calls', listed, 'total', (
    select count(*)
    from (
      select from public.calls c where c.status = any (statuses) limit public.live_ops_most()
    ) counted
  ));
end;
$$;

-- Ends a call; POST live-ops/calls/{id}/terminate calls it, and closes the room then. One that rang has failed, one
-- under way is completed and settled as if somebody had hung up; one that is over stays as it ended.
create or replace function public.live_ops_end_call(
  p_user_id uuid, p_auth_session_id uuid, p_origin jsonb, p_call_id uuid, p_reason text, p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
set lock_timeout = '3s'
set statement_timeout = '4s'
as $$
declare
  call public.calls;
  end_reason text;
begin
  perform public.live_act_as_staff(p_user_id, p_auth_session_id, p_origin, false, p_now);
  select * into call from public.calls c where c.id = p_call_id for no key update;
  if not found then
    perform public.live_refuse(404, 'CALL_NOT_FOUND');
  end if;
  end_reason := case call.status when 'connected' then 'completed' else 'failed' end;
  if call.status <> 'ended' then
    perform public.live_end_call(p_call_id, end_reason, p_user_id, p_now);
    perform public.live_note_action(
      null, p_user_id, 'admin', 'terminate_call', 'call', p_call_id::text, call.caller_id, p_reason,
      jsonb_build_object(
        'callee_id', call.callee_id,
        'before', jsonb_build_object('status', call.status),
        'after', jsonb_build_object('status', 'ended', 'end_reason', end_reason)
      ),
      p_now
    );
  end if;
  return jsonb_build_object('room_name', call.livekit_room_name);
end;
$$;

-- Lets staff look on in the room of a session on air, and notes that once an hour; POST live-ops/livekit-token calls
-- it. There is no looking on in a call.
create or replace function public.live_ops_preview(
  p_user_id uuid, p_auth_session_id uuid, p_origin jsonb, p_room_name text, p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
set lock_timeout = '3s'
set statement_timeout = '4s'
as $$
declare
  session public.live_sessions;
begin
  perform public.live_act_as_staff(p_user_id, p_auth_session_id, p_origin, false, p_now);
  select * into session from public.live_sessions s where s.livekit_room_name = p_room_name;
  if not found then
    perform public.live_refuse(404, 'SESSION_NOT_FOUND');
  elsif session.status = 'scheduled' then
    perform public.live_refuse(409, 'SESSION_NOT_STARTED');
  elsif public.live_session_is_over(session.status, session.max_ends_at, p_now) then
    perform public.live_refuse(409, 'SESSION_ENDED');
  end if;
  perform public.live_lock_view(session.id, p_user_id);
  if not exists (
    select
    from public.live_admin_logs l
    where l.target_type = 'session'
      and l.target_id = session.id::text
      and l.action = 'view_session'
      and l.admin_id = p_user_id
      and l.created_at > p_now - interval '1 hour'
  ) then
    perform public.live_note_action(
      session.id, p_user_id, 'admin', 'view_session', 'session', session.id::text, null, null,
      jsonb_build_object('session_title', session.title), p_now
    );
  end if;
  return jsonb_build_object('room_name', session.livekit_room_name);
end;
$$;

revoke execute on function public.live_ops_most() from public, anon, authenticated;
revoke execute on function public.live_ops_webhook_logs(
  uuid, uuid, text, text, text, integer, integer, timestamptz
) from public, anon, authenticated;
revoke execute on function public.live_ops_admin_face(uuid) from public, anon, authenticated;
revoke execute on function public.live_ops_replay_webhook(uuid, uuid, jsonb, uuid, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_ops_admin_logs(uuid, uuid, text, integer, integer, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_ops_calls(uuid, uuid, boolean, integer, integer, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_ops_end_call(uuid, uuid, jsonb, uuid, text, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_ops_preview(uuid, uuid, jsonb, text, timestamptz)
  from public, anon, authenticated;
grant execute on function public.live_ops_most() to service_role;
grant execute on function public.live_ops_webhook_logs(
  uuid, uuid, text, text, text, integer, integer, timestamptz
) to service_role;
grant execute on function public.live_ops_admin_face(uuid) to service_role;
grant execute on function public.live_ops_replay_webhook(uuid, uuid, jsonb, uuid, timestamptz) to service_role;
grant execute on function public.live_ops_admin_logs(uuid, uuid, text, integer, integer, timestamptz) to service_role;
grant execute on function public.live_ops_calls(uuid, uuid, boolean, integer, integer, timestamptz) to service_role;
grant execute on function public.live_ops_end_call(uuid, uuid, jsonb, uuid, text, timestamptz) to service_role;
grant execute on function public.live_ops_preview(uuid, uuid, jsonb, text, timestamptz) to service_role;
