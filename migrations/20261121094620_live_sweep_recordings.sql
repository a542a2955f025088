-- What the sweeper does about recordings: LiveKit and the store are asked about those that may be under way and those
-- whose file was not seen yet; what they say is written down; and what nobody asked for is stopped or deleted.
--
-- An unanswered question concludes nothing.

-- What there is to ask about. `open`: recordings that may be under way; `unseen`: those that have ended and whose file
-- was not seen, for a day; `deletions`: files that are due to be deleted; `orders`: what is to be recorded by itself
-- and is not yet, claimed here.
--
-- Each claim holds its session or call, and holds back all other recordings that begin, until the end: whoever is busy
-- with the next one is passed over sooner than Postgres would look for a circle.
create or replace function public.live_recordings_to_sweep(p_now timestamptz)
returns jsonb
language plpgsql
security definer
set search_path = ''
set lock_timeout = '200ms'
as $$
declare
  wanted record;
  claimed jsonb;
  orders jsonb := '[]';
begin
  perform public.live_notice_gone_recorded();
  for wanted in
    select s.id as session_id, null::uuid as call_id
    from public.live_sessions s
    where s.status = 'live'
      and s.recording_enabled
      and not s.is_recording
      and public.live_wants_recording(s.id, null, p_now)
    union all
    select null, c.id
    from public.calls c
    where c.status = 'connected'
      and c.kind = 'support'
      and not c.is_recording
      and public.live_wants_recording(null, c.id, p_now)
    limit 20
  loop
    -- one that cannot begin does not keep the others from it
    begin
      claimed := public.live_claim_recording(wanted.session_id, wanted.call_id, gen_random_uuid(), p_now);
      if claimed is not null then
        orders := orders || jsonb_build_array(claimed);
      end if;
    exception
      when others then
        raise warning '% cannot be recorded: %', coalesce(wanted.session_id, wanted.call_id), sqlerrm;
    end;
  end loop;
  return jsonb_build_object(
    'open', (
      select coalesce(jsonb_agg(jsonb_build_object(
          'id', o.id, 'egress_id', o.egress_id, 'storage_key', o.storage_key, 'room_name', o.room_name,
          'is_late', coalesce(o.stop_requested_at <= p_now - interval '30 minutes', false)
        ) order by o.created_at), '[]')
      from (
        select r.*, coalesce(s.livekit_room_name, c.livekit_room_name) as room_name
        from public.recordings r
        left join public.live_sessions s on s.id = r.session_id
        left join public.calls c on c.id = r.call_id
        where r.status in ('requested', 'starting', 'active', 'ending')
          -- LiveKit has just been asked
          and not orders @> jsonb_build_array(jsonb_build_object('id', r.id))
        order by r.created_at
        limit 500
      ) o
    ),
    'unseen', (
      select coalesce(jsonb_agg(jsonb_build_object('id', u.id, 'storage_key', u.storage_key)), '[]')
      from (
        select r.id, r.storage_key
        from public.recordings r
        where r.available_at is null
          and r.status in ('complete', 'limit_reached')
          and r.ended_at > p_now - interval '1 day'
        order by r.ended_at desc
        limit 100
      ) u
    ),
    'deletions', (
      select coalesce(jsonb_agg(jsonb_build_object('storage_key', d.storage_key, 'egress_id', d.egress_id)), '[]')
      from (
        select x.storage_key, x.egress_id
        from public.live_object_deletions x
        where x.due_at <= p_now
        order by x.due_at
        limit 100
      ) d
    ),
    'orders', orders
  );
end;
$$;

-- Whether a recording is to be stopped by now: what it is of is over, it was recorded for as long as is allowed, or
-- somebody has asked for it.
create or replace function public.live_recording_is_due(p_recording public.recordings, p_now timestamptz)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return p_recording.status = 'ending'
    or exists (
      select
      from public.live_sessions s
      where s.id = p_recording.session_id and public.live_session_is_over(s.status, s.max_ends_at, p_now)
    )
    or exists (select from public.calls c where c.id = p_recording.call_id and c.status = 'ended')
    or (p_recording.call_id is not null and public.live_without_consent(p_recording.call_id) <> '{}')
    or public.live_recorded_seconds(p_recording.session_id, p_recording.call_id, p_now)
      >= public.live_setting('recording_max_seconds');
end;
$$;

-- Gives a recording up that LiveKit knows nothing of, or that has been ending for half an hour. If its file is there it
-- is complete; otherwise it has failed, unless it was asked for less than a minute ago.
create or replace function public.live_give_up_recording(
  p_recording_id uuid, p_error text, p_size_bytes bigint, p_now timestamptz
)
returns void
language plpgsql
set search_path = ''
set lock_timeout = '500ms'
as $$
declare
  recording public.recordings;
begin
  select * into recording from public.recordings r where r.id = p_recording_id;
  perform public.live_hold_recorded(recording.session_id, recording.call_id);
  update public.recordings r
    set status = case when p_size_bytes is null then 'failed' else 'complete' end,
        error = case when p_size_bytes is null then p_error end,
        size_bytes = coalesce(p_size_bytes, r.size_bytes),
        available_at = case when p_size_bytes is not null then p_now end,
        ended_at = p_now,
        swept_at = p_now
    where r.id = p_recording_id
      and public.live_recording_is_open(r.status)
      and r.created_at <= p_now - interval '1 minute';
end;
$$;

-- Writes down what a sweep has seen: p_seen is what LiveKit says of egresses (as live_egress_seen() takes it), p_absent
-- the recordings that it knows nothing of or that are late, each with the `size_bytes` of its file if that is there,
-- p_found the recordings whose file is there. Returns the egresses that LiveKit is to stop: those that are due, and any
-- of a recording of ours that is not under way any more, or deleted.
create or replace function public.live_sweep_recordings(
  p_seen jsonb, p_absent jsonb, p_found jsonb, p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
set lock_timeout = '500ms'
as $$
declare
  one record;
  recording public.recordings;
  stop text[] := '{}';
begin
  -- first everything it may write to, in one order, so that two sweeps never wait in a circle
  for one in
    select r.session_id, r.call_id
    from public.recordings r
    where r.status in ('requested', 'starting', 'active', 'ending')
      or r.egress_id in (select e.value ->> 'id' from jsonb_array_elements(p_seen) e)
      or r.storage_key in (select e.value ->> 'key' from jsonb_array_elements(p_seen) e)
      or r.id in (select (f.value ->> 'id')::uuid from jsonb_array_elements(p_absent || p_found) f)
    group by r.session_id, r.call_id
    order by r.session_id, r.call_id
  loop
    perform public.live_hold_recorded(one.session_id, one.call_id);
  end loop;

  for one in
    select e.value as egress from jsonb_array_elements(p_seen) e order by e.value ->> 'id'
  loop
    perform public.live_egress_seen(one.egress, p_now);
  end loop;
  for one in
    select a.* from jsonb_to_recordset(p_absent) as a (id uuid, error text, size_bytes bigint) order by a.id
  loop
    perform public.live_give_up_recording(one.id, one.error, one.size_bytes, p_now);
  end loop;
  update public.recordings r
    set available_at = p_now, size_bytes = f.size_bytes
    from jsonb_to_recordset(p_found) as f (id uuid, size_bytes bigint)
    where r.id = f.id and r.available_at is null and r.status in ('complete', 'limit_reached');

  for recording in
    select r.*
    from public.recordings r
    where r.status in ('requested', 'starting', 'active', 'ending') and public.live_recording_is_due(r, p_now)
    order by r.id
  loop
    perform public.live_hold_recorded(recording.session_id, recording.call_id);
    perform public.live_stop_recordings(recording.session_id, recording.call_id, p_now);
    stop := stop || recording.egress_id;
  end loop;
  return to_jsonb(array(
    select due.egress_id from unnest(stop) as due (egress_id) where due.egress_id is not null
    union
    select e.value ->> 'id'
    from jsonb_array_elements(p_seen) e
    where e.value ->> 'status' in ('starting', 'active')
      and not exists (
        select
        from public.recordings r
        where r.egress_id = e.value ->> 'id' and r.status in ('requested', 'starting', 'active', 'ending')
      )
      and (
        exists (
          select
          from public.recordings r
          where r.egress_id = e.value ->> 'id' or r.storage_key = e.value ->> 'key'
        )
        or exists (
          select
          from public.live_object_deletions d
          where d.egress_id = e.value ->> 'id' or d.storage_key = e.value ->> 'key'
        )
      )
    order by 1
  ));
end;
$$;

-- Writes down what the store said when it was asked to delete files: p_results has `storage_key`, `error` (null if it
-- did) and `is_written` (LiveKit still writes it, so it is asked again soon). What is deleted is deleted once more a
-- day later.
create or replace function public.live_objects_deleted(p_results jsonb, p_now timestamptz)
returns void
language plpgsql
security definer
set search_path = ''
set lock_timeout = '3s'
as $$
begin
  update public.live_object_deletions d
    set attempts = d.attempts + 1,
        error = x.error,
        deleted_at = coalesce(d.deleted_at, case when x.error is null and not x.is_written then p_now end),
        done_at = case when x.error is null and not x.is_written and d.deleted_at is not null then p_now end,
        due_at = case
          when x.error is not null then p_now + least(60, 2 ^ least(d.attempts, 6)) * interval '1 minute'
          when x.is_written then p_now + interval '1 minute'
          when d.deleted_at is null then p_now + interval '1 day'
        end
    from jsonb_to_recordset(p_results) as x (storage_key text, error text, is_written boolean)
    where d.storage_key = x.storage_key and d.due_at <= p_now;
end;
$$;

revoke execute on function public.live_recordings_to_sweep(timestamptz) from public, anon, authenticated;
revoke execute on function public.live_recording_is_due(public.recordings, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_give_up_recording(uuid, text, bigint, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_sweep_recordings(jsonb, jsonb, jsonb, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_objects_deleted(jsonb, timestamptz) from public, anon, authenticated;
grant execute on function public.live_recordings_to_sweep(timestamptz) to service_role;
grant execute on function public.live_recording_is_due(public.recordings, timestamptz) to service_role;
grant execute on function public.live_give_up_recording(uuid, text, bigint, timestamptz) to service_role;
grant execute on function public.live_sweep_recordings(jsonb, jsonb, jsonb, timestamptz) to service_role;
grant execute on function public.live_objects_deleted(jsonb, timestamptz) to service_role;
