-- What the parties of a call are told of it.

-- The public face of a party, null once there is no profile.
create or replace function public.live_call_face(p_user_id uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select public.live_public_profile(p)
    from public.profiles p
    where p.user_id = p_user_id and p.type = 'real'
    limit 1
  );
end;
$$;

-- A call, with both faces.
create or replace function public.live_call_reply(p_call public.calls)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', p_call.id,
    'kind', p_call.kind,
    'room_name', p_call.livekit_room_name,
    'caller_id', p_call.caller_id,
    'callee_id', p_call.callee_id,
    'call_type', p_call.call_type,
    'status', p_call.status,
    'end_reason', p_call.end_reason,
    'end_detail', p_call.end_detail,
    'initiated_at', p_call.initiated_at,
    'ring_expires_at', p_call.ring_expires_at,
    'answered_at', p_call.answered_at,
    'ended_at', p_call.ended_at,
    'duration_seconds', p_call.duration_seconds,
    'is_paid', p_call.is_paid,
    'coin_per_minute', p_call.coin_per_minute,
    'total_coin_spent', p_call.total_coin_spent,
    'caller', public.live_call_face(p_call.caller_id),
    'callee', public.live_call_face(p_call.callee_id)
  );
end;
$$;

-- Rings or rang: what the phone of whoever is called opens when it is tapped.
create or replace function public.live_call_note(p_call public.calls)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
declare
  app_type constant text := split_part(p_call.call_type, '_', 1);
begin
  return jsonb_build_object(
    'url', '/(live)/call/' || p_call.id || '?callType=' || app_type
      || case when p_call.kind = 'conference' then '&kind=conference' else '' end,
    'callId', p_call.id,
    'kind', p_call.kind,
    'callType', app_type,
    'callerId', p_call.caller_id
  );
end;
$$;

revoke execute on function public.live_call_face(uuid) from public, anon, authenticated;
revoke execute on function public.live_call_reply(public.calls) from public, anon, authenticated;
revoke execute on function public.live_call_note(public.calls) from public, anon, authenticated;
grant execute on function public.live_call_face(uuid) to service_role;
grant execute on function public.live_call_reply(public.calls) to service_role;
grant execute on function public.live_call_note(public.calls) to service_role;
