-- Requests to join: somebody in the audience asks to come on stage, and the host answers within a minute. An answer
-- takes a seat under live_lock_stage(), so that none is taken twice.

-- A request to join as it is answered.
create or replace function public.live_request_reply(p_request public.live_guest_requests)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', p_request.id,
    'session_id', p_request.session_id,
    'user_id', p_request.requester_id,
    'status', p_request.status,
    'message', p_request.message,
    'expires_at', p_request.expires_at,
    'created_at', p_request.created_at
  );
end;
$$;

-- Somebody's request to join that waits for its answer; nothing (null) if there is none.
create or replace function public.live_pending_request(p_session_id uuid, p_user_id uuid, p_now timestamptz)
returns public.live_guest_requests
language plpgsql
stable
set search_path = ''
as $$
declare
  request public.live_guest_requests;
begin
  select * into request
  from public.live_guest_requests r
  where r.session_id = p_session_id and r.requester_id = p_user_id and r.status = 'pending' and r.expires_at > p_now;
  return request;
end;
$$;

-- Refuses whoever has asked to join too lately: any request counts for a while, one that was refused for longer. One
-- that has expired unnoticed is closed.
create or replace function public.live_require_request_due(p_session_id uuid, p_user_id uuid, p_now timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
declare
  due_at timestamptz;
begin
  update public.live_guest_requests r
    set status = 'expired'
    where r.session_id = p_session_id and r.requester_id = p_user_id and r.status = 'pending';
  select max(case
    when r.status = 'rejected' then r.responded_at + public.live_setting_seconds('join_request_rejected_wait_seconds')
    else r.created_at + public.live_setting_seconds('join_request_wait_seconds')
  end)
  into due_at
  from public.live_guest_requests r
  where r.session_id = p_session_id and r.requester_id = p_user_id;
  if due_at > p_now then
    perform public.live_refuse(429, 'RATE_LIMITED', jsonb_build_object(
      'retry_after', ceil(extract(epoch from due_at - p_now))::integer
    ));
  end if;
end;
$$;

-- Refuses whoever may not ask to come on stage now; live_request_to_join() calls it.
create or replace function public.live_require_may_ask(
  p_session public.live_sessions, p_user_id uuid, p_is_muted boolean, p_message text, p_now timestamptz
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  place public.live_participants;
begin
  select * into place
  from public.live_participants p
  where p.session_id = p_session.id and p.user_id = p_user_id;
  if place.role in ('co_host', 'speaker', 'moderator') then
    perform public.live_refuse(409, 'NOT_IN_AUDIENCE');
  elsif place.invitation_response = 'pending' and place.invitation_expires_at > p_now then
    perform public.live_refuse(409, 'INVITATION_PENDING');
  elsif p_is_muted then
    perform public.live_refuse(403, 'MUTED');
  elsif public.live_blocked_word(p_message) is not null then
    perform public.live_refuse(403, 'MESSAGE_REJECTED');
  end if;
  perform public.live_require_free_seat(p_session);
  perform public.live_require_request_due(p_session.id, p_user_id, p_now);
end;
$$;

-- Asks the host to come on stage; request-to-join calls it. Who has asked and was not answered yet does not ask again:
-- the same request is the answer.
create or replace function public.live_request_to_join(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_session_id uuid,
  p_message text,
  p_now timestamptz,
  p_idempotency_key text default null,
  p_request_hash text default null
)
returns jsonb
language plpgsql
security definer
set search_path = ''
set lock_timeout = '3s'
set statement_timeout = '4s'
as $$
declare
  reply jsonb;
  session public.live_sessions;
  asker record;
  inside record;
  request public.live_guest_requests;
begin
  reply := public.live_idempotency_begin(p_user_id, 'request-to-join', p_idempotency_key, p_request_hash, p_now);
  if reply is not null then
    return reply;
  end if;
  select * into asker from public.live_require_caller(p_user_id, p_auth_session_id, p_now);
  session := public.live_open_stage(p_session_id, p_now);
  if session.creator_id = p_user_id then
    perform public.live_refuse(409, 'SELF_GUEST');
  end if;
  select * into inside from public.live_require_inside(p_session_id, p_user_id, p_now);

  request := public.live_pending_request(p_session_id, p_user_id, p_now);
  if request.id is null then
    perform public.live_require_may_ask(session, p_user_id, inside.is_muted, p_message, p_now);
    insert into public.live_guest_requests (
      session_id, requester_id, requester_profile_id, message, expires_at, created_at
    )
    values (
      p_session_id, p_user_id, asker.profile_id, p_message,
      p_now + public.live_setting_seconds('join_request_seconds'), p_now
    )
    returning * into request;
    perform public.live_broadcast('session:' || p_session_id || ':host', 'join_request', jsonb_build_object(
      'id', request.id,
      'requestId', request.id,
      'sessionId', p_session_id,
      'userId', p_user_id,
      'userName', asker.display_name,
      'userAvatar', (select f.avatar_url from public.profiles f where f.id = asker.profile_id),
      'message', p_message,
      'expiresAt', request.expires_at
    ));
  end if;
  return public.live_idempotency_finish(
    p_user_id, 'request-to-join', p_idempotency_key, public.live_request_reply(request)
  );
end;
$$;

-- A request to join and the session it is for, locked. live_cancel_join_request() and live_respond_join_request() begin
-- with it.
create or replace function public.live_lock_request(
  p_request_id uuid, p_now timestamptz, out request public.live_guest_requests, out session public.live_sessions
)
language plpgsql
set search_path = ''
as $$
declare
  session_id uuid;
begin
  select r.session_id into session_id from public.live_guest_requests r where r.id = p_request_id;
  if not found then
    perform public.live_refuse(404, 'REQUEST_NOT_FOUND');
  end if;
  session := public.live_open_stage(session_id, p_now);
  select * into request from public.live_guest_requests r where r.id = p_request_id for no key update;
end;
$$;

-- Takes back one's own request to join; cancel-join-request calls it. One that is closed already stays as it is, unless
-- it was granted.
create or replace function public.live_cancel_join_request(
  p_user_id uuid, p_auth_session_id uuid, p_request_id uuid, p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
set lock_timeout = '3s'
set statement_timeout = '4s'
as $$
declare
  asked record;
  request public.live_guest_requests;
begin
  perform public.live_require_sign_in(p_user_id, p_auth_session_id, p_now);
  if not exists (
    select from public.live_guest_requests r where r.id = p_request_id and r.requester_id = p_user_id
  ) then
    perform public.live_refuse(404, 'REQUEST_NOT_FOUND');
  end if;
  select * into asked from public.live_lock_request(p_request_id, p_now);
  request := asked.request;
  if request.status = 'approved' then
    perform public.live_refuse(409, 'REQUEST_CLOSED');
  elsif request.status = 'pending' then
    update public.live_guest_requests r
      set status = case when r.expires_at <= p_now then 'expired' else 'cancelled' end
      where r.id = p_request_id
      returning * into request;
    perform public.live_broadcast(
      'session:' || request.session_id || ':host',
      'join_request_cancelled',
      jsonb_build_object(
        'id', request.id, 'requestId', request.id, 'sessionId', request.session_id, 'userId', p_user_id
      )
    );
  end if;
  return public.live_request_reply(request);
end;
$$;

-- Answers a request to join; respond-join-request calls it. Who is let on stage takes a seat. A repeat is told the
-- same.
create or replace function public.live_respond_join_request(
  p_user_id uuid, p_auth_session_id uuid, p_request_id uuid, p_approve boolean, p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
set lock_timeout = '3s'
set statement_timeout = '4s'
as $$
declare
  asked record;
  request public.live_guest_requests;
  session public.live_sessions;
  answer constant text := case when p_approve then 'approved' else 'rejected' end;
  before jsonb;
begin
  perform public.live_require_sign_in(p_user_id, p_auth_session_id, p_now);
  perform public.live_rate_moderation(p_user_id, p_now);
  select * into asked from public.live_lock_request(p_request_id, p_now);
  request := asked.request;
  session := asked.session;
  if session.creator_id <> p_user_id then
    perform public.live_refuse(403, 'NOT_THE_HOST');
  elsif request.status = 'expired' or (request.status = 'pending' and request.expires_at <= p_now) then
    perform public.live_refuse(410, 'REQUEST_EXPIRED');
  elsif request.status not in ('pending', answer) then
    perform public.live_refuse(409, 'REQUEST_CLOSED');
  end if;

  if request.status = 'pending' and p_approve then
    perform public.live_require_candidate(session, request.requester_id, p_now);
    perform public.live_require_free_seat(session);
    before := public.live_set_role(
      session, request.requester_id, public.live_guest_role(session.session_type), p_user_id, null, p_now
    );
  elsif request.status = 'pending' then
    update public.live_guest_requests r
      set status = 'rejected', responded_at = p_now, responded_by = p_user_id
      where r.id = p_request_id;
    perform public.live_answer_request(p_request_id, session.id, request.requester_id, false);
  end if;
  select * into request from public.live_guest_requests r where r.id = p_request_id;
  return jsonb_build_object(
    'request', public.live_request_reply(request),
    'change', case when p_approve then public.live_change(session, request.requester_id, before, p_now) end
  );
end;
$$;

revoke execute on function public.live_request_reply(public.live_guest_requests) from public, anon, authenticated;
revoke execute on function public.live_pending_request(uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_require_request_due(uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_require_may_ask(public.live_sessions, uuid, boolean, text, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_request_to_join(uuid, uuid, uuid, text, timestamptz, text, text)
  from public, anon, authenticated;
revoke execute on function public.live_lock_request(uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_cancel_join_request(uuid, uuid, uuid, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_respond_join_request(uuid, uuid, uuid, boolean, timestamptz)
  from public, anon, authenticated;
grant execute on function public.live_request_reply(public.live_guest_requests) to service_role;
grant execute on function public.live_pending_request(uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_require_request_due(uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_require_may_ask(public.live_sessions, uuid, boolean, text, timestamptz)
  to service_role;
grant execute on function public.live_request_to_join(uuid, uuid, uuid, text, timestamptz, text, text) to service_role;
grant execute on function public.live_lock_request(uuid, timestamptz) to service_role;
grant execute on function public.live_cancel_join_request(uuid, uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_respond_join_request(uuid, uuid, uuid, boolean, timestamptz) to service_role;
