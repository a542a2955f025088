-- What staff sees of recordings: the list, what the store holds, what is to be deleted from it, who of them has watched
-- what; and how one is kept from deletion. Nobody is told where a file lies, nor what has written it.

-- What LiveKit or the store said went wrong, without the names of the file and of what has written it.
create or replace function public.live_ops_recording_error(p_error text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return regexp_replace(p_error, 'v1/(session|call)/[^\s"'']*|EG_\w+', '…', 'g');
end;
$$;

-- From when on live_erase_recordings() deletes a recording by itself: now, where its owner is gone; null while it is
-- held.
create or replace function public.live_ops_recording_expires(p_recording public.recordings, p_now timestamptz)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
begin
  return case
    when p_recording.held_at is not null then null
    when p_recording.owner_id is null then p_now
    else least(p_recording.erase_at, p_recording.created_at + case
      when p_recording.call_id is null then public.live_setting_days('recording_days_count')
      else public.live_setting_days('call_recording_days_count')
    end)
  end;
end;
$$;

-- A recording as the panel shows it, with whose it is, who had it made, and how many are heard or seen in it.
create or replace function public.live_ops_recording_row(p_recording public.recordings, p_now timestamptz)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', p_recording.id,
    'session_id', p_recording.session_id,
    'session', public.live_ops_session_note(p_recording.session_id),
    'call_id', p_recording.call_id,
    'call_kind', (select c.kind from public.calls c where c.id = p_recording.call_id),
    'owner_id', p_recording.owner_id,
    'owner', public.live_ops_face(p_recording.owner_id),
    'requested_by', p_recording.requested_by,
    'requester', public.live_ops_face(p_recording.requested_by),
    'subjects', (select count(*) from public.recording_subjects s where s.recording_id = p_recording.id),
    'status', p_recording.status,
    'layout', p_recording.layout,
    'visibility', p_recording.visibility,
    'title', p_recording.title,
    'price_coins', p_recording.price_coins,
    'size_bytes', p_recording.size_bytes,
    'duration_seconds', p_recording.duration_seconds,
    'created_at', p_recording.created_at,
    'started_at', p_recording.started_at,
    'ended_at', p_recording.ended_at,
    'available_at', p_recording.available_at,
    'error', public.live_ops_recording_error(p_recording.error),
    'held_at', p_recording.held_at,
    'held_by', p_recording.held_by,
    'hold_reason', p_recording.hold_reason,
    'admin', public.live_ops_admin_face(p_recording.held_by),
    'erase_at', p_recording.erase_at,
    'expires_at', public.live_ops_recording_expires(p_recording, p_now)
  );
end;
$$;

-- Recordings, latest first: in a state, of a creator's sessions or somebody's calls, of a session, of a call, held or
-- not, open to viewers or not; a null leaves nothing out. GET live-ops/recordings calls it. Each plan is for the values
-- given, so that each search has its own index.
create or replace function public.live_ops_recordings(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_status text,
  p_creator_id uuid,
  p_session_id uuid,
  p_call_id uuid,
  p_held boolean,
  p_visibility text,
  p_limit integer,
  p_offset integer,
  p_now timestamptz
)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
begin
  perform public.live_require_admin(p_user_id, p_auth_session_id, false, p_now);
  return (
    with found_ones as (
      select r
      from public.recordings r
      where (p_status is null or r.status = p_status)
        and (p_creator_id is null or r.owner_id = p_creator_id)
        and (p_session_id is null or r.session_id = p_session_id)
        and (p_call_id is null or r.call_id = p_call_id)
        and (p_held is null or (r.held_at is not null) = p_held)
        and (p_visibility is null or r.visibility = p_visibility)
      order by r.created_at desc, r.id
      limit public.live_ops_most()
    ),
    page (recording) as (
      select f.r
      from found_ones f
      order by (f.r).created_at desc, (f.r).id
      limit public.live_ops_limit(p_limit, 50)
      offset p_offset
    )
    select jsonb_build_object(
      'recordings', (
        select coalesce(jsonb_agg(
            public.live_ops_recording_row(page.recording, p_now)
            order by (page.recording).created_at desc, (page.recording).id
          ), '[]')
        from page
      ),
      'total', (select count(*) from found_ones)
    )
  );
end;
$$;

-- Some files of the store, added up.
create or replace function public.live_ops_stored(p_recordings numeric, p_bytes numeric, p_seconds numeric)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'recordings', coalesce(p_recordings, 0), 'bytes', coalesce(p_bytes, 0), 'seconds', coalesce(p_seconds, 0)
  );
end;
$$;

-- The files that were seen in the store: all, those of sessions, those of calls, and by the month in which they were
-- made, the latest first.
create or replace function public.live_ops_files()
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  zone constant text := public.live_setting_text('analytics_time_zone');
begin
  return (
    with stored as (
      select to_char(r.created_at at time zone zone, 'YYYY-MM') as month, r.call_id is not null as of_call,
        count(*) as recordings, sum(r.size_bytes) as bytes, sum(r.duration_seconds) as seconds
      from public.recordings r
      where r.available_at is not null
      group by 1, 2
    ),
    months as (
      select s.month, public.live_ops_stored(sum(s.recordings), sum(s.bytes), sum(s.seconds)) as stored
      from stored s
      group by s.month
    )
    select jsonb_build_object(
      'total', public.live_ops_stored(sum(s.recordings), sum(s.bytes), sum(s.seconds)),
      'sessions', public.live_ops_stored(
        sum(s.recordings) filter (where not s.of_call), sum(s.bytes) filter (where not s.of_call),
        sum(s.seconds) filter (where not s.of_call)
      ),
      'calls', public.live_ops_stored(
        sum(s.recordings) filter (where s.of_call), sum(s.bytes) filter (where s.of_call),
        sum(s.seconds) filter (where s.of_call)
      ),
      'months', (
        select coalesce(jsonb_agg(jsonb_build_object('month', m.month) || m.stored order by m.month desc), '[]')
        from months m
      )
    )
    from stored s
  );
end;
$$;

-- What the store holds and is rid of, what is recorded just now, what was this month, and what goes by itself within a
-- week. GET live-ops/recordings/storage calls it.
create or replace function public.live_ops_recording_storage(
  p_user_id uuid, p_auth_session_id uuid, p_now timestamptz
)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  today constant date := public.live_day_of(p_now);
  -- as live_ops_recording_expires() has it, which would look the settings up for each
  soon constant timestamptz := p_now + interval '7 days';
  too_old constant timestamptz := soon - public.live_setting_days('recording_days_count');
  too_old_of_call constant timestamptz := soon - public.live_setting_days('call_recording_days_count');
  counted jsonb;
begin
  perform public.live_require_admin(p_user_id, p_auth_session_id, false, p_now);
  select jsonb_build_object(
      'open', count(*) filter (where r.status in ('requested', 'starting', 'active', 'ending')),
      'held', count(*) filter (where r.held_at is not null),
      'expiring', count(*) filter (
        where r.held_at is null and (
          r.owner_id is null
          or r.erase_at <= soon
          or r.created_at <= case when r.call_id is null then too_old else too_old_of_call end
        )
      )
    )
  into counted
  from public.recordings r;
  return public.live_ops_files() || counted || jsonb_build_object(
    'by_status', (
      select coalesce(jsonb_object_agg(s.status, s.recordings), '{}')
      from (select r.status, count(*) as recordings from public.recordings r group by 1) s
    ),
    'recordings_count', public.live_setting('recordings_count'),
    'egress_seconds', (
      select coalesce(sum(u.egress_seconds), 0)
      from public.live_usage u
      where u.day between date_trunc('month', today)::date and today
    ),
    'livekit_egress_minutes_count', public.live_setting('livekit_egress_minutes_count'),
    'recording_days_count', public.live_setting('recording_days_count'),
    'call_recording_days_count', public.live_setting('call_recording_days_count'),
    'deletions', (
      select jsonb_build_object(
        'pending', count(*),
        'failing', count(d.error),
        'deleted_once', count(d.deleted_at),
        'oldest_due_at', min(d.due_at)
      )
      from public.live_object_deletions d
      where d.due_at is not null
    )
  );
end;
$$;

-- Files that are to go and those that are gone, latest first; p_state is pending, failing (pending, and the store has
-- said no) or done, null leaves nothing out. GET live-ops/recordings/deletions calls it.
create or replace function public.live_ops_recording_deletions(
  p_user_id uuid, p_auth_session_id uuid, p_state text, p_limit integer, p_offset integer, p_now timestamptz
)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
set plan_cache_mode = 'force_custom_plan'
as $$
begin
  perform public.live_require_admin(p_user_id, p_auth_session_id, false, p_now);
  return (
    with found as (
      select d.*
      from public.live_object_deletions d
      where case p_state
        when 'pending' then d.due_at is not null
        when 'failing' then d.due_at is not null and d.error is not null
        when 'done' then d.done_at is not null
        else true
      end
      order by d.created_at desc, d.storage_key
      limit public.live_ops_most()
    ),
    page as (
      select *
      from found
      order by created_at desc, storage_key
      limit public.live_ops_limit(p_limit, 50)
      offset p_offset
    )
    select jsonb_build_object(
      'deletions', (
        select coalesce(jsonb_agg(
            jsonb_build_object(
              'recording_id', substring(page.storage_key from '/([0-9a-f-]{36})\.mp4$'),
              'reason', page.reason,
              'created_at', page.created_at,
              'due_at', page.due_at,
              'deleted_at', page.deleted_at,
              'done_at', page.done_at,
              'attempts', page.attempts,
              'error', public.live_ops_recording_error(page.error)
            )
            order by page.created_at desc, page.storage_key
          ), '[]')
        from page
      ),
      'total', (select count(*) from found)
    )
  );
end;
$$;

-- Keeps a recording from being deleted by anybody, or lets it go again, which is for super admins: what should have
-- gone meanwhile goes with the next tick. POST live-ops/recordings/{id}/hold and release call it. A repeat changes
-- nothing and is not noted. Returns it.
create or replace function public.live_ops_hold_recording(
  p_user_id uuid, p_auth_session_id uuid, p_origin jsonb, p_recording_id uuid, p_held boolean, p_reason text,
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
  recording public.recordings;
  before jsonb;
begin
  perform public.live_act_as_staff(p_user_id, p_auth_session_id, p_origin, not p_held, p_now);
  select * into recording from public.recordings r where r.id = p_recording_id;
  -- whoever deletes it just now has done so after this, or finds it held
  perform public.live_hold_recorded(recording.session_id, recording.call_id);
  select * into recording from public.recordings r where r.id = p_recording_id for no key update;
  if not found then
    perform public.live_refuse(404, 'RECORDING_NOT_FOUND');
  elsif p_held <> (recording.held_at is not null) then
    before := jsonb_build_object(
      'held_at', recording.held_at, 'held_by', recording.held_by, 'hold_reason', recording.hold_reason
    );
    update public.recordings r
      set held_at = case when p_held then p_now end,
          held_by = case when p_held then p_user_id end,
          hold_reason = case when p_held then p_reason end
      where r.id = p_recording_id
      returning * into recording;
    perform public.live_note_action(
      recording.session_id, p_user_id, 'admin', case when p_held then 'hold_recording' else 'release_recording' end,
      'recording', p_recording_id::text, recording.owner_id, p_reason,
      case when not p_held then jsonb_build_object('before', before) end, p_now
    );
  end if;
  return public.live_ops_recording_row(recording, p_now);
end;
$$;

-- Who of the staff has watched a recording that is not theirs, or listened to it, latest first, also once it is gone;
-- GET live-ops/recordings/{id}/readers calls it. live_note_recording_read() notes them.
create or replace function public.live_ops_recording_readers(
  p_user_id uuid, p_auth_session_id uuid, p_recording_id uuid, p_limit integer, p_offset integer, p_now timestamptz
)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  listed jsonb;
  total integer;
begin
  perform public.live_require_admin(p_user_id, p_auth_session_id, false, p_now);
  with found as (
    select l.id, l.admin_id, l.created_at
    from public.live_admin_logs l
    where l.target_type = 'recording' and l.target_id = p_recording_id::text and l.action = 'read_recording'
    order by l.created_at desc, l.id
    limit public.live_ops_most()
  ),
  page as (
    select * from found order by created_at desc, id limit public.live_ops_limit(p_limit, 100) offset p_offset
  )
  select
    (
      select coalesce(jsonb_agg(
          jsonb_build_object(
            'admin_id', page.admin_id,
            'admin', public.live_ops_admin_face(page.admin_id),
            'read_at', page.created_at
          )
          order by page.created_at desc, page.id
        ), '[]')
      from page
    ),
    (select count(*) from found)
  into listed, total;
  if total = 0 and not exists (select from public.recordings r where r.id = p_recording_id) then
    perform public.live_refuse(404, 'RECORDING_NOT_FOUND');
  end if;
  return jsonb_build_object('readers', listed, 'total', total);
end;
$$;

revoke execute on function public.live_ops_recording_error(text) from public, anon, authenticated;
revoke execute on function public.live_ops_recording_expires(public.recordings, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_ops_recording_row(public.recordings, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_ops_recordings(
  uuid, uuid, text, uuid, uuid, uuid, boolean, text, integer, integer, timestamptz
) from public, anon, authenticated;
revoke execute on function public.live_ops_stored(numeric, numeric, numeric) from public, anon, authenticated;
revoke execute on function public.live_ops_files() from public, anon, authenticated;
revoke execute on function public.live_ops_recording_storage(uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_ops_recording_deletions(uuid, uuid, text, integer, integer, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_ops_hold_recording(uuid, uuid, jsonb, uuid, boolean, text, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_ops_recording_readers(uuid, uuid, uuid, integer, integer, timestamptz)
  from public, anon, authenticated;
grant execute on function public.live_ops_recording_error(text) to service_role;
grant execute on function public.live_ops_recording_expires(public.recordings, timestamptz) to service_role;
grant execute on function public.live_ops_recording_row(public.recordings, timestamptz) to service_role;
grant execute on function public.live_ops_recordings(
  uuid, uuid, text, uuid, uuid, uuid, boolean, text, integer, integer, timestamptz
) to service_role;
grant execute on function public.live_ops_stored(numeric, numeric, numeric) to service_role;
grant execute on function public.live_ops_files() to service_role;
grant execute on function public.live_ops_recording_storage(uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_ops_recording_deletions(uuid, uuid, text, integer, integer, timestamptz)
  to service_role;
grant execute on function public.live_ops_hold_recording(uuid, uuid, jsonb, uuid, boolean, text, timestamptz)
  to service_role;
grant execute on function public.live_ops_recording_readers(uuid, uuid, uuid, integer, integer, timestamptz)
  to service_role;
