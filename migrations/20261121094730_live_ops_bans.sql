-- The panel's list of bans, and their lifting.

-- Whether a ban keeps somebody out at a moment.
create or replace function public.live_ban_holds(p_ban public.live_session_bans, p_now timestamptz)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
begin
  return p_ban.is_active and (p_ban.expires_at is null or p_ban.expires_at > p_now);
end;
$$;

-- A session in a few words, beside what is about it; null if there is none. Bans and reports ask it.
create or replace function public.live_ops_session_note(p_session_id uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('id', s.id, 'title', s.title, 'session_type', s.session_type, 'status', s.status)
    from public.live_sessions s
    where s.id = p_session_id
  );
end;
$$;

-- Bans, latest first: of one kind or of `all`, those that hold (p_active) or those that do not; GET live-ops/bans calls
-- it.
create or replace function public.live_ops_bans(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_ban_type text,
  p_active boolean,
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
  select coalesce(jsonb_agg(
      to_jsonb(page.ban) || jsonb_build_object(
        'banned_user', public.live_ops_face((page.ban).banned_user_id),
        'creator', public.live_ops_face((page.ban).creator_id),
        'session', public.live_ops_session_note((page.ban).session_id)
      )
      order by (page.ban).created_at desc
    ), '[]')
  into listed
  from (
    select b
    from public.live_session_bans b
    where p_ban_type in (b.ban_type, 'all') and public.live_ban_holds(b, p_now) = p_active
    order by b.created_at desc
    limit public.live_ops_limit(p_limit, 50)
    offset p_offset
  ) as page (ban);
  select jsonb_build_object(
      'session', count(*) filter (where b.ban_type = 'session'),
      'creator', count(*) filter (where b.ban_type = 'creator'),
      'global', count(*) filter (where b.ban_type = 'global'),
      'total', count(*)
    )
  into numbers
  from public.live_session_bans b
  where public.live_ban_holds(b, p_now) = p_active;
  return jsonb_build_object(
    'bans', listed,
    'total', numbers -> case p_ban_type when 'all' then 'total' else p_ban_type end,
    'type_counts', numbers
  );
end;
$$;

-- Lifts a ban; one from everything is for the heads of the staff. DELETE live-ops/bans/{id} calls it.
create or replace function public.live_ops_lift_ban(
  p_user_id uuid, p_auth_session_id uuid, p_origin jsonb, p_ban_id uuid, p_reason text, p_now timestamptz
)
returns void
language plpgsql
security definer
set search_path = ''
set lock_timeout = '3s'
set statement_timeout = '4s'
as $$
declare
  ban public.live_session_bans;
begin
  perform public.live_act_as_staff(p_user_id, p_auth_session_id, p_origin, false, p_now);
  select * into ban from public.live_session_bans b where b.id = p_ban_id for no key update;
  if not found then
    perform public.live_refuse(404, 'BAN_NOT_FOUND');
  elsif ban.ban_type = 'global' then
    perform public.live_require_admin(p_user_id, p_auth_session_id, true, p_now);
  end if;
  if not ban.is_active then
    perform public.live_refuse(400, 'BAN_LIFTED');
  end if;
  update public.live_session_bans b
    set lifted_at = p_now, lifted_by = p_user_id, lift_reason = p_reason
    where b.id = p_ban_id;
  perform public.live_note_action(
    ban.session_id, p_user_id, 'admin', 'ban_lifted', 'ban', p_ban_id::text, ban.banned_user_id, p_reason,
    jsonb_build_object(
      'before', jsonb_build_object('ban_type', ban.ban_type, 'is_active', true, 'expires_at', ban.expires_at),
      'after', jsonb_build_object('is_active', false)
    ),
    p_now
  );
end;
$$;

revoke execute on function public.live_ban_holds(public.live_session_bans, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_ops_session_note(uuid) from public, anon, authenticated;
revoke execute on function public.live_ops_bans(uuid, uuid, text, boolean, integer, integer, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_ops_lift_ban(uuid, uuid, jsonb, uuid, text, timestamptz)
  from public, anon, authenticated;
grant execute on function public.live_ban_holds(public.live_session_bans, timestamptz) to service_role;
grant execute on function public.live_ops_session_note(uuid) to service_role;
grant execute on function public.live_ops_bans(uuid, uuid, text, boolean, integer, integer, timestamptz)
  to service_role;
grant execute on function public.live_ops_lift_ban(uuid, uuid, jsonb, uuid, text, timestamptz) to service_role;
