-- What staff does to all sessions on air at once: says something in them, or ends them. A part of them a call, so that
-- none is long; the answer tells how many are left.

-- Says something in every session on air, in its chat and on its channel, 200 a call: those after p_after in the order
-- of ids, or from the beginning. Returns how many were told, how many are left, and after which one to go on.
create or replace function public.live_ops_announce_all(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_origin jsonb,
  p_message text,
  p_kind text,
  p_after uuid,
  p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  after constant uuid := coalesce(p_after, '00000000-0000-0000-0000-000000000000');
  told uuid[];
  session_id uuid;
  remaining bigint;
begin
  perform public.live_act_as_staff(p_user_id, p_auth_session_id, p_origin, false, p_now);
  told := array(
    select s.id from public.live_sessions s where s.status = 'live' and s.id > after order by s.id limit 200
  );
  foreach session_id in array told loop
    perform public.live_say(session_id, p_user_id, '📢 ' || p_message, p_now);
    perform public.live_broadcast(
      'live:' || session_id, 'admin_announcement', public.live_announcement(p_message, p_kind, p_now)
    );
  end loop;
  select count(*) into remaining
  from public.live_sessions s
  where s.status = 'live' and s.id > coalesce(told[cardinality(told)], after);
  if cardinality(told) > 0 then
    insert into public.live_admin_logs (admin_id, action, target_type, metadata, created_at)
    values (p_user_id, 'announce_all', 'session', jsonb_build_object(
      'message', p_message, 'kind', p_kind, 'session_ids', told, 'left', remaining
    ), p_now);
  end if;
  return jsonb_build_object(
    'announced', cardinality(told), 'left', remaining, 'after', told[cardinality(told)]
  );
end;
$$;

-- Ends sessions on air that began before p_started_before, 50 a call and for no longer than two seconds, each as
-- live_end_session() does; one that somebody is busy in is passed over and left for the next call. For super admins.
-- Returns those that were ended, with the rooms that are to be closed, and how many are left.
create or replace function public.live_ops_terminate_all(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_origin jsonb,
  p_started_before timestamptz,
  p_reason text,
  p_note text,
  p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
set lock_timeout = '300ms'
as $$
declare
  until constant timestamptz := clock_timestamp() + interval '2 seconds';
  reason constant text := 'admin_terminated' || coalesce(': ' || nullif(p_reason, ''), '');
  session record;
  ended jsonb := '[]';
  remaining bigint;
begin
  perform public.live_act_as_staff(p_user_id, p_auth_session_id, p_origin, true, p_now);
  for session in
    select s.id, s.livekit_room_name
    from public.live_sessions s
    where s.status = 'live' and s.started_at < p_started_before
    -- in another order each time, so that those that cannot be ended do not keep the rest from it for ever
    order by random()
    limit 50
  loop
    -- one that cannot be ended does not keep the others from it
    begin
      if public.live_end_session(session.id, reason, p_now) then
        ended := ended || jsonb_build_object('id', session.id, 'room_name', session.livekit_room_name);
      end if;
    exception
      when others then
        raise warning 'session % cannot be ended: %', session.id, sqlerrm;
    end;
    exit when clock_timestamp() >= until;
  end loop;
  select count(*) into remaining
  from public.live_sessions s
  where s.status = 'live' and s.started_at < p_started_before;
  if ended <> '[]' then
    insert into public.live_admin_logs (admin_id, action, target_type, metadata, created_at)
    values (p_user_id, 'terminate_all', 'session', jsonb_build_object(
      'reason', p_reason, 'note', p_note, 'started_before', p_started_before,
      'session_ids', jsonb_path_query_array(ended, '$[*].id'), 'left', remaining
    ), p_now);
  end if;
  return jsonb_build_object('ended', ended, 'left', remaining);
end;
$$;

revoke execute on function public.live_ops_announce_all(uuid, uuid, jsonb, text, text, uuid, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_ops_terminate_all(uuid, uuid, jsonb, timestamptz, text, text, timestamptz)
  from public, anon, authenticated;
grant execute on function public.live_ops_announce_all(uuid, uuid, jsonb, text, text, uuid, timestamptz)
  to service_role;
grant execute on function public.live_ops_terminate_all(uuid, uuid, jsonb, timestamptz, text, text, timestamptz)
  to service_role;
