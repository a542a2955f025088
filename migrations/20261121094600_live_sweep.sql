-- What the sweeper writes: repairs of one room at a time, and what came of a sweep. It compared facts that may be a
-- few seconds old by now, so everything is judged again here; a repair that no longer applies is no repair.

-- Somebody LiveKit has in a room. One that was swept out by mistake is inside again, and so is one that was taken to be
-- in an earlier room and to have gone with it; one whose end LiveKit itself has reported stays out. Returns whether
-- that was news; live_sweep_apply() calls it.
create or replace function public.live_sweep_join(
  p_room_name text, p_room_sid text, p_person jsonb, p_now timestamptz
)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  sid constant text := p_person ->> 'participant_sid';
  reopened boolean;
begin
  update public.live_stays t
    set left_at = null, left_reason = null, room_sid = coalesce(p_room_sid, t.room_sid)
    where t.participant_sid = sid
      and t.left_at <= p_now
      and (t.left_reason = 'SWEPT' or (t.left_reason = 'ROOM_CLOSED' and t.room_sid <> p_room_sid));
  reopened := found;
  if not reopened and exists (
    select from public.live_stays t where t.participant_sid = sid and t.joined_at is not null
  ) then
    return false;
  end if;
  return public.live_stay_seen(
    p_room_name, p_room_sid, sid, p_person ->> 'identity', p_person ->> 'kind',
    (p_person ->> 'joined_at')::timestamptz, null, null, p_now
  );
end;
$$;

-- Somebody LiveKit no longer has in a room, unless they came less than a minute before it was asked. Returns whether
-- that was news; live_sweep_apply() calls it.
create or replace function public.live_sweep_leave(p_room_name text, p_participant_sid text, p_now timestamptz)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  stay public.live_stays;
begin
  select * into stay
  from public.live_stays t
  where t.participant_sid = p_participant_sid
    and t.left_at is null
    and (t.joined_at is null or t.joined_at <= p_now - interval '60 seconds');
  return found and public.live_stay_seen(
    p_room_name, stay.room_sid, p_participant_sid, stay.user_id::text, stay.kind, null, p_now, 'SWEPT', p_now
  );
end;
$$;

-- Ends a session or a call that LiveKit has had no room for in the half hour in which nothing happened to it. Returns
-- whether it did; live_sweep_apply() calls it.
create or replace function public.live_sweep_orphan(p_session_id uuid, p_call_id uuid, p_now timestamptz)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  silence constant timestamptz := p_now - interval '30 minutes';
begin
  if exists (
    select
    from public.live_stays t
    where t.left_at is null and (t.session_id = p_session_id or t.call_id = p_call_id)
  ) then
    return false;
  elsif exists (
    select
    from public.live_sessions s
    where s.id = p_session_id and s.status = 'live' and greatest(s.started_at, s.updated_at) <= silence
  ) then
    return public.live_end_session(p_session_id, 'orphaned_cleanup', p_now);
  elsif exists (
    select
    from public.calls c
    where c.id = p_call_id and c.status <> 'ended' and greatest(c.initiated_at, c.updated_at) <= silence
  ) then
    return public.live_end_call(p_call_id, 'failed', null, p_now);
  end if;
  return false;
end;
$$;

-- Locks the rooms of a session or a call, and the one LiveKit has just been found to have, in the order of their SIDs;
-- live_sweep_apply() calls it.
create or replace function public.live_sweep_lock_rooms(
  p_session_id uuid, p_call_id uuid, p_opened_sid text, p_alone boolean
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  sid text;
begin
  for sid in
    select distinct r.room_sid
    from public.live_rooms r
    where r.session_id = p_session_id or r.call_id = p_call_id
    union
    select p_opened_sid where p_opened_sid is not null
    order by 1
  loop
    perform public.live_lock_room(sid, p_alone);
  end loop;
end;
$$;

-- The people of a repair who came or are gone, one after the other: arrivals before departures, so that nobody who came
-- back is reported missing in between; the host last, whose coming and going is written to the session. Returns how
-- many of each were news; live_sweep_apply() calls it.
create or replace function public.live_sweep_people(
  p_repair jsonb, p_session_id uuid, p_call_id uuid, p_now timestamptz, out joined integer, out gone integer
)
language plpgsql
set search_path = ''
as $$
declare
  room constant text := p_repair ->> 'room_name';
  host constant text := (select s.creator_id::text from public.live_sessions s where s.id = p_session_id);
  change record;
begin
  joined := 0;
  gone := 0;
  for change in
    select c.*
    from (
      select person, null::text as participant_sid, person ->> 'identity' as identity
      from jsonb_array_elements(coalesce(p_repair -> 'joined', '[]')) person
      union all
      select null, t.participant_sid, t.user_id::text
      from jsonb_array_elements_text(coalesce(p_repair -> 'left', '[]')) missing
      join public.live_stays t on t.participant_sid = missing.value
    ) c
    order by c.identity is not distinct from host, c.identity, c.participant_sid nulls first
  loop
    -- as live_stay_seen() does, but before anything is read: what another sweep does meanwhile is no news here
    perform public.live_lock_presence(
      coalesce(p_session_id, p_call_id), public.live_identity_user(change.identity)
    );
    if change.person is not null then
      joined := joined + public.live_sweep_join(
        room, p_repair -> 'opened' ->> 'room_sid', change.person, p_now
      )::integer;
    else
      gone := gone + public.live_sweep_leave(room, change.participant_sid, p_now)::integer;
    end if;
  end loop;
end;
$$;

-- Finishes the rooms of a repair that LiveKit no longer has, unless somebody is still taken to be inside. Returns how
-- many; live_sweep_apply() calls it.
create or replace function public.live_sweep_finish(p_repair jsonb, p_now timestamptz)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  sid text;
  finished integer := 0;
begin
  for sid in
    select r.room_sid
    from jsonb_array_elements_text(coalesce(p_repair -> 'finished', '[]')) over
    join public.live_rooms r on r.room_sid = over.value and r.finished_at is null
    where not exists (select from public.live_stays t where t.room_sid = r.room_sid and t.left_at is null)
    order by r.room_sid
  loop
    finished := finished + public.live_room_finished(p_repair ->> 'room_name', sid, p_now, 'SWEPT', p_now)::integer;
  end loop;
  return finished;
end;
$$;

-- Repairs what the sweeper found of one room, p_now being the moment it began to ask LiveKit. p_repair:
--   room_name
--   opened    {room_sid, started_at}: the room LiveKit has under this name
--   joined    [{participant_sid, identity, kind, joined_at}]: who is inside and has no open stay
--   left      [participant_sid]: open stays of people who are not inside
--   finished  [room_sid]: rooms of something that is over which LiveKit no longer has; with nobody left inside
--   orphaned  LiveKit has no room of this name
--   absent    LiveKit does not have the host, or not both parties of the call
--   standing  [user_id]: who seems to be inside with the wrong rights, or wrongly
--   agents    [identity]: the AI agents inside, if that is other than was believed
-- Returns how much of it was news, what those last people are now, and which of the agents must leave. Idempotent.
create or replace function public.live_sweep_apply(p_repair jsonb, p_now timestamptz)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  opened_sid constant text := p_repair -> 'opened' ->> 'room_sid';
  orphaned constant boolean := coalesce((p_repair ->> 'orphaned')::boolean, false);
  absent constant boolean := coalesce((p_repair ->> 'absent')::boolean, false);
  -- finishing a room locks it alone: from the beginning, because two who share a lock cannot both have it alone
  finishes constant boolean := jsonb_array_length(coalesce(p_repair -> 'finished', '[]')) > 0;
  subject record;
  people record;
  opened integer := 0;
  finished integer;
  ended boolean := false;
  strays jsonb;
begin
  select * into subject from public.live_room_subject(p_repair ->> 'room_name');
  if subject.session_id is not null then
    perform public.live_lock_session(subject.session_id, orphaned or absent or finishes);
  end if;
  perform public.live_sweep_lock_rooms(subject.session_id, subject.call_id, opened_sid, finishes);
  select * into people from public.live_sweep_people(p_repair, subject.session_id, subject.call_id, p_now);

  -- writes to the session, and so after everybody's lock is held
  if opened_sid is not null and not exists (
    select from public.live_rooms r where r.room_sid = opened_sid and r.started_at is not null
  ) then
    opened := public.live_room_started(
      p_repair ->> 'room_name', opened_sid, (p_repair -> 'opened' ->> 'started_at')::timestamptz
    )::integer;
  end if;
  strays := public.live_sweep_agents(subject.call_id, p_repair -> 'agents', p_now);
  finished := public.live_sweep_finish(p_repair, p_now);
  if absent then
    ended := public.live_confirm_absence(subject.session_id, subject.call_id, p_now);
  end if;
  if orphaned and not ended then
    ended := public.live_sweep_orphan(subject.session_id, subject.call_id, p_now);
  end if;

  return jsonb_build_object(
    'opened', opened,
    'joined', people.joined,
    'left', people.gone,
    'finished', finished,
    'ended', ended::integer,
    'strays', strays,
    'standing', (
      select coalesce(jsonb_agg(now_is.standing) filter (where now_is.standing is not null), '[]')
      from jsonb_array_elements_text(coalesce(p_repair -> 'standing', '[]')) doubtful
      cross join lateral (
        select public.live_standing(subject.session_id, subject.call_id, doubtful.value::uuid, p_now) as standing
      ) now_is
    )
  );
end;
$$;

-- Writes down what came of a sweep that found something to repair or could not repair it. Returns the row's id.
create or replace function public.live_sweep_report(
  p_report jsonb, p_error text, p_milliseconds integer, p_now timestamptz
)
returns uuid
language plpgsql
security definer
set search_path = ''
as $$
declare
  row_id uuid;
begin
  insert into public.live_webhook_logs (
    event_type, raw_payload, processing_status, error_message, processing_time_ms, created_at
  )
  values (
    'sweep', p_report, case when p_error is null then 'success' else 'error' end, p_error, p_milliseconds, p_now
  )
  returning id into row_id;
  return row_id;
end;
$$;

revoke execute on function public.live_sweep_join(text, text, jsonb, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_sweep_leave(text, text, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_sweep_orphan(uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_sweep_lock_rooms(uuid, uuid, text, boolean) from public, anon, authenticated;
revoke execute on function public.live_sweep_people(jsonb, uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_sweep_finish(jsonb, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_sweep_apply(jsonb, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_sweep_report(jsonb, text, integer, timestamptz) from public, anon, authenticated;
grant execute on function public.live_sweep_join(text, text, jsonb, timestamptz) to service_role;
grant execute on function public.live_sweep_leave(text, text, timestamptz) to service_role;
grant execute on function public.live_sweep_orphan(uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_sweep_lock_rooms(uuid, uuid, text, boolean) to service_role;
grant execute on function public.live_sweep_people(jsonb, uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_sweep_finish(jsonb, timestamptz) to service_role;
grant execute on function public.live_sweep_apply(jsonb, timestamptz) to service_role;
grant execute on function public.live_sweep_report(jsonb, text, integer, timestamptz) to service_role;
