-- How a recording goes: requested → starting → active → ending → complete, failed, aborted or limit_reached. A row is
-- written before LiveKit is asked; what LiveKit reports may come in any order, any number of times, or not at all.
--
-- Whoever writes to a recording holds the row of its session or call (live_hold_recorded), which also shows everybody
-- that it is recorded, from the moment that LiveKit is to be asked until it has ended. Who deletes an account has the
-- recording before the session, so whoever waits for a recording waits no longer than half a second: sooner than
-- Postgres looks for a circle, of which the deletion might be the one to be broken off.

set lock_timeout = '3s';

-- How far a recording has come. What has come further never goes back.
create or replace function public.live_recording_rank(p_status text)
returns integer
language plpgsql
immutable
set search_path = ''
as $$
begin
  return case p_status
    when 'requested' then 0
    when 'starting' then 1
    when 'active' then 2
    when 'ending' then 3
    else 4
  end;
end;
$$;

-- Whether something is still being recorded, or may be.
create or replace function public.live_recording_is_open(p_status text)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
begin
  return public.live_recording_rank(p_status) < 4;
end;
$$;

-- Holds what is recorded: its row, for whoever writes to its recordings.
create or replace function public.live_hold_recorded(p_session_id uuid, p_call_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform from public.live_sessions s where s.id = p_session_id for no key update;
  perform from public.calls c where c.id = p_call_id for no key update;
end;
$$;

-- Holds the accounts of people who are about to be in a recording, and returns those that there are. One that is being
-- deleted is passed over as if it were gone: whoever deletes it waits for its sessions and calls. The service role may
-- not look into Auth's tables, so this one runs as its owner and gives away nothing else.
create or replace function public.live_hold_accounts(p_user_ids uuid[])
returns uuid[]
language plpgsql
security definer
set search_path = ''
as $$
begin
  return array(
    select u.id
    from auth.users u
    where u.id = any (p_user_ids) and u.deleted_at is null
    order by u.id
    for key share skip locked
  );
end;
$$;

-- Tells everybody whom it concerns that something begins, or ends, to be recorded: whoever listens to the session's
-- channel, or the people of the call.
create or replace function public.live_tell_of_recording(p_recording public.recordings, p_begins boolean)
returns void
language plpgsql
set search_path = ''
as $$
declare
  payload constant jsonb := jsonb_build_object('recordingId', p_recording.id);
  person uuid;
begin
  if p_recording.session_id is not null then
    perform public.live_broadcast(
      'live:' || p_recording.session_id, case when p_begins then 'recording_started' else 'recording_stopped' end,
      payload
    );
    return;
  end if;
  for person in select m.user_id from public.call_members m where m.call_id = p_recording.call_id order by 1 loop
    perform public.live_broadcast(
      'user:' || person, case when p_begins then 'recording_started' else 'recording_stopped' end, payload
    );
  end loop;
end;
$$;

-- Shows on what is recorded whether anything of it is, and says so when that changes; the triggers of recordings call
-- it. It runs as its owner because a recording may go with an account, which Auth deletes.
create or replace function public.live_recordings_show()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  recording constant public.recordings := coalesce(new, old);
  is_open constant boolean := exists (
    select
    from public.recordings r
    where (r.session_id = recording.session_id or r.call_id = recording.call_id)
      and r.status in ('requested', 'starting', 'active', 'ending')
  );
begin
  update public.live_sessions s
    set is_recording = is_open
    where s.id = recording.session_id and s.is_recording <> is_open;
  if not found then
    update public.calls c
      set is_recording = is_open
      where c.id = recording.call_id and c.is_recording <> is_open;
  end if;
  if found then
    perform public.live_tell_of_recording(recording, is_open);
  end if;
  return null;
end;
$$;

create or replace trigger recordings_show
  after insert or update of status on public.recordings
  for each row execute function public.live_recordings_show();
create or replace trigger recordings_show_gone
  after delete on public.recordings
  for each row when (old.status in ('requested', 'starting', 'active', 'ending'))
  execute function public.live_recordings_show();

-- Has a recording stopped that is under way, as far as the database is concerned. Returns it as it is then, null if
-- there is none; whoever calls it asks LiveKit, and the sweeper does should they not. The caller holds what is
-- recorded.
create or replace function public.live_stop_recordings(p_session_id uuid, p_call_id uuid, p_now timestamptz)
returns public.recordings
language plpgsql
set search_path = ''
set lock_timeout = '500ms'
as $$
declare
  stopped public.recordings;
begin
  update public.recordings r
    set status = 'ending', stop_requested_at = coalesce(r.stop_requested_at, p_now)
    where (r.session_id = p_session_id or r.call_id = p_call_id)
      and r.status in ('requested', 'starting', 'active', 'ending')
    returning * into stopped;
  return stopped;
end;
$$;

-- What LiveKit is to stop of a session or a call that has just ended; whoever has ended it asks LiveKit, and the
-- sweeper does should they not.
create or replace function public.live_egress_to_stop(p_session_id uuid, p_call_id uuid)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select r.egress_id
    from public.recordings r
    where (r.session_id = p_session_id or r.call_id = p_call_id) and r.status = 'ending'
  );
end;
$$;

-- Stops what is recorded of a session or a call that is over, whatever has ended it; the triggers of both call it.
create or replace function public.live_stop_recordings_of_ended()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  perform public.live_stop_recordings(
    case when tg_table_name = 'live_sessions' then new.id end, case when tg_table_name = 'calls' then new.id end,
    -- which may be noticed long after it
    greatest(new.ended_at, now())
  );
  return null;
end;
$$;

create or replace trigger live_sessions_stop_recordings
  after update of status on public.live_sessions
  for each row when (new.status in ('ended', 'cancelled') and old.status <> new.status and new.is_recording)
  execute function public.live_stop_recordings_of_ended();
create or replace trigger calls_stop_recordings
  after update of status on public.calls
  for each row when (new.status = 'ended' and old.status <> new.status and new.is_recording)
  execute function public.live_stop_recordings_of_ended();

-- Whether a recording that was given up is under way after all, now that LiveKit says so. Not if something else is
-- recorded by then, nor if it was given up because it did not end.
create or replace function public.live_recording_reopens(p_recording public.recordings, p_now timestamptz)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return p_recording.swept_at is not null
    and not coalesce(p_recording.stop_requested_at <= p_now - interval '30 minutes', false)
    and not exists (
      select
      from public.recordings r
      where (r.session_id = p_recording.session_id or r.call_id = p_recording.call_id)
        and r.status in ('requested', 'starting', 'active', 'ending')
    );
end;
$$;

-- What LiveKit says of an egress: p_egress has id, key (of its file), status, error, started_at, ended_at, size_bytes
-- and duration_seconds, each but the first and the status null where it is not told. A recording is known by the id, or
-- before that is known by its key. The furthest status stands, and of LiveKit's last words the first; what was given up
-- without LiveKit is opened again by its word, or ends by it. Webhook and sweeper lead here. Returns whether it is one
-- of ours.
create or replace function public.live_egress_seen(p_egress jsonb, p_now timestamptz)
returns boolean
language plpgsql
set search_path = ''
set lock_timeout = '500ms'
as $$
declare
  egress record;
  recording public.recordings;
  is_over boolean;
  -- it tells how the recording has ended
  settles boolean;
  status_now text;
  has_file boolean;
begin
  select * into egress from jsonb_to_record(p_egress) as x (
    id text, key text, status text, error text, started_at timestamptz, ended_at timestamptz, size_bytes bigint,
    duration_seconds integer
  );
  select * into recording
  from public.recordings r
  where r.egress_id = egress.id or (r.egress_id is null and r.storage_key = egress.key)
  order by r.egress_id is null
  limit 1;
  if not found then
    return public.live_deletion_seen(egress.id, egress.key, p_now);
  end if;
  perform public.live_hold_recorded(recording.session_id, recording.call_id);
  select * into recording from public.recordings r where r.id = recording.id for no key update;
  if not found then
    -- deleted meanwhile
    return public.live_deletion_seen(egress.id, egress.key, p_now);
  end if;

  is_over := not public.live_recording_is_open(egress.status);
  status_now := case
    when is_over and (recording.swept_at is not null or public.live_recording_is_open(recording.status))
      then egress.status
    when egress.status in ('starting', 'active') and public.live_recording_reopens(recording, p_now)
      then case when recording.stop_requested_at is null then egress.status else 'ending' end
    when public.live_recording_rank(egress.status) > public.live_recording_rank(recording.status) then egress.status
    else recording.status
  end;
  settles := is_over and status_now = egress.status;
  has_file := status_now in ('complete', 'limit_reached');
  update public.recordings r
    set egress_id = coalesce(r.egress_id, egress.id),
        status = status_now,
        swept_at = case when status_now = r.status and not settles then r.swept_at end,
        started_at = least(r.started_at, egress.started_at),
        ended_at = case
          when settles then coalesce(egress.ended_at, r.ended_at, p_now)
          when not public.live_recording_is_open(status_now) then r.ended_at
        end,
        available_at = case when has_file then r.available_at end,
        -- what the store has said of its file is so; what was written down without LiveKit is not
        size_bytes = case
          when has_file and r.available_at is not null then r.size_bytes
          when settles then coalesce(egress.size_bytes, case when r.swept_at is null then r.size_bytes end)
          when not public.live_recording_is_open(status_now) then r.size_bytes
        end,
        duration_seconds = case
          when settles then coalesce(egress.duration_seconds, r.duration_seconds) else r.duration_seconds
        end,
        error = case
          when settles then coalesce(egress.error, case when r.swept_at is null then r.error end)
          when not public.live_recording_is_open(status_now) then r.error
        end
    where r.id = recording.id;
  return true;
end;
$$;

-- What asking LiveKit to record came to: the id of the egress, or why there is none; an answer that never came leaves
-- the row as it is. Whoever has asked calls it. Returns the recording, and whether LiveKit is to stop it at once
-- because that was asked for meanwhile, or because it was deleted or given up.
create or replace function public.live_recording_sent(
  p_recording_id uuid, p_storage_key text, p_egress_id text, p_failure text, p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
set lock_timeout = '500ms'
set statement_timeout = '4s'
as $$
declare
  recording public.recordings;
begin
  if p_egress_id is not null then
    perform public.live_egress_seen(
      jsonb_build_object('id', p_egress_id, 'key', p_storage_key, 'status', 'starting'), p_now
    );
  else
    select * into recording from public.recordings r where r.id = p_recording_id;
    perform public.live_hold_recorded(recording.session_id, recording.call_id);
    update public.recordings r
      set status = 'failed', error = p_failure, ended_at = p_now, swept_at = p_now
      where r.id = p_recording_id
        and r.egress_id is null
        and r.status in ('requested', 'starting', 'active', 'ending');
  end if;
  select * into recording from public.recordings r where r.id = p_recording_id;
  return jsonb_build_object(
    'recording', public.live_recording_reply(recording),
    'stop', p_egress_id is not null and (
      recording.id is null
      or recording.status = 'ending'
      -- by somebody else than LiveKit
      or recording.swept_at is not null
    )
  );
end;
$$;

-- A recording as it is answered, null where there is none.
create or replace function public.live_recording_reply(p_recording public.recordings)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
  return case when p_recording.id is not null then jsonb_build_object(
    'id', p_recording.id,
    'session_id', p_recording.session_id,
    'call_id', p_recording.call_id,
    'status', p_recording.status,
    'title', p_recording.title,
    'visibility', p_recording.visibility,
    'price_coins', p_recording.price_coins,
    'started_at', p_recording.started_at,
    'duration_seconds', p_recording.duration_seconds,
    'size_bytes', p_recording.size_bytes,
    'available', p_recording.available_at is not null
  ) end;
end;
$$;

revoke execute on function public.live_recording_rank(text) from public, anon, authenticated;
revoke execute on function public.live_recording_is_open(text) from public, anon, authenticated;
revoke execute on function public.live_hold_recorded(uuid, uuid) from public, anon, authenticated;
revoke execute on function public.live_hold_accounts(uuid[]) from public, anon, authenticated;
revoke execute on function public.live_tell_of_recording(public.recordings, boolean) from public, anon, authenticated;
revoke execute on function public.live_recordings_show() from public, anon, authenticated;
revoke execute on function public.live_stop_recordings(uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_egress_to_stop(uuid, uuid) from public, anon, authenticated;
revoke execute on function public.live_stop_recordings_of_ended() from public, anon, authenticated;
revoke execute on function public.live_recording_reopens(public.recordings, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_egress_seen(jsonb, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_recording_sent(uuid, text, text, text, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_recording_reply(public.recordings) from public, anon, authenticated;
grant execute on function public.live_recording_rank(text) to service_role;
grant execute on function public.live_recording_is_open(text) to service_role;
grant execute on function public.live_hold_recorded(uuid, uuid) to service_role;
grant execute on function public.live_hold_accounts(uuid[]) to service_role;
grant execute on function public.live_tell_of_recording(public.recordings, boolean) to service_role;
grant execute on function public.live_recordings_show() to service_role;
grant execute on function public.live_stop_recordings(uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_egress_to_stop(uuid, uuid) to service_role;
grant execute on function public.live_stop_recordings_of_ended() to service_role;
grant execute on function public.live_recording_reopens(public.recordings, timestamptz) to service_role;
grant execute on function public.live_egress_seen(jsonb, timestamptz) to service_role;
grant execute on function public.live_recording_sent(uuid, text, text, text, timestamptz) to service_role;
grant execute on function public.live_recording_reply(public.recordings) to service_role;

reset lock_timeout;
