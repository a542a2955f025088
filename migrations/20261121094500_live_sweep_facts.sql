-- What the sweeper compares with LiveKit: what these tables believe of every room that is, or may be, open.

set lock_timeout = '3s';

-- what has ended lately, whose room may have been left standing
create index if not exists live_sessions_ended_at_idx on public.live_sessions (ended_at) where ended_at is not null;
create index if not exists calls_ended_at_idx on public.calls (ended_at) where ended_at is not null;

-- The open stays of a session or a call; live_sweep_facts() calls it for each room that is open.
create or replace function public.live_sweep_stays(p_session_id uuid, p_call_id uuid, p_now timestamptz)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'participant_sid', t.participant_sid,
      'user_id', t.user_id,
      'joined_at', t.joined_at,
      'must_leave',
        (c.id is not null and (c.status = 'ended' or public.live_call_role(c, t.user_id) is null))
        or public.live_must_leave(t.user_id, s.id, s.creator_id, p_now)
    )), '[]')
    from public.live_stays t
    left join public.live_sessions s on s.id = t.session_id
    left join public.calls c on c.id = t.call_id
    where t.left_at is null and (t.session_id = p_session_id or t.call_id = p_call_id)
  );
end;
$$;

-- Whether somebody seems to be inside a session whom its host has blocked, or who was banned from it or muted on its
-- stage within the last two minutes: LiveKit may not have been told, or could not be. Those who were missed for longer
-- a whole sweep has looked for. live_sweep_sessions() asks it.
create or replace function public.live_has_unsettled(p_session_id uuid, p_creator_id uuid, p_now timestamptz)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return exists (
      select
      from public.blocked_users b
      join public.live_stays t on t.user_id = b.blocked_id and t.session_id = p_session_id and t.left_at is null
      where b.blocker_id = p_creator_id
    )
    or exists (
      select
      from public.live_session_bans b
      join public.live_stays t on t.user_id = b.banned_user_id and t.session_id = p_session_id and t.left_at is null
      where b.is_active
        and b.created_at > p_now - interval '2 minutes'
        and (b.ban_type = 'global' or b.session_id = p_session_id or b.creator_id = p_creator_id)
    )
    or exists (
      select
      from public.live_participants p
      where p.session_id = p_session_id
        and p.role in ('co_host', 'speaker')
        and p.is_muted
        and p.livekit_participant_sid is not null
        and p.updated_at > p_now - interval '2 minutes'
    );
end;
$$;

-- The sessions on air, as the sweeper compares them with LiveKit's rooms; `away`: their host is waited for. With
-- p_away_only those only, and those with somebody inside who has just been put out or muted. live_sweep_facts()
-- asks it.
create or replace function public.live_sweep_sessions(p_away_only boolean, p_now timestamptz)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'name', s.livekit_room_name,
      'kind', s.session_type,
      'state', 'open',
      'away', s.away,
      'sids', case when s.livekit_room_sid is null then '[]' else jsonb_build_array(s.livekit_room_sid) end,
      'quiet_since', greatest(s.started_at, s.updated_at),
      'roles', (
        select jsonb_object_agg(p.user_id, p.role)
        from public.live_participants p
        where p.session_id = s.id and p.role in ('co_host', 'moderator', 'speaker')
      ),
      'muted', (
        select jsonb_agg(p.user_id)
        from public.live_participants p
        where p.session_id = s.id
          and p.is_muted
          and p.role in ('host', 'co_host', 'moderator', 'speaker')
      ),
      'host', s.creator_id,
      'stays', public.live_sweep_stays(s.id, null, p_now)
    )), '[]')
    from (
      select live.*,
        live.host_left_at is not null or coalesce(public.live_host_deadline(live) <= p_now, false) as away
      from public.live_sessions live
      where live.status = 'live'
    ) s
    where s.away or not p_away_only or public.live_has_unsettled(s.id, s.creator_id, p_now)
  );
end;
$$;

-- The same of calls that ring or are connected; `away`: somebody of them is waited for, an agent too. `agent` is the
-- one that may be inside, `wants_agent`: the caller waits for another.
create or replace function public.live_sweep_calls(p_away_only boolean, p_now timestamptz)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'name', c.livekit_room_name,
      'kind', c.call_type,
      'state', 'open',
      'away', c.away,
      'sids', case when c.livekit_room_sid is null then '[]' else jsonb_build_array(c.livekit_room_sid) end,
      'quiet_since', greatest(c.initiated_at, c.updated_at),
      'roles', case c.kind
        when 'user_to_user' then jsonb_build_object(c.caller_id, 'caller', c.callee_id, 'callee')
        else (select jsonb_object_agg(m.user_id, m.role) from public.call_members m where m.call_id = c.id)
      end,
      'call_kind', c.kind,
      'agent', (
        select jsonb_build_object('id', a.id, 'is_inside', a.joined_at is not null)
        from public.call_agents a
        where a.call_id = c.id and a.status in ('requested', 'joined')
      ),
      'wants_agent', c.wants_agent,
      'stays', public.live_sweep_stays(null, c.id, p_now)
    )), '[]')
    from (
      select talk.*, needed.wants_agent,
        (talk.status = 'connected' or talk.kind <> 'user_to_user') and (
          talk.party_left_at is not null or coalesce(public.live_call_deadline(talk) <= p_now, false)
        ) or needed.wants_agent as away
      from public.calls talk
      cross join lateral (select public.live_wants_agent(talk, p_now) as wants_agent) needed
      where talk.status in ('ringing', 'connected')
    ) c
    where c.away or not p_away_only
  );
end;
$$;

-- Of sessions and calls that ended longer than room_delete_delay_seconds and less than a day ago (calls that nobody
-- answered: at any time of it) those whose room was not seen to finish; the newest thousand, which are asked about
-- again every minute and so were all asked about when they were new. With p_unanswered_only those calls only that
-- nobody answered, for a minute: their callers wait in a room to which nobody comes. live_sweep_facts() asks it.
create or replace function public.live_sweep_leftover(p_unanswered_only boolean, p_now timestamptz)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  delay constant interval := public.live_setting_seconds('room_delete_delay_seconds');
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'name', over.name,
      'kind', over.kind,
      'state', 'leftover',
      'away', false,
      'sids', over.sids,
      'quiet_since', over.ended_at,
      'stays', public.live_sweep_stays(over.session_id, over.call_id, p_now)
    )), '[]')
    from (
      select ended.*, coalesce(seen.unfinished, '[]') as sids
      from (
        select s.id as session_id, null::uuid as call_id, s.livekit_room_name as name, s.session_type as kind,
          s.ended_at
        from public.live_sessions s
        where s.status in ('ended', 'cancelled')
          and not p_unanswered_only
          and s.ended_at between p_now - interval '1 day' and p_now - delay
        union all
        select null, c.id, c.livekit_room_name, c.call_type, c.ended_at
        from public.calls c
        where c.status = 'ended'
          and c.ended_at between p_now - interval '1 day' and p_now
          -- one that nobody answered has nobody to be told its end; a busy one never had a room
          and c.ended_at <= p_now - case when c.answered_at is null then interval '0' else delay end
          and c.end_reason <> 'busy'
          and (not p_unanswered_only or c.answered_at is null and c.ended_at > p_now - interval '1 minute')
      ) ended
      cross join lateral (
        select count(*) as rooms, jsonb_agg(r.room_sid) filter (where r.finished_at is null) as unfinished
        from public.live_rooms r
        where r.session_id = ended.session_id or r.call_id = ended.call_id
      ) seen
      where seen.rooms = 0 or seen.unfinished is not null
      order by seen.unfinished is null, ended.ended_at desc
      limit 1000
    ) over
  );
end;
$$;

-- The rooms the sweeper asks LiveKit about. `open`: of sessions on air and of calls; `leftover`: of those that are
-- over. With p_away_only those only whose host, or a party of the call, is waited for, those with somebody inside who
-- has just been put out or muted, and those of calls that nobody has answered. Without it a sweep of everything begins,
-- which is noted.
create or replace function public.live_sweep_facts(p_now timestamptz default now(), p_away_only boolean default false)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
begin
  if not p_away_only then
    update public.live_sweep_runs r set began_at = p_now where r.began_at < p_now;
  end if;
  return public.live_sweep_sessions(p_away_only, p_now)
    || public.live_sweep_calls(p_away_only, p_now)
    || public.live_sweep_leftover(p_away_only, p_now);
end;
$$;

revoke execute on function public.live_sweep_stays(uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_has_unsettled(uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_sweep_sessions(boolean, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_sweep_calls(boolean, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_sweep_leftover(boolean, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_sweep_facts(timestamptz, boolean) from public, anon, authenticated;
grant execute on function public.live_sweep_stays(uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_has_unsettled(uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_sweep_sessions(boolean, timestamptz) to service_role;
grant execute on function public.live_sweep_calls(boolean, timestamptz) to service_role;
grant execute on function public.live_sweep_leftover(boolean, timestamptz) to service_role;
grant execute on function public.live_sweep_facts(timestamptz, boolean) to service_role;

reset lock_timeout;
