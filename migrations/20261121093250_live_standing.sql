-- What somebody who is inside may be there now: what a mint decides, asked once more, because LiveKit hands everybody
-- inside a fresh token and checks none of them again. As in ipelya_core::access.

-- Who of these people Supabase Auth would not sign in: deleted, or banned there. The service role cannot see Auth's
-- tables, so this one runs as its owner and gives away nothing else; live_must_leave() calls it.
create or replace function public.live_shut_out(p_user_ids uuid[], p_now timestamptz)
returns setof uuid
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return query
    select asked.id
    from unnest(p_user_ids) as asked (id)
    left join auth.users u on u.id = asked.id and u.deleted_at is null
    where u.id is null or u.banned_until > p_now;
end;
$$;

-- Who of these people must not be inside a session or a call: whom Auth has shut out, the banned, whom the host has
-- blocked, and in a call everybody but its parties. live_standing() and the sweeper's facts ask it.
create or replace function public.live_must_leave(
  p_session_id uuid, p_call_id uuid, p_user_ids uuid[], p_now timestamptz
)
returns setof uuid
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    select asked.id
    from unnest(p_user_ids) as asked (id)
    left join public.live_sessions s on s.id = p_session_id
    left join public.calls c on c.id = p_call_id
    where asked.id in (select public.live_shut_out(p_user_ids, p_now))
      or public.live_ban_inside(asked.id, s.id, s.creator_id, p_now) is not null
      or asked.id not in (c.caller_id, c.callee_id)
      or exists (
        select from public.blocked_users b where b.blocker_id = s.creator_id and b.blocked_id = asked.id
      );
end;
$$;

-- What these people are in a session or a call now: their role, null for the audience, in which room, whether they are
-- muted and whether they must leave. Nobody is anything in what is over. The webhook and the sweeper correct whoever is
-- inside as something else.
create or replace function public.live_standing(
  p_session_id uuid, p_call_id uuid, p_user_ids uuid[], p_now timestamptz
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'user_id', person.id,
      'role', case
        when person.id = s.creator_id then 'host'
        when person.id = c.caller_id then 'caller'
        when person.id = c.callee_id then 'callee'
        when p.role in ('co_host', 'invited_guest', 'moderator', 'speaker') then p.role
      end,
      'room_name', coalesce(s.livekit_room_name, c.livekit_room_name),
      'room_kind', coalesce(s.session_type, c.call_type),
      'is_muted', coalesce(p.is_muted, false),
      'must_leave', person.id in (select public.live_must_leave(s.id, c.id, p_user_ids, p_now))
    )), '[]')
    from unnest(p_user_ids) as person (id)
    left join public.live_sessions s on s.id = p_session_id and s.status = 'live'
    left join public.calls c on c.id = p_call_id and c.status <> 'ended'
    left join public.live_participants p on p.session_id = s.id and p.user_id = person.id
    where num_nonnulls(s.id, c.id) = 1
  );
end;
$$;

revoke execute on function public.live_shut_out(uuid[], timestamptz) from public, anon, authenticated;
revoke execute on function public.live_must_leave(uuid, uuid, uuid[], timestamptz) from public, anon, authenticated;
revoke execute on function public.live_standing(uuid, uuid, uuid[], timestamptz) from public, anon, authenticated;
grant execute on function public.live_shut_out(uuid[], timestamptz) to service_role;
grant execute on function public.live_must_leave(uuid, uuid, uuid[], timestamptz) to service_role;
grant execute on function public.live_standing(uuid, uuid, uuid[], timestamptz) to service_role;
