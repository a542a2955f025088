-- Everything a decision needs, in one round trip. Nothing is decided here: the rules are Rust's, and expiry of bans,
-- subscriptions and deadlines is judged against the same clock there. Rate limits are taken along the way.
--
-- plpgsql, not sql: its one statement keeps its plan for the life of the connection, while a sql function that sets
-- search_path is planned anew on every call, which costs more than running it.

-- Whether a pay-per-view session has nobody to be seen just now: its host is not in its room, so entry to it is not
-- sold. The facts tell it to ipelya_core::access::admit_to_join, and live_pay_entry() asks again under lock.
create or replace function public.live_waits_for_host(p_session public.live_sessions)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return p_session.host_left_at is not null or not exists (
    select
    from public.live_stays t
    where t.user_id = p_session.creator_id
      and t.session_id = p_session.id
      and t.left_at is null
      -- an ingress is its owner's camera
      and t.kind in ('STANDARD', 'INGRESS')
  );
end;
$$;

-- What a token and the metadata of a participant are made of.
create or replace function public.live_profile_facts(p_profile public.profiles)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', p_profile.id,
    'username', p_profile.username,
    'display_name', p_profile.display_name,
    'avatar_url', p_profile.avatar_url,
    'is_creator', public.live_is_creator(p_profile)
  );
end;
$$;

-- The answer of every facts function: who asks, the kill switches, and the room as it is given. Of the caller's bans
-- those that could apply: the global ones, those of p_session_id and those by p_creator_id. Every key is always present
-- and null where there is nothing.
create or replace function public.live_facts(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_session_id uuid,
  p_creator_id uuid,
  p_room jsonb,
  p_now timestamptz
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'caller', public.live_auth_facts(p_user_id, p_auth_session_id, p_now) || jsonb_build_object(
      'profile', (
        select public.live_profile_facts(p)
        from public.profiles p
        where p.user_id = p_user_id and p.type = 'real'
        limit 1
      ),
      'bans', (
        select coalesce(
          jsonb_agg(
            jsonb_build_object(
              'ban_type', b.ban_type,
              'session_id', b.session_id,
              'creator_id', b.creator_id,
              'expires_at', b.expires_at
            )
          ),
          '[]'
        )
        from public.live_session_bans b
        where b.banned_user_id = p_user_id
          and b.is_active
          and (b.ban_type = 'global' or b.creator_id = p_creator_id or b.session_id = p_session_id)
      )
    ),
    'switches', public.live_switches(),
    'room', p_room
  );
end;
$$;

-- A session as far as somebody's access depends on it: its own columns, their row in it, whether its creator has
-- blocked them, and what its kind of access asks for: their subscription, by the app or by a pass to the channel, or
-- their payment. Null if there is no such session.
create or replace function public.live_session_room(p_user_id uuid, p_session_id uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'id', s.id,
      'creator_id', s.creator_id,
      'room_name', s.livekit_room_name,
      'session_type', s.session_type,
      'access_type', s.access_type,
      'ppv_coin_price', s.ppv_coin_price,
      'status', s.status,
      'max_ends_at', s.max_ends_at,
      'waits_for_host', s.access_type = 'pay_per_view' and public.live_waits_for_host(s),
      'encoder_publishes', s.creator_id = p_user_id and public.live_encoder_publishes(s),
      'participant', (
        select jsonb_build_object('role', p.role, 'is_muted', p.is_muted)
        from public.live_participants p
        where p.session_id = s.id and p.user_id = p_user_id
      ),
      'is_blocked', exists (
        select from public.blocked_users b where b.blocker_id = s.creator_id and b.blocked_id = p_user_id
      ),
      'subscription', case
        when s.access_type = 'subscribers_only' then (
          select jsonb_build_object('status', c.status, 'current_period_end', c.current_period_end)
          from (
            select a.status, a.current_period_end
            from public.creator_subscriptions a
            where a.subscriber_id = p_user_id and a.creator_id = s.creator_id
            union all
            select 'active', public.live_pass_end(p)
            from public.live_passes p
            where p.user_id = p_user_id and p.creator_id = s.creator_id and p.paid_until is not null
          ) c
          order by c.status = 'active' desc, c.current_period_end desc nulls first
          limit 1
        )
      end,
      'has_paid', s.access_type = 'pay_per_view' and (public.live_paid_entry(s.id, p_user_id)).id is not null
    )
    from public.live_sessions s
    where s.id = p_session_id
  );
end;
$$;

-- What a viewer is shown of a session besides that; null also where its creator's profile is gone.
create or replace function public.live_session_details(p_session_id uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'title', s.title,
      'description', s.description,
      'thumbnail_url', s.thumbnail_url,
      'chat_enabled', s.chat_enabled,
      'gifts_enabled', s.gifts_enabled,
      'guest_enabled', s.guest_enabled,
      'max_guests', s.max_guests,
      'started_at', s.started_at,
      'viewer_count', s.total_viewers,
      'is_recording', s.is_recording,
      'creator', public.live_public_profile(p)
    )
    from public.live_sessions s
    join public.profiles p on p.id = s.creator_profile_id
    where s.id = p_session_id
  );
end;
$$;

-- What get-livekit-token (of a session) and start-live-session decide by. Each request takes from the caller's `token`
-- limit; p_again says that this is another look for the same one.
create or replace function public.live_session_facts(
  p_user_id uuid, p_auth_session_id uuid, p_session_id uuid, p_again boolean, p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  room jsonb;
begin
  if not p_again then
    perform public.live_rate_token(p_user_id, p_now);
  end if;
  room := public.live_session_room(p_user_id, p_session_id);
  return public.live_facts(
    p_user_id, p_auth_session_id, p_session_id, (room ->> 'creator_id')::uuid, room, p_now
  );
end;
$$;

-- What somebody is in a call, null if it is none of theirs. The parties of a call between two are told by its own row;
-- staff is staff as long as they are. Tokens, standing and the sweep ask it.
create or replace function public.live_call_role(p_call public.calls, p_user_id uuid)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  if p_call.kind = 'user_to_user' then
    return case p_user_id when p_call.caller_id then 'caller' when p_call.callee_id then 'callee' end;
  end if;
  return (
    select m.role
    from public.call_members m
    where m.call_id = p_call.id
      and m.user_id = p_user_id
      and (m.role <> 'staff' or exists (select from public.admin_profiles a where a.id = p_user_id and a.is_active))
  );
end;
$$;

-- A call as far as somebody's access to its room depends on it.
create or replace function public.live_call_room(p_call public.calls, p_user_id uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', p_call.id,
    'kind', p_call.kind,
    'role', public.live_call_role(p_call, p_user_id),
    'call_type', p_call.call_type,
    'room_name', p_call.livekit_room_name,
    'status', p_call.status,
    'ring_expires_at', p_call.ring_expires_at,
    'max_ends_at', p_call.max_ends_at,
    'lacks_consent', p_call.is_recording and not exists (
      select
      from public.call_members m
      where m.call_id = p_call.id and m.user_id = p_user_id and m.recording_consent
    )
  );
end;
$$;

-- What get-livekit-token decides by of a call; each request takes from the caller's `token` limit.
create or replace function public.live_call_facts(
  p_user_id uuid, p_auth_session_id uuid, p_call_id uuid, p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  room jsonb;
begin
  perform public.live_rate_token(p_user_id, p_now);
  select public.live_call_room(c, p_user_id) into room from public.calls c where c.id = p_call_id;
  return public.live_facts(p_user_id, p_auth_session_id, null, null, room, p_now);
end;
$$;

-- What create-live-session decides by; there is no room yet. A request with an Idempotency-Key pays its rate limit in
-- live_create_session(), where a replay is recognised and costs nothing of it; the token it may end in always costs
-- one.
create or replace function public.live_create_facts(
  p_user_id uuid, p_auth_session_id uuid, p_idempotency_key text, p_now timestamptz default now()
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform public.live_rate_token(p_user_id, p_now);
  perform public.live_rate_attempt(p_user_id, 'create', p_idempotency_key, p_now);
  return public.live_facts(p_user_id, p_auth_session_id, null, null, null, p_now);
end;
$$;

-- What join-live-session decides by, and what it shows of the session. A request with an Idempotency-Key pays its rate
-- limit in live_take_seat(), where a replay is recognised and costs nothing of it; the token it ends in always costs
-- one.
create or replace function public.live_join_facts(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_session_id uuid,
  p_idempotency_key text,
  p_now timestamptz default now()
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  session jsonb;
  room jsonb;
begin
  perform public.live_rate_token(p_user_id, p_now);
  perform public.live_rate_attempt(p_user_id, 'join', p_idempotency_key, p_now);
  session := public.live_session_room(p_user_id, p_session_id);
  if session is not null then
    room := jsonb_build_object('session', session, 'details', public.live_session_details(p_session_id));
  end if;
  return public.live_facts(
    p_user_id, p_auth_session_id, p_session_id, (session ->> 'creator_id')::uuid, room, p_now
  );
end;
$$;

revoke execute on function public.live_waits_for_host(public.live_sessions) from public, anon, authenticated;
revoke execute on function public.live_profile_facts(public.profiles) from public, anon, authenticated;
revoke execute on function public.live_facts(uuid, uuid, uuid, uuid, jsonb, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_session_room(uuid, uuid) from public, anon, authenticated;
revoke execute on function public.live_session_details(uuid) from public, anon, authenticated;
revoke execute on function public.live_session_facts(uuid, uuid, uuid, boolean, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_call_role(public.calls, uuid) from public, anon, authenticated;
revoke execute on function public.live_call_room(public.calls, uuid) from public, anon, authenticated;
revoke execute on function public.live_call_facts(uuid, uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_create_facts(uuid, uuid, text, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_join_facts(uuid, uuid, uuid, text, timestamptz) from public, anon, authenticated;
grant execute on function public.live_waits_for_host(public.live_sessions) to service_role;
grant execute on function public.live_profile_facts(public.profiles) to service_role;
grant execute on function public.live_facts(uuid, uuid, uuid, uuid, jsonb, timestamptz) to service_role;
grant execute on function public.live_session_room(uuid, uuid) to service_role;
grant execute on function public.live_session_details(uuid) to service_role;
grant execute on function public.live_session_facts(uuid, uuid, uuid, boolean, timestamptz) to service_role;
grant execute on function public.live_call_role(public.calls, uuid) to service_role;
grant execute on function public.live_call_room(public.calls, uuid) to service_role;
grant execute on function public.live_call_facts(uuid, uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_create_facts(uuid, uuid, text, timestamptz) to service_role;
grant execute on function public.live_join_facts(uuid, uuid, uuid, text, timestamptz) to service_role;
