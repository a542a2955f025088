-- Calls with support: one of each caller at a time, an AI agent for each where there is one, and staff that joins.

-- Refuses whoever may not have a call with support or a conference now, and tells the others' profile and name.
create or replace function public.live_require_voice(
  p_user_id uuid, p_auth_session_id uuid, p_now timestamptz, out profile_id uuid, out display_name text
)
language plpgsql
stable
set search_path = ''
as $$
declare
  person constant record := public.live_require_caller(p_user_id, p_auth_session_id, p_now);
begin
  profile_id := person.profile_id;
  display_name := person.display_name;
  if not public.live_switch('voice_enabled') then
    perform public.live_refuse(403, 'VOICE_DISABLED');
  elsif public.live_ban_inside(p_user_id, null, null, p_now) is not null then
    perform public.live_refuse(403, 'BANNED', '{"ban_type": "global"}');
  end if;
end;
$$;

-- The open call of this kind that somebody has placed, null if they are free to place one; being in any other call they
-- are refused. The caller holds the person.
create or replace function public.live_open_voice_call(p_user_id uuid, p_kind text, p_now timestamptz)
returns public.calls
language plpgsql
set search_path = ''
as $$
declare
  open public.calls;
begin
  perform public.live_end_overdue_calls(array[p_user_id], p_now);
  select * into open
  from public.calls c
  where c.caller_id = p_user_id and c.kind = p_kind and c.status in ('ringing', 'connected')
  for no key update;
  if not found and public.live_is_in_a_call(p_user_id) then
    perform public.live_refuse(409, 'BUSY', '{"incoming_call_id": null}');
  end if;
  return open;
end;
$$;

-- Whether what is said is written down: unless operations or the caller do not want it. Whoever does not want it any
-- more is heard at once.
create or replace function public.live_keep_consent(
  p_call_id uuid, p_user_id uuid, p_transcript boolean, p_recording boolean
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  update public.calls c
    set transcript_on = false
    where c.id = p_call_id and c.caller_id = p_user_id and c.transcript_on and p_transcript is false;
  update public.call_members m
    set recording_consent = p_recording
    where m.call_id = p_call_id and m.user_id = p_user_id and m.recording_consent is distinct from p_recording
      and p_recording is not null;
end;
$$;

-- What there is of an agent in a support call: the one that is there or on its way (`present`), or one that is sent for
-- now (`order`), or why there is none (`refused`); nothing where staff helps already, or the call is of another kind or
-- over. The caller holds the call's row.
create or replace function public.live_agent_for(
  p_call public.calls, p_agent_id uuid, p_voice text, p_language text, p_requested_by uuid, p_now timestamptz
)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  present uuid;
begin
  if p_call.kind <> 'support' or p_call.status = 'ended' then
    return null;
  end if;
  select a.id into present
  from public.call_agents a
  where a.call_id = p_call.id and a.status in ('requested', 'joined');
  if found then
    return jsonb_build_object('present', present);
  elsif exists (
    select
    from public.live_stays t
    join public.call_members m on m.call_id = t.call_id and m.user_id = t.user_id
    where t.call_id = p_call.id and m.role = 'staff' and t.left_at is null
  ) then
    return null;
  elsif public.live_agent_is_dismissed(p_call.id) then
    return '{"refused": "disabled"}';
  end if;
  return public.live_order_agent(
    p_call, p_agent_id, coalesce(p_voice, 'alloy'), coalesce(p_language, p_call.language, 'tr'), null, p_requested_by,
    null, p_now
  );
end;
$$;

-- What voice-token is answered from: the call, whether it was there before, what decides about the token, and what
-- there is of an agent.
create or replace function public.live_voice_reply(
  p_user_id uuid, p_auth_session_id uuid, p_call_id uuid, p_existing boolean, p_agent jsonb, p_now timestamptz
)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'call_id', p_call_id,
    'existing', p_existing,
    'agent', p_agent,
    'facts', public.live_facts(
      p_user_id, p_auth_session_id, null, null,
      (select public.live_call_room(c, p_user_id) from public.calls c where c.id = p_call_id), p_now
    )
  );
end;
$$;

-- Writes a new support call; live_call_support() calls it. An agent, or staff, makes it a connected one.
create or replace function public.live_write_support_call(
  p_call public.calls, p_auth_session_id uuid, p_transcript boolean
)
returns public.calls
language plpgsql
set search_path = ''
as $$
declare
  person constant record := public.live_require_voice(p_call.caller_id, p_auth_session_id, p_call.initiated_at);
  placed public.calls;
begin
  perform public.live_lock_party(p_call.caller_id);
  placed := public.live_open_voice_call(p_call.caller_id, 'support', p_call.initiated_at);
  if placed.id is not null then
    return placed;
  end if;
  perform public.live_rate_take(
    p_call.caller_id::text, 'support', public.live_setting('support_rate_count'), 3600, p_call.initiated_at
  );
  insert into public.calls (
    id, kind, caller_id, caller_profile_id, call_type, language, transcript_on, livekit_room_name, status, initiated_at,
    ring_expires_at, created_at
  )
  values (
    p_call.id, 'support', p_call.caller_id, person.profile_id, 'audio_call',
    coalesce(
      p_call.language,
      (select u.language from public.live_user_settings u where u.user_id = p_call.caller_id),
      'tr'
    ),
    public.live_switch('transcript_enabled') and coalesce(p_transcript, true), p_call.livekit_room_name, 'ringing',
    p_call.initiated_at, p_call.initiated_at + public.live_setting_seconds('call_alone_seconds'), p_call.initiated_at
  )
  returning * into placed;
  return placed;
end;
$$;

-- Places a call with support under this id, or finds the one that the caller has; and sends for an agent, under this
-- id. voice-token calls it. Each request takes from the caller's limit of voice tokens, each new call from that of
-- support calls.
create or replace function public.live_call_support(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_call_id uuid,
  p_room_name text,
  p_agent_id uuid,
  p_voice text,
  p_language text,
  p_transcript boolean,
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
  agent jsonb;
  facts text;
begin
  reply := public.live_idempotency_begin(p_user_id, 'voice-token', p_idempotency_key, p_request_hash, p_now);
  perform public.live_rate_take(p_user_id::text, 'voice', public.live_setting('voice_rate_count'), 60, p_now);
  if reply is null then
    talk.id := p_call_id;
    talk.caller_id := p_user_id;
    talk.language := p_language;
    talk.livekit_room_name := p_room_name;
    talk.initiated_at := p_now;
    begin
      talk := public.live_write_support_call(talk, p_auth_session_id, p_transcript);
    exception
      when sqlstate 'PT000' then
        get stacked diagnostics facts = pg_exception_hint;
        return public.live_idempotency_refused(
          p_user_id, 'voice-token', p_idempotency_key, sqlstate, sqlerrm, facts
        );
    end;
    perform public.live_keep_consent(talk.id, p_user_id, p_transcript, p_recording);
    reply := public.live_idempotency_finish(
      p_user_id, 'voice-token', p_idempotency_key, jsonb_build_object('call_id', talk.id)
    );
  end if;
  -- as it is now, whoever placed it
  select * into talk from public.calls c where c.id = (reply -> 'result' ->> 'call_id')::uuid for no key update;
  agent := public.live_agent_for(talk, p_agent_id, p_voice, p_language, p_user_id, p_now);
  return public.live_voice_reply(
    p_user_id, p_auth_session_id, talk.id, talk.id <> p_call_id, agent, p_now
  ) || jsonb_build_object('replayed', reply -> 'replayed');
end;
$$;

-- Lets somebody into a call of this kind: its people; and staff into a call with support, whose people see them come.
-- voice-token calls it for a call that it names. A caller of support who comes back without an agent is sent one.
create or replace function public.live_enter_call(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_call_id uuid,
  p_kind text,
  p_agent_id uuid,
  p_voice text,
  p_language text,
  p_transcript boolean,
  p_recording boolean,
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
  is_member boolean;
  agent jsonb;
begin
  perform public.live_rate_take(p_user_id::text, 'voice', public.live_setting('voice_rate_count'), 60, p_now);
  perform public.live_require_sign_in(p_user_id, p_auth_session_id, p_now);
  select * into talk from public.calls c where c.id = p_call_id for no key update;
  is_member := public.live_call_role(talk, p_user_id) is not null;
  if talk.id is null or (
    not is_member
    and (
      talk.kind <> 'support'
      or not exists (select from public.admin_profiles a where a.id = p_user_id and a.is_active)
    )
  ) then
    perform public.live_refuse(404, 'CALL_NOT_FOUND');
  elsif talk.kind <> p_kind then
    perform public.live_refuse(409, 'WRONG_CALL_TYPE');
  elsif talk.status = 'ended' then
    perform public.live_refuse(409, 'CALL_ENDED');
  end if;
  if not is_member then
    insert into public.call_members (call_id, user_id, role, created_at)
    values (talk.id, p_user_id, 'staff', p_now)
    on conflict (call_id, user_id) do nothing;
    perform public.live_note_action(
      null, p_user_id, 'admin', 'join_support_call', 'call', talk.id::text, talk.caller_id, null, '{}', p_now
    );
  end if;
  perform public.live_keep_consent(talk.id, p_user_id, p_transcript, p_recording);
  if talk.caller_id = p_user_id then
    agent := public.live_agent_for(talk, p_agent_id, p_voice, p_language, p_user_id, p_now);
  end if;
  return public.live_voice_reply(p_user_id, p_auth_session_id, talk.id, true, agent, p_now)
    || '{"replayed": false}';
end;
$$;

-- Takes back a call with support or a conference whose room LiveKit did not open: it failed. A repeat under its key is
-- a new one.
create or replace function public.live_cancel_voice_call(
  p_user_id uuid, p_call_id uuid, p_idempotency_key text, p_now timestamptz
)
returns boolean
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform public.live_idempotency_forget(p_user_id, 'voice-token', p_idempotency_key);
  perform public.live_end_call(c.id, 'failed', null, p_now)
  from public.calls c
  where c.id = p_call_id and c.caller_id = p_user_id;
  update public.call_agents a
    set status = 'failed', reason = 'call_ended'
    where a.call_id = p_call_id and a.status = 'requested';
  return true;
end;
$$;

-- Sends for an agent with other settings than the present one's, whose place it takes; voice-agent calls it: the caller
-- of a support call that is not over, and staff. Only staff says what it is told. Returns the agent that there is
-- (`present`), or the `order` for another and the dispatch to `recall` once that is sent.
create or replace function public.live_send_agent(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_room_name text,
  p_agent_id uuid,
  p_voice text,
  p_language text,
  p_prompt text,
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
  is_admin boolean;
  talk public.calls;
  own public.call_agents;
  last public.call_agents;
  voice text;
  language text;
  sent jsonb;
begin
  perform public.live_rate_take(p_user_id::text, 'agent', public.live_setting('agent_rate_count'), 60, p_now);
  perform public.live_require_voice(p_user_id, p_auth_session_id, p_now);
  is_admin := exists (select from public.admin_profiles a where a.id = p_user_id and a.is_active);
  select * into talk from public.calls c where c.livekit_room_name = p_room_name for no key update;
  if talk.id is null or (
    public.live_call_role(talk, p_user_id) is null and not (is_admin and talk.kind = 'support')
  ) then
    perform public.live_refuse(404, 'CALL_NOT_FOUND');
  elsif talk.kind <> 'support' then
    perform public.live_refuse(409, 'WRONG_CALL_TYPE');
  elsif talk.status = 'ended' or coalesce(talk.max_ends_at, talk.ring_expires_at) <= p_now then
    perform public.live_refuse(409, 'CALL_ENDED');
  elsif p_prompt is not null and not is_admin then
    perform public.live_refuse(403, 'ADMIN_ONLY');
  elsif p_agent_id is null
    or not public.live_switch('agent_enabled')
    or (not is_admin and public.live_agent_is_dismissed(talk.id))
  then
    perform public.live_refuse(403, 'AGENT_DISABLED');
  end if;

  select * into last from public.call_agents a where a.call_id = talk.id order by a.requested_at desc limit 1;
  voice := coalesce(p_voice, last.voice, 'alloy');
  language := coalesce(p_language, last.language, talk.language, 'tr');
  select * into own
  from public.call_agents a
  where a.call_id = talk.id and a.status in ('requested', 'joined');
  if own.voice = voice and own.language = language and own.prompt_hash = public.live_prompt_hash(
    coalesce(p_prompt, (public.live_agent_prompt(language)).prompt, '')
  ) then
    return jsonb_build_object(
      'call_id', talk.id, 'room_name', talk.livekit_room_name, 'present', own.id, 'voice', voice
    );
  end if;

  sent := public.live_order_agent(talk, p_agent_id, voice, language, p_prompt, p_user_id, own.id, p_now);
  if sent ? 'refused' then
    return public.live_idempotency_refused(p_user_id, null, null, 'PT429', 'AGENT_QUOTA', null);
  end if;
  perform public.live_end_dismissal(talk.id);
  if is_admin and talk.caller_id <> p_user_id then
    perform public.live_note_action(
      null, p_user_id, 'admin', 'send_agent', 'call', talk.id::text, talk.caller_id, null,
      jsonb_build_object('voice', voice, 'language', language, 'prompt_hash', public.live_prompt_hash(p_prompt)), p_now
    );
  end if;
  return sent || jsonb_build_object(
    'call_id', talk.id, 'room_name', talk.livekit_room_name, 'voice', voice, 'recall', own.dispatch_id
  );
end;
$$;

revoke execute on function public.live_require_voice(uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_open_voice_call(uuid, text, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_keep_consent(uuid, uuid, boolean, boolean) from public, anon, authenticated;
revoke execute on function public.live_agent_for(public.calls, uuid, text, text, uuid, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_voice_reply(uuid, uuid, uuid, boolean, jsonb, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_write_support_call(public.calls, uuid, boolean) from public, anon, authenticated;
revoke execute on function public.live_call_support(
  uuid, uuid, uuid, text, uuid, text, text, boolean, boolean, text, text, timestamptz
) from public, anon, authenticated;
revoke execute on function public.live_enter_call(
  uuid, uuid, uuid, text, uuid, text, text, boolean, boolean, timestamptz
) from public, anon, authenticated;
revoke execute on function public.live_cancel_voice_call(uuid, uuid, text, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_send_agent(uuid, uuid, text, uuid, text, text, text, timestamptz)
  from public, anon, authenticated;
grant execute on function public.live_require_voice(uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_open_voice_call(uuid, text, timestamptz) to service_role;
grant execute on function public.live_keep_consent(uuid, uuid, boolean, boolean) to service_role;
grant execute on function public.live_agent_for(public.calls, uuid, text, text, uuid, timestamptz) to service_role;
grant execute on function public.live_voice_reply(uuid, uuid, uuid, boolean, jsonb, timestamptz) to service_role;
grant execute on function public.live_write_support_call(public.calls, uuid, boolean) to service_role;
grant execute on function public.live_call_support(
  uuid, uuid, uuid, text, uuid, text, text, boolean, boolean, text, text, timestamptz
) to service_role;
grant execute on function public.live_enter_call(
  uuid, uuid, uuid, text, uuid, text, text, boolean, boolean, timestamptz
) to service_role;
grant execute on function public.live_cancel_voice_call(uuid, uuid, text, timestamptz) to service_role;
grant execute on function public.live_send_agent(uuid, uuid, text, uuid, text, text, text, timestamptz) to service_role;
