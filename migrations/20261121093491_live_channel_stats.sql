-- What a channel came to, for its creator.

-- The caller's channel as it is now, and what its sessions came to that began from one moment to another: as they were
-- measured after their end, the others by what has happened so far; and what it was paid by card in that time. stats
-- calls it.
create or replace function public.live_channel_stats(
  p_user_id uuid, p_auth_session_id uuid, p_from timestamptz, p_to timestamptz, p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  channel public.live_channels;
begin
  perform public.live_require_sign_in(p_user_id, p_auth_session_id, p_now);
  channel := public.live_own_channel(p_user_id);
  perform public.live_rate_take(
    p_user_id::text, 'channel page', public.live_setting('channel_page_rate_count'), 60, p_now
  );
  return (
    select jsonb_build_object(
      'slug', channel.slug,
      'viewers_now', coalesce((select s.total_viewers from public.live_sessions s where s.id = channel.session_id), 0),
      'followers', channel.followers,
      'peak_viewers', coalesce(max(m.peak_viewers), 0),
      'watch_seconds', coalesce(sum(m.watch_seconds), 0),
      'sessions', count(*),
      'duration_seconds', coalesce(sum(m.duration_seconds), 0),
      'money', public.live_card_earnings(p_user_id, p_from, p_to)
    )
    from public.live_sessions s
    left join public.live_session_figures f on f.session_id = s.id and f.measured_at is not null
    cross join lateral (
      select f.peak_viewers, f.watch_seconds, f.duration_seconds
      where f.session_id is not null
      union all
      select n.peak_viewers, n.watch_seconds, n.duration_seconds
      from public.live_measure_session(s, p_now, false) n
      where f.session_id is null
    ) m
    where s.channel_id = channel.id
      and s.status in ('live', 'ended')
      and s.started_at >= p_from
      and s.started_at < p_to
  );
end;
$$;

revoke execute on function public.live_channel_stats(uuid, uuid, timestamptz, timestamptz, timestamptz)
  from public, anon, authenticated;
grant execute on function public.live_channel_stats(uuid, uuid, timestamptz, timestamptz, timestamptz) to service_role;
