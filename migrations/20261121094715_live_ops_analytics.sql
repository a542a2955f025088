-- Figures for the panel: whoever is staff is told what live_stats_… counts. Each is one round trip.

-- `analytics/overview`.
create or replace function public.live_ops_overview_stats(
  p_user_id uuid, p_auth_session_id uuid, p_now timestamptz
)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform public.live_require_admin(p_user_id, p_auth_session_id, false, p_now);
  return public.live_stats_overview(p_now);
end;
$$;

-- `analytics/daily`.
create or replace function public.live_ops_daily_stats(
  p_user_id uuid, p_auth_session_id uuid, p_days integer, p_now timestamptz
)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform public.live_require_admin(p_user_id, p_auth_session_id, false, p_now);
  return public.live_stats_daily(p_days, p_now);
end;
$$;

-- `analytics/concurrency`.
create or replace function public.live_ops_concurrency_stats(
  p_user_id uuid, p_auth_session_id uuid, p_days integer, p_now timestamptz
)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform public.live_require_admin(p_user_id, p_auth_session_id, false, p_now);
  return public.live_stats_concurrency(p_days, p_now);
end;
$$;

-- `analytics/creators`.
create or replace function public.live_ops_creator_stats(
  p_user_id uuid, p_auth_session_id uuid, p_period text, p_limit integer, p_now timestamptz
)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform public.live_require_admin(p_user_id, p_auth_session_id, false, p_now);
  return public.live_stats_creators(p_period, p_limit, p_now);
end;
$$;

-- `analytics/revenue`.
create or replace function public.live_ops_revenue_stats(
  p_user_id uuid, p_auth_session_id uuid, p_by text, p_days integer, p_limit integer, p_now timestamptz
)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform public.live_require_admin(p_user_id, p_auth_session_id, false, p_now);
  return public.live_stats_revenue(p_by, p_days, p_limit, p_now);
end;
$$;

-- `sessions/{id}/report`; there is none of a session that has never been on air.
create or replace function public.live_ops_session_report(
  p_user_id uuid, p_auth_session_id uuid, p_session_id uuid, p_now timestamptz
)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  report jsonb;
begin
  perform public.live_require_admin(p_user_id, p_auth_session_id, false, p_now);
  report := public.live_stats_session_report(p_session_id, p_now);
  if report is null then
    perform public.live_refuse(404, 'SESSION_NOT_FOUND');
  end if;
  return report;
end;
$$;

revoke execute on function public.live_ops_overview_stats(uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_ops_daily_stats(uuid, uuid, integer, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_ops_concurrency_stats(uuid, uuid, integer, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_ops_creator_stats(uuid, uuid, text, integer, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_ops_revenue_stats(uuid, uuid, text, integer, integer, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_ops_session_report(uuid, uuid, uuid, timestamptz)
  from public, anon, authenticated;
grant execute on function public.live_ops_overview_stats(uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_ops_daily_stats(uuid, uuid, integer, timestamptz) to service_role;
grant execute on function public.live_ops_concurrency_stats(uuid, uuid, integer, timestamptz) to service_role;
grant execute on function public.live_ops_creator_stats(uuid, uuid, text, integer, timestamptz) to service_role;
grant execute on function public.live_ops_revenue_stats(uuid, uuid, text, integer, integer, timestamptz)
  to service_role;
grant execute on function public.live_ops_session_report(uuid, uuid, uuid, timestamptz) to service_role;
