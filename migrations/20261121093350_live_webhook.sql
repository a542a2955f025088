-- LiveKit's events, each applied once and logged. Order, repetition and loss are the business of the functions below
-- (live_stay_seen and the others); here it is decided which of them an event is for.

-- The name of the room an event is about; one that tells only the room's SID is about the room known by it.
create or replace function public.live_webhook_room(p_event jsonb)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce(
    p_event ->> 'room_name', (select r.room_name from public.live_rooms r where r.room_sid = p_event ->> 'room_sid')
  );
end;
$$;

-- Applies one event. p_event is what ipelya_core::webhook has read of it:
--   type, created_at, room_name, room_sid, room_created_at, participant_sid, identity, kind, joined_at,
--   disconnect_reason, room_end_reason, ingress_id, ingress_status, egress (see live_egress_seen)
-- Returns whether it was about something of ours. live_webhook_event() and live_replay_webhook() call it.
create or replace function public.live_apply_webhook(p_event jsonb, p_now timestamptz)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  kind constant text := p_event ->> 'type';
  happened_at constant timestamptz := coalesce((p_event ->> 'created_at')::timestamptz, p_now);
  room_name constant text := public.live_webhook_room(p_event);
  room_sid constant text := p_event ->> 'room_sid';
  room_created_at constant timestamptz := (p_event ->> 'room_created_at')::timestamptz;
  ours boolean;
begin
  if kind not in (
    'room_started', 'room_finished', 'participant_joined', 'participant_left', 'participant_connection_aborted',
    'track_published', 'ingress_started', 'ingress_updated', 'ingress_ended', 'egress_started', 'egress_updated',
    'egress_ended'
  ) then
    return false;
  end if;
  if kind like 'egress_%' then
    return public.live_egress_seen(p_event -> 'egress', p_now);
  end if;
  if kind like 'ingress_%' then
    -- how the encoder is; who is inside is told by its coming and going
    return public.live_ingress_seen(p_event ->> 'ingress_id', p_event ->> 'ingress_status', happened_at);
  end if;
  if kind not like 'room_%' and p_event ->> 'identity' like 'agent-%' then
    return public.live_agent_event(room_name, p_event, happened_at, p_now);
  end if;

  case kind
    when 'room_started' then
      return public.live_room_started(room_name, room_sid, coalesce(room_created_at, happened_at));
    when 'room_finished' then
      return public.live_room_finished(
        room_name, room_sid, happened_at, p_event ->> 'room_end_reason', p_now, room_created_at
      );
    when 'participant_joined' then
      ours := public.live_stay_seen(
        room_name, room_sid, p_event ->> 'participant_sid', p_event ->> 'identity', p_event ->> 'kind',
        happened_at, null, null, p_now
      );
    when 'participant_left' then
      -- on the way to another of LiveKit's nodes, still the same connection
      ours := p_event ->> 'disconnect_reason' is distinct from 'MIGRATION' and public.live_stay_seen(
        room_name, room_sid, p_event ->> 'participant_sid', p_event ->> 'identity', p_event ->> 'kind',
        (p_event ->> 'joined_at')::timestamptz, happened_at, p_event ->> 'disconnect_reason', p_now
      );
    when 'track_published' then
      -- whoever is heard or seen is inside, should their joining have been lost; since when is not said
      ours := not exists (
        select from public.live_stays t where t.participant_sid = p_event ->> 'participant_sid'
      ) and public.live_stay_seen(
        room_name, room_sid, p_event ->> 'participant_sid', p_event ->> 'identity', p_event ->> 'kind',
        null, null, null, p_now
      );
    else
      -- never was inside: no stay, unless another event has made one
      ours := exists (
        select from public.live_stays t where t.participant_sid = p_event ->> 'participant_sid'
      ) and public.live_stay_seen(
        room_name, room_sid, p_event ->> 'participant_sid', p_event ->> 'identity', p_event ->> 'kind',
        null, happened_at, coalesce(p_event ->> 'disconnect_reason', 'JOIN_FAILURE'), p_now
      );
  end case;

  -- every event tells when its room was opened, so that a lost room_started is made good by any of them; it writes to
  -- the session, and so comes after the person's lock
  if room_created_at is not null and not exists (
    select from public.live_rooms r where r.room_sid = p_event ->> 'room_sid' and r.started_at is not null
  ) then
    perform public.live_room_started(room_name, room_sid, room_created_at);
  end if;
  return ours;
end;
$$;

-- Applies an event and says what became of it: success, skipped (none of ours, or of no consequence), or error with the
-- reason, and then nothing of it is done. A passing trouble (a deadlock, a lock not to be had) is raised.
create or replace function public.live_try_webhook(
  p_event jsonb, p_now timestamptz, out outcome text, out failure text
)
language plpgsql
set search_path = ''
as $$
begin
  outcome := case when public.live_apply_webhook(p_event, p_now) then 'success' else 'skipped' end;
exception
  when others then
    if sqlstate ~ '^(08|40|53|57|55P03)' then
      raise;
    end if;
    outcome := 'error';
    failure := sqlstate || ' ' || sqlerrm;
end;
$$;

-- Takes one event in: once per event id, logged with what became of it. livekit-webhook calls it. Returns as `result`
-- what live_try_webhook() says, or duplicate; and where the event shows somebody inside, their `standing`, so that
-- whoever has come back with a token of better days is corrected at once. An event that cannot be applied stays in the
-- log and can be replayed; a passing trouble undoes everything, so that LiveKit's retry finds nothing done.
create or replace function public.live_webhook_event(p_event jsonb, p_raw jsonb, p_now timestamptz default now())
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  began constant timestamptz := clock_timestamp();
  standing jsonb;
  log_id uuid;
  attempt record;
  subject record;
begin
  insert into public.live_webhook_logs (
    event_id, event_type, room_name, room_sid, participant_identity, participant_sid, raw_payload, event,
    processing_status, created_at
  )
  values (
    p_event ->> 'id', p_event ->> 'type', p_event ->> 'room_name', p_event ->> 'room_sid', p_event ->> 'identity',
    p_event ->> 'participant_sid', p_raw, p_event, 'skipped', p_now
  )
  on conflict (event_id) do nothing
  returning id into log_id;
  if log_id is null then
    return '{"result": "duplicate"}';
  end if;

  select * into attempt from public.live_try_webhook(p_event, p_now);

  select * into subject from public.live_room_subject(public.live_webhook_room(p_event));
  if p_event ->> 'type' in ('participant_joined', 'track_published')
    and coalesce(p_event ->> 'kind', 'STANDARD') in ('STANDARD', 'INGRESS')
  then
    standing := public.live_standing(
      subject.session_id, subject.call_id, public.live_identity_user(p_event ->> 'identity'), p_now
    );
  end if;
  update public.live_webhook_logs w
    set processing_status = attempt.outcome,
        error_message = attempt.failure,
        session_id = subject.session_id,
        call_id = subject.call_id,
        processing_time_ms = round(extract(epoch from clock_timestamp() - began) * 1000)
    where w.id = log_id;
  return jsonb_build_object('result', attempt.outcome, 'standing', standing);
end;
$$;

-- Applies a stored event once more, by the id of its log row; what it changes is what its first delivery would change
-- now. Returns what became of it.
create or replace function public.live_replay_webhook(p_log_id uuid, p_now timestamptz default now())
returns text
language plpgsql
set search_path = ''
as $$
declare
  stored jsonb;
  attempt record;
begin
  select w.event into stored
  from public.live_webhook_logs w
  where w.id = p_log_id and w.event is not null
  for no key update;
  if not found then
    perform public.live_refuse(404, 'EVENT_NOT_FOUND');
  end if;
  select * into attempt from public.live_try_webhook(stored, p_now);
  update public.live_webhook_logs w
    set processing_status = attempt.outcome, error_message = attempt.failure
    where w.id = p_log_id;
  return attempt.outcome;
end;
$$;

revoke execute on function public.live_webhook_room(jsonb) from public, anon, authenticated;
revoke execute on function public.live_apply_webhook(jsonb, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_try_webhook(jsonb, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_webhook_event(jsonb, jsonb, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_replay_webhook(uuid, timestamptz) from public, anon, authenticated;
grant execute on function public.live_webhook_room(jsonb) to service_role;
grant execute on function public.live_apply_webhook(jsonb, timestamptz) to service_role;
grant execute on function public.live_try_webhook(jsonb, timestamptz) to service_role;
grant execute on function public.live_webhook_event(jsonb, jsonb, timestamptz) to service_role;
grant execute on function public.live_replay_webhook(uuid, timestamptz) to service_role;
