-- How something begins to be recorded, and ends: by whoever may, by itself where a host or operations have said so, and
-- never without the word of those who are heard or seen.

set lock_timeout = '3s';

-- Refuses whoever may not have this session or call recorded: its host, or whoever placed the call; a party of a call
-- between two; staff. To a stranger there is no such call. Returns what they are to it: owner, party or staff.
create or replace function public.live_require_recorder(p_user_id uuid, p_session_id uuid, p_call_id uuid)
returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  is_staff constant boolean := exists (
    select from public.admin_profiles a where a.id = p_user_id and a.is_active
  );
  owner uuid;
  call public.calls;
  part text;
begin
  if p_session_id is not null then
    select s.creator_id into owner from public.live_sessions s where s.id = p_session_id;
    if not found then
      perform public.live_refuse(404, 'SESSION_NOT_FOUND');
    end if;
  else
    select * into call from public.calls c where c.id = p_call_id;
    part := public.live_call_role(call, p_user_id);
    if call.id is null or part is null and not is_staff then
      perform public.live_refuse(404, 'CALL_NOT_FOUND');
    end if;
    owner := call.caller_id;
  end if;
  if owner = p_user_id then
    return 'owner';
  elsif call.kind = 'user_to_user' and part is not null then
    return 'party';
  elsif is_staff then
    return 'staff';
  end if;
  perform public.live_refuse(403, 'NOT_THE_HOST');
end;
$$;

-- Whether operations let this be recorded at all.
create or replace function public.live_may_be_recorded(p_call_kind text)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return public.live_switch('recording_enabled') and case p_call_kind
    when 'user_to_user' then public.live_switch('call_recording_enabled')
    when 'support' then public.live_switch('support_recording_enabled')
    else true
  end;
end;
$$;

-- The people who are in a call just now and have not said that it may be recorded.
create or replace function public.live_without_consent(p_call_id uuid)
returns uuid[]
language plpgsql
stable
set search_path = ''
as $$
begin
  return array(
    select distinct t.user_id
    from public.live_stays t
    left join public.call_members m on m.call_id = t.call_id and m.user_id = t.user_id
    where t.call_id = p_call_id
      and t.kind = 'STANDARD'
      and t.left_at is null
      and m.recording_consent is not true
    order by 1
  );
end;
$$;

-- How many seconds of a session or a call were recorded, up to now.
create or replace function public.live_recorded_seconds(p_session_id uuid, p_call_id uuid, p_now timestamptz)
returns integer
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select coalesce(sum(
      greatest(0, ceil(extract(epoch from coalesce(r.ended_at, p_now) - coalesce(r.started_at, r.created_at))))
    ), 0)::integer
    from public.recordings r
    where (r.session_id = p_session_id or r.call_id = p_call_id) and r.status not in ('failed', 'aborted')
  );
end;
$$;

-- Why what is open is not to be recorded just now, null if it may be: `CAPACITY` or `LIMIT`, in the end of a code's
-- name. Begins with the lock under which recordings are counted; the caller holds what is recorded.
create or replace function public.live_recording_obstacle(p_session_id uuid, p_call_id uuid, p_now timestamptz)
returns text
language plpgsql
set search_path = ''
as $$
begin
  if public.live_recorded_seconds(p_session_id, p_call_id, p_now) >= public.live_setting('recording_max_seconds') then
    return 'LIMIT';
  end if;
  perform public.live_lock_recordings();
  if (
    select count(*)
    from public.recordings r
    where r.status in ('requested', 'starting', 'active', 'ending')
  ) >= public.live_setting('recordings_count') then
    return 'CAPACITY';
  end if;
  return null;
end;
$$;

-- Where the files of a session or a call lie in the store.
create or replace function public.live_recording_folder(p_session_id uuid, p_call_id uuid)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return case when p_call_id is null then 'v1/session/' || p_session_id else 'v1/call/' || p_call_id end || '/';
end;
$$;

-- Writes a recording down that is about to begin, with everybody who is on the stage or in the call and has an account
-- still, and tells them. Returns it with what LiveKit is to be asked, null if its owner's account is gone. The caller
-- holds what is recorded, and the stage.
create or replace function public.live_write_recording(
  p_recording_id uuid, p_session_id uuid, p_call_id uuid, p_requested_by uuid, p_layout text, p_now timestamptz
)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  subject record;
  recording public.recordings;
  people uuid[];
  -- of them and of its owner
  accounts uuid[];
begin
  select s.creator_id as owner_id, s.livekit_room_name as room_name, s.title,
    s.session_type = 'video_live' as has_video
  into subject
  from public.live_sessions s
  where s.id = p_session_id;
  if not found then
    select c.caller_id as owner_id, c.livekit_room_name as room_name, null::text as title, false as has_video
    into subject
    from public.calls c
    where c.id = p_call_id;
  end if;
  people := array(
    select subject.owner_id where p_call_id is null
    union
    select p.user_id
    from public.live_participants p
    where p.session_id = p_session_id and p.role in ('co_host', 'speaker')
    union
    select t.user_id
    from public.live_stays t
    where t.call_id = p_call_id and t.kind = 'STANDARD' and t.left_at is null
  );
  accounts := public.live_hold_accounts(people || subject.owner_id);
  if subject.owner_id <> all (accounts) then
    return null;
  end if;
  insert into public.recordings (
    id, session_id, call_id, owner_id, requested_by, layout, storage_key, title, created_at
  )
  values (
    p_recording_id, p_session_id, p_call_id, subject.owner_id, p_requested_by,
    case when subject.has_video then coalesce(p_layout, 'speaker') end,
    public.live_recording_folder(p_session_id, p_call_id) || p_recording_id || '.mp4',
    subject.title, p_now
  )
  returning * into recording;
  insert into public.recording_subjects (recording_id, user_id, consented_at, how)
  select recording.id, there.user_id, p_now, case
    -- a session that begins to be recorded by itself does because its host wanted it
    when there.user_id = coalesce(p_requested_by, case when p_call_id is null then subject.owner_id end) then 'started'
    when p_call_id is null then 'stage'
    else 'asked'
  end
  from unnest(people) as there (user_id)
  where there.user_id = any (accounts);
  return jsonb_build_object(
    'recording', public.live_recording_reply(recording),
    'order', jsonb_build_object(
      'id', recording.id,
      'room_name', subject.room_name,
      'storage_key', recording.storage_key,
      'layout', recording.layout
    )
  );
end;
$$;

-- Holds a session on air, or a call under way, that is about to be recorded: it does not end meanwhile, and nobody
-- comes on its stage. Refuses one that has not begun or is over; a call between two has not begun before it is
-- answered.
create or replace function public.live_hold_for_recording(p_session_id uuid, p_call_id uuid, p_now timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
declare
  call public.calls;
begin
  if p_session_id is not null then
    perform public.live_open_stage(p_session_id, p_now);
  end if;
  perform public.live_hold_recorded(p_session_id, p_call_id);
  select * into call from public.calls c where c.id = p_call_id;
  if call.status = 'ended' or call.max_ends_at <= p_now then
    perform public.live_refuse(409, 'CALL_ENDED');
  elsif call.kind = 'user_to_user' and call.status = 'ringing' then
    perform public.live_refuse(409, 'CALL_NOT_ANSWERED');
  end if;
end;
$$;

-- Refuses what is recorded in vain: LiveKit gives up a recording in which nobody is heard or seen.
create or replace function public.live_require_media(p_session_id uuid, p_call_id uuid)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if not exists (
    select
    from public.live_stays t
    where (t.session_id = p_session_id or t.call_id = p_call_id)
      and t.left_at is null
      and t.kind in ('STANDARD', 'INGRESS')
      and (p_call_id is not null or exists (
        select from public.live_sessions s where s.id = p_session_id and s.creator_id = t.user_id
      ) or exists (
        select
        from public.live_participants p
        where p.session_id = p_session_id and p.user_id = t.user_id and p.role in ('co_host', 'speaker')
      ))
  ) then
    perform public.live_refuse(409, 'NO_MEDIA');
  end if;
end;
$$;

-- Has a session or a call recorded; start-recording calls it, and asks LiveKit if there is an `order`. What is recorded
-- already is the answer to whoever asks again. Whoever has their call recorded has agreed to it.
create or replace function public.live_start_recording(
  p_user_id uuid, p_auth_session_id uuid, p_origin jsonb, p_session_id uuid, p_call_id uuid, p_recording_id uuid,
  p_layout text, p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
set lock_timeout = '3s'
set statement_timeout = '4s'
as $$
declare
  part text;
  present public.recordings;
  obstacle text;
  written jsonb;
begin
  perform public.live_require_sign_in(p_user_id, p_auth_session_id, p_now);
  part := public.live_require_recorder(p_user_id, p_session_id, p_call_id);
  if part <> 'staff' and public.live_ban_inside(p_user_id, null, null, p_now) is not null then
    perform public.live_refuse(403, 'BANNED', '{"ban_type": "global"}');
  elsif not public.live_may_be_recorded((select c.kind from public.calls c where c.id = p_call_id)) then
    perform public.live_refuse(403, 'RECORDING_DISABLED');
  end if;
  perform public.live_hold_for_recording(p_session_id, p_call_id, p_now);

  select * into present
  from public.recordings r
  where (r.session_id = p_session_id or r.call_id = p_call_id)
    and r.status in ('requested', 'starting', 'active', 'ending');
  if found and present.status <> 'ending' then
    return jsonb_build_object('recording', public.live_recording_reply(present));
  end if;
  perform public.live_require_media(p_session_id, p_call_id);
  perform public.live_rate_take(
    p_user_id::text, 'recording', public.live_setting('recording_rate_count'), 3600, p_now
  );
  update public.call_members m
    set recording_consent = true
    where m.call_id = p_call_id and m.user_id = p_user_id and m.recording_consent is not true;
  if public.live_without_consent(p_call_id) <> '{}' then
    perform public.live_refuse(409, 'RECORDING_CONSENT_REQUIRED');
  end if;
  if present.id is not null then
    -- one that is being stopped has to end first
    perform public.live_refuse(429, 'RECORDING_CAPACITY');
  end if;
  obstacle := public.live_recording_obstacle(p_session_id, p_call_id, p_now);
  if obstacle = 'LIMIT' then
    perform public.live_refuse(409, 'RECORDING_LIMIT');
  elsif obstacle is not null then
    perform public.live_refuse(429, 'RECORDING_CAPACITY');
  end if;
  if part = 'staff' then
    perform public.live_keep_origin(p_origin);
    perform public.live_note_action(
      p_session_id, p_user_id, 'admin', 'start_recording',
      case when p_call_id is null then 'session' else 'call' end, coalesce(p_session_id, p_call_id)::text, null, null,
      jsonb_build_object('recording_id', p_recording_id), p_now
    );
  end if;
  written := public.live_write_recording(p_recording_id, p_session_id, p_call_id, p_user_id, p_layout, p_now);
  if written is null and p_call_id is null then
    -- it ends for want of whose it is
    perform public.live_refuse(409, 'SESSION_ENDED');
  elsif written is null then
    -- it ends for want of whose it is
    perform public.live_refuse(409, 'CALL_ENDED');
  end if;
  return written;
end;
$$;

-- Stops what is recorded of a session or a call; stop-recording calls it, and asks LiveKit with the `egress_id`.
-- Whoever asks again is answered the last one there was.
create or replace function public.live_stop_recording(
  p_user_id uuid, p_auth_session_id uuid, p_origin jsonb, p_session_id uuid, p_call_id uuid, p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
set lock_timeout = '3s'
set statement_timeout = '4s'
as $$
declare
  part text;
  recording public.recordings;
begin
  perform public.live_require_sign_in(p_user_id, p_auth_session_id, p_now);
  part := public.live_require_recorder(p_user_id, p_session_id, p_call_id);
  perform public.live_hold_recorded(p_session_id, p_call_id);
  recording := public.live_stop_recordings(p_session_id, p_call_id, p_now);
  if recording.id is null then
    select * into recording
    from public.recordings r
    where r.session_id = p_session_id or r.call_id = p_call_id
    order by r.created_at desc
    limit 1;
    if not found then
      perform public.live_refuse(404, 'RECORDING_NOT_FOUND');
    end if;
  elsif part = 'staff' then
    perform public.live_keep_origin(p_origin);
    perform public.live_note_action(
      p_session_id, p_user_id, 'admin', 'stop_recording',
      case when p_call_id is null then 'session' else 'call' end, coalesce(p_session_id, p_call_id)::text, null, null,
      jsonb_build_object('recording_id', recording.id), p_now
    );
  end if;
  return jsonb_build_object(
    'recording', public.live_recording_reply(recording),
    'egress_id', case when public.live_recording_is_open(recording.status) then recording.egress_id end
  );
end;
$$;

-- Whether somebody in a call lets it be recorded; set-recording-consent calls it. Who takes that back while it is
-- recorded ends that, and LiveKit is asked with the `egress_id`.
create or replace function public.live_set_recording_consent(
  p_user_id uuid, p_auth_session_id uuid, p_call_id uuid, p_recording boolean, p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
set lock_timeout = '3s'
set statement_timeout = '4s'
as $$
declare
  call public.calls;
  stopped public.recordings;
begin
  perform public.live_require_sign_in(p_user_id, p_auth_session_id, p_now);
  select * into call from public.calls c where c.id = p_call_id for no key update;
  if not found or public.live_call_role(call, p_user_id) is null then
    perform public.live_refuse(404, 'CALL_NOT_FOUND');
  elsif call.status = 'ended' then
    perform public.live_refuse(409, 'CALL_ENDED');
  end if;
  update public.call_members m
    set recording_consent = p_recording
    where m.call_id = p_call_id and m.user_id = p_user_id and m.recording_consent is distinct from p_recording;
  if p_recording is not true and call.is_recording then
    stopped := public.live_stop_recordings(null, p_call_id, p_now);
  end if;
  return jsonb_build_object(
    'is_recording', (select c.is_recording from public.calls c where c.id = p_call_id),
    'egress_id', stopped.egress_id
  );
end;
$$;

-- Whoever comes on a stage that is recorded has agreed to it: their invitation, and the room, said that it is. The
-- trigger of live_participants calls it.
create or replace function public.live_recordings_gain_guest()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  insert into public.recording_subjects (recording_id, user_id, consented_at, how)
  select r.id, new.user_id, coalesce(new.seated_at, now()), 'stage'
  from public.recordings r
  where r.session_id = new.session_id
    and r.status in ('requested', 'starting', 'active', 'ending')
    and public.live_hold_accounts(array[new.user_id]) <> '{}'
  -- one that is being deleted has nobody in it any more
  for key share of r
  on conflict (recording_id, user_id) do nothing;
  return null;
end;
$$;

create or replace trigger live_participants_are_recorded
  after insert or update of role on public.live_participants
  for each row when (new.role in ('co_host', 'speaker'))
  execute function public.live_recordings_gain_guest();

-- Whoever comes into a call that is recorded has been asked before they were given a token. If they have not agreed all
-- the same, by a token of before, nothing more is recorded; nor if their account is gone. The trigger of live_stays
-- calls it, and holds the call first: what begins to be recorded meanwhile would not know of them.
create or replace function public.live_recordings_gain_party()
returns trigger
language plpgsql
set search_path = ''
as $$
declare
  recording public.recordings;
begin
  perform public.live_hold_recorded(null, new.call_id);
  select * into recording
  from public.recordings r
  where r.call_id = new.call_id and r.status in ('requested', 'starting', 'active', 'ending');
  if not found then
    return null;
  elsif exists (
    select
    from public.call_members m
    where m.call_id = new.call_id and m.user_id = new.user_id and m.recording_consent
  ) and public.live_hold_accounts(array[new.user_id]) <> '{}' then
    insert into public.recording_subjects (recording_id, user_id, consented_at, how)
    values (recording.id, new.user_id, coalesce(new.joined_at, now()), 'asked')
    on conflict (recording_id, user_id) do nothing;
  else
    perform public.live_stop_recordings(null, new.call_id, now());
  end if;
  return null;
end;
$$;

create or replace trigger live_stays_are_recorded
  after insert or update of left_at on public.live_stays
  for each row when (new.call_id is not null and new.kind = 'STANDARD' and new.left_at is null)
  execute function public.live_recordings_gain_party();

-- Whether something is to be recorded by itself, now that somebody is heard or seen in it: a session whose host wants
-- it, a support call where operations do and everybody in it has agreed. Once it was recorded, or was to be stopped, it
-- is not again; what failed is tried three times, half a minute apart.
create or replace function public.live_wants_recording(p_session_id uuid, p_call_id uuid, p_now timestamptz)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
declare
  -- of the keys of all its files, which go on with the digits of an id
  beginning constant text := public.live_recording_folder(p_session_id, p_call_id);
begin
  return (
      exists (
        select
        from public.live_sessions s
        join public.live_stays t on t.session_id = s.id and t.user_id = s.creator_id and t.left_at is null
        where s.id = p_session_id
          and s.recording_enabled
          and not public.live_session_is_over(s.status, s.max_ends_at, p_now)
          and public.live_may_be_recorded(null)
      )
      or exists (
        select
        from public.calls c
        join public.live_stays t on t.call_id = c.id and t.user_id = c.caller_id and t.left_at is null
        where c.id = p_call_id
          and c.kind = 'support'
          and c.status = 'connected'
          and public.live_may_be_recorded('support')
          and public.live_without_consent(c.id) = '{}'
      )
    )
    and not exists (
      select
      from public.recordings r
      where (r.session_id = p_session_id or r.call_id = p_call_id)
        and (
          r.status not in ('failed', 'aborted')
          or r.stop_requested_at is not null
          or r.created_at > p_now - interval '30 seconds'
        )
    )
    -- nor was one of it deleted
    and not exists (
      select
      from public.live_object_deletions d
      where d.storage_key between beginning and beginning || 'g'
    )
    and (
      select count(*) from public.recordings r where r.session_id = p_session_id or r.call_id = p_call_id
    ) < 3;
end;
$$;

-- Writes down what is to be recorded by itself, if it is and there is room for it. Returns the order for LiveKit.
create or replace function public.live_claim_recording(
  p_session_id uuid, p_call_id uuid, p_recording_id uuid, p_now timestamptz
)
returns jsonb
language plpgsql
set search_path = ''
as $$
begin
  if not public.live_wants_recording(p_session_id, p_call_id, p_now) then
    return null;
  end if;
  if p_session_id is not null then
    perform public.live_lock_session(p_session_id, false);
    perform public.live_lock_stage(p_session_id);
  end if;
  perform public.live_hold_recorded(p_session_id, p_call_id);
  if not public.live_wants_recording(p_session_id, p_call_id, p_now)
    or public.live_recording_obstacle(p_session_id, p_call_id, p_now) is not null
  then
    return null;
  end if;
  return public.live_write_recording(p_recording_id, p_session_id, p_call_id, null, null, p_now) -> 'order';
end;
$$;

-- What is to be done about recordings of a room in which somebody has come or is heard: an `order` for one that begins
-- by itself, the egresses that are to `stop`. Of a call that is recorded nothing more is once somebody is inside who
-- has not agreed. recording-webhook calls it, once for each such event, and asks LiveKit.
create or replace function public.live_recording_event(
  p_room_name text, p_identity text, p_recording_id uuid, p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
set lock_timeout = '3s'
set statement_timeout = '4s'
as $$
declare
  person constant uuid := public.live_identity_user(p_identity);
  subject record;
begin
  select * into subject from public.live_room_subject(p_room_name);
  if person is not null and exists (
    select from public.calls c where c.id = subject.call_id and c.is_recording
  ) and not exists (
    select
    from public.call_members m
    where m.call_id = subject.call_id and m.user_id = person and m.recording_consent
  ) then
    perform public.live_hold_recorded(null, subject.call_id);
    perform public.live_stop_recordings(null, subject.call_id, p_now);
  end if;
  return jsonb_build_object(
    'order', public.live_claim_recording(subject.session_id, subject.call_id, p_recording_id, p_now),
    'stop', (
      select coalesce(jsonb_agg(r.egress_id), '[]')
      from public.recordings r
      where (r.session_id = subject.session_id or r.call_id = subject.call_id)
        and r.status = 'ending'
        and r.stop_requested_at is not null
        and r.egress_id is not null
    )
  );
end;
$$;


revoke execute on function public.live_require_recorder(uuid, uuid, uuid) from public, anon, authenticated;
revoke execute on function public.live_may_be_recorded(text) from public, anon, authenticated;
revoke execute on function public.live_without_consent(uuid) from public, anon, authenticated;
revoke execute on function public.live_recorded_seconds(uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_recording_obstacle(uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_recording_folder(uuid, uuid) from public, anon, authenticated;
revoke execute on function public.live_write_recording(uuid, uuid, uuid, uuid, text, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_hold_for_recording(uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_require_media(uuid, uuid) from public, anon, authenticated;
revoke execute on function public.live_start_recording(uuid, uuid, jsonb, uuid, uuid, uuid, text, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_stop_recording(uuid, uuid, jsonb, uuid, uuid, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_set_recording_consent(uuid, uuid, uuid, boolean, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_recordings_gain_guest() from public, anon, authenticated;
revoke execute on function public.live_recordings_gain_party() from public, anon, authenticated;
revoke execute on function public.live_wants_recording(uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_claim_recording(uuid, uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_recording_event(text, text, uuid, timestamptz) from public, anon, authenticated;
grant execute on function public.live_require_recorder(uuid, uuid, uuid) to service_role;
grant execute on function public.live_may_be_recorded(text) to service_role;
grant execute on function public.live_without_consent(uuid) to service_role;
grant execute on function public.live_recorded_seconds(uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_recording_obstacle(uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_recording_folder(uuid, uuid) to service_role;
grant execute on function public.live_write_recording(uuid, uuid, uuid, uuid, text, timestamptz) to service_role;
grant execute on function public.live_hold_for_recording(uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_require_media(uuid, uuid) to service_role;
grant execute on function public.live_start_recording(uuid, uuid, jsonb, uuid, uuid, uuid, text, timestamptz)
  to service_role;
grant execute on function public.live_stop_recording(uuid, uuid, jsonb, uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_set_recording_consent(uuid, uuid, uuid, boolean, timestamptz) to service_role;
grant execute on function public.live_recordings_gain_guest() to service_role;
grant execute on function public.live_recordings_gain_party() to service_role;
grant execute on function public.live_wants_recording(uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_claim_recording(uuid, uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_recording_event(text, text, uuid, timestamptz) to service_role;

reset lock_timeout;
