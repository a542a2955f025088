-- Calls with support and conferences as the panel lists them, and the agent of one, which staff sends away and for.

-- The people inside a call, who came first before the others: agents are none.
create or replace function public.live_ops_voice_people(p_call public.calls)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(
        jsonb_build_object(
          'user_id', inside.user_id,
          'role', inside.role,
          'joined_at', inside.joined_at,
          'profile', public.live_ops_face(inside.user_id)
        )
        order by inside.joined_at, inside.user_id
      ), '[]')
    from (
      -- whoever is only known to be inside is taken to have come at once
      select t.user_id, m.role, min(coalesce(t.joined_at, p_call.initiated_at)) as joined_at
      from public.live_stays t
      join public.call_members m on m.call_id = t.call_id and m.user_id = t.user_id
      where t.call_id = p_call.id and t.kind = 'STANDARD' and t.left_at is null
      group by t.user_id, m.role
    ) inside
  );
end;
$$;

-- Since when the caller of a support call is inside without anybody to help; null if that is not so.
create or replace function public.live_ops_waiting_since(p_call public.calls)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select greatest(
      min(coalesce(t.joined_at, p_call.initiated_at)),
      (select max(h.left_at) from public.live_call_helpers(p_call.id) h)
    )
    from public.live_stays t
    where p_call.kind = 'support'
      and p_call.status <> 'ended'
      and t.call_id = p_call.id
      and t.user_id = p_call.caller_id
      and t.kind = 'STANDARD'
      and t.left_at is null
      and not exists (select from public.live_call_helpers(p_call.id) h where h.left_at is null)
    having count(*) > 0
  );
end;
$$;

-- A call with support or a conference as the panel lists it. agents_sent leaves out those there was no share left for.
create or replace function public.live_ops_voice_row(p_call public.calls, p_now timestamptz)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  waits_since constant timestamptz := public.live_ops_waiting_since(p_call);
begin
  return jsonb_build_object(
    'id', p_call.id,
    'kind', p_call.kind,
    'caller_id', p_call.caller_id,
    'caller', public.live_ops_face(p_call.caller_id),
    'livekit_room_name', p_call.livekit_room_name,
    'language', p_call.language,
    'transcript_on', p_call.transcript_on,
    'status', p_call.status,
    'initiated_at', p_call.initiated_at,
    'answered_at', p_call.answered_at,
    'ended_at', p_call.ended_at,
    'max_ends_at', p_call.max_ends_at,
    'duration_seconds', p_call.duration_seconds,
    'end_reason', p_call.end_reason,
    'end_detail', p_call.end_detail,
    'outcome', p_call.outcome,
    'people', public.live_ops_voice_people(p_call),
    'agent', (
      select jsonb_build_object(
        'id', a.id, 'status', a.status, 'voice', a.voice, 'language', a.language, 'joined_at', a.joined_at
      )
      from public.call_agents a
      where a.call_id = p_call.id and a.status in ('requested', 'joined')
    ),
    'agent_dismissed', public.live_agent_is_dismissed(p_call.id),
    'agents_sent', (
      select count(*) from public.call_agents a where a.call_id = p_call.id and a.max_seconds > 0
    ),
    'has_transcript', exists (select from public.call_transcript_lines l where l.call_id = p_call.id),
    'waiting_seconds', case
      when waits_since is not null then greatest(0, floor(extract(epoch from p_now - waits_since)))::integer
    end
  );
end;
$$;

-- Calls with support and conferences, latest first: those under way, or (p_active false) those that are over; of one
-- kind, or (null) of both. GET live-ops/voice/calls calls it.
create or replace function public.live_ops_voice_calls(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_active boolean,
  p_kind text,
  p_limit integer,
  p_offset integer,
  p_now timestamptz
)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  statuses constant text[] := case when p_active then array['ringing', 'connected'] else array['ended'] end;
  listed jsonb;
begin
  perform public.live_require_admin(p_user_id, p_auth_session_id, false, p_now);
  select coalesce(jsonb_agg(public.live_ops_voice_row(call, p_now) order by (call).initiated_at desc), '[]')
  into listed
  from (
    select c
    from public.calls c
    where c.kind <> 'user_to_user' and (p_kind is null or c.kind = p_kind) and c.status = any (statuses)
    order by c.initiated_at desc
    limit public.live_ops_limit(p_limit, 50)
    offset p_offset
  ) as page (call);
  return jsonb_build_object('calls', listed, 'total', (
    select count(*)
    from (
      select
      from public.calls c
      where c.kind <> 'user_to_user' and (p_kind is null or c.kind = p_kind) and c.status = any (statuses)
      limit public.live_ops_most()
    ) counted
  ));
end;
$$;

-- Sends the agent of a support call away, and sees to it that no other comes by itself; live_ops_switch_agent() calls
-- it, which holds the call's row. Returns the agent that was there or on its way; all null if there was none.
create or replace function public.live_dismiss_agent(p_call public.calls, p_admin_id uuid, p_now timestamptz)
returns public.call_agents
language plpgsql
set search_path = ''
as $$
declare
  sent_away public.call_agents;
begin
  -- when it is gone, LiveKit tells
  update public.call_agents a
    set status = 'left', reason = 'dismissed'
    where a.call_id = p_call.id and a.status in ('requested', 'joined')
    returning * into sent_away;
  if not found then
    insert into public.call_agents (
      call_id, user_id, voice, language, prompt_hash, requested_by, status, reason, max_seconds, requested_at
    )
    values (
      p_call.id, p_call.caller_id, 'alloy', coalesce(p_call.language, 'tr'), public.live_prompt_hash(''), p_admin_id,
      'failed', 'dismissed', 0, p_now
    );
  end if;
  return sent_away;
end;
$$;

-- Sends for an agent in a support call, with the voice and language of the one before it unless others are wanted; the
-- one that is there, if it has them, is left alone. live_ops_switch_agent() calls it, which holds the call's row.
create or replace function public.live_ops_send_agent(
  p_call public.calls, p_agent_id uuid, p_voice text, p_language text, p_admin_id uuid, p_now timestamptz
)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  own public.call_agents;
  last public.call_agents;
  voice text;
  language text;
  sent jsonb;
begin
  select * into last
  from public.call_agents a
  where a.call_id = p_call.id and a.max_seconds > 0
  order by a.requested_at desc
  limit 1;
  select * into own from public.call_agents a where a.call_id = p_call.id and a.status in ('requested', 'joined');
  voice := coalesce(p_voice, own.voice, last.voice, 'alloy');
  language := coalesce(p_language, own.language, last.language, p_call.language, 'tr');
  if own.voice = voice and own.language = language then
    return jsonb_build_object('present', own.id, 'voice', voice);
  end if;
  sent := public.live_order_agent(p_call, p_agent_id, voice, language, null, p_admin_id, own.id, p_now);
  if sent ? 'refused' then
    perform public.live_refuse(429, 'AGENT_QUOTA');
  end if;
  perform public.live_end_dismissal(p_call.id);
  perform public.live_note_action(
    null, p_admin_id, 'admin', 'send_agent', 'call', p_call.id::text, p_call.caller_id, null,
    jsonb_build_object('agent_id', p_agent_id, 'voice', voice, 'language', language), p_now
  );
  return sent || jsonb_build_object('voice', voice, 'recall', own.dispatch_id);
end;
$$;

-- Sends the agent of a support call away, after which none comes unless staff sends for one, or sends for one. POST
-- live-ops/voice/calls/{id}/agent calls it. A repeat changes nothing and is not noted. Returns the room, the agent that
-- is there already (`present`) or the `order` for another, and the dispatch to `recall`; `is_being_sent` where that is
-- not known yet.
create or replace function public.live_ops_switch_agent(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_origin jsonb,
  p_call_id uuid,
  p_agent_id uuid,
  p_on boolean,
  p_voice text,
  p_language text,
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
  sent_away public.call_agents;
  done jsonb := '{}';
begin
  perform public.live_act_as_staff(p_user_id, p_auth_session_id, p_origin, false, p_now);
  select * into talk from public.calls c where c.id = p_call_id for no key update;
  if not found then
    perform public.live_refuse(404, 'CALL_NOT_FOUND');
  elsif talk.kind <> 'support' then
    perform public.live_refuse(409, 'WRONG_CALL_TYPE');
  elsif talk.status = 'ended' or coalesce(talk.max_ends_at, talk.ring_expires_at) <= p_now then
    perform public.live_refuse(409, 'CALL_ENDED');
  elsif p_on and (p_agent_id is null or not public.live_switch('agent_enabled')) then
    perform public.live_refuse(403, 'AGENT_DISABLED');
  end if;
  if p_on then
    done := public.live_ops_send_agent(talk, p_agent_id, p_voice, p_language, p_user_id, p_now);
  elsif not public.live_agent_is_dismissed(talk.id) then
    sent_away := public.live_dismiss_agent(talk, p_user_id, p_now);
    perform public.live_note_action(
      null, p_user_id, 'admin', 'dismiss_agent', 'call', talk.id::text, talk.caller_id, null,
      jsonb_build_object('agent_id', sent_away.id), p_now
    );
    done := jsonb_build_object(
      'recall', sent_away.dispatch_id,
      'is_being_sent', sent_away.id is not null and sent_away.dispatch_id is null
    );
  end if;
  return done || jsonb_build_object('room_name', talk.livekit_room_name);
end;
$$;

revoke execute on function public.live_ops_voice_people(public.calls) from public, anon, authenticated;
revoke execute on function public.live_ops_waiting_since(public.calls) from public, anon, authenticated;
revoke execute on function public.live_ops_voice_row(public.calls, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_ops_voice_calls(uuid, uuid, boolean, text, integer, integer, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_dismiss_agent(public.calls, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_ops_send_agent(public.calls, uuid, text, text, uuid, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_ops_switch_agent(
  uuid, uuid, jsonb, uuid, uuid, boolean, text, text, timestamptz
) from public, anon, authenticated;
grant execute on function public.live_ops_voice_people(public.calls) to service_role;
grant execute on function public.live_ops_waiting_since(public.calls) to service_role;
grant execute on function public.live_ops_voice_row(public.calls, timestamptz) to service_role;
grant execute on function public.live_ops_voice_calls(uuid, uuid, boolean, text, integer, integer, timestamptz)
  to service_role;
grant execute on function public.live_dismiss_agent(public.calls, uuid, timestamptz) to service_role;
grant execute on function public.live_ops_send_agent(public.calls, uuid, text, text, uuid, timestamptz)
  to service_role;
grant execute on function public.live_ops_switch_agent(
  uuid, uuid, jsonb, uuid, uuid, boolean, text, text, timestamptz
) to service_role;
