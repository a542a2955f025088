-- Invitations to the stage: the host asks somebody in the audience, who answers within a minute. An answer takes a seat
-- under live_lock_stage(), so that none is taken twice.

-- An invitation as it is answered.
create or replace function public.live_invitation_reply(p_place public.live_participants)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', p_place.invitation_id,
    'session_id', p_place.session_id,
    'user_id', p_place.user_id,
    'expires_at', p_place.invitation_expires_at
  );
end;
$$;

-- Asks somebody in the audience to come on stage; invite-guest calls it. Who has been asked and has not answered is not
-- asked again: the same invitation is the answer.
create or replace function public.live_invite_guest(
  p_user_id uuid, p_auth_session_id uuid, p_session_id uuid, p_guest_id uuid, p_now timestamptz
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
  host public.profiles;
  place public.live_participants;
begin
  session := public.live_host_stage(p_user_id, p_auth_session_id, p_session_id, p_now);
  if p_guest_id = session.creator_id then
    perform public.live_refuse(409, 'SELF_GUEST');
  end if;
  perform public.live_require_candidate(session, p_guest_id, p_now);
  select * into place
  from public.live_participants p
  where p.session_id = p_session_id and p.user_id = p_guest_id
  for no key update;
  if place.invitation_response = 'pending' and place.invitation_expires_at > p_now then
    return public.live_invitation_reply(place);
  elsif place.role in ('co_host', 'speaker', 'moderator') then
    perform public.live_refuse(409, 'NOT_IN_AUDIENCE');
  elsif (public.live_pending_request(p_session_id, p_guest_id, p_now)).id is not null then
    perform public.live_refuse(409, 'REQUEST_PENDING');
  end if;
  perform public.live_require_free_seat(session);

  update public.live_participants p
    set role = 'invited_guest',
        invitation_id = gen_random_uuid(),
        invited_at = p_now,
        invitation_expires_at = p_now + public.live_setting_seconds('invitation_seconds'),
        invitation_response = 'pending'
    where p.id = place.id
    returning * into place;
  select * into host from public.profiles f where f.id = session.creator_profile_id;
  perform public.live_broadcast('user:' || p_guest_id, 'guest_invitation', jsonb_build_object(
    'id', place.invitation_id,
    'invitationId', place.invitation_id,
    'sessionId', p_session_id,
    'sessionTitle', session.title,
    'hostId', p_user_id,
    'hostName', coalesce(host.display_name, host.username),
    'hostAvatar', host.avatar_url,
    'expiresAt', place.invitation_expires_at,
    -- who comes on a stage that is recorded agrees to that
    'isRecording', session.is_recording or session.recording_enabled
  ));
  return public.live_invitation_reply(place);
end;
$$;

-- Answers one's own invitation; respond-guest-invitation calls it. Who accepts takes a seat. A repeat is told the same.
create or replace function public.live_respond_guest_invitation(
  p_user_id uuid, p_auth_session_id uuid, p_session_id uuid, p_accept boolean, p_now timestamptz
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
  place public.live_participants;
  before jsonb;
begin
  perform public.live_require_caller(p_user_id, p_auth_session_id, p_now);
  session := public.live_open_stage(p_session_id, p_now);
  select * into place
  from public.live_participants p
  where p.session_id = p_session_id and p.user_id = p_user_id
  for no key update;
  if place.invitation_response = 'accepted' and p_accept and place.role in ('co_host', 'speaker')
    or place.invitation_response = 'rejected' and not p_accept
  then
    null;
  elsif place.invitation_response is null or place.invitation_response in ('accepted', 'rejected') then
    perform public.live_refuse(404, 'INVITATION_NOT_FOUND');
  elsif place.invitation_response = 'expired' or place.invitation_expires_at <= p_now then
    perform public.live_refuse(410, 'INVITATION_EXPIRED');
  elsif p_accept then
    perform public.live_require_inside(p_session_id, p_user_id, p_now);
    perform public.live_require_free_seat(session);
    before := public.live_set_role(
      session, p_user_id, public.live_guest_role(session.session_type), p_user_id, null, p_now
    );
    perform public.live_tell_host_of_invitation(p_session_id, p_user_id, place.invitation_id, 'invitation_accepted');
  else
    update public.live_participants p
      set invitation_response = 'rejected', role = public.live_audience_role(session.session_type)
      where p.id = place.id;
    perform public.live_tell_host_of_invitation(p_session_id, p_user_id, place.invitation_id, 'invitation_rejected');
  end if;
  return jsonb_build_object(
    'accepted', p_accept,
    'change', case when p_accept then public.live_change(session, p_user_id, before, p_now) end
  );
end;
$$;

revoke execute on function public.live_invitation_reply(public.live_participants) from public, anon, authenticated;
revoke execute on function public.live_invite_guest(uuid, uuid, uuid, uuid, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_respond_guest_invitation(uuid, uuid, uuid, boolean, timestamptz)
  from public, anon, authenticated;
grant execute on function public.live_invitation_reply(public.live_participants) to service_role;
grant execute on function public.live_invite_guest(uuid, uuid, uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_respond_guest_invitation(uuid, uuid, uuid, boolean, timestamptz) to service_role;
