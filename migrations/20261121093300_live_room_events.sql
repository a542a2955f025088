-- LiveKit's reports, written down: rooms opened and finished, people come and gone. Each is an upsert by SID whose
-- result does not depend on order or repetition. Identities that are not user ids (admin previews, recorders) and
-- rooms that are not ours are skipped, never refused.
--
-- Every one locks its session first, so that no end comes between a report and its consequences; then its room, its
-- person, and rows only after those, as live_locks says.

-- The session or call behind a room name. Of one whose stays are gone nothing is written down any more: what came late
-- would be all that is known of it.
create or replace function public.live_room_subject(p_room_name text, out session_id uuid, out call_id uuid)
language plpgsql
stable
set search_path = ''
as $$
begin
  select s.id into session_id
  from public.live_sessions s
  where s.livekit_room_name = p_room_name
    and (s.ended_at is null or not public.live_stays_are_gone(s.ended_at));
  if session_id is null then
    select c.id into call_id
    from public.calls c
    where c.livekit_room_name = p_room_name
      and (c.status <> 'ended' or not public.live_stays_are_gone(c.created_at));
  end if;
end;
$$;

-- The user a LiveKit identity names; null for admin previews, recorders and whatever else is no user of ours. Reports
-- and the webhook ask it.
create or replace function public.live_identity_user(p_identity text)
returns uuid
language plpgsql
immutable
set search_path = ''
as $$
begin
  return case
    when p_identity ~* '^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$' then p_identity::uuid
  end;
end;
$$;

-- Whether a room is the latest one LiveKit has opened under its session or call; an older room's end means nothing. One
-- whose beginning nobody told is older than one that is open, and than one that opened after it had closed.
create or replace function public.live_room_is_current(p_room_sid text)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return not exists (
    select
    from public.live_rooms this
    join public.live_rooms other
      on other.session_id = this.session_id or other.call_id = this.call_id
    where this.room_sid = p_room_sid
      and other.room_sid <> this.room_sid
      and case
        when this.started_at is not null then other.started_at > this.started_at
        else other.started_at is not null
          and (other.finished_at is null or other.started_at > this.finished_at)
      end
  );
end;
$$;

-- A room was opened; room_started and the first word of an unknown room SID lead here.
create or replace function public.live_room_started(
  p_room_name text, p_room_sid text, p_started_at timestamptz
)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  subject record;
begin
  select * into subject from public.live_room_subject(p_room_name);
  if num_nonnulls(subject.session_id, subject.call_id) = 0 or coalesce(p_room_sid, '') = '' then
    return false;
  end if;
  if subject.session_id is not null then
    perform public.live_lock_session(subject.session_id, false);
  end if;

  insert into public.live_rooms as r (room_sid, room_name, session_id, call_id, started_at)
  values (p_room_sid, p_room_name, subject.session_id, subject.call_id, p_started_at)
  on conflict (room_sid) do update
    set started_at = excluded.started_at
    where r.started_at is null and excluded.started_at is not null;

  if public.live_room_is_current(p_room_sid) then
    update public.live_sessions s
      set livekit_room_sid = p_room_sid
      where s.id = subject.session_id
        and s.status in ('scheduled', 'live')
        and s.livekit_room_sid is distinct from p_room_sid;
    update public.calls c
      set livekit_room_sid = p_room_sid
      where c.id = subject.call_id
        and c.status <> 'ended'
        and c.livekit_room_sid is distinct from p_room_sid;
    update public.live_sessions s
      set host_left_at = null
      where s.id = subject.session_id
        and s.status = 'live'
        and s.host_left_at is not null
        and exists (select from public.live_rooms r where r.room_sid = p_room_sid and r.finished_at is null)
        and not public.live_host_has_come(s.id);
  end if;
  return true;
end;
$$;

-- Somebody came or went: p_joined_at, p_left_at or both are known, or neither but that they are inside.
-- participant_joined and participant_left lead here, and the sweeper with what it found, whose departures have the
-- reason SWEPT. Returns whether the report was about one of ours.
create or replace function public.live_stay_seen(
  p_room_name text,
  p_room_sid text,
  p_participant_sid text,
  p_identity text,
  p_kind text,
  p_joined_at timestamptz,
  p_left_at timestamptz,
  p_left_reason text,
  p_now timestamptz default now()
)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  subject record;
  person constant uuid := public.live_identity_user(p_identity);
  room_finished_at timestamptz;
  is_event constant boolean := p_left_at is not null and p_left_reason is distinct from 'SWEPT';
begin
  if person is null or coalesce(p_participant_sid, '') = '' then
    return false;
  end if;
  select * into subject from public.live_room_subject(p_room_name);
  if num_nonnulls(subject.session_id, subject.call_id) = 0 then
    return false;
  end if;

  -- the end of the session waits for us or we see it, and so does the finish of this room; two reports about one person
  -- take turns
  if subject.session_id is not null then
    perform public.live_lock_session(subject.session_id, false);
  end if;
  perform public.live_lock_room(p_room_sid, false);
  perform public.live_lock_presence(coalesce(subject.session_id, subject.call_id), person);
  select r.finished_at into room_finished_at from public.live_rooms r where r.room_sid = p_room_sid;

  insert into public.live_stays as t (
    participant_sid, room_sid, session_id, call_id, user_id, kind, joined_at, left_at, left_reason
  )
  values (
    p_participant_sid, p_room_sid, subject.session_id, subject.call_id, person, coalesce(p_kind, 'STANDARD'),
    p_joined_at, coalesce(p_left_at, room_finished_at),
    case when p_left_at is not null then p_left_reason when room_finished_at is not null then 'ROOM_CLOSED' end
  )
  on conflict (participant_sid) do update
    set room_sid = coalesce(t.room_sid, excluded.room_sid),
        kind = coalesce(p_kind, t.kind),
        -- a left event knows the join too, but the joined event knows it better
        joined_at = case
          when p_left_at is null then coalesce(p_joined_at, t.joined_at)
          else coalesce(t.joined_at, p_joined_at)
        end,
        -- what a left event says stands over what was concluded from the room's end or swept
        left_at = case when is_event then p_left_at else coalesce(t.left_at, p_left_at, room_finished_at) end,
        left_reason = case when is_event or t.left_at is null then excluded.left_reason else t.left_reason end;

  if subject.session_id is not null then
    perform public.live_refresh_participant(subject.session_id, person, p_now);
  else
    perform public.live_refresh_call(subject.call_id);
  end if;
  return true;
end;
$$;

-- Whether a room was closed on purpose or for emptiness, rather than lost with its server. LiveKit up to 1.13 gives no
-- reason, and a server that stops closes its rooms like any other: whoever is inside leaves with SERVER_SHUTDOWN, and
-- an empty room closes before its time, while the host or a party is still waited for. live_room_finished() asks it
-- once the room's stays are closed; those it had to close itself, with ROOM_CLOSED, tell of no stop.
create or replace function public.live_room_closed_on_purpose(
  p_room_sid text, p_finished_at timestamptz, p_reason text
)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
declare
  departures record;
begin
  if coalesce(p_reason, '') not in ('', 'UNKNOWN') then
    return p_reason in ('IDLE_TIMEOUT', 'API_DELETE');
  end if;
  select
    bool_or(t.left_reason = 'SERVER_SHUTDOWN') as by_stop,
    bool_or(t.left_reason in ('ROOM_DELETED', 'ROOM_CLOSED')) as with_room
  into departures
  from public.live_rooms r
  join public.live_stays t on t.session_id = r.session_id or t.call_id = r.call_id
  where r.room_sid = p_room_sid and t.room_sid = p_room_sid;
  return case
    when departures.by_stop then false
    when departures.with_room then true
    else not exists (
      select
      from public.live_rooms r
      left join public.live_sessions s on s.id = r.session_id
      left join public.calls c on c.id = r.call_id
      where r.room_sid = p_room_sid
        and p_finished_at < coalesce(public.live_host_deadline(s), public.live_call_deadline(c))
    )
  end;
end;
$$;

-- Closes the stays that are open in a room that is gone, and brings those people of its session up to date;
-- live_room_finished() calls it.
create or replace function public.live_close_stays(
  p_room_sid text, p_session_id uuid, p_finished_at timestamptz, p_now timestamptz
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  person uuid;
begin
  for person in
    with closed as (
      update public.live_stays t
        set left_at = p_finished_at, left_reason = 'ROOM_CLOSED'
        where t.room_sid = p_room_sid and t.left_at is null
        returning t.user_id
    )
    select distinct user_id from closed order by user_id
  loop
    if p_session_id is not null then
      perform public.live_refresh_participant(p_session_id, person, p_now);
    end if;
  end loop;
end;
$$;

-- What the end of its current room means for a session or a call: its own end if the room was closed on purpose; a
-- session whose room was lost has lost its host, who may come back. live_room_finished() calls it once the room's stays
-- are closed.
create or replace function public.live_follow_room(
  p_session_id uuid, p_call_id uuid, p_finished_at timestamptz, p_on_purpose boolean, p_now timestamptz
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if p_call_id is not null then
    if p_on_purpose then
      perform public.live_end_call(
        c.id, case c.status when 'connected' then 'completed' else 'cancelled' end, null, p_now,
        least(p_finished_at, c.party_left_at, c.max_ends_at)
      )
      from public.calls c
      where c.id = p_call_id
        -- whoever is called by another may still answer, and has a room then; nobody comes to one who has left
        and (c.status = 'connected' or (c.kind <> 'user_to_user' and c.party_left_at is not null));
    end if;
  elsif p_on_purpose then
    perform public.live_end_session(s.id, 'room_finished', p_now, p_finished_at)
    from public.live_sessions s
    where s.id = p_session_id and s.status = 'live';
  else
    -- a host who was cut off with everybody else has been noted with them; one who had not connected yet has the same
    -- grace
    update public.live_sessions s
      set host_left_at = p_finished_at
      where s.id = p_session_id
        and s.status = 'live'
        and s.host_left_at is distinct from p_finished_at
        and not public.live_host_has_come(s.id);
  end if;
end;
$$;

-- A room is gone, and everybody in it; room_finished leads here, and the sweeper. A session whose current room was
-- closed on purpose or for emptiness is over; one whose room was lost has lost its host, who may come back.
-- p_started_at is when the room had opened, should that not be known yet.
create or replace function public.live_room_finished(
  p_room_name text,
  p_room_sid text,
  p_finished_at timestamptz,
  p_reason text,
  p_now timestamptz default now(),
  p_started_at timestamptz default null
)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  subject record;
begin
  select * into subject from public.live_room_subject(p_room_name);
  if num_nonnulls(subject.session_id, subject.call_id) = 0 or coalesce(p_room_sid, '') = '' then
    return false;
  end if;

  -- alone: its end may follow, and no other room may open meanwhile
  if subject.session_id is not null then
    perform public.live_lock_session(subject.session_id, true);
  end if;
  perform public.live_lock_room(p_room_sid, true);
  insert into public.live_rooms as r (
    room_sid, room_name, session_id, call_id, started_at, finished_at, finish_reason
  )
  values (p_room_sid, p_room_name, subject.session_id, subject.call_id, p_started_at, p_finished_at, p_reason)
  on conflict (room_sid) do update
    set started_at = coalesce(r.started_at, excluded.started_at),
        finished_at = excluded.finished_at,
        finish_reason = excluded.finish_reason
    where r.finished_at is null;

  perform public.live_close_stays(p_room_sid, subject.session_id, p_finished_at, p_now);
  if public.live_room_is_current(p_room_sid) then
    if subject.call_id is not null then
      perform public.live_close_agents(subject.call_id, p_finished_at);
      perform public.live_refresh_call(subject.call_id);
    end if;
    perform public.live_follow_room(
      subject.session_id, subject.call_id, p_finished_at,
      public.live_room_closed_on_purpose(p_room_sid, p_finished_at, p_reason), p_now
    );
  end if;
  return true;
end;
$$;

revoke execute on function public.live_room_subject(text) from public, anon, authenticated;
revoke execute on function public.live_identity_user(text) from public, anon, authenticated;
revoke execute on function public.live_room_is_current(text) from public, anon, authenticated;
revoke execute on function public.live_room_started(text, text, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_stay_seen(
  text, text, text, text, text, timestamptz, timestamptz, text, timestamptz
) from public, anon, authenticated;
revoke execute on function public.live_room_closed_on_purpose(text, timestamptz, text) from public, anon, authenticated;
revoke execute on function public.live_close_stays(text, uuid, timestamptz, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_follow_room(uuid, uuid, timestamptz, boolean, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_room_finished(text, text, timestamptz, text, timestamptz, timestamptz)
  from public, anon, authenticated;
grant execute on function public.live_room_subject(text) to service_role;
grant execute on function public.live_identity_user(text) to service_role;
grant execute on function public.live_room_is_current(text) to service_role;
grant execute on function public.live_room_started(text, text, timestamptz) to service_role;
grant execute on function public.live_stay_seen(
  text, text, text, text, text, timestamptz, timestamptz, text, timestamptz
) to service_role;
grant execute on function public.live_room_closed_on_purpose(text, timestamptz, text) to service_role;
grant execute on function public.live_close_stays(text, uuid, timestamptz, timestamptz) to service_role;
grant execute on function public.live_follow_room(uuid, uuid, timestamptz, boolean, timestamptz) to service_role;
grant execute on function public.live_room_finished(text, text, timestamptz, text, timestamptz, timestamptz)
  to service_role;
