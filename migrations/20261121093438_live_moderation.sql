-- What hosts, moderators and staff do about people in a session: roles, kicks, mutes. Each is noted with who did it and
-- why, and answered with what LiveKit is to be told.

-- Gives somebody another role: co_host, speaker, moderator or audience; update-participant-role and promote-to-speaker
-- call it. Who has it already keeps it, and LiveKit is told once more.
create or replace function public.live_change_role(
  p_user_id uuid, p_auth_session_id uuid, p_session_id uuid, p_target_id uuid, p_role text, p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
set lock_timeout = '3s'
set statement_timeout = '4s'
as $$
declare
  place record;
  new_role text := p_role;
  before jsonb;
begin
  select * into place
  from public.live_moderate(
    p_user_id, p_auth_session_id, p_session_id, p_target_id,
    case p_role
      when 'co_host' then 'seat_co_host'
      when 'speaker' then 'seat_speaker'
      when 'moderator' then 'appoint_moderator'
      else 'send_back'
    end,
    p_now
  );
  if p_role = 'audience' then
    new_role := public.live_audience_role((place.session).session_type);
  end if;
  if place.role <> new_role then
    if p_role <> 'audience' then
      perform public.live_require_candidate(place.session, p_target_id, p_now);
    end if;
    if p_role in ('co_host', 'speaker') and place.role not in ('co_host', 'speaker') then
      perform public.live_require_free_seat(place.session);
    end if;
    before := public.live_set_role(place.session, p_target_id, new_role, p_user_id, 'demoted', p_now);
    perform public.live_note_action(
      p_session_id, p_user_id, public.live_acts_as(place.actor), 'role', 'user', p_target_id::text, p_target_id, null,
      jsonb_build_object(
        'before', jsonb_build_object('role', place.role),
        'after', jsonb_build_object('role', new_role),
        'step', case
          when public.live_role_rank(new_role) > public.live_role_rank(place.role) then 'promote' else 'demote'
        end
      ),
      p_now
    );
  end if;
  return jsonb_build_object(
    'old_role', place.role,
    'new_role', new_role,
    'change', public.live_change(place.session, p_target_id, before, p_now)
  );
end;
$$;

-- The word by which an action is noted of who did it; the two kinds of staff are one there.
create or replace function public.live_acts_as(p_actor text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return case p_actor when 'super_admin' then 'admin' else p_actor end;
end;
$$;

-- Makes somebody who is put out of a session one of its audience, and not inside unless LiveKit still has them; kicks
-- and bans call it. Returns what live_take_back_role() needs.
create or replace function public.live_put_out(
  p_session public.live_sessions, p_user_id uuid, p_by uuid, p_reason text, p_now timestamptz
)
returns jsonb
language plpgsql
set search_path = ''
as $$
begin
  update public.live_participants p
    set admitted_at = null,
        is_active = p.is_active and p.livekit_participant_sid is not null
    where p.session_id = p_session.id and p.user_id = p_user_id;
  return public.live_set_role(
    p_session, p_user_id, public.live_audience_role(p_session.session_type), p_by, p_reason, p_now
  );
end;
$$;

-- Puts somebody out of a session, who may come back as one of the audience; kick-participant calls it.
create or replace function public.live_kick(
  p_user_id uuid, p_auth_session_id uuid, p_session_id uuid, p_target_id uuid, p_reason text, p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
set lock_timeout = '3s'
set statement_timeout = '4s'
as $$
declare
  place record;
  before jsonb;
begin
  select * into place
  from public.live_moderate(p_user_id, p_auth_session_id, p_session_id, p_target_id, 'kick', p_now);
  before := public.live_put_out(place.session, p_target_id, p_user_id, 'kicked', p_now);
  perform public.live_note_action(
    p_session_id, p_user_id, public.live_acts_as(place.actor), 'kick', 'user', p_target_id::text, p_target_id, p_reason,
    jsonb_build_object('before', jsonb_build_object('role', place.role)), p_now
  );
  return jsonb_build_object('change', public.live_change(place.session, p_target_id, before, p_now));
end;
$$;

-- Silences somebody in a session, microphone and chat, or takes that back; mute-participant and unmute-participant call
-- it. A repeat is told the same.
create or replace function public.live_mute(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_session_id uuid,
  p_target_id uuid,
  p_muted boolean,
  p_reason text,
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
  word constant text := case when p_muted then 'mute' else 'unmute' end;
  place record;
  was_muted boolean;
begin
  select * into place
  from public.live_moderate(p_user_id, p_auth_session_id, p_session_id, p_target_id, word, p_now);
  select p.is_muted into was_muted
  from public.live_participants p
  where p.session_id = p_session_id and p.user_id = p_target_id
  for no key update;
  if not found then
    perform public.live_refuse(404, 'PARTICIPANT_NOT_FOUND');
  elsif was_muted <> p_muted then
    update public.live_participants p
      set is_muted = p_muted, role_version = p.role_version + 1
      where p.session_id = p_session_id and p.user_id = p_target_id;
    perform public.live_broadcast(
      'user:' || p_target_id, word || 'd', jsonb_build_object('sessionId', p_session_id)
    );
    perform public.live_note_action(
      p_session_id, p_user_id, public.live_acts_as(place.actor), word, 'user', p_target_id::text, p_target_id, p_reason,
      jsonb_build_object(
        'before', jsonb_build_object('is_muted', was_muted), 'after', jsonb_build_object('is_muted', p_muted)
      ),
      p_now
    );
  end if;
  return jsonb_build_object('change', public.live_change(place.session, p_target_id, null, p_now));
end;
$$;

revoke execute on function public.live_change_role(uuid, uuid, uuid, uuid, text, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_acts_as(text) from public, anon, authenticated;
revoke execute on function public.live_put_out(public.live_sessions, uuid, uuid, text, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_kick(uuid, uuid, uuid, uuid, text, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_mute(uuid, uuid, uuid, uuid, boolean, text, timestamptz)
  from public, anon, authenticated;
grant execute on function public.live_change_role(uuid, uuid, uuid, uuid, text, timestamptz) to service_role;
grant execute on function public.live_acts_as(text) to service_role;
grant execute on function public.live_put_out(public.live_sessions, uuid, uuid, text, timestamptz) to service_role;
grant execute on function public.live_kick(uuid, uuid, uuid, uuid, text, timestamptz) to service_role;
grant execute on function public.live_mute(uuid, uuid, uuid, uuid, boolean, text, timestamptz) to service_role;
