-- A viewer's way out.

-- Gives up one's seat; leave-live-session calls it. Whoever LiveKit still has inside stays active until LiveKit says
-- they left. Leaving twice, or a session one never joined, is no error.
create or replace function public.live_leave_session(
  p_user_id uuid, p_auth_session_id uuid, p_session_id uuid, p_now timestamptz default now()
)
returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform public.live_require_sign_in(p_user_id, p_auth_session_id, p_now);
  if not exists (select from public.live_sessions s where s.id = p_session_id) then
    perform public.live_refuse(404, 'SESSION_NOT_FOUND');
  end if;
  update public.live_participants p
    set admitted_at = null,
        is_active = p.is_active and p.livekit_participant_sid is not null
    where p.session_id = p_session_id and p.user_id = p_user_id and p.admitted_at is not null;
end;
$$;

revoke execute on function public.live_leave_session(uuid, uuid, uuid, timestamptz) from public, anon, authenticated;
grant execute on function public.live_leave_session(uuid, uuid, uuid, timestamptz) to service_role;
