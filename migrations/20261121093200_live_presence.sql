-- From stays to people: who is inside, whether the host is away, whether a call has lost a party. Everything here is
-- derived from the stays as they are now, so it may run any number of times after events in any order.

-- Since when a guest's grace runs whose last connection ended then: since that, or one sweep later if it was a sweep
-- that missed them. live_refresh_participant() calls it.
create or replace function public.live_away_since(p_left_at timestamptz, p_left_reason text)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
begin
  return case
    when p_left_reason = 'SWEPT' then p_left_at + public.live_setting_seconds('sweep_interval_seconds')
    else p_left_at
  end;
end;
$$;

-- Sees everybody out of a session that ends at a moment: nobody is inside any more, what they have watched is final,
-- and what was asked for is closed unanswered. Whatever ends a session calls it, in the transaction of the end.
create or replace function public.live_end_participation(p_session_id uuid, p_session_type text, p_ended_at timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
begin
  update public.live_participants p
    set is_active = false,
        total_watch_time_seconds = coalesce(watched.seconds, 0),
        invitation_response = case
          when p.invitation_response = 'pending' then 'expired' else p.invitation_response
        end,
        role = case when p.role = 'invited_guest' then public.live_audience_role(p_session_type) else p.role end
    from public.live_participants seat
    left join (
      -- as live_refresh_participant() sums it up
      select t.user_id, sum(floor(extract(epoch from least(t.left_at, p_ended_at) - t.joined_at)))::integer as seconds
      from public.live_stays t
      where t.session_id = p_session_id
        and t.kind in ('STANDARD', 'INGRESS')
        and least(t.left_at, p_ended_at) > t.joined_at
      group by t.user_id
    ) watched on watched.user_id = seat.user_id
    where p.id = seat.id
      and seat.session_id = p_session_id
      and (
        seat.is_active
        or seat.invitation_response = 'pending'
        or seat.role = 'invited_guest'
        or seat.total_watch_time_seconds <> coalesce(watched.seconds, 0)
      );
  update public.live_guest_requests r
    set status = 'expired'
    where r.session_id = p_session_id and r.status = 'pending';
  -- its figures are due
  perform public.live_mark_dirty(p_session_id);
end;
$$;

-- What somebody's stays in a session come to: the connection that is open, when they last came and went, and for how
-- long they watched, up to the session's end. live_refresh_participant() asks it.
create or replace function public.live_person_stays(
  p_session_id uuid, p_user_id uuid, p_ended_at timestamptz,
  out open_sid text, out last_joined_at timestamptz, out last_left_at timestamptz, out last_left_reason text,
  out last_closed_joined_at timestamptz, out watched integer
)
language plpgsql
stable
set search_path = ''
as $$
begin
  select
    (array_agg(t.participant_sid order by t.joined_at desc, t.participant_sid) filter (where t.left_at is null))[1],
    max(t.joined_at),
    max(t.left_at),
    (array_agg(t.left_reason order by t.left_at desc nulls last))[1],
    max(t.joined_at) filter (where t.left_at is not null),
    -- whole seconds; least() passes over what is not known, so a stay that goes on in a session that goes on counts
    -- once it is over
    coalesce(sum(floor(extract(epoch from least(t.left_at, p_ended_at) - t.joined_at)))
      filter (where least(t.left_at, p_ended_at) > t.joined_at), 0)
  into open_sid, last_joined_at, last_left_at, last_left_reason, last_closed_joined_at, watched
  from public.live_stays t
  where t.session_id = p_session_id
    and t.user_id = p_user_id
    -- an ingress is its owner's camera: it keeps them present, though it is no viewer
    and t.kind in ('STANDARD', 'INGRESS');
end;
$$;

-- A row for somebody who has connected without having been let in, and may be gone again before we hear of it;
-- live_refresh_participant() calls it.
create or replace function public.live_add_participant(
  p_session public.live_sessions, p_user_id uuid, p_joined_at timestamptz
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  insert into public.live_participants (
    session_id, user_id, profile_id, role, livekit_identity, admitted_at, joined_at
  )
  select p_session.id, p_user_id, p.id,
    case
      when p_session.creator_id = p_user_id then 'host' else public.live_audience_role(p_session.session_type)
    end,
    p_user_id::text, null, p_joined_at
  from public.profiles p
  where p.user_id = p_user_id and p.type = 'real'
  limit 1
  on conflict (session_id, user_id) do nothing;
end;
$$;

-- Brings one person's row in one session up to date with their stays, and the session's host_left_at if they host it.
-- The stay functions call it after each change.
create or replace function public.live_refresh_participant(p_session_id uuid, p_user_id uuid, p_now timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
declare
  session public.live_sessions;
  stays record;
  has_row boolean;
begin
  -- whoever refreshes the same person meanwhile is waited for before anything is read: the end of one room and a join
  -- to the next may come at the same moment
  perform from public.live_participants p
    where p.session_id = p_session_id and p.user_id = p_user_id
    for no key update;
  has_row := found;
  select * into session from public.live_sessions s where s.id = p_session_id;
  if not found then
    return;
  end if;
  select * into stays from public.live_person_stays(p_session_id, p_user_id, session.ended_at);
  if not has_row and stays.last_joined_at is not null then
    perform public.live_add_participant(session, p_user_id, stays.last_joined_at);
  end if;

  update public.live_participants p
    set is_active = derived.is_active,
        livekit_participant_sid = stays.open_sid,
        livekit_identity = p_user_id::text,
        joined_at = coalesce(stays.last_joined_at, p.joined_at),
        left_at = derived.left_at,
        guest_left_at = derived.guest_left_at,
        total_watch_time_seconds = stays.watched
    from (
      select
        session.status in ('scheduled', 'live') and (
          stays.open_sid is not null
          -- let in, not connected yet, and not gone since; LiveKit's times are whole seconds
          or coalesce(
            seat.admitted_at > p_now - interval '60 seconds'
            and not coalesce(stays.last_left_at >= seat.admitted_at, false)
            and not coalesce(stays.last_closed_joined_at >= date_trunc('second', seat.admitted_at), false),
            false
          )
        ) as is_active,
        case when stays.open_sid is null then stays.last_left_at end as left_at,
        case
          -- who has not come since they were seated is missed from then on
          when seat.role in ('co_host', 'speaker') and stays.open_sid is null
          then greatest(seat.seated_at, public.live_away_since(stays.last_left_at, stays.last_left_reason))
        end as guest_left_at
      from public.live_participants seat
      where seat.session_id = p_session_id and seat.user_id = p_user_id
    ) derived
    where p.session_id = p_session_id
      and p.user_id = p_user_id
      and (
        p.is_active, p.livekit_participant_sid, p.livekit_identity, p.left_at, p.guest_left_at,
        p.joined_at, p.total_watch_time_seconds
      ) is distinct from (
        derived.is_active, stays.open_sid, p_user_id::text, derived.left_at, derived.guest_left_at,
        coalesce(stays.last_joined_at, p.joined_at), stays.watched
      );

  if session.creator_id = p_user_id and session.status = 'live' then
    perform public.live_refresh_host(session, stays.open_sid is not null, stays.last_left_at);
  end if;
  perform public.live_mark_dirty(p_session_id);
end;
$$;

-- Writes down that the host of a session on air has come back or gone, if that is news, and tells the phones.
-- live_refresh_participant() calls it.
create or replace function public.live_refresh_host(
  p_session public.live_sessions, p_is_inside boolean, p_left_at timestamptz
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  grace constant interval := public.live_setting_seconds('host_grace_seconds');
begin
  if p_is_inside and p_session.host_left_at is not null then
    update public.live_sessions s set host_left_at = null where s.id = p_session.id and s.status = 'live';
    perform public.live_broadcast('live:' || p_session.id, 'host_reconnected', '{}');
  elsif not p_is_inside and p_left_at is distinct from p_session.host_left_at then
    update public.live_sessions s set host_left_at = p_left_at where s.id = p_session.id and s.status = 'live';
    perform public.live_broadcast('live:' || p_session.id, 'host_disconnected', jsonb_build_object(
      'message', 'Yayıncının bağlantısı koptu.',
      'reconnectDeadline', floor(extract(epoch from p_left_at + grace) * 1000)
    ));
  end if;
end;
$$;

-- Notes since when a connected call has been without one of its parties; the stay functions call it after each change
-- and the call functions when a call is answered. Calls of other kinds have no answer: they are connected once two are
-- inside (live_refresh_voice_call).
create or replace function public.live_refresh_call(p_call_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
declare
  talk public.calls;
  gone_at timestamptz;
begin
  -- whoever refreshes the same call meanwhile is waited for before anything is read
  select * into talk from public.calls c where c.id = p_call_id for no key update;
  if talk.kind <> 'user_to_user' then
    perform public.live_refresh_voice_call(talk);
    return;
  end if;

  -- a party that has been in the room and is in it no more; whoever left while it rang is missed from the answer on
  select min(greatest(party.left_at, party.answered_at)) into gone_at
  from (
    select max(t.left_at) as left_at, c.answered_at
    from public.calls c
    join public.live_stays t on t.call_id = c.id and t.user_id in (c.caller_id, c.callee_id)
    where c.id = p_call_id and t.kind = 'STANDARD'
    group by t.user_id, c.answered_at
    having bool_and(t.left_at is not null)
  ) party;

  update public.calls c
    set party_left_at = gone_at
    where c.id = p_call_id and c.status = 'connected' and c.party_left_at is distinct from gone_at;
end;
$$;

revoke execute on function public.live_away_since(timestamptz, text) from public, anon, authenticated;
revoke execute on function public.live_end_participation(uuid, text, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_person_stays(uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_add_participant(public.live_sessions, uuid, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_refresh_participant(uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_refresh_host(public.live_sessions, boolean, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_refresh_call(uuid) from public, anon, authenticated;
grant execute on function public.live_away_since(timestamptz, text) to service_role;
grant execute on function public.live_end_participation(uuid, text, timestamptz) to service_role;
grant execute on function public.live_person_stays(uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_add_participant(public.live_sessions, uuid, timestamptz) to service_role;
grant execute on function public.live_refresh_participant(uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_refresh_host(public.live_sessions, boolean, timestamptz) to service_role;
grant execute on function public.live_refresh_call(uuid) to service_role;
