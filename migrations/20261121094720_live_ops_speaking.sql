-- What staff does to a session as a whole, and what it reads and takes out of its chat.

-- Ends a session on air at once; POST live-ops/sessions/{id}/terminate calls it, and closes the room then. Whatever
-- LiveKit reports afterwards finds the session ended.
create or replace function public.live_ops_terminate(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_origin jsonb,
  p_session_id uuid,
  p_reason text,
  p_admin_note text,
  p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
set lock_timeout = '3s'
set statement_timeout = '4s'
as $$
declare
  end_reason constant text := concat_ws(': ', 'admin_terminated', p_reason);
  session public.live_sessions;
begin
  perform public.live_act_as_staff(p_user_id, p_auth_session_id, p_origin, false, p_now);
  perform public.live_lock_session(p_session_id, true);
  select * into session from public.live_sessions s where s.id = p_session_id;
  if not found then
    perform public.live_refuse(404, 'SESSION_NOT_FOUND');
  elsif session.status = 'scheduled' then
    perform public.live_refuse(409, 'SESSION_NOT_STARTED');
  elsif session.status <> 'live' then
    perform public.live_refuse(409, 'SESSION_ENDED');
  end if;
  perform public.live_end_session(p_session_id, end_reason, p_now);
  perform public.live_note_action(
    p_session_id, p_user_id, 'admin', 'terminate_session', 'session', p_session_id::text, session.creator_id, p_reason,
    jsonb_build_object(
      'session_title', session.title,
      'admin_note', p_admin_note,
      'before', jsonb_build_object('status', session.status, 'total_viewers', session.total_viewers),
      'after', jsonb_build_object('status', 'ended', 'end_reason', end_reason)
    ),
    p_now
  );
  return jsonb_build_object('room_name', session.livekit_room_name);
end;
$$;

-- What those in a session are told when staff says something: by broadcast, and by LiveKit's packet.
-- live_ops_announce() and live_ops_announce_all() call it.
create or replace function public.live_announcement(p_message text, p_alert_type text, p_now timestamptz)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'type', 'admin_announcement',
    'message', p_message,
    'alertType', p_alert_type,
    'timestamp', floor(extract(epoch from p_now) * 1000)::bigint
  );
end;
$$;

-- Says something to everybody in a session on air, as the system; POST live-ops/sessions/{id}/announce calls it and has
-- LiveKit tell those connected the same `announcement`.
create or replace function public.live_ops_announce(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_origin jsonb,
  p_session_id uuid,
  p_message text,
  p_alert_type text,
  p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
set lock_timeout = '3s'
set statement_timeout = '4s'
as $$
declare
  announcement constant jsonb := public.live_announcement(p_message, p_alert_type, p_now);
  session public.live_sessions;
  message_id uuid;
begin
  perform public.live_act_as_staff(p_user_id, p_auth_session_id, p_origin, false, p_now);
  session := public.live_open_stage(p_session_id, p_now);
  message_id := public.live_say(p_session_id, p_user_id, '📢 ' || p_message, p_now);
  perform public.live_broadcast('live:' || p_session_id, 'admin_announcement', announcement);
  perform public.live_note_action(
    p_session_id, p_user_id, 'admin', 'announce', 'session', p_session_id::text, null, null,
    jsonb_build_object('message', p_message, 'type', p_alert_type, 'message_id', message_id), p_now
  );
  return jsonb_build_object('room_name', session.livekit_room_name, 'announcement', announcement);
end;
$$;

-- The chat of a session, deleted lines included, latest first; GET live-ops/sessions/{id}/messages calls it.
create or replace function public.live_ops_messages(
  p_user_id uuid, p_auth_session_id uuid, p_session_id uuid, p_limit integer, p_offset integer, p_now timestamptz
)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  listed jsonb;
begin
  perform public.live_require_admin(p_user_id, p_auth_session_id, false, p_now);
  if not exists (select from public.live_sessions s where s.id = p_session_id) then
    perform public.live_refuse(404, 'SESSION_NOT_FOUND');
  end if;
  select coalesce(jsonb_agg(
      to_jsonb(page.line) || jsonb_build_object('sender', public.live_ops_face((page.line).sender_id))
      order by (page.line).created_at desc
    ), '[]')
  into listed
  from (
    select m
    from public.live_messages m
    where m.session_id = p_session_id
    order by m.created_at desc
    limit public.live_ops_limit(p_limit, 50)
    offset p_offset
  ) as page (line);
  return jsonb_build_object(
    'messages', listed,
    'total', (select count(*) from public.live_messages m where m.session_id = p_session_id),
    'session_id', p_session_id
  );
end;
$$;

-- Takes a line out of the chat; POST live-ops/messages/{id}/delete and DELETE live-ops/messages/{id} call it. A deleted
-- line stays as it was deleted.
create or replace function public.live_ops_delete_message(
  p_user_id uuid, p_auth_session_id uuid, p_origin jsonb, p_message_id uuid, p_reason text, p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
set lock_timeout = '3s'
set statement_timeout = '4s'
as $$
declare
  found_it record;
begin
  perform public.live_act_as_staff(p_user_id, p_auth_session_id, p_origin, false, p_now);
  select * into found_it from public.live_message_for(p_user_id, p_message_id);
  return public.live_message_reply(public.live_take_down(found_it.message, p_user_id, p_reason, p_now));
end;
$$;

revoke execute on function public.live_announcement(text, text, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_ops_terminate(uuid, uuid, jsonb, uuid, text, text, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_ops_announce(uuid, uuid, jsonb, uuid, text, text, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_ops_messages(uuid, uuid, uuid, integer, integer, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_ops_delete_message(uuid, uuid, jsonb, uuid, text, timestamptz)
  from public, anon, authenticated;
grant execute on function public.live_announcement(text, text, timestamptz) to service_role;
grant execute on function public.live_ops_terminate(uuid, uuid, jsonb, uuid, text, text, timestamptz) to service_role;
grant execute on function public.live_ops_announce(uuid, uuid, jsonb, uuid, text, text, timestamptz) to service_role;
grant execute on function public.live_ops_messages(uuid, uuid, uuid, integer, integer, timestamptz) to service_role;
grant execute on function public.live_ops_delete_message(uuid, uuid, jsonb, uuid, text, timestamptz) to service_role;
