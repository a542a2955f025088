-- Who is what in a session, and how that is changed: host, moderators, guests on stage, audience. Guests and moderation
-- stand on it. Every change of a role is made by live_set_role(), under live_lock_stage(), and can be taken back if
-- LiveKit could not be told of it.

-- Whether somebody signed in without an account: they watch and nothing else. The service role cannot see Auth's
-- tables, so this one runs as its owner and gives away nothing else; live_require_candidate() asks it.
create or replace function public.live_is_anonymous(p_user_id uuid)
returns boolean
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return coalesce((select u.is_anonymous from auth.users u where u.id = p_user_id), false);
end;
$$;

-- What a guest is on the stage of a session of this type.
create or replace function public.live_guest_role(p_session_type text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return case p_session_type when 'audio_room' then 'speaker' else 'co_host' end;
end;
$$;

-- A session on air whose people are about to be changed, locked for it: nobody else changes them, and it does not end
-- meanwhile. What is decided about people inside begins with it; bans are decided about sessions in any state.
create or replace function public.live_open_stage(
  p_session_id uuid, p_now timestamptz, p_in_any_state boolean default false
)
returns public.live_sessions
language plpgsql
set search_path = ''
as $$
declare
  session public.live_sessions;
begin
  perform public.live_lock_session(p_session_id, false);
  perform public.live_lock_stage(p_session_id);
  select * into session from public.live_sessions s where s.id = p_session_id;
  if not found then
    perform public.live_refuse(404, 'SESSION_NOT_FOUND');
  elsif p_in_any_state then
    return session;
  elsif session.status = 'scheduled' then
    perform public.live_refuse(409, 'SESSION_NOT_STARTED');
  elsif public.live_session_is_over(session.status, session.max_ends_at, p_now) then
    perform public.live_refuse(409, 'SESSION_ENDED');
  end if;
  return session;
end;
$$;

-- What somebody is in a session, whatever they do there: its host, or the role of their place; audience without one.
create or replace function public.live_role_in(p_session public.live_sessions, p_user_id uuid)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  if p_session.creator_id = p_user_id then
    return 'host';
  end if;
  return coalesce(
    (
      select p.role
      from public.live_participants p
      where p.session_id = p_session.id and p.user_id = p_user_id and p.role <> 'host'
    ),
    public.live_audience_role(p_session.session_type)
  );
end;
$$;

-- Refuses to bring somebody on stage, or to make them a moderator, who is not inside or may not be, or has no account.
-- Which of it is between them and the service.
create or replace function public.live_require_candidate(
  p_session public.live_sessions, p_user_id uuid, p_now timestamptz
)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if not exists (
      select
      from public.live_participants p
      where p.session_id = p_session.id and p.user_id = p_user_id and p.is_active
    )
    or public.live_is_anonymous(p_user_id)
    or public.live_must_leave(p_user_id, p_session.id, p_session.creator_id, p_now)
  then
    perform public.live_refuse(409, 'GUEST_UNAVAILABLE');
  end if;
end;
$$;

-- Refuses one more guest where the session takes none or all its seats are taken. The host has a place of their own.
create or replace function public.live_require_free_seat(p_session public.live_sessions)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if not public.live_switch('live_enabled') then
    perform public.live_refuse(403, 'LIVE_DISABLED');
  elsif not p_session.guest_enabled then
    perform public.live_refuse(403, 'GUESTS_DISABLED');
  elsif p_session.max_guests <= (
    select count(*)
    from public.live_participants p
    where p.session_id = p_session.id and p.role in ('co_host', 'speaker')
  ) then
    perform public.live_refuse(409, 'STAGE_FULL');
  end if;
end;
$$;

-- Gives somebody who has a place in a session this role there, closes what they were asked or asked for (as granted if
-- that brings them on stage, else as void) and tells the phones who comes on stage or, for p_reason, leaves it. Returns
-- what live_take_back_role() needs to undo it. The caller holds live_lock_stage().
create or replace function public.live_set_role(
  p_session public.live_sessions, p_user_id uuid, p_role text, p_by uuid, p_reason text, p_now timestamptz
)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  on_stage constant boolean := p_role in ('co_host', 'speaker');
  place public.live_participants;
  request uuid;
begin
  select * into place
  from public.live_participants p
  where p.session_id = p_session.id and p.user_id = p_user_id
  for no key update;
  update public.live_participants p
    set role = p_role,
        role_version = p.role_version + 1,
        seated_at = case when on_stage then coalesce(p.seated_at, p_now) end,
        guest_left_at = case
          when on_stage and p.livekit_participant_sid is null then coalesce(p.guest_left_at, p_now)
        end,
        invitation_response = case
          when p.invitation_response = 'pending' and on_stage then 'accepted'
          when p.invitation_response = 'pending' then 'expired'
          else p.invitation_response
        end
    where p.id = place.id;

  update public.live_guest_requests r
    set status = case when on_stage then 'approved' else 'cancelled' end, responded_at = p_now, responded_by = p_by
    where r.session_id = p_session.id and r.requester_id = p_user_id and r.status = 'pending'
    returning r.id into request;
  if request is not null then
    perform public.live_answer_request(request, p_session.id, p_user_id, on_stage);
  end if;
  if place.invitation_response = 'pending' and not on_stage then
    perform public.live_broadcast('user:' || p_user_id, 'guest_invitation_cancelled', jsonb_build_object(
      'id', place.invitation_id, 'invitationId', place.invitation_id, 'sessionId', p_session.id
    ));
  end if;
  perform public.live_tell_role(p_session.id, p_user_id, place.role, p_role, p_reason);
  return jsonb_build_object(
    'role', place.role,
    'seated_at', place.seated_at,
    'guest_left_at', place.guest_left_at,
    'invitation_response', place.invitation_response,
    'request_id', request
  );
end;
$$;

-- What LiveKit is to be told of somebody whose place in a session was changed: what they are there now, who they are,
-- and, of a change of role, what undoes it.
create or replace function public.live_change(
  p_session public.live_sessions, p_user_id uuid, p_before jsonb, p_now timestamptz
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'standing', public.live_standing(p_session.id, null, p_user_id, p_now),
    'profile', (
      select public.live_profile_facts(p) from public.profiles p
      where p.user_id = p_user_id and p.type = 'real'
      limit 1
    ),
    'undo', (
      select jsonb_build_object('session_id', p.session_id, 'version', p.role_version, 'before', p_before)
      from public.live_participants p
      where p.session_id = p_session.id and p.user_id = p_user_id and p_before is not null
    )
  );
end;
$$;

-- Takes back a change of role that LiveKit could not be told of, unless something has changed since, and tells the
-- phone that was told of it. Returns whether it did; the functions that change roles call it before they answer 503.
create or replace function public.live_take_back_role(
  p_session_id uuid, p_user_id uuid, p_version integer, p_before jsonb, p_now timestamptz
)
returns boolean
language plpgsql
security definer
set search_path = ''
set lock_timeout = '3s'
set statement_timeout = '4s'
as $$
declare
  role_before constant text := p_before ->> 'role';
  now_is text;
begin
  perform public.live_lock_session(p_session_id, false);
  perform public.live_lock_stage(p_session_id);
  select p.role into now_is
  from public.live_participants p
  join public.live_sessions s on s.id = p.session_id and s.status = 'live'
  where p.session_id = p_session_id and p.user_id = p_user_id and p.role_version = p_version
  for no key update of p;
  if not found then
    return false;
  end if;

  update public.live_participants p
    set role = role_before,
        role_version = p_version + 1,
        seated_at = (p_before ->> 'seated_at')::timestamptz,
        guest_left_at = case
          when role_before in ('co_host', 'speaker') and p.livekit_participant_sid is null
          then coalesce((p_before ->> 'guest_left_at')::timestamptz, p_now)
        end,
        invitation_response = p_before ->> 'invitation_response'
    where p.session_id = p_session_id and p.user_id = p_user_id;
  update public.live_guest_requests r
    set status = 'pending', responded_at = null, responded_by = null
    where r.id = (p_before ->> 'request_id')::uuid;
  perform public.live_tell_role(p_session_id, p_user_id, now_is, role_before, 'unavailable');
  return true;
end;
$$;

revoke execute on function public.live_is_anonymous(uuid) from public, anon, authenticated;
revoke execute on function public.live_guest_role(text) from public, anon, authenticated;
revoke execute on function public.live_open_stage(uuid, timestamptz, boolean) from public, anon, authenticated;
revoke execute on function public.live_role_in(public.live_sessions, uuid) from public, anon, authenticated;
revoke execute on function public.live_require_candidate(public.live_sessions, uuid, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_require_free_seat(public.live_sessions) from public, anon, authenticated;
revoke execute on function public.live_set_role(public.live_sessions, uuid, text, uuid, text, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_change(public.live_sessions, uuid, jsonb, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_take_back_role(uuid, uuid, integer, jsonb, timestamptz)
  from public, anon, authenticated;
grant execute on function public.live_is_anonymous(uuid) to service_role;
grant execute on function public.live_guest_role(text) to service_role;
grant execute on function public.live_open_stage(uuid, timestamptz, boolean) to service_role;
grant execute on function public.live_role_in(public.live_sessions, uuid) to service_role;
grant execute on function public.live_require_candidate(public.live_sessions, uuid, timestamptz) to service_role;
grant execute on function public.live_require_free_seat(public.live_sessions) to service_role;
grant execute on function public.live_set_role(public.live_sessions, uuid, text, uuid, text, timestamptz)
  to service_role;
grant execute on function public.live_change(public.live_sessions, uuid, jsonb, timestamptz) to service_role;
grant execute on function public.live_take_back_role(uuid, uuid, integer, jsonb, timestamptz) to service_role;
