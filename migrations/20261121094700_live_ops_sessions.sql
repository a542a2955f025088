-- The panel's sessions: the list and its overview, one in detail, who is in it. What the panel is answered is spelled
-- as the columns are.

-- Somebody as the panel shows them; null if they have no profile (any more). Whatever the panel lists people by asks
-- it.
create or replace function public.live_ops_face(p_user_id uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select public.live_public_profile(p) || jsonb_build_object('is_creator', coalesce(p.is_creator, false))
    from public.profiles p
    where p.user_id = p_user_id and p.type = 'real'
    limit 1
  );
end;
$$;

-- How many rows of a list are answered: as many as asked for, but no more than 100.
create or replace function public.live_ops_limit(p_limit integer, p_default integer)
returns integer
language plpgsql
immutable
set search_path = ''
as $$
begin
  return least(coalesce(p_limit, p_default), 100);
end;
$$;

-- A session as the panel lists it: its row, its creator, and what is true of it now.
create or replace function public.live_ops_session_row(p_session public.live_sessions, p_now timestamptz)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  is_live constant boolean := p_session.status = 'live';
begin
  return to_jsonb(p_session) - array['channel_id', 'refunds_settled_at'] || jsonb_build_object(
    'creator', public.live_ops_face(p_session.creator_id),
    'current_viewers', case when is_live then p_session.total_viewers else 0 end,
    'duration_seconds', case
      when is_live then greatest(0, floor(extract(epoch from p_now - p_session.started_at)))::integer
      else p_session.total_duration_seconds
    end
  );
end;
$$;

-- A call as the panel lists it: its row and the faces of both.
create or replace function public.live_ops_call_row(p_call public.calls)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return to_jsonb(p_call) - 'coins_settled_at' || jsonb_build_object(
    'caller', public.live_ops_face(p_call.caller_id), 'callee', public.live_ops_face(p_call.callee_id)
  );
end;
$$;

-- The numbers above the panel's list of sessions.
create or replace function public.live_ops_overview(p_now timestamptz)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'active_sessions', count(*),
      'active_video_sessions', count(*) filter (where s.session_type = 'video_live'),
      'active_audio_rooms', count(*) filter (where s.session_type = 'audio_room'),
      'active_calls', (select count(*) from public.calls c where c.status in ('ringing', 'connected')),
      'total_viewers', coalesce(sum(s.total_viewers), 0),
      'pending_reports', (select count(*) from public.live_reports r where r.status = 'pending'),
      'active_bans', (
        select count(*)
        from public.live_session_bans b
        where b.is_active and (b.expires_at is null or b.expires_at > p_now)
      )
    )
    from public.live_sessions s
    where s.status = 'live'
  );
end;
$$;

-- The panel's list of sessions, latest first, with the calls under way and the overview; GET live-ops/sessions calls
-- it. p_status and p_session_type `all` leave nothing out.
create or replace function public.live_ops_sessions(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_status text,
  p_session_type text,
  p_limit integer,
  p_offset integer,
  p_now timestamptz
)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  listed jsonb;
  calls jsonb;
begin
  perform public.live_require_admin(p_user_id, p_auth_session_id, false, p_now);
  select coalesce(jsonb_agg(public.live_ops_session_row(session, p_now) order by (session).created_at desc), '[]')
  into listed
  from (
    select s
    from public.live_sessions s
    where p_status in (s.status, 'all') and p_session_type in (s.session_type, 'all')
    order by s.created_at desc
    limit public.live_ops_limit(p_limit, 50)
    offset p_offset
  ) as page (session);
  select coalesce(jsonb_agg(public.live_ops_call_row(call) order by (call).initiated_at desc), '[]') into calls
  from (
    select c
    from public.calls c
    where c.status in ('ringing', 'connected')
    order by c.initiated_at desc
    limit 20
  ) as under_way (call);
  return jsonb_build_object('sessions', listed, 'calls', calls, 'overview', public.live_ops_overview(p_now));
end;
$$;

-- One session in detail; GET live-ops/sessions/{id} calls it.
create or replace function public.live_ops_session(
  p_user_id uuid, p_auth_session_id uuid, p_session_id uuid, p_now timestamptz
)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  session public.live_sessions;
begin
  perform public.live_require_admin(p_user_id, p_auth_session_id, false, p_now);
  select * into session from public.live_sessions s where s.id = p_session_id;
  if not found then
    perform public.live_refuse(404, 'SESSION_NOT_FOUND');
  end if;
  return public.live_ops_session_row(session, p_now) || jsonb_build_object(
    'current_viewers', case when session.status = 'live' then public.live_watching(p_session_id) else 0 end,
    'total_joins', (
      select count(*) from public.live_participants p where p.session_id = p_session_id and p.role <> 'host'
    ),
    'message_count', (
      select count(*) from public.live_messages m where m.session_id = p_session_id and not m.is_deleted
    ),
    'gift_count', (select count(*) from public.live_gifts g where g.session_id = p_session_id)
  );
end;
$$;

-- The people of a session, by role and arrival, and how many there are of which; GET
-- live-ops/sessions/{id}/participants calls it. p_active leaves out who is not inside (true) or who is (false).
create or replace function public.live_ops_participants(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_session_id uuid,
  p_active boolean,
  p_role text,
  p_limit integer,
  p_offset integer,
  p_now timestamptz
)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  listed jsonb;
  numbers jsonb;
begin
  perform public.live_require_admin(p_user_id, p_auth_session_id, false, p_now);
  if not exists (select from public.live_sessions s where s.id = p_session_id) then
    perform public.live_refuse(404, 'SESSION_NOT_FOUND');
  end if;
  select coalesce(jsonb_agg(
      public.live_ops_participant_row(person, p_now) order by (person).role, (person).joined_at, (person).id
    ), '[]')
  into listed
  from (
    select p
    from public.live_participants p
    where p.session_id = p_session_id
      and (p_active is null or p.is_active = p_active)
      and (p_role is null or p.role = p_role)
    order by p.role, p.joined_at, p.id
    limit public.live_ops_limit(p_limit, 100)
    offset p_offset
  ) as page (person);
  select jsonb_build_object(
      'by_role', coalesce(jsonb_object_agg(counted.role, counted.people), '{}'),
      'total', coalesce(sum(counted.people), 0),
      'active_count', coalesce(sum(counted.inside), 0)
    )
  into numbers
  from (
    select p.role, count(*) as people, count(*) filter (where p.is_active) as inside
    from public.live_participants p
    where p.session_id = p_session_id
    group by p.role
  ) counted;
  return numbers || jsonb_build_object('participants', listed);
end;
$$;

-- Somebody's place in a session as the panel lists it; the watch time of who is inside goes on.
create or replace function public.live_ops_participant_row(p_place public.live_participants, p_now timestamptz)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return to_jsonb(p_place) - 'role_version' || jsonb_build_object(
    'profile', public.live_ops_face(p_place.user_id),
    'watch_time_seconds', p_place.total_watch_time_seconds + case
      when p_place.is_active and p_place.livekit_participant_sid is not null
      then greatest(0, floor(extract(epoch from p_now - p_place.joined_at)))::integer
      else 0
    end
  );
end;
$$;

revoke execute on function public.live_ops_face(uuid) from public, anon, authenticated;
revoke execute on function public.live_ops_limit(integer, integer) from public, anon, authenticated;
revoke execute on function public.live_ops_session_row(public.live_sessions, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_ops_call_row(public.calls) from public, anon, authenticated;
revoke execute on function public.live_ops_overview(timestamptz) from public, anon, authenticated;
revoke execute on function public.live_ops_sessions(uuid, uuid, text, text, integer, integer, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_ops_session(uuid, uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_ops_participants(
  uuid, uuid, uuid, boolean, text, integer, integer, timestamptz
) from public, anon, authenticated;
revoke execute on function public.live_ops_participant_row(public.live_participants, timestamptz)
  from public, anon, authenticated;
grant execute on function public.live_ops_face(uuid) to service_role;
grant execute on function public.live_ops_limit(integer, integer) to service_role;
grant execute on function public.live_ops_session_row(public.live_sessions, timestamptz) to service_role;
grant execute on function public.live_ops_call_row(public.calls) to service_role;
grant execute on function public.live_ops_overview(timestamptz) to service_role;
grant execute on function public.live_ops_sessions(uuid, uuid, text, text, integer, integer, timestamptz)
  to service_role;
grant execute on function public.live_ops_session(uuid, uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_ops_participants(
  uuid, uuid, uuid, boolean, text, integer, integer, timestamptz
) to service_role;
grant execute on function public.live_ops_participant_row(public.live_participants, timestamptz) to service_role;
