-- Conferences: one calls several, who come when they like, and ends it.

-- Writes a new conference and tells those who are called; live_call_conference() calls it. Whoever may not be called by
-- its owner is refused as in a call between two.
create or replace function public.live_write_conference(
  p_call public.calls, p_auth_session_id uuid, p_people uuid[]
)
returns public.calls
language plpgsql
set search_path = ''
as $$
declare
  person constant record := public.live_require_voice(p_call.caller_id, p_auth_session_id, p_call.initiated_at);
  placed public.calls;
  other uuid;
begin
  foreach other in array p_people loop
    perform public.live_require_callee(p_call.caller_id, other, p_call.initiated_at);
  end loop;
  perform public.live_lock_party(p_call.caller_id);
  placed := public.live_open_voice_call(p_call.caller_id, 'conference', p_call.initiated_at);
  if placed.id is not null then
    return placed;
  end if;
  perform public.live_rate_take(
    p_call.caller_id::text, 'call', public.live_setting('call_rate_count'), 60, p_call.initiated_at
  );
  insert into public.calls (
    id, kind, caller_id, caller_profile_id, call_type, livekit_room_name, status, initiated_at, ring_expires_at,
    created_at
  )
  values (
    p_call.id, 'conference', p_call.caller_id, person.profile_id, 'audio_call', p_call.livekit_room_name, 'ringing',
    p_call.initiated_at, p_call.initiated_at + public.live_setting_seconds('call_alone_seconds'), p_call.initiated_at
  )
  returning * into placed;
  insert into public.call_members (call_id, user_id, role, created_at)
  select placed.id, called.id, 'member', placed.created_at
  from unnest(p_people) as called (id);
  perform public.live_tell(
    p_people, placed.caller_id, 'incoming_call', placed.id, jsonb_build_object('name', person.display_name),
    public.live_call_note(placed), placed.initiated_at
  );
  return placed;
end;
$$;

-- Calls several under this id, or finds the conference that its owner has; voice-token calls it. Each request takes
-- from the owner's limit of voice tokens, each new conference from that of calls.
create or replace function public.live_call_conference(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_call_id uuid,
  p_room_name text,
  p_people uuid[],
  p_recording boolean,
  p_idempotency_key text,
  p_request_hash text,
  p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
set lock_timeout = '3s'
set statement_timeout = '4s'
as $$
declare
  talk public.calls;
  reply jsonb;
  called uuid;
  facts text;
begin
  reply := public.live_idempotency_begin(p_user_id, 'voice-token', p_idempotency_key, p_request_hash, p_now);
  perform public.live_rate_take(p_user_id::text, 'voice', public.live_setting('voice_rate_count'), 60, p_now);
  if reply is null then
    talk.id := p_call_id;
    talk.caller_id := p_user_id;
    talk.livekit_room_name := p_room_name;
    talk.initiated_at := p_now;
    begin
      talk := public.live_write_conference(talk, p_auth_session_id, p_people);
    exception
      when sqlstate 'PT000' then
        get stacked diagnostics facts = pg_exception_hint;
        return public.live_idempotency_refused(
          p_user_id, 'voice-token', p_idempotency_key, sqlstate, sqlerrm, facts
        );
    end;
    perform public.live_keep_consent(talk.id, p_user_id, null, p_recording);
    reply := public.live_idempotency_finish(
      p_user_id, 'voice-token', p_idempotency_key, jsonb_build_object('call_id', talk.id)
    );
  end if;
  called := (reply -> 'result' ->> 'call_id')::uuid;
  return public.live_voice_reply(p_user_id, p_auth_session_id, called, called <> p_call_id, null, p_now)
    || jsonb_build_object('replayed', reply -> 'replayed');
end;
$$;

revoke execute on function public.live_write_conference(public.calls, uuid, uuid[]) from public, anon, authenticated;
revoke execute on function public.live_call_conference(uuid, uuid, uuid, text, uuid[], boolean, text, text, timestamptz)
  from public, anon, authenticated;
grant execute on function public.live_write_conference(public.calls, uuid, uuid[]) to service_role;
grant execute on function public.live_call_conference(uuid, uuid, uuid, text, uuid[], boolean, text, text, timestamptz)
  to service_role;
