-- Whether somebody is signed in and who they are; what every action asks first.

-- Whether Auth still knows this user and this sign-in. The service role cannot see Auth's tables, so this one runs
-- as its owner and gives away nothing else; live_facts() and live_require_sign_in() call it.
create or replace function public.live_auth_facts(p_user_id uuid, p_auth_session_id uuid, p_now timestamptz)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  known jsonb;
begin
  select jsonb_build_object(
    'user_exists', true,
    'banned_until', u.banned_until,
    'session_alive', case
      when p_auth_session_id is not null then exists (
        select
        from auth.sessions s
        where s.id = p_auth_session_id and s.user_id = p_user_id and (s.not_after is null or s.not_after > p_now)
      )
    end
  ) into known
  from auth.users u
  where u.id = p_user_id and u.deleted_at is null;
  return coalesce(
    known, jsonb_build_object('user_exists', false, 'banned_until', null, 'session_alive', null)
  );
end;
$$;

-- Refuses whoever is not signed in any more, whatever their token says: signed out, deleted, banned in Auth. Actions
-- that decide in one round trip call it; the others get the same from live_facts() and Rust.
create or replace function public.live_require_sign_in(p_user_id uuid, p_auth_session_id uuid, p_now timestamptz)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
  auth constant jsonb := public.live_auth_facts(p_user_id, p_auth_session_id, p_now);
begin
  if not (auth ->> 'user_exists')::boolean
    or (auth ->> 'session_alive')::boolean is false
    or (auth ->> 'banned_until')::timestamptz > p_now
  then
    perform public.live_refuse(401, 'UNAUTHORIZED');
  end if;
end;
$$;

-- The same, and refuses whoever has no real profile; tells the others' name.
create or replace function public.live_require_caller(
  p_user_id uuid, p_auth_session_id uuid, p_now timestamptz, out profile_id uuid, out display_name text
)
language plpgsql
stable
set search_path = ''
as $$
begin
  perform public.live_require_sign_in(p_user_id, p_auth_session_id, p_now);
  select p.id, coalesce(p.display_name, p.username) into profile_id, display_name
  from public.profiles p
  where p.user_id = p_user_id and p.type = 'real'
  limit 1;
  if profile_id is null then
    perform public.live_refuse(404, 'PROFILE_NOT_FOUND');
  end if;
end;
$$;

revoke execute on function public.live_auth_facts(uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_require_sign_in(uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_require_caller(uuid, uuid, timestamptz) from public, anon, authenticated;
grant execute on function public.live_auth_facts(uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_require_sign_in(uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_require_caller(uuid, uuid, timestamptz) to service_role;
