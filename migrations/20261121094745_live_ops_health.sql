-- Whether everything runs that should, and what has got stuck: asked of rows alone, LiveKit is asked by the caller.

-- What should have been done a while ago, the oldest of each kind first, at most p_most of each: sessions on air
-- without a room, rooms of what is over, deadlines that nobody has written down, pushes that nobody sends. `id` is a
-- session's, a call's, a participant's, a request's or a push's, `since` when it was due. A minute is the tick's, two
-- more are the sweeper's.
create or replace function public.live_stuck(p_most integer, p_now timestamptz)
returns table (kind text, id uuid, room_name text, since timestamptz)
language plpgsql
stable
set search_path = ''
as $$
declare
  tick constant timestamptz := p_now - interval '1 minute';
  sweep constant timestamptz := p_now - interval '3 minutes';
  closing constant timestamptz := sweep - public.live_setting_seconds('room_delete_delay_seconds');
begin
  return query
    with found_stuck (kind, id, room_name, since) as (
      select 'session_without_room', s.id, s.livekit_room_name, s.started_at
      from public.live_sessions s
      where s.status = 'live'
        and s.started_at <= sweep
        and not exists (select from public.live_rooms r where r.session_id = s.id and r.finished_at is null)
      union all
      select 'overdue_session', s.id, s.livekit_room_name, s.max_ends_at
      from public.live_sessions s
      where s.status = 'live' and s.max_ends_at <= tick
      union all
      select 'overdue_host', s.id, s.livekit_room_name, public.live_host_deadline(s)
      from public.live_sessions s
      where s.status = 'live' and public.live_host_deadline(s) <= sweep
      union all
      select 'room_of_ended_session', s.id, s.livekit_room_name, s.ended_at
      from public.live_sessions s
      where s.ended_at between p_now - interval '1 day' and closing
        and exists (select from public.live_rooms r where r.session_id = s.id and r.finished_at is null)
      union all
      select 'room_of_ended_call', c.id, c.livekit_room_name, c.ended_at
      from public.calls c
      where c.ended_at between p_now - interval '1 day' and closing
        and exists (select from public.live_rooms r where r.call_id = c.id and r.finished_at is null)
      union all
      select 'overdue_ring', c.id, c.livekit_room_name, c.ring_expires_at
      from public.calls c
      where c.status = 'ringing' and c.ring_expires_at <= tick
      union all
      select 'overdue_call', c.id, c.livekit_room_name, c.max_ends_at
      from public.calls c
      where c.status = 'connected' and c.max_ends_at <= tick
      union all
      select 'overdue_party', c.id, c.livekit_room_name, public.live_call_deadline(c)
      from public.calls c
      where c.status = 'connected' and public.live_call_deadline(c) <= sweep
      union all
      select 'overdue_invitation', p.id, null, p.invitation_expires_at
      from public.live_participants p
      where p.invitation_response = 'pending' and p.invitation_expires_at <= tick
      union all
      select 'overdue_request', r.id, null, r.expires_at
      from public.live_guest_requests r
      where r.status = 'pending' and r.expires_at <= tick
      union all
      select 'unsent_push', o.id, null, o.due_at
      from public.live_outbox o
      where o.status in ('waiting', 'sending') and o.due_at <= sweep
    ),
    counted as (
      select f.*, row_number() over (partition by f.kind order by f.since, f.id) as place from found_stuck f
    )
    select c.kind, c.id, c.room_name, c.since from counted c where c.place <= p_most order by c.kind, c.place;
end;
$$;

-- A moment and how long ago it was, both null if it never was; live_ops_health() tells so of what runs by itself.
create or replace function public.live_last_seen(p_at timestamptz, p_now timestamptz)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  seen_at constant timestamptz := nullif(p_at, '1970-01-01Z');
begin
  return jsonb_build_object(
    'at', seen_at,
    -- greatest() passes over what is not known
    'seconds_ago', case when seen_at is not null then greatest(0, floor(extract(epoch from p_now - seen_at))) end
  );
end;
$$;

-- Whether Realtime takes in what is broadcast. It makes the partitions of its messages a day each, itself; where the
-- day's is missing, broadcasts are lost without an error.
create or replace function public.live_realtime_is_ready(p_now timestamptz)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return exists (
    select
    from pg_catalog.pg_class c
    where c.oid = to_regclass('realtime.messages')
      and (
        c.relkind <> 'p'
        or to_regclass('realtime.messages_' || to_char(p_now at time zone 'utc', 'YYYY_MM_DD')) is not null
      )
  );
end;
$$;

-- How the service is, in numbers: whether Realtime is there, when the tick, the sweeper and LiveKit's webhooks were
-- last seen, what of them failed and how many people came in or tried to in a quarter of an hour, the pushes that
-- wait, and how much is stuck, by kind. GET live-ops/health and GET live-ops/system-status call it.
create or replace function public.live_ops_health(p_now timestamptz)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  recent record;
  last_event record;
begin
  select count(*) filter (where w.processing_status = 'error' and w.event_type = 'sweep') as failed_sweeps,
    count(*) filter (where w.processing_status = 'error' and w.event_type <> 'sweep') as failed_events,
    count(*) filter (where w.event_type = 'participant_joined') as joined,
    count(*) filter (where w.event_type = 'participant_connection_aborted') as aborted
  into recent
  from public.live_webhook_logs w
  where w.created_at > p_now - interval '15 minutes';
  -- LiveKit tells whole seconds
  select w.created_at, floor(extract(epoch from w.created_at - (w.event ->> 'created_at')::timestamptz)) as lag
  into last_event
  from public.live_webhook_logs w
  where w.event_type <> 'sweep'
  order by w.created_at desc
  limit 1;
  return jsonb_build_object(
    'realtime', public.live_realtime_is_ready(p_now),
    'tick', public.live_last_seen((select r.ran_at from public.live_tick_runs r), p_now),
    'sweep', public.live_last_seen((select r.began_at from public.live_sweep_runs r), p_now)
      || jsonb_build_object('errors', recent.failed_sweeps),
    'webhook', public.live_last_seen(last_event.created_at, p_now)
      || jsonb_build_object(
        'lag_seconds', case when last_event.lag is not null then greatest(0, last_event.lag) end,
        'errors', recent.failed_events,
        'joined', recent.joined,
        'aborted', recent.aborted
      ),
    'push', (select to_jsonb(w) from public.live_waiting_pushes() w),
    'stuck', (
      select coalesce(jsonb_object_agg(k.kind, k.many), '{}')
      from (select s.kind, count(*) as many from public.live_stuck(1000, p_now) s group by s.kind) k
    )
  );
end;
$$;

-- What is stuck, a hundred of each kind, for staff; GET live-ops/stuck calls it.
create or replace function public.live_ops_stuck(p_user_id uuid, p_auth_session_id uuid, p_now timestamptz)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform public.live_require_admin(p_user_id, p_auth_session_id, false, p_now);
  return (
    select jsonb_build_object('stuck', coalesce(jsonb_agg(to_jsonb(s) order by s.kind, s.since, s.id), '[]'))
    from public.live_stuck(100, p_now) s
  );
end;
$$;

revoke execute on function public.live_stuck(integer, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_last_seen(timestamptz, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_realtime_is_ready(timestamptz) from public, anon, authenticated;
revoke execute on function public.live_ops_health(timestamptz) from public, anon, authenticated;
revoke execute on function public.live_ops_stuck(uuid, uuid, timestamptz) from public, anon, authenticated;
grant execute on function public.live_stuck(integer, timestamptz) to service_role;
grant execute on function public.live_last_seen(timestamptz, timestamptz) to service_role;
grant execute on function public.live_realtime_is_ready(timestamptz) to service_role;
grant execute on function public.live_ops_health(timestamptz) to service_role;
grant execute on function public.live_ops_stuck(uuid, uuid, timestamptz) to service_role;
