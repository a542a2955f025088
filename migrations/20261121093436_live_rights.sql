-- Who may do what to whom in a session. The table is ipelya_core::moderation's; live_may() is the same one, and a test
-- walks both.

-- What somebody acts as in a session: super_admin, admin, host, moderator (inside), or nobody. Staff act as staff also
-- in sessions of their own.
create or replace function public.live_actor(p_session_id uuid, p_user_id uuid)
returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  acts_as constant text := coalesce(public.live_keeps_order_as(p_session_id, p_user_id), 'nobody');
begin
  if acts_as = 'admin' and exists (
    select from public.admin_profiles a where a.id = p_user_id and a.is_active and a.is_super_admin
  ) then
    return 'super_admin';
  end if;
  return acts_as;
end;
$$;

-- The table: the code of the refusal that answers this actor who would do this to somebody with this role; null if they
-- may. The host's place is nobody's to touch; who is banned from everything is banned for what they are, not for their
-- place in a session.
create or replace function public.live_may(p_actor text, p_action text, p_target text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return case
    when p_actor = 'nobody' then 'NOT_A_MODERATOR'
    when p_action = 'ban_global' then case when p_actor not in ('admin', 'super_admin') then 'ADMIN_REQUIRED' end
    when p_action = 'unban_global' then case when p_actor <> 'super_admin' then 'ADMIN_REQUIRED' end
    when p_target = 'host' then 'TARGET_PROTECTED'
    when p_actor in ('admin', 'super_admin', 'host') then null
    when p_action in ('kick', 'mute', 'unmute') then
      case when p_target in ('co_host', 'moderator') then 'TARGET_PROTECTED' end
    when p_action in ('seat_speaker', 'send_back') then
      case when p_target in ('co_host', 'moderator', 'invited_guest') then 'TARGET_PROTECTED' end
    else 'NOT_THE_HOST'
  end;
end;
$$;

-- A session and the two people of an action in it, locked: the actor is signed in, may do this to the target, and not
-- too often. Every action of live_moderation and live_bans begins with it.
create or replace function public.live_moderate(
  p_user_id uuid, p_auth_session_id uuid, p_session_id uuid, p_target_id uuid, p_action text, p_now timestamptz,
  out session public.live_sessions, out actor text, out role text
)
language plpgsql
set search_path = ''
as $$
declare
  refusal text;
begin
  perform public.live_require_sign_in(p_user_id, p_auth_session_id, p_now);
  perform public.live_rate_moderation(p_user_id, p_now);
  session := public.live_open_stage(p_session_id, p_now, p_action ~ 'ban_');
  actor := public.live_actor(p_session_id, p_user_id);
  role := public.live_role_in(session, p_target_id);
  refusal := public.live_may(actor, p_action, role);
  if refusal = 'NOT_A_MODERATOR' then
    perform public.live_refuse(403, 'NOT_A_MODERATOR');
  elsif refusal = 'ADMIN_REQUIRED' then
    perform public.live_refuse(403, 'ADMIN_REQUIRED');
  elsif refusal = 'NOT_THE_HOST' then
    perform public.live_refuse(403, 'NOT_THE_HOST');
  elsif refusal = 'TARGET_PROTECTED' then
    perform public.live_refuse(403, 'TARGET_PROTECTED');
  elsif actor in ('host', 'moderator')
    and public.live_ban_inside(p_user_id, p_session_id, session.creator_id, p_now) is not null
  then
    perform public.live_refuse(403, 'BANNED', jsonb_build_object(
      'ban_type', public.live_ban_inside(p_user_id, p_session_id, session.creator_id, p_now)
    ));
  elsif p_action !~ '^unban_' and cardinality(public.live_users_gone(array[p_target_id])) > 0 then
    perform public.live_refuse(404, 'USER_NOT_FOUND');
  end if;
end;
$$;

revoke execute on function public.live_actor(uuid, uuid) from public, anon, authenticated;
revoke execute on function public.live_may(text, text, text) from public, anon, authenticated;
revoke execute on function public.live_moderate(uuid, uuid, uuid, uuid, text, timestamptz)
  from public, anon, authenticated;
grant execute on function public.live_actor(uuid, uuid) to service_role;
grant execute on function public.live_may(text, text, text) to service_role;
grant execute on function public.live_moderate(uuid, uuid, uuid, uuid, text, timestamptz) to service_role;
