-- AI agents of support calls: who may have one, what it is sent with, and what becomes of it. A row is written before
-- LiveKit is asked; what LiveKit reports of it may come in any order, any number of times, or not at all.
--
-- Whoever writes to an agent's row holds the row of its call.

-- When the day of a moment began, by the clock of the figures: the one that seconds of agents are counted on.
create or replace function public.live_agent_day(p_now timestamptz)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
declare
  zone constant text := public.live_setting_text('analytics_time_zone');
begin
  return date_trunc('day', p_now at time zone zone) at time zone zone;
end;
$$;

-- How many seconds of a day an agent has talked. One that is under way counts with all it may take, so that what is
-- left is never taken twice.
create or replace function public.live_agent_took(
  p_agent public.call_agents, p_day_began timestamptz, p_now timestamptz
)
returns integer
language plpgsql
immutable
set search_path = ''
as $$
begin
  return case
    when p_agent.status in ('requested', 'joined') then p_agent.max_seconds
    when p_agent.joined_at is null then 0
    else least(
      p_agent.max_seconds,
      ceil(extract(epoch from greatest(
        coalesce(p_agent.left_at, p_now) - greatest(p_agent.joined_at, p_day_began), interval '0'
      )))
    )
  end;
end;
$$;

-- How many seconds agents have talked on the day of a moment, to one caller or (null) in all.
create or replace function public.live_agent_seconds(p_user_id uuid, p_now timestamptz)
returns integer
language plpgsql
stable
set search_path = ''
as $$
declare
  day_began constant timestamptz := public.live_agent_day(p_now);
begin
  return (
    select coalesce(sum(public.live_agent_took(a, day_began, p_now)), 0)::integer
    from public.call_agents a
    where (p_user_id is null or a.user_id = p_user_id)
      -- one that was sent for before midnight may have talked after it
      and a.requested_at > day_began - interval '4 hours'
  );
end;
$$;

-- The prompt and the greeting of a language that are in force.
create or replace function public.live_agent_prompt(p_language text, out prompt text, out greeting text)
language sql
stable
set search_path = ''
as $$
  select a.prompt, a.greeting from public.agent_prompts a where a.language = p_language and a.is_active
$$;

-- By what a prompt is known in the log.
create or replace function public.live_prompt_hash(p_prompt text)
returns text
language sql
immutable
set search_path = ''
as $$
  select encode(sha256(convert_to(p_prompt, 'UTF8')), 'hex')
$$;

-- Whether staff has sent the agent of a call away, and none has been sent for since.
create or replace function public.live_agent_is_dismissed(p_call_id uuid)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return exists (select from public.call_agents a where a.call_id = p_call_id and a.reason = 'dismissed');
end;
$$;

-- Takes that back, because another agent is sent for. The caller holds the call's row.
create or replace function public.live_end_dismissal(p_call_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
  -- what only says that there is to be none
  delete from public.call_agents a where a.call_id = p_call_id and a.reason = 'dismissed' and a.max_seconds = 0;
  update public.call_agents a set reason = 'replaced' where a.call_id = p_call_id and a.reason = 'dismissed';
end;
$$;

-- Sends for an agent, as far as the database is concerned: the row, and what the worker is to be told. p_prompt is an
-- admin's own, null for the one in force; p_replaces the agent whose place it takes. Returns `order`, or why there is
-- none: `refused` is disabled, quota or capacity. The caller holds the call's row.
create or replace function public.live_order_agent(
  p_call public.calls, p_agent_id uuid, p_voice text, p_language text, p_prompt text, p_requested_by uuid,
  p_replaces uuid, p_now timestamptz
)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  told record;
  prompt text;
  refused text;
  seconds integer;
begin
  if p_agent_id is null or not public.live_switch('agent_enabled') then
    return '{"refused": "disabled"}';
  end if;
  perform public.live_lock_agents();
  -- the one it takes the place of leaves both its place and its time
  update public.call_agents a
    set status = 'left', reason = 'replaced'
    where a.id = p_replaces and a.status in ('requested', 'joined');

  seconds := least(
    public.live_setting('support_max_seconds'),
    public.live_setting('agent_user_day_seconds') - public.live_agent_seconds(p_call.caller_id, p_now),
    public.live_setting('agent_day_seconds') - public.live_agent_seconds(null, p_now),
    14400
  );
  refused := case
    when seconds < 1 then 'quota'
    when (
      select count(*) from public.call_agents a where a.status in ('requested', 'joined')
    ) >= public.live_setting('agent_calls_count') then 'capacity'
  end;
  select * into told from public.live_agent_prompt(p_language);
  prompt := coalesce(p_prompt, told.prompt, '');
  if refused is not null then
    perform public.live_restore_agent(p_replaces);
    -- what somebody asked for is written down once, and nothing of what the sweeper finds each time it looks
    if p_requested_by is not null and not exists (
      select from public.call_agents a where a.call_id = p_call.id and a.reason = refused
    ) then
      insert into public.call_agents (
        id, call_id, user_id, voice, language, prompt_hash, requested_by, status, reason, max_seconds, requested_at
      )
      values (
        p_agent_id, p_call.id, p_call.caller_id, p_voice, p_language, public.live_prompt_hash(prompt), p_requested_by,
        'failed', refused, 0, p_now
      );
    end if;
    return jsonb_build_object('refused', refused);
  end if;

  insert into public.call_agents (
    id, call_id, user_id, voice, language, prompt_hash, requested_by, replaces, max_seconds, requested_at
  )
  values (
    p_agent_id, p_call.id, p_call.caller_id, p_voice, p_language, public.live_prompt_hash(prompt), p_requested_by,
    p_replaces, seconds, p_now
  );
  return jsonb_build_object('order', jsonb_build_object(
    'id', p_agent_id,
    'call_id', p_call.id,
    'user_id', p_call.caller_id,
    'room_name', p_call.livekit_room_name,
    'language', p_language,
    'voice', p_voice,
    'prompt', prompt,
    'greeting', coalesce(told.greeting, ''),
    'transcript', p_call.transcript_on,
    'max_seconds', seconds
  ));
end;
$$;

-- Gives an agent its place back that another was to take and did not; live_order_agent() and live_agent_sent() call it.
create or replace function public.live_restore_agent(p_agent_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
  update public.call_agents a
    set status = case when a.joined_at is null then 'requested' else 'joined' end, reason = null
    where a.id = p_agent_id
      and a.reason = 'replaced'
      and a.left_at is null
      and not exists (
        select from public.call_agents other
        where other.call_id = a.call_id and other.status in ('requested', 'joined')
      )
      and not public.live_agent_is_dismissed(a.call_id);
end;
$$;

-- What came of asking LiveKit for an agent: its dispatch, or that there is none (`unavailable`); and whether it was
-- seen inside. Whoever has asked calls it. Returns whether there is such an agent.
create or replace function public.live_agent_sent(
  p_agent_id uuid, p_dispatch_id text, p_is_inside boolean, p_now timestamptz
)
returns boolean
language plpgsql
security definer
set search_path = ''
as $$
declare
  talk uuid;
begin
  select a.call_id into talk from public.call_agents a where a.id = p_agent_id;
  perform from public.calls c where c.id = talk for no key update;
  update public.call_agents a
    set dispatch_id = coalesce(p_dispatch_id, a.dispatch_id),
        status = case
          when a.status <> 'requested' then a.status
          when p_dispatch_id is null then 'failed'
          when p_is_inside then 'joined'
          else a.status
        end,
        reason = case when a.status = 'requested' and p_dispatch_id is null then 'unavailable' else a.reason end,
        joined_at = case when p_is_inside then coalesce(a.joined_at, p_now) else a.joined_at end
    where a.id = p_agent_id;
  if p_dispatch_id is null then
    perform public.live_restore_agent((select a.replaces from public.call_agents a where a.id = p_agent_id));
  end if;
  if talk is not null then
    perform public.live_refresh_call(talk);
  end if;
  return talk is not null;
end;
$$;

-- Whether an agent whose place nobody has taken is the call's after all, although it came late or was taken to be gone.
create or replace function public.live_may_stay(p_agent public.call_agents)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return p_agent.status in ('requested', 'joined') or (
    p_agent.status = 'failed'
    and p_agent.reason = 'timeout'
    and exists (select from public.calls c where c.id = p_agent.call_id and c.status <> 'ended')
    and not exists (
      select from public.call_agents other
      where other.call_id = p_agent.call_id and other.status in ('requested', 'joined')
    )
    and not public.live_agent_is_dismissed(p_agent.call_id)
  );
end;
$$;

-- An agent came or went: p_joined_at, p_left_at or both are known. Webhook and sweeper lead here. Returns whether it is
-- one of that call's.
create or replace function public.live_agent_seen(
  p_call_id uuid, p_identity text, p_joined_at timestamptz, p_left_at timestamptz, p_left_reason text
)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  agent public.call_agents;
begin
  perform from public.calls c where c.id = p_call_id for no key update;
  select * into agent
  from public.call_agents a
  where a.call_id = p_call_id and a.id = public.live_identity_user(substr(p_identity, 7));
  if not found then
    return false;
  end if;
  update public.call_agents a
    set joined_at = coalesce(
          case when p_left_at is null then least(p_joined_at, a.joined_at) end, a.joined_at, p_joined_at
        ),
        left_at = coalesce(a.left_at, p_left_at),
        reason = case
          when a.status in ('requested', 'joined') and p_left_at is not null then p_left_reason
          when p_left_at is null and public.live_may_stay(agent) then null
          else a.reason
        end,
        status = case
          when coalesce(a.left_at, p_left_at) is not null and a.status in ('requested', 'joined') then 'left'
          when p_left_at is null and a.left_at is null and public.live_may_stay(agent) then 'joined'
          else a.status
        end
    where a.id = agent.id;
  perform public.live_refresh_call(p_call_id);
  return true;
end;
$$;

-- One of LiveKit's events about an agent; live_apply_webhook() calls it. Returns whether it was about one of ours.
create or replace function public.live_agent_event(
  p_room_name text, p_event jsonb, p_happened_at timestamptz, p_now timestamptz
)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  kind constant text := p_event ->> 'type';
  subject constant record := public.live_room_subject(p_room_name);
  has_left constant boolean := kind in ('participant_left', 'participant_connection_aborted');
begin
  if subject.call_id is null or p_event ->> 'kind' is distinct from 'AGENT'
    or (kind = 'participant_left' and p_event ->> 'disconnect_reason' = 'MIGRATION')
  then
    return false;
  end if;
  return public.live_agent_seen(
    subject.call_id, p_event ->> 'identity',
    case
      when kind = 'participant_joined' then p_happened_at
      when has_left then (p_event ->> 'joined_at')::timestamptz
      else coalesce((p_event ->> 'joined_at')::timestamptz, p_happened_at)
    end,
    case when has_left then p_happened_at end,
    lower(p_event ->> 'disconnect_reason')
  );
end;
$$;

-- The agents of a room that is gone have gone with it; live_room_finished() calls it.
create or replace function public.live_close_agents(p_call_id uuid, p_finished_at timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform from public.calls c where c.id = p_call_id for no key update;
  update public.call_agents a
    set left_at = greatest(p_finished_at, a.joined_at),
        reason = coalesce(a.reason, 'room_closed'),
        status = case when a.status = 'joined' then 'left' else a.status end
    where a.call_id = p_call_id and a.joined_at is not null and a.left_at is null;
end;
$$;

-- The agents that LiveKit has in a room, if it was asked (p_identities): those it has are inside, those it does not
-- have are gone, unless they came less than a minute before it was asked. Returns the identities of those who must
-- leave: agents of nobody, and of calls that have another one. live_sweep_apply() calls it.
create or replace function public.live_sweep_agents(p_call_id uuid, p_identities jsonb, p_now timestamptz)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  inside constant text[] := array(
    select i.value from jsonb_array_elements_text(coalesce(nullif(p_identities, 'null'), '[]')) i order by 1
  );
  agent record;
begin
  if jsonb_typeof(coalesce(p_identities, 'null')) <> 'array' then
    return '[]';
  end if;
  if p_call_id is not null then
    perform from public.calls c where c.id = p_call_id for no key update;
    for agent in
      select a.id, 'agent-' || a.id as identity, a.joined_at
      from public.call_agents a
      where a.call_id = p_call_id and (a.left_at is null or 'agent-' || a.id = any (inside))
    loop
      if agent.identity = any (inside) then
        perform public.live_agent_seen(p_call_id, agent.identity, coalesce(agent.joined_at, p_now), null, null);
      elsif agent.joined_at <= p_now - interval '60 seconds' then
        perform public.live_agent_seen(p_call_id, agent.identity, null, p_now, 'swept');
      end if;
    end loop;
  end if;
  return (
    select coalesce(jsonb_agg(i.identity), '[]')
    from unnest(inside) as i (identity)
    where not exists (
      select
      from public.call_agents a
      where a.call_id = p_call_id and 'agent-' || a.id = i.identity and a.status in ('requested', 'joined')
    )
  );
end;
$$;

-- Gives up agents that did not come within a minute, and those of whose leaving nobody told when they must have left;
-- live_tick() calls it. Returns how many.
create or replace function public.live_expire_agents(p_now timestamptz)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  due record;
  expired integer := 0;
begin
  for due in
    select a.id, a.call_id
    from public.call_agents a
    join public.calls c on c.id = a.call_id
    where (a.status = 'requested' and a.requested_at <= p_now - interval '60 seconds')
      or (a.status = 'joined' and a.joined_at + make_interval(secs => a.max_seconds + 60) <= p_now)
    order by c.id
    limit 200
    for no key update of c skip locked
  loop
    update public.call_agents a
      set reason = case
            when a.status = 'joined' then 'overdue'
            when exists (select from public.calls c where c.id = a.call_id and c.status = 'ended') then 'call_ended'
            else 'timeout'
          end,
          left_at = case when a.status = 'joined' then a.joined_at + make_interval(secs => a.max_seconds) end,
          status = case when a.status = 'joined' then 'left' else 'failed' end
      where a.id = due.id and a.status in ('requested', 'joined');
    perform public.live_refresh_call(due.call_id);
    expired := expired + 1;
  end loop;
  return expired;
end;
$$;

-- Whether the caller of a support call is inside without anybody to help, and there is to be another try to send them
-- an agent: three, after the first. The sweeper's facts ask it.
create or replace function public.live_wants_agent(p_call public.calls, p_now timestamptz)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return p_call.kind = 'support'
    and p_call.status <> 'ended'
    and public.live_switch('agent_enabled')
    and not exists (
      select from public.call_agents a
      where a.call_id = p_call.id
        and (a.status in ('requested', 'joined') or a.requested_at > p_now - interval '5 seconds')
    )
    and (
      select count(*) from public.call_agents a
      where a.call_id = p_call.id and coalesce(a.reason, '') not in ('quota', 'capacity', 'dismissed')
    ) < 4
    -- staff has sent it away
    and not public.live_agent_is_dismissed(p_call.id)
    and exists (
      select from public.live_stays t
      where t.call_id = p_call.id and t.user_id = p_call.caller_id and t.left_at is null
    )
    and not exists (
      select
      from public.live_stays t
      join public.call_members m on m.call_id = t.call_id and m.user_id = t.user_id
      where t.call_id = p_call.id and m.role = 'staff' and t.left_at is null
    );
end;
$$;

-- Sends for another agent for every caller who waits for one, as live_order_agent() does: with the voice of the one
-- before it, and the prompt in force. The sweeper calls it, and asks LiveKit then. Returns the orders; calls that
-- somebody is busy with have their turn next time.
create or replace function public.live_agents_due(p_now timestamptz)
returns jsonb
language plpgsql
security definer
set search_path = ''
set lock_timeout = '3s'
as $$
declare
  talk public.calls;
  last public.call_agents;
  orders jsonb := '[]';
  due jsonb;
begin
  for talk in
    select c.*
    from public.calls c
    where c.kind = 'support' and c.status in ('ringing', 'connected') and public.live_wants_agent(c, p_now)
    order by c.id
    limit 20
    for no key update skip locked
  loop
    select * into last from public.call_agents a where a.call_id = talk.id order by a.requested_at desc limit 1;
    due := public.live_order_agent(
      talk, gen_random_uuid(), coalesce(last.voice, 'alloy'), coalesce(last.language, talk.language, 'tr'), null, null,
      null, p_now
    );
    if due ? 'order' then
      orders := orders || jsonb_build_array(due -> 'order');
    end if;
  end loop;
  return orders;
end;
$$;

revoke execute on function public.live_agent_day(timestamptz) from public, anon, authenticated;
revoke execute on function public.live_agent_took(public.call_agents, timestamptz, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_agent_is_dismissed(uuid) from public, anon, authenticated;
revoke execute on function public.live_end_dismissal(uuid) from public, anon, authenticated;
revoke execute on function public.live_agent_seconds(uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_agent_prompt(text) from public, anon, authenticated;
revoke execute on function public.live_prompt_hash(text) from public, anon, authenticated;
revoke execute on function public.live_order_agent(public.calls, uuid, text, text, text, uuid, uuid, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_restore_agent(uuid) from public, anon, authenticated;
revoke execute on function public.live_agent_sent(uuid, text, boolean, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_may_stay(public.call_agents) from public, anon, authenticated;
revoke execute on function public.live_agent_seen(uuid, text, timestamptz, timestamptz, text)
  from public, anon, authenticated;
revoke execute on function public.live_agent_event(text, jsonb, timestamptz, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_close_agents(uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_sweep_agents(uuid, jsonb, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_expire_agents(timestamptz) from public, anon, authenticated;
revoke execute on function public.live_wants_agent(public.calls, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_agents_due(timestamptz) from public, anon, authenticated;
grant execute on function public.live_agent_day(timestamptz) to service_role;
grant execute on function public.live_agent_took(public.call_agents, timestamptz, timestamptz) to service_role;
grant execute on function public.live_agent_is_dismissed(uuid) to service_role;
grant execute on function public.live_end_dismissal(uuid) to service_role;
grant execute on function public.live_agent_seconds(uuid, timestamptz) to service_role;
grant execute on function public.live_agent_prompt(text) to service_role;
grant execute on function public.live_prompt_hash(text) to service_role;
grant execute on function public.live_order_agent(public.calls, uuid, text, text, text, uuid, uuid, timestamptz)
  to service_role;
grant execute on function public.live_restore_agent(uuid) to service_role;
grant execute on function public.live_agent_sent(uuid, text, boolean, timestamptz) to service_role;
grant execute on function public.live_may_stay(public.call_agents) to service_role;
grant execute on function public.live_agent_seen(uuid, text, timestamptz, timestamptz, text) to service_role;
grant execute on function public.live_agent_event(text, jsonb, timestamptz, timestamptz) to service_role;
grant execute on function public.live_close_agents(uuid, timestamptz) to service_role;
grant execute on function public.live_sweep_agents(uuid, jsonb, timestamptz) to service_role;
grant execute on function public.live_expire_agents(timestamptz) to service_role;
grant execute on function public.live_wants_agent(public.calls, timestamptz) to service_role;
grant execute on function public.live_agents_due(timestamptz) to service_role;
