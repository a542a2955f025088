-- Guests: who is on stage besides the host, and how they leave it. Somebody comes on stage by an invitation
-- (live_invitations), by a request of their own (live_join_requests), or by being made a speaker or co-host
-- (live_moderation).

-- Takes one from somebody's limit of actions about people.
create or replace function public.live_rate_moderation(p_user_id uuid, p_now timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform public.live_rate_take(p_user_id::text, 'moderation', public.live_setting('moderation_rate_count'), 60, p_now);
end;
$$;

-- Locks the stage of a session for its host; what only the host may do about guests begins with it.
create or replace function public.live_host_stage(
  p_user_id uuid, p_auth_session_id uuid, p_session_id uuid, p_now timestamptz
)
returns public.live_sessions
language plpgsql
set search_path = ''
as $$
declare
  session public.live_sessions;
begin
  perform public.live_require_sign_in(p_user_id, p_auth_session_id, p_now);
  perform public.live_rate_moderation(p_user_id, p_now);
  session := public.live_open_stage(p_session_id, p_now);
  if session.creator_id <> p_user_id then
    perform public.live_refuse(403, 'NOT_THE_HOST');
  end if;
  return session;
end;
$$;

-- Sends a guest back to the audience, or takes back their invitation; end-guest calls it, for the host or the guest.
-- Who is no guest stays what they are: a repeat succeeds.
create or replace function public.live_end_guest(
  p_user_id uuid, p_auth_session_id uuid, p_session_id uuid, p_guest_id uuid, p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
set lock_timeout = '3s'
set statement_timeout = '4s'
as $$
declare
  session public.live_sessions;
  is_own constant boolean := p_user_id = p_guest_id;
  role text;
  before jsonb;
begin
  perform public.live_require_sign_in(p_user_id, p_auth_session_id, p_now);
  perform public.live_rate_moderation(p_user_id, p_now);
  session := public.live_open_stage(p_session_id, p_now);
  if not is_own and session.creator_id <> p_user_id then
    perform public.live_refuse(403, 'NOT_THE_HOST');
  end if;
  role := public.live_role_in(session, p_guest_id);
  if role in ('co_host', 'speaker', 'invited_guest') then
    before := public.live_set_role(
      session, p_guest_id, public.live_audience_role(session.session_type), p_user_id,
      case when is_own then 'left' else 'ended_by_host' end, p_now
    );
  end if;
  return jsonb_build_object(
    'role', public.live_role_in(session, p_guest_id),
    'change', case when role <> 'host' then public.live_change(session, p_guest_id, before, p_now) end
  );
end;
$$;

revoke execute on function public.live_rate_moderation(uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_host_stage(uuid, uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_end_guest(uuid, uuid, uuid, uuid, timestamptz) from public, anon, authenticated;
grant execute on function public.live_rate_moderation(uuid, timestamptz) to service_role;
grant execute on function public.live_host_stage(uuid, uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_end_guest(uuid, uuid, uuid, uuid, timestamptz) to service_role;
