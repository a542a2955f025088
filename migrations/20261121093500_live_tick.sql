-- What happens when nobody does anything: deadlines that pass. Every action treats a passed deadline as expired by
-- itself; these functions only make the rows say so and tell the people concerned.

-- Ends every ring whose deadline has passed, as missed; live_tick() calls it.
create or replace function public.live_expire_rings(p_now timestamptz)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  due record;
  expired integer := 0;
begin
  for due in
    select c.id, c.ring_expires_at
    from public.calls c
    where c.status = 'ringing' and c.ring_expires_at <= p_now
    limit 500
    for no key update skip locked
  loop
    expired := expired + public.live_end_call(due.id, 'missed', null, p_now, due.ring_expires_at)::integer;
  end loop;
  return expired;
end;
$$;

-- Ends connected calls that have reached their longest duration; live_tick() calls it. One that has lost a party ends
-- once LiveKit has confirmed that (live_confirm_absence).
create or replace function public.live_expire_calls(p_now timestamptz)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  due record;
  expired integer := 0;
begin
  for due in
    select c.id, least(c.party_left_at, c.max_ends_at) as over_at
    from public.calls c
    where c.status = 'connected' and c.max_ends_at <= p_now
    limit 500
    for no key update skip locked
  loop
    expired := expired + public.live_end_call(due.id, 'completed', null, p_now, due.over_at)::integer;
  end loop;
  return expired;
end;
$$;

-- Ends sessions that have reached their longest duration; live_tick() calls it. One whose host stays away ends once
-- LiveKit has confirmed that (live_confirm_absence).
create or replace function public.live_expire_sessions(p_now timestamptz)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  due uuid;
  ended integer := 0;
begin
  for due in
    select s.id
    from public.live_sessions s
    where s.status = 'live' and s.max_ends_at <= p_now
    -- in another order each time, so that those that cannot be ended do not keep the rest from it for ever
    order by random()
    limit 200
  loop
    -- one that cannot be ended does not keep the others from it
    begin
      ended := ended + public.live_expire_session(due, p_now)::integer;
    exception
      when others then
        raise warning 'session % cannot be ended: %', due, sqlerrm;
    end;
  end loop;
  return ended;
end;
$$;

-- Closes invitations to the stage that nobody answered, and tells the host; live_tick() calls it.
create or replace function public.live_expire_invitations(p_now timestamptz)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  closed record;
  expired integer := 0;
begin
  for closed in
    update public.live_participants p
      set invitation_response = 'expired',
          role = case when p.role = 'invited_guest' then public.live_audience_role(s.session_type) else p.role end
      from public.live_sessions s
      where s.id = p.session_id
        and p.id in (
          select x.id
          from public.live_participants x
          where x.invitation_response = 'pending' and x.invitation_expires_at <= p_now
          limit 500
          for no key update skip locked
        )
      returning p.session_id, p.user_id, p.invitation_id
  loop
    perform public.live_tell_host_of_invitation(
      closed.session_id, closed.user_id, closed.invitation_id, 'invitation_rejected', true
    );
    expired := expired + 1;
  end loop;
  return expired;
end;
$$;

-- Closes requests to join that nobody answered, and tells the requester; live_tick() calls it.
create or replace function public.live_expire_requests(p_now timestamptz)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  closed record;
  expired integer := 0;
begin
  for closed in
    update public.live_guest_requests r
      set status = 'expired'
      where r.id in (
        select x.id
        from public.live_guest_requests x
        where x.status = 'pending' and x.expires_at <= p_now
        limit 500
        for no key update skip locked
      )
      returning r.id, r.session_id, r.requester_id
  loop
    perform public.live_answer_request(closed.id, closed.session_id, closed.requester_id, false, true);
    expired := expired + 1;
  end loop;
  return expired;
end;
$$;

-- Sends guests who have been gone longer than the grace back to the audience; live_tick() calls it.
create or replace function public.live_expire_guests(p_now timestamptz)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  grace constant interval := public.live_setting_seconds('guest_grace_seconds');
  gone record;
  expired integer := 0;
begin
  for gone in
    update public.live_participants p
      set role = public.live_audience_role(s.session_type),
          role_version = p.role_version + 1,
          seated_at = null,
          guest_left_at = null
      from public.live_sessions s
      where s.id = p.session_id
        and p.id in (
          select x.id
          from public.live_participants x
          where x.guest_left_at <= p_now - grace and x.role in ('co_host', 'speaker')
          limit 500
          for no key update skip locked
        )
      returning p.user_id, p.session_id
  loop
    perform public.live_tell_guest(gone.session_id, gone.user_id, false, null, 'disconnected');
    expired := expired + 1;
  end loop;
  return expired;
end;
$$;

-- Gives up on people who were let in but never connected; live_tick() calls it.
create or replace function public.live_expire_admissions(p_now timestamptz)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  expired integer;
begin
  update public.live_participants p
    set is_active = false
    where p.id in (
      select x.id
      from public.live_participants x
      where x.is_active
        and x.livekit_participant_sid is null
        and x.admitted_at <= p_now - interval '60 seconds'
      limit 2000
      for no key update skip locked
    );
  get diagnostics expired = row_count;
  return expired;
end;
$$;

-- Runs one part of the tick and tells how much it did, or the SQLSTATE it failed with; live_tick() calls it. A part
-- that fails is undone alone, and so is one that ran until the caller's statement_timeout, which `others` leaves out.
create or replace function public.live_tick_part(p_part text, p_now timestamptz)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  done integer;
begin
  execute format('select public.%I($1)', p_part) into done using p_now;
  return case when done > 0 then jsonb_build_object(p_part, done) else '{}' end;
exception
  when query_canceled or others then
    raise warning '% failed: %', p_part, sqlerrm;
    return jsonb_build_object(p_part, sqlstate);
end;
$$;

-- One round of everything that is due; pg_cron calls it every 5 seconds, the local stack every second. One round runs
-- at a time. Its parts are bounded: each takes so many rows a round and waits for no lock longer than lock_timeout, so
-- that none keeps the others from running, or what they have done from being seen.
--
-- The order is that of live_locks: sessions, then calls, then counters, then coins. What may be slow comes last: the
-- app's own pipeline runs inside announcements.
create or replace function public.live_tick(p_now timestamptz default now())
returns jsonb
language plpgsql
set search_path = ''
set lock_timeout = '300ms'
as $$
declare
  part text;
  report jsonb := '{}';
begin
  if not public.live_try_lock_tick() then
    return '{"skipped": true}';
  end if;
  update public.live_tick_runs r set ran_at = p_now;
  foreach part in array array[
    'live_expire_sessions', 'live_end_abandoned', 'live_expire_rings', 'live_expire_calls', 'live_expire_agents',
    'live_expire_invitations', 'live_expire_requests', 'live_expire_guests', 'live_expire_admissions',
    'live_refresh_counters', 'live_charge_calls', 'live_settle_calls', 'live_refund_sessions',
    'live_warn_of_maintenance', 'live_announce_sessions', 'live_mail_followers', 'live_sweep_leftovers',
    'live_forget_pushes', 'live_forget_mails', 'live_forget_transcripts', 'live_erase_recordings',
    'live_roll_up_sessions', 'live_roll_up_days', 'live_measure_popular', 'live_forget_stays', 'live_measure_usage'
  ]
  loop
    report := report || public.live_tick_part(part, p_now);
  end loop;
  return report;
end;
$$;

-- A round for when nothing has called live_tick() for half a minute, where pg_cron is missing or its job has stopped;
-- the sweeper calls it. Returns what came of the round, null where none was needed.
create or replace function public.live_tick_when_late(p_now timestamptz default now())
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
begin
  if exists (select from public.live_tick_runs r where r.ran_at > p_now - interval '30 seconds') then
    return null;
  end if;
  return public.live_tick(p_now);
end;
$$;

revoke execute on function public.live_expire_rings(timestamptz) from public, anon, authenticated;
revoke execute on function public.live_expire_calls(timestamptz) from public, anon, authenticated;
revoke execute on function public.live_expire_sessions(timestamptz) from public, anon, authenticated;
revoke execute on function public.live_expire_invitations(timestamptz) from public, anon, authenticated;
revoke execute on function public.live_expire_requests(timestamptz) from public, anon, authenticated;
revoke execute on function public.live_expire_guests(timestamptz) from public, anon, authenticated;
revoke execute on function public.live_expire_admissions(timestamptz) from public, anon, authenticated;
revoke execute on function public.live_tick_part(text, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_tick(timestamptz) from public, anon, authenticated;
revoke execute on function public.live_tick_when_late(timestamptz) from public, anon, authenticated;
grant execute on function public.live_expire_rings(timestamptz) to service_role;
grant execute on function public.live_expire_calls(timestamptz) to service_role;
grant execute on function public.live_expire_sessions(timestamptz) to service_role;
grant execute on function public.live_expire_invitations(timestamptz) to service_role;
grant execute on function public.live_expire_requests(timestamptz) to service_role;
grant execute on function public.live_expire_guests(timestamptz) to service_role;
grant execute on function public.live_expire_admissions(timestamptz) to service_role;
grant execute on function public.live_tick_part(text, timestamptz) to service_role;
grant execute on function public.live_tick(timestamptz) to service_role;
grant execute on function public.live_tick_when_late(timestamptz) to service_role;
