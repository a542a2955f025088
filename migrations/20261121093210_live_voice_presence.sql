-- The same of calls with support and conferences: they are connected once two are inside, and over when nobody comes
-- back. Everything here is derived from stays and from what was reported of agents, as they are now.

-- When there was somebody to help the caller of a support call: staff by their stays, agents by what was reported of
-- them. The functions below ask it.
create or replace function public.live_call_helpers(p_call_id uuid)
returns table (joined_at timestamptz, left_at timestamptz)
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
  select t.joined_at, t.left_at
  from public.live_stays t
  join public.call_members m on m.call_id = t.call_id and m.user_id = t.user_id
  where t.call_id = p_call_id and t.kind = 'STANDARD' and m.role = 'staff'
  union all
  select a.joined_at, a.left_at
  from public.call_agents a
  where a.call_id = p_call_id and a.joined_at is not null;
end;
$$;

-- When two were first inside at the same time: the caller of a support call and somebody who helps, two people of a
-- conference. Null if that has not been. Whoever is only known to be inside is taken to have come at once.
create or replace function public.live_voice_connected_at(p_call public.calls)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
declare
  since constant timestamptz := p_call.initiated_at;
begin
  return (
    select min(greatest(coalesce(one.joined_at, since), coalesce(other.joined_at, since)))
    from public.live_stays one
    cross join lateral (
      select h.joined_at, h.left_at
      from public.live_call_helpers(p_call.id) h
      where p_call.kind = 'support'
      union all
      select t.joined_at, t.left_at
      from public.live_stays t
      where p_call.kind = 'conference'
        and t.call_id = p_call.id
        and t.kind = 'STANDARD'
        and t.user_id > one.user_id
    ) other
    where one.call_id = p_call.id
      and one.kind = 'STANDARD'
      and (p_call.kind = 'conference' or one.user_id = p_call.caller_id)
      and coalesce(one.joined_at, since) < coalesce(other.left_at, 'infinity')
      and coalesce(other.joined_at, since) < coalesce(one.left_at, 'infinity')
  );
end;
$$;

-- Since when somebody is missing: p_people since nobody is inside who must be (the caller of a support call, anybody of
-- a conference), p_help since nobody helps the caller. Null while they are inside, and before they came.
create or replace function public.live_voice_missing(
  p_call public.calls, out people_since timestamptz, out help_since timestamptz
)
language plpgsql
stable
set search_path = ''
as $$
begin
  select case when bool_and(t.left_at is not null) then max(t.left_at) end into people_since
  from public.live_stays t
  where t.call_id = p_call.id
    and t.kind = 'STANDARD'
    and (p_call.kind = 'conference' or t.user_id = p_call.caller_id);
  if p_call.kind = 'support' then
    select case when bool_and(h.left_at is not null) then max(h.left_at) end into help_since
    from public.live_call_helpers(p_call.id) h;
  end if;
end;
$$;

-- Connects a call with support or a conference once two were inside at a time, and notes since when somebody is
-- missing. Both follow from the stays as they are known now, so what comes late may show that there never were two.
-- live_refresh_call() calls it, which holds the call's row.
create or replace function public.live_refresh_voice_call(p_call public.calls)
returns void
language plpgsql
set search_path = ''
as $$
declare
  met_at constant timestamptz := public.live_voice_connected_at(p_call);
  missing constant record := public.live_voice_missing(p_call);
  derived public.calls := p_call;
begin
  derived.status := case when met_at is null then 'ringing' else 'connected' end;
  -- LiveKit's times are whole seconds
  derived.answered_at := case when met_at is not null then greatest(met_at, p_call.initiated_at) end;
  derived.max_ends_at := derived.answered_at + public.live_setting_seconds(p_call.kind || '_max_seconds');
  derived.party_left_at := least(missing.people_since, missing.help_since);
  update public.calls c
    set status = derived.status,
        answered_at = derived.answered_at,
        max_ends_at = derived.max_ends_at,
        party_left_at = derived.party_left_at
    where c.id = p_call.id
      and c.status <> 'ended'
      and (c.status, c.answered_at, c.party_left_at)
        is distinct from (derived.status, derived.answered_at, derived.party_left_at);
end;
$$;

-- Until when somebody is waited for in a call with support or a conference: the caller as any party, help for them
-- while another agent may come, anybody of a conference. Null while nobody is missing. live_call_deadline() asks it.
create or replace function public.live_voice_call_deadline(p_call public.calls)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
declare
  missing constant record := public.live_voice_missing(p_call);
begin
  return case
    when p_call.status = 'ended' then null
    when p_call.kind = 'conference'
    then missing.people_since + public.live_setting_seconds('conference_grace_seconds')
    else least(
      missing.people_since + public.live_setting_seconds('call_grace_seconds'),
      case
        when p_call.status = 'connected' then missing.help_since + public.live_setting_seconds('agent_grace_seconds')
      end
    )
  end;
end;
$$;

-- Ends a call with support or a conference in which somebody was waited for long enough when LiveKit was asked: it has
-- failed where the caller of a support call is left without help, and nobody was reached where there never were two.
-- live_confirm_absence() calls it. Returns whether it ended.
create or replace function public.live_end_deserted(p_call public.calls, p_asked_at timestamptz)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  deadline constant timestamptz := public.live_voice_call_deadline(p_call);
  missing constant record := public.live_voice_missing(p_call);
  is_helpless constant boolean := p_call.status = 'connected'
    and coalesce(deadline = missing.help_since + public.live_setting_seconds('agent_grace_seconds'), false);
begin
  if coalesce(deadline > p_asked_at, true) then
    return false;
  end if;
  return public.live_end_call(
    p_call.id,
    case when is_helpless then 'failed' when p_call.status = 'connected' then 'completed' else 'cancelled' end,
    null, p_asked_at, least(p_asked_at, p_call.party_left_at, p_call.max_ends_at),
    case when is_helpless then 'agent_absent' end
  );
end;
$$;

revoke execute on function public.live_call_helpers(uuid) from public, anon, authenticated;
revoke execute on function public.live_voice_connected_at(public.calls) from public, anon, authenticated;
revoke execute on function public.live_voice_missing(public.calls) from public, anon, authenticated;
revoke execute on function public.live_refresh_voice_call(public.calls) from public, anon, authenticated;
revoke execute on function public.live_voice_call_deadline(public.calls) from public, anon, authenticated;
revoke execute on function public.live_end_deserted(public.calls, timestamptz) from public, anon, authenticated;
grant execute on function public.live_call_helpers(uuid) to service_role;
grant execute on function public.live_voice_connected_at(public.calls) to service_role;
grant execute on function public.live_voice_missing(public.calls) to service_role;
grant execute on function public.live_refresh_voice_call(public.calls) to service_role;
grant execute on function public.live_voice_call_deadline(public.calls) to service_role;
grant execute on function public.live_end_deserted(public.calls, timestamptz) to service_role;
