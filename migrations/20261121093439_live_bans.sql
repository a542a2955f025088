-- Bans and their lifting. A ban stands from the moment it is written: whoever it is about is refused everywhere, and
-- who is inside all the same is put out by the function, by the webhook of their return, or by the sweeper.

-- A ban as it is answered.
create or replace function public.live_ban_reply(p_ban public.live_session_bans)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', p_ban.id,
    'ban_type', p_ban.ban_type,
    'session_id', p_ban.session_id,
    'creator_id', p_ban.creator_id,
    'user_id', p_ban.banned_user_id,
    'reason', p_ban.reason,
    'expires_at', p_ban.expires_at,
    'created_at', p_ban.created_at
  );
end;
$$;

-- Writes a ban of this reach; one that stands already gets the new end and reason, unless staff has set it and somebody
-- else would change it. live_apply_ban() calls it.
create or replace function public.live_write_ban(
  p_ban public.live_session_bans, p_by_staff boolean, p_now timestamptz
)
returns public.live_session_bans
language plpgsql
set search_path = ''
as $$
declare
  ban public.live_session_bans;
begin
  select * into ban
  from public.live_session_bans b
  where b.banned_user_id = p_ban.banned_user_id
    and b.session_id is not distinct from p_ban.session_id
    and b.creator_id is not distinct from p_ban.creator_id
    and b.is_active
    and (b.expires_at is null or b.expires_at > p_now)
  for no key update;
  if not found then
    insert into public.live_session_bans (
      ban_type, session_id, creator_id, banned_user_id, banned_by, reason, expires_at, created_at
    )
    values (
      p_ban.ban_type, p_ban.session_id, p_ban.creator_id, p_ban.banned_user_id, p_ban.banned_by, p_ban.reason,
      p_ban.expires_at, p_now
    )
    returning * into ban;
  elsif p_by_staff or ban.banned_by = p_ban.banned_by then
    update public.live_session_bans b
      set reason = p_ban.reason, expires_at = p_ban.expires_at, banned_by = p_ban.banned_by
      where b.id = ban.id
      returning * into ban;
  end if;
  return ban;
end;
$$;

-- Writes a ban that was decided, puts out of the session whoever is inside, and tells their phone. live_ban() calls it,
-- and the panel's reports, maybe without a session.
create or replace function public.live_apply_ban(
  p_session public.live_sessions,
  p_user_id uuid,
  p_ban_type text,
  p_reason text,
  p_expires_at timestamptz,
  p_by uuid,
  p_by_staff boolean,
  p_now timestamptz
)
returns public.live_session_bans
language plpgsql
set search_path = ''
as $$
declare
  ban public.live_session_bans;
begin
  ban.ban_type := p_ban_type;
  ban.session_id := case when p_ban_type = 'session' then p_session.id end;
  ban.creator_id := case when p_ban_type = 'creator' then p_session.creator_id end;
  ban.banned_user_id := p_user_id;
  ban.banned_by := p_by;
  ban.reason := p_reason;
  ban.expires_at := p_expires_at;
  ban := public.live_write_ban(ban, p_by_staff, p_now);

  if p_session.creator_id <> p_user_id and p_session.status = 'live' then
    perform public.live_put_out(p_session, p_user_id, p_by, 'banned', p_now);
  end if;
  perform public.live_broadcast('user:' || p_user_id, 'banned', jsonb_build_object(
    'sessionId', p_session.id, 'banType', p_ban_type, 'expiresAt', ban.expires_at
  ));
  return ban;
end;
$$;

-- Bans somebody from a session, from all of its creator's (p_ban_type creator), or from everything live (global), for
-- so many hours or until it is lifted; ban-participant calls it.
create or replace function public.live_ban(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_session_id uuid,
  p_target_id uuid,
  p_ban_type text,
  p_reason text,
  p_hours integer,
  p_now timestamptz,
  p_idempotency_key text default null,
  p_request_hash text default null
)
returns jsonb
language plpgsql
security definer
set search_path = ''
set lock_timeout = '3s'
set statement_timeout = '4s'
as $$
declare
  reply jsonb;
  place record;
  ban public.live_session_bans;
begin
  reply := public.live_idempotency_begin(p_user_id, 'ban-participant', p_idempotency_key, p_request_hash, p_now);
  if reply is not null then
    return reply;
  end if;
  select * into place
  from public.live_moderate(p_user_id, p_auth_session_id, p_session_id, p_target_id, 'ban_' || p_ban_type, p_now);

  ban := public.live_apply_ban(
    place.session, p_target_id, p_ban_type, p_reason, p_now + make_interval(hours => p_hours), p_user_id,
    place.actor in ('admin', 'super_admin'), p_now
  );
  perform public.live_note_action(
    p_session_id, p_user_id, public.live_acts_as(place.actor), 'ban', 'user', p_target_id::text, p_target_id, p_reason,
    jsonb_build_object(
      'ban_id', ban.id,
      'before', jsonb_build_object('role', place.role),
      'after', jsonb_build_object('ban_type', p_ban_type, 'expires_at', ban.expires_at)
    ),
    p_now
  );
  return public.live_idempotency_finish(p_user_id, 'ban-participant', p_idempotency_key, jsonb_build_object(
    'ban', public.live_ban_reply(ban), 'room_name', (place.session).livekit_room_name
  ));
end;
$$;

-- Lifts a ban of this reach, or (p_ban_type null) whatever keeps somebody out of this session but a global ban;
-- unban-participant calls it. What staff has set only staff lifts. Returns how many were lifted: a repeat none.
create or replace function public.live_unban(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_session_id uuid,
  p_target_id uuid,
  p_ban_type text,
  p_reason text,
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
  place record;
  ban public.live_session_bans;
  lifted integer := 0;
begin
  select * into place
  from public.live_moderate(
    p_user_id, p_auth_session_id, p_session_id, p_target_id, 'unban_' || coalesce(p_ban_type, 'session'), p_now
  );
  for ban in
    select b.*
    from public.live_session_bans b
    where b.banned_user_id = p_target_id
      and b.is_active
      and (b.expires_at is null or b.expires_at > p_now)
      and b.ban_type = any (case when p_ban_type is null then array['session', 'creator'] else array[p_ban_type] end)
      and (b.session_id = p_session_id or b.creator_id = (place.session).creator_id or b.ban_type = 'global')
    for no key update
  loop
    if place.actor = 'host' and ban.banned_by is distinct from p_user_id then
      perform public.live_refuse(403, 'ADMIN_REQUIRED');
    end if;
    update public.live_session_bans b
      set lifted_at = p_now, lifted_by = p_user_id, lift_reason = p_reason
      where b.id = ban.id;
    perform public.live_note_action(
      p_session_id, p_user_id, public.live_acts_as(place.actor), 'unban', 'user', p_target_id::text, p_target_id,
      p_reason, jsonb_build_object('ban_id', ban.id, 'ban_type', ban.ban_type), p_now
    );
    lifted := lifted + 1;
  end loop;
  return jsonb_build_object('lifted', lifted);
end;
$$;

revoke execute on function public.live_ban_reply(public.live_session_bans) from public, anon, authenticated;
revoke execute on function public.live_write_ban(public.live_session_bans, boolean, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_apply_ban(
  public.live_sessions, uuid, text, text, timestamptz, uuid, boolean, timestamptz
) from public, anon, authenticated;
revoke execute on function public.live_ban(uuid, uuid, uuid, uuid, text, text, integer, timestamptz, text, text)
  from public, anon, authenticated;
revoke execute on function public.live_unban(uuid, uuid, uuid, uuid, text, text, timestamptz)
  from public, anon, authenticated;
grant execute on function public.live_ban_reply(public.live_session_bans) to service_role;
grant execute on function public.live_write_ban(public.live_session_bans, boolean, timestamptz) to service_role;
grant execute on function public.live_apply_ban(
  public.live_sessions, uuid, text, text, timestamptz, uuid, boolean, timestamptz
) to service_role;
grant execute on function public.live_ban(uuid, uuid, uuid, uuid, text, text, integer, timestamptz, text, text)
  to service_role;
grant execute on function public.live_unban(uuid, uuid, uuid, uuid, text, text, timestamptz) to service_role;
