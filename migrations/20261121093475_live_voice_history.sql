-- The calls that somebody was in, or for staff all there are. What a call was is for voice_calls to say.

-- A call as its people are told of it, with who was in it.
create or replace function public.live_voice_call(p_call_id uuid, p_with_transcript boolean)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'id', v.id,
      'room_name', v.room_name,
      'caller_id', v.caller_id,
      'callee_id', v.callee_id,
      'call_type', v.call_type,
      'status', v.status,
      'started_at', v.started_at at time zone 'utc',
      'connected_at', v.connected_at at time zone 'utc',
      'ended_at', v.ended_at at time zone 'utc',
      'duration_seconds', v.duration_seconds,
      'recording_url', v.recording_url,
      'transcript', case when p_with_transcript then v.transcript end,
      'metadata', v.metadata,
      'created_at', v.created_at at time zone 'utc',
      'participants', (
        select coalesce(jsonb_agg(
            to_jsonb(p) || jsonb_build_object(
              'joined_at', p.joined_at at time zone 'utc', 'left_at', p.left_at at time zone 'utc'
            )
            order by p.joined_at, p.id
          ), '[]')
        from public.call_participants p
        where p.call_id = v.id
      ),
      'has_recording', v.recording_url is not null
    )
    from public.voice_calls v
    where v.id = p_call_id
  );
end;
$$;

-- What is counted of calls, told for one type or for all together. Only completed ones count for how long they were on
-- average.
create or replace function public.live_voice_figures(
  p_total bigint, p_completed bigint, p_missed bigint, p_failed bigint, p_completed_seconds bigint
)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'total', p_total,
    'completed', p_completed,
    'missed', p_missed,
    'failed', p_failed,
    'average_duration_seconds', coalesce(round(p_completed_seconds::numeric / nullif(p_completed, 0)), 0)
  );
end;
$$;

-- One page of the caller's calls, latest first, how many there are that are asked for, and figures of all of them,
-- asked for or not; voice-history calls it. With p_all_users it is for staff, of everybody, and without what was said:
-- that is read by live_read_transcript(), which notes it. Planned anew each time, because what is a few rows of one
-- caller is the whole table for staff.
create or replace function public.live_voice_history(
  p_user_id uuid, p_auth_session_id uuid, p_call_type text, p_status text, p_limit integer, p_offset integer,
  p_include_stats boolean, p_all_users boolean, p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
set plan_cache_mode = force_custom_plan
as $$
declare
  listed jsonb;
  wanted bigint;
  figures jsonb;
begin
  perform public.live_require_sign_in(p_user_id, p_auth_session_id, p_now);
  if p_all_users and not exists (
    select from public.admin_profiles a where a.id = p_user_id and a.is_active
  ) then
    perform public.live_refuse(403, 'ADMIN_ONLY');
  end if;
  perform public.live_rate_take(
    p_user_id::text, 'voice history', public.live_setting('voice_read_rate_count'), 60, p_now
  );

  select coalesce(jsonb_agg(
      public.live_voice_call(page.id, not p_all_users) order by page.created_at desc, page.id desc
    ), '[]')
  into listed
  from (
    select found.id, found.created_at
    from (
      select v.*
      from public.call_members m
      join public.voice_calls v on v.id = m.call_id
      where not p_all_users and m.user_id = p_user_id
      union all
      select v.* from public.voice_calls v where p_all_users
    ) found
    where (p_call_type is null or found.call_type = p_call_type) and (p_status is null or found.status = p_status)
    order by found.created_at desc, found.id desc
    limit p_limit
    offset p_offset
  ) page;

  with of_type as (
    select found.call_type,
      count(*) filter (
        where (p_call_type is null or found.call_type = p_call_type) and (p_status is null or found.status = p_status)
      ) as wanted,
      count(*) as total,
      count(*) filter (where found.status = 'completed') as completed,
      count(*) filter (where found.status = 'missed') as missed,
      count(*) filter (where found.status = 'failed') as failed,
      sum(found.duration_seconds) as seconds,
      coalesce(sum(found.duration_seconds) filter (where found.status = 'completed'), 0)::bigint as completed_seconds
    from (
      select v.*
      from public.call_members m
      join public.voice_calls v on v.id = m.call_id
      where not p_all_users and m.user_id = p_user_id
      union all
      select v.* from public.voice_calls v where p_all_users
    ) found
    group by found.call_type
  ), by_type as (
    select jsonb_object_agg(
      known.call_type,
      public.live_voice_figures(
        coalesce(t.total, 0), coalesce(t.completed, 0), coalesce(t.missed, 0), coalesce(t.failed, 0),
        t.completed_seconds
      )
    ) as told
    from unnest(array['support', 'user-to-user', 'conference']) as known (call_type)
    left join of_type t on t.call_type = known.call_type
  )
  select coalesce(sum(t.wanted), 0),
    public.live_voice_figures(
      coalesce(sum(t.total), 0)::bigint, coalesce(sum(t.completed), 0)::bigint, coalesce(sum(t.missed), 0)::bigint,
      coalesce(sum(t.failed), 0)::bigint, sum(t.completed_seconds)::bigint
    ) || jsonb_build_object(
      'total_duration_seconds', coalesce(sum(t.seconds), 0), 'by_type', (select b.told from by_type b)
    )
  into wanted, figures
  from of_type t;

  return jsonb_build_object(
    'calls', listed, 'total', wanted, 'stats', case when p_include_stats then figures end
  );
end;
$$;

revoke execute on function public.live_voice_call(uuid, boolean) from public, anon, authenticated;
revoke execute on function public.live_voice_figures(bigint, bigint, bigint, bigint, bigint)
  from public, anon, authenticated;
revoke execute on function public.live_voice_history(
  uuid, uuid, text, text, integer, integer, boolean, boolean, timestamptz
) from public, anon, authenticated;
grant execute on function public.live_voice_call(uuid, boolean) to service_role;
grant execute on function public.live_voice_figures(bigint, bigint, bigint, bigint, bigint) to service_role;
grant execute on function public.live_voice_history(
  uuid, uuid, text, text, integer, integer, boolean, boolean, timestamptz
) to service_role;
