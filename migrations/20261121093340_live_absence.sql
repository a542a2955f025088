-- A host or a party of a call who stays away, and what ends because of it.

-- Whether a session's host has ever been connected. One who has not is away since the session lost the room they were
-- to come to, and no longer once there is another; all others are away or not as their stays say.
create or replace function public.live_host_has_come(p_session_id uuid)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return exists (
    select
    from public.live_sessions s
    join public.live_stays t on t.session_id = s.id and t.user_id = s.creator_id
    where s.id = p_session_id and t.kind in ('STANDARD', 'INGRESS')
  );
end;
$$;

-- Until when the host of a live session is waited for: since they left, or since the start if they have not come yet.
-- Null while they are inside. The sweeper's functions ask it.
create or replace function public.live_host_deadline(p_session public.live_sessions)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
begin
  return case
    when p_session.host_left_at is not null
    then p_session.host_left_at + public.live_setting_seconds('host_grace_seconds')
    when not public.live_host_has_come(p_session.id)
    then p_session.started_at + public.live_setting_seconds(
      case when p_session.channel_id is null then 'host_arrival_seconds' else 'channel_host_arrival_seconds' end
    )
  end;
end;
$$;

-- When somebody first came into the room of a call, null if they have not. Whoever is only known to have been inside is
-- taken to have come at once.
create or replace function public.live_party_came_at(p_call public.calls, p_user_id uuid)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select min(coalesce(t.joined_at, p_call.answered_at))
    from public.live_stays t
    where t.call_id = p_call.id and t.user_id = p_user_id and t.kind = 'STANDARD'
  );
end;
$$;

-- Who has never been in the room of a call, in the words of its end_detail; the callee, if neither has.
create or replace function public.live_call_absentee(p_call public.calls)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return case
    when public.live_party_came_at(p_call, p_call.callee_id) is null then 'callee_absent'
    when public.live_party_came_at(p_call, p_call.caller_id) is null then 'caller_absent'
  end;
end;
$$;

-- Until when the parties of a connected call are waited for: since one has left, or since the answer if one has not
-- come yet. Null while both are inside. Of calls of other kinds live_voice_call_deadline() tells it. The sweeper's
-- functions ask it.
create or replace function public.live_call_deadline(p_call public.calls)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
begin
  return case
    when p_call.kind <> 'user_to_user' then public.live_voice_call_deadline(p_call)
    when p_call.status = 'connected' then least(
      p_call.party_left_at + public.live_setting_seconds('call_grace_seconds'),
      case
        when public.live_call_absentee(p_call) is not null
        then p_call.answered_at + public.live_setting_seconds('call_arrival_seconds')
      end
    )
  end;
end;
$$;

-- Ends what nobody comes back to: LiveKit, asked at p_asked_at, did not have the host in the session's room, or not
-- both parties in the call's, and by then they had been waited for long enough. A passed deadline alone ends nothing,
-- since the report that somebody is back may be lost. Judged by the stays as they are now, so whoever was found inside
-- must have been written down; the caller holds the session. A call to which one party never came has failed.
-- live_sweep_apply() calls it. Returns whether it ended something.
create or replace function public.live_confirm_absence(p_session_id uuid, p_call_id uuid, p_asked_at timestamptz)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  session public.live_sessions;
  talk public.calls;
  absentee text;
begin
  select * into session from public.live_sessions s where s.id = p_session_id and s.status = 'live';
  if found and public.live_host_deadline(session) <= p_asked_at then
    return public.live_end_session(p_session_id, 'host_timeout', p_asked_at);
  end if;

  select * into talk from public.calls c where c.id = p_call_id and c.status <> 'ended' for no key update;
  if talk.kind <> 'user_to_user' then
    return public.live_end_deserted(talk, p_asked_at);
  elsif talk.status = 'ringing' then
    return false;
  end if;
  if talk.answered_at + public.live_setting_seconds('call_arrival_seconds') <= p_asked_at then
    absentee := public.live_call_absentee(talk);
  end if;
  if absentee is not null or talk.party_left_at + public.live_setting_seconds('call_grace_seconds') <= p_asked_at then
    return public.live_end_call(
      p_call_id, case when absentee is null then 'completed' else 'failed' end, null, p_asked_at,
      least(p_asked_at, talk.party_left_at, talk.max_ends_at), absentee
    );
  end if;
  return false;
end;
$$;

revoke execute on function public.live_host_has_come(uuid) from public, anon, authenticated;
revoke execute on function public.live_host_deadline(public.live_sessions) from public, anon, authenticated;
revoke execute on function public.live_party_came_at(public.calls, uuid) from public, anon, authenticated;
revoke execute on function public.live_call_absentee(public.calls) from public, anon, authenticated;
revoke execute on function public.live_call_deadline(public.calls) from public, anon, authenticated;
revoke execute on function public.live_confirm_absence(uuid, uuid, timestamptz) from public, anon, authenticated;
grant execute on function public.live_host_has_come(uuid) to service_role;
grant execute on function public.live_host_deadline(public.live_sessions) to service_role;
grant execute on function public.live_party_came_at(public.calls, uuid) to service_role;
grant execute on function public.live_call_absentee(public.calls) to service_role;
grant execute on function public.live_call_deadline(public.calls) to service_role;
grant execute on function public.live_confirm_absence(uuid, uuid, timestamptz) to service_role;
