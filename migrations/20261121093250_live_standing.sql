-- What somebody who is inside may be there now: what a mint decides, asked once more, because LiveKit hands everybody
-- inside a fresh token and checks none of them again. As in ipelya_core::access.
--
-- One person at a time: asked about a list, Postgres would plan the question anew each time, which costs more than to
-- answer it.

-- Whether Supabase Auth would not sign somebody in: deleted, or banned there. The service role cannot see Auth's
-- tables, so this one runs as its owner and gives away nothing else; live_must_leave() and live_users_gone() call it.
create or replace function public.live_shut_out(p_user_id uuid, p_now timestamptz)
returns boolean
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return coalesce(
    (
      select coalesce(u.banned_until > p_now, false)
      from auth.users u
      where u.id = p_user_id and u.deleted_at is null
    ),
    true
  );
end;
$$;

-- Whether somebody must not be inside a session of this creator, or a call (null both): Auth has shut them out, they
-- are banned, or the host has blocked them. live_standing() and the sweeper's facts ask it.
create or replace function public.live_must_leave(
  p_user_id uuid, p_session_id uuid, p_creator_id uuid, p_now timestamptz
)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return public.live_shut_out(p_user_id, p_now)
    or public.live_ban_inside(p_user_id, p_session_id, p_creator_id, p_now) is not null
    or exists (
      select from public.blocked_users b where b.blocker_id = p_creator_id and b.blocked_id = p_user_id
    );
end;
$$;

-- What somebody is in a session or a call now: their role, null for the audience, in which room, whether they are muted
-- and whether they must leave, as everybody must from a call that is over or not theirs. Null if a session is over,
-- whose phones show its end before their room goes, and for whoever is no user of ours. The webhook and the sweeper
-- correct whoever is inside as something else.
create or replace function public.live_standing(
  p_session_id uuid, p_call_id uuid, p_user_id uuid, p_now timestamptz
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  place record;
begin
  if p_session_id is not null then
    select s.creator_id, s.livekit_room_name as room_name, s.session_type as room_kind, false as is_unwanted,
      coalesce(p.is_muted, false) as is_muted,
      case
        when s.creator_id = p_user_id then 'host'
        -- an invitation is nobody else's business, so whoever has one is audience in the room
        when p.role in ('co_host', 'moderator', 'speaker') then p.role
      end as role
    into place
    from public.live_sessions s
    left join public.live_participants p on p.session_id = s.id and p.user_id = p_user_id
    where s.id = p_session_id and s.status = 'live';
  else
    select null::uuid as creator_id, c.livekit_room_name as room_name, c.call_type as room_kind,
      c.status = 'ended' or known.role is null as is_unwanted, false as is_muted, known.role
    into place
    from public.calls c
    cross join lateral (select public.live_call_role(c, p_user_id) as role) known
    where c.id = p_call_id;
  end if;
  if not found or p_user_id is null then
    return null;
  end if;

  return jsonb_build_object(
    'user_id', p_user_id,
    'role', place.role,
    'room_name', place.room_name,
    'room_kind', place.room_kind,
    'is_muted', place.is_muted,
    'must_leave', place.is_unwanted or public.live_must_leave(p_user_id, p_session_id, place.creator_id, p_now)
  );
end;
$$;

revoke execute on function public.live_shut_out(uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_must_leave(uuid, uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_standing(uuid, uuid, uuid, timestamptz) from public, anon, authenticated;
grant execute on function public.live_shut_out(uuid, timestamptz) to service_role;
grant execute on function public.live_must_leave(uuid, uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_standing(uuid, uuid, uuid, timestamptz) to service_role;
