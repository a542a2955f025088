-- What phones are told of the stage: the fields that the app reads and those that its documents name. The channels are
-- public, so nothing is told that is not for everybody.

-- How high a role stands, for telling whether a change of it was a promotion. Who is invited is of the audience.
create or replace function public.live_role_rank(p_role text)
returns integer
language plpgsql
immutable
set search_path = ''
as $$
begin
  return coalesce(array_position(array['speaker', 'moderator', 'co_host', 'host'], p_role), 0);
end;
$$;

-- Tells the phones of a change of role, as far as it is one to the others in the room; why somebody leaves the stage is
-- p_reason. live_set_role() and live_take_back_role() call it.
create or replace function public.live_tell_role(
  p_session_id uuid, p_user_id uuid, p_from text, p_to text, p_reason text
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  was_guest constant boolean := p_from in ('co_host', 'speaker');
  is_guest constant boolean := p_to in ('co_host', 'speaker');
  steps constant integer := public.live_role_rank(p_to) - public.live_role_rank(p_from);
begin
  if steps <> 0 then
    perform public.live_broadcast(
      'live:' || p_session_id,
      case when steps > 0 then 'participant_promoted' else 'participant_demoted' end,
      jsonb_build_object('sessionId', p_session_id, 'userId', p_user_id, 'oldRole', p_from, 'newRole', p_to)
    );
  end if;
  if was_guest <> is_guest then
    perform public.live_tell_guest(p_session_id, p_user_id, is_guest, p_to, p_reason);
  end if;
end;
$$;

-- Tells a phone, and the others in the room, that its user is a guest on stage now, or no longer and why.
create or replace function public.live_tell_guest(
  p_session_id uuid, p_user_id uuid, p_is_guest boolean, p_role text, p_reason text
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  guest constant jsonb := jsonb_build_object('sessionId', p_session_id, 'userId', p_user_id, 'guestUserId', p_user_id);
  face jsonb;
begin
  if p_is_guest then
    select jsonb_build_object('userName', f.profile ->> 'display_name', 'userAvatar', f.profile ->> 'avatar_url')
    into face
    from (
      select public.live_public_profile(p) as profile from public.profiles p
      where p.user_id = p_user_id and p.type = 'real'
      limit 1
    ) f;
    perform public.live_broadcast(
      'session:' || p_session_id, 'new_cohost', guest || coalesce(face, '{}') || jsonb_build_object('role', p_role)
    );
  else
    perform public.live_broadcast(
      'user:' || p_user_id, 'your_guest_ended', guest || jsonb_build_object('reason', p_reason)
    );
    perform public.live_broadcast(
      'session:' || p_session_id, 'guest_ended', guest || jsonb_build_object('reason', p_reason)
    );
  end if;
end;
$$;

-- Tells somebody what came of their request to join: granted, refused, or expired without an answer.
create or replace function public.live_answer_request(
  p_request_id uuid, p_session_id uuid, p_requester_id uuid, p_approved boolean, p_expired boolean default false
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform public.live_broadcast('user:' || p_requester_id, 'join_request_response', jsonb_build_object(
    'id', p_request_id,
    'requestId', p_request_id,
    'sessionId', p_session_id,
    'approved', p_approved,
    'expired', p_expired
  ));
end;
$$;

-- Tells the host's phones what came of an invitation.
create or replace function public.live_tell_host_of_invitation(
  p_session_id uuid, p_user_id uuid, p_invitation_id uuid, p_event text, p_expired boolean default false
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform public.live_broadcast('session:' || p_session_id || ':host', p_event, jsonb_build_object(
    'id', p_invitation_id,
    'invitationId', p_invitation_id,
    'sessionId', p_session_id,
    'userId', p_user_id,
    'userName', (
      select coalesce(p.display_name, p.username) from public.profiles p
      where p.user_id = p_user_id and p.type = 'real'
      limit 1
    ),
    'expired', p_expired
  ));
end;
$$;

revoke execute on function public.live_role_rank(text) from public, anon, authenticated;
revoke execute on function public.live_tell_role(uuid, uuid, text, text, text) from public, anon, authenticated;
revoke execute on function public.live_tell_guest(uuid, uuid, boolean, text, text) from public, anon, authenticated;
revoke execute on function public.live_answer_request(uuid, uuid, uuid, boolean, boolean)
  from public, anon, authenticated;
revoke execute on function public.live_tell_host_of_invitation(uuid, uuid, uuid, text, boolean)
  from public, anon, authenticated;
grant execute on function public.live_role_rank(text) to service_role;
grant execute on function public.live_tell_role(uuid, uuid, text, text, text) to service_role;
grant execute on function public.live_tell_guest(uuid, uuid, boolean, text, text) to service_role;
grant execute on function public.live_answer_request(uuid, uuid, uuid, boolean, boolean) to service_role;
grant execute on function public.live_tell_host_of_invitation(uuid, uuid, uuid, text, boolean) to service_role;
