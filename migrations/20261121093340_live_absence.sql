-- A host or a party of a call who stays away, and what ends because of it.

-- Whether a session's host has ever been connected. One who has not is away since the show lost the room they were to
-- come to, and no longer once there is another; all others are away or not as their stays say.
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
    then p_session.started_at + public.live_setting_seconds('host_arrival_seconds')
  end;
end;
$$;

-- Ends what nobody comes back to: LiveKit, asked at p_asked_at, did not have the host in the session's room, or not
-- both parties in the call's, and by then they had been waited for long enough. A passed deadline alone ends nothing,
-- since the report that somebody is back may be lost. Judged by the stays as they are now; the caller holds the
-- session. live_sweep_apply() calls it. Returns whether it ended something.
create or replace function public.live_confirm_absence(p_session_id uuid, p_call_id uuid, p_asked_at timestamptz)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  show public.live_sessions;
  talk public.calls;
begin
  select * into show from public.live_sessions s where s.id = p_session_id and s.status = 'live';
  if found and public.live_host_deadline(show) <= p_asked_at then
    return (public.live_end_session(p_session_id, 'host_timeout', p_asked_at) ->> 'ended_here')::boolean;
  end if;

  select * into talk from public.calls c where c.id = p_call_id and c.status = 'connected' for no key update;
  if found and talk.party_left_at + public.live_setting_seconds('call_grace_seconds') <= p_asked_at then
    return public.live_end_call(
      p_call_id, 'completed', null, p_asked_at, least(talk.party_left_at, talk.max_ends_at)
    );
  end if;
  return false;
end;
$$;

revoke execute on function public.live_host_has_come(uuid) from public, anon, authenticated;
revoke execute on function public.live_host_deadline(public.live_sessions) from public, anon, authenticated;
revoke execute on function public.live_confirm_absence(uuid, uuid, timestamptz) from public, anon, authenticated;
grant execute on function public.live_host_has_come(uuid) to service_role;
grant execute on function public.live_host_deadline(public.live_sessions) to service_role;
grant execute on function public.live_confirm_absence(uuid, uuid, timestamptz) to service_role;
