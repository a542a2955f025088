-- How a session begins: created at once, or announced and started later.

-- What functions answer about a session.
create or replace function public.live_session_reply(p_session public.live_sessions)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', p_session.id,
    'room_name', p_session.livekit_room_name,
    'title', p_session.title,
    'description', p_session.description,
    'thumbnail_url', p_session.thumbnail_url,
    'session_type', p_session.session_type,
    'access_type', p_session.access_type,
    'ppv_coin_price', p_session.ppv_coin_price,
    'status', p_session.status,
    'scheduled_at', p_session.scheduled_at,
    'started_at', p_session.started_at,
    'chat_enabled', p_session.chat_enabled,
    'gifts_enabled', p_session.gifts_enabled,
    'guest_enabled', p_session.guest_enabled,
    'max_guests', p_session.max_guests,
    'recording_enabled', p_session.recording_enabled
  );
end;
$$;

-- The session this creator is on air with, if there is one; create and start ask it with the creator locked. One whose
-- deadline has passed is ended first: it must not keep its creator from the next one.
create or replace function public.live_session_on_air(p_creator_id uuid, p_now timestamptz)
returns public.live_sessions
language plpgsql
set search_path = ''
as $$
declare
  session public.live_sessions;
begin
  select * into session from public.live_sessions s where s.creator_id = p_creator_id and s.status = 'live';
  if found and public.live_session_is_over(session.status, session.max_ends_at, p_now)
    and public.live_expire_session(session.id, p_now)
  then
    return null;
  end if;
  return session;
end;
$$;

-- Puts a host into their own session; opening one calls it.
create or replace function public.live_seat_host(p_session_id uuid, p_now timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
begin
  insert into public.live_participants (
    session_id, user_id, profile_id, role, livekit_identity, admitted_at, joined_at
  )
  select s.id, s.creator_id, s.creator_profile_id, 'host', s.creator_id::text, p_now, p_now
  from public.live_sessions s
  where s.id = p_session_id
  on conflict (session_id, user_id) do update
    set role = 'host', is_active = true, admitted_at = p_now;
end;
$$;

-- Writes a new session, on air at once unless it is planned for later; live_create_session() and
-- live_channel_go_live() call it.
create or replace function public.live_insert_session(
  p_user_id uuid, p_session_id uuid, p_room_name text, p_plan public.live_sessions, p_now timestamptz
)
returns public.live_sessions
language plpgsql
set search_path = ''
as $$
declare
  session public.live_sessions;
begin
  insert into public.live_sessions (
    id, creator_id, creator_profile_id, channel_id, title, description, thumbnail_url, session_type, access_type,
    ppv_coin_price, livekit_room_name, status, scheduled_at, started_at, max_ends_at,
    chat_enabled, gifts_enabled, guest_enabled, max_guests, recording_enabled, created_at
  )
  select
    p_session_id, p_user_id, p.id, p_plan.channel_id, p_plan.title, p_plan.description, p_plan.thumbnail_url,
    p_plan.session_type, p_plan.access_type, p_plan.ppv_coin_price, p_room_name,
    case when p_plan.scheduled_at is null then 'live' else 'scheduled' end,
    p_plan.scheduled_at,
    case when p_plan.scheduled_at is null then p_now end,
    case
      when p_plan.scheduled_at is null
      then p_now + public.live_setting_seconds(p_plan.session_type || '_max_seconds')
    end,
    p_plan.chat_enabled, p_plan.gifts_enabled, p_plan.guest_enabled, p_plan.max_guests, p_plan.recording_enabled, p_now
  from public.profiles p
  where p.user_id = p_user_id and p.type = 'real'
  limit 1
  returning * into session;
  if session.id is null then
    perform public.live_refuse(404, 'PROFILE_NOT_FOUND');
  end if;
  return session;
end;
$$;

-- Creates a session: on air at once, or scheduled. A creator who is on air already is given that session back.
-- create-live-session calls it once Rust has found the caller entitled and the fields in order. p_plan names columns of
-- live_sessions (ipelya_core's SessionPlan); of it only what is listed here is taken. Returns the session, whether it
-- was `existing`, and whether it is `on_air`, so that there is a room to be opened.
create or replace function public.live_create_session(
  p_user_id uuid,
  p_session_id uuid,
  p_room_name text,
  p_plan jsonb,
  p_now timestamptz default now(),
  p_idempotency_key text default null,
  p_request_hash text default null
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  plan constant public.live_sessions := jsonb_populate_record(null::public.live_sessions, p_plan);
  reply jsonb;
  session public.live_sessions;
  existing boolean;
begin
  reply := public.live_idempotency_begin(p_user_id, 'create-live-session', p_idempotency_key, p_request_hash, p_now);
  if reply is not null then
    -- the session may be over by now; then there is no room to open again. Or an encoder may have come
    select * into session from public.live_sessions s where s.id = (reply #>> '{result,session,id}')::uuid;
    reply := jsonb_set(reply, '{result,on_air}', to_jsonb(
      found and not public.live_session_is_over(session.status, session.max_ends_at, p_now)
    ));
    return jsonb_set(reply, '{result,encoder_publishes}', to_jsonb(public.live_encoder_publishes(session)));
  end if;
  if coalesce(p_idempotency_key, '') <> '' then
    perform public.live_rate_session(p_user_id, 'create', 1, p_now);
  end if;

  if plan.scheduled_at is null then
    perform public.live_lock_creator(p_user_id);
    session := public.live_session_on_air(p_user_id, p_now);
  end if;
  existing := session.id is not null;
  if not existing then
    if plan.scheduled_at is null then
      perform public.live_require_switched_on(p_user_id);
      perform public.live_require_no_maintenance(p_now);
      perform public.live_require_quota(p_user_id, p_now);
    end if;
    session := public.live_insert_session(p_user_id, p_session_id, p_room_name, plan, p_now);
    perform public.live_seat_host(session.id, p_now);
    if session.status = 'live' then
      perform public.live_tell_start(session.id, p_now);
    end if;
  end if;

  return public.live_idempotency_finish(
    p_user_id, 'create-live-session', p_idempotency_key, jsonb_build_object(
      'session', public.live_session_reply(session), 'existing', existing, 'on_air', session.status = 'live',
      'encoder_publishes', existing and public.live_encoder_publishes(session)
    )
  );
end;
$$;

-- Takes back a session whose room LiveKit did not open; create-live-session calls it. Phones may list it already and
-- drop it only when it has ended, so it ends as every session does before it is cancelled. One whose room LiveKit has
-- after all, as its own report or somebody who came proves, stays: a repeat of the request finds it. Nobody has paid
-- for one to which nobody came, since entry is sold only while its host is inside. Returns whether it was taken back.
create or replace function public.live_cancel_creation(
  p_user_id uuid, p_session_id uuid, p_now timestamptz default now(), p_idempotency_key text default null
)
returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform public.live_lock_session(p_session_id, true);
  if not exists (
    select
    from public.live_sessions s
    where s.id = p_session_id
      and s.creator_id = p_user_id
      and s.status = 'live'
      and s.livekit_room_sid is null
      and not exists (select from public.live_stays t where t.session_id = s.id)
  ) then
    return false;
  end if;
  perform public.live_end_session(p_session_id, 'room_not_opened', p_now);
  update public.live_sessions s set status = 'cancelled' where s.id = p_session_id;
  perform public.live_idempotency_forget(p_user_id, 'create-live-session', p_idempotency_key);
  return true;
end;
$$;

-- Tells the session's channel that it has begun; opening one calls it.
create or replace function public.live_tell_start(p_session_id uuid, p_now timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform public.live_broadcast('live:' || p_session_id, 'session_started', jsonb_build_object(
    'sessionId', p_session_id, 'startedAt', p_now
  ));
end;
$$;

-- Puts a scheduled session on air; start-live-session calls it once Rust has found the caller to be its host. Returns
-- the session, and whether this call `started` it; repeats return it as it is.
create or replace function public.live_start_session(
  p_user_id uuid, p_session_id uuid, p_now timestamptz default now()
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  on_air public.live_sessions;
  session public.live_sessions;
begin
  perform public.live_lock_creator(p_user_id);
  on_air := public.live_session_on_air(p_user_id, p_now);
  perform public.live_lock_session(p_session_id, true);
  select * into session from public.live_sessions s where s.id = p_session_id and s.creator_id = p_user_id;
  if not found then
    perform public.live_refuse(404, 'SESSION_NOT_FOUND');
  elsif session.status in ('ended', 'cancelled') then
    perform public.live_refuse(409, 'SESSION_ENDED');
  elsif on_air.id <> p_session_id then
    perform public.live_refuse(409, 'ALREADY_LIVE');
  elsif session.status = 'live' then
    return jsonb_build_object('session', public.live_session_reply(session), 'started', false);
  end if;
  perform public.live_require_switched_on(p_user_id);
  perform public.live_require_no_maintenance(p_now);
  perform public.live_require_quota(p_user_id, p_now);

  update public.live_sessions s
    set status = 'live',
        started_at = p_now,
        max_ends_at = p_now + public.live_setting_seconds(s.session_type || '_max_seconds')
    where s.id = p_session_id
    returning * into session;
  perform public.live_seat_host(p_session_id, p_now);
  perform public.live_tell_start(p_session_id, p_now);
  return jsonb_build_object('session', public.live_session_reply(session), 'started', true);
end;
$$;

-- Takes a start back because LiveKit did not open the room; start-live-session calls it with the moment it started. One
-- that somebody has come to stays.
create or replace function public.live_cancel_start(p_user_id uuid, p_session_id uuid, p_started_at timestamptz)
returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform public.live_lock_session(p_session_id, true);
  update public.live_sessions s
    set status = 'scheduled', started_at = null, max_ends_at = null, announced_at = null
    where s.id = p_session_id
      and s.creator_id = p_user_id
      and s.status = 'live'
      and s.started_at = p_started_at
      and not exists (select from public.live_stays t where t.session_id = s.id);
  if not found then
    return false;
  end if;
  update public.live_participants p
    set is_active = false
    where p.session_id = p_session_id and p.user_id = p_user_id;
  return true;
end;
$$;

revoke execute on function public.live_session_reply(public.live_sessions) from public, anon, authenticated;
revoke execute on function public.live_session_on_air(uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_seat_host(uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_insert_session(uuid, uuid, text, public.live_sessions, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_create_session(uuid, uuid, text, jsonb, timestamptz, text, text)
  from public, anon, authenticated;
revoke execute on function public.live_cancel_creation(uuid, uuid, timestamptz, text) from public, anon, authenticated;
revoke execute on function public.live_tell_start(uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_start_session(uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_cancel_start(uuid, uuid, timestamptz) from public, anon, authenticated;
grant execute on function public.live_session_reply(public.live_sessions) to service_role;
grant execute on function public.live_session_on_air(uuid, timestamptz) to service_role;
grant execute on function public.live_seat_host(uuid, timestamptz) to service_role;
grant execute on function public.live_insert_session(uuid, uuid, text, public.live_sessions, timestamptz)
  to service_role;
grant execute on function public.live_create_session(uuid, uuid, text, jsonb, timestamptz, text, text) to service_role;
grant execute on function public.live_cancel_creation(uuid, uuid, timestamptz, text) to service_role;
grant execute on function public.live_tell_start(uuid, timestamptz) to service_role;
grant execute on function public.live_start_session(uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_cancel_start(uuid, uuid, timestamptz) to service_role;
