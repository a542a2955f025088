-- Who is staff. Every function of the ops panel begins with one of these.

-- Refuses whoever is not signed in, and whoever is not staff; if p_super, also staff that is not its head. It comes
-- before anything is looked up, so that nobody else can tell what exists from what does not.
create or replace function public.live_require_admin(
  p_user_id uuid, p_auth_session_id uuid, p_super boolean, p_now timestamptz
)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
  is_super boolean;
begin
  perform public.live_require_sign_in(p_user_id, p_auth_session_id, p_now);
  select a.is_super_admin into is_super from public.admin_profiles a where a.id = p_user_id and a.is_active;
  if not found then
    perform public.live_refuse(403, 'ADMIN_REQUIRED');
  elsif p_super and is_super is not true then
    perform public.live_refuse(403, 'SUPER_ADMIN_REQUIRED');
  end if;
end;
$$;

-- The same for what changes something: and from here on whoever acts in this transaction acts as staff, with where the
-- request came from.
create or replace function public.live_act_as_staff(
  p_user_id uuid, p_auth_session_id uuid, p_origin jsonb, p_super boolean, p_now timestamptz
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform public.live_require_admin(p_user_id, p_auth_session_id, p_super, p_now);
  perform public.live_keep_origin(p_origin);
end;
$$;

revoke execute on function public.live_require_admin(uuid, uuid, boolean, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_act_as_staff(uuid, uuid, jsonb, boolean, timestamptz)
  from public, anon, authenticated;
grant execute on function public.live_require_admin(uuid, uuid, boolean, timestamptz) to service_role;
grant execute on function public.live_act_as_staff(uuid, uuid, jsonb, boolean, timestamptz) to service_role;
