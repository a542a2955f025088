-- The panel's state of the system: how the service is, what of LiveKit is used, and the numbers of the moment.

-- GET live-ops/system-status calls it and makes of it what the panel shows.
create or replace function public.live_ops_system_status(p_user_id uuid, p_auth_session_id uuid, p_now timestamptz)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform public.live_require_admin(p_user_id, p_auth_session_id, false, p_now);
  return jsonb_build_object(
    'figures', public.live_ops_health(p_now),
    'quotas', (
      select jsonb_agg(jsonb_build_object(
        'quota', q.quota, 'used', q.used, 'limit', nullif(q.most, 0), 'percent', q.percent
      ))
      from public.live_quotas(p_now) q
    ),
    'stats', public.live_ops_overview(p_now)
  );
end;
$$;

revoke execute on function public.live_ops_system_status(uuid, uuid, timestamptz) from public, anon, authenticated;
grant execute on function public.live_ops_system_status(uuid, uuid, timestamptz) to service_role;
