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
    for no key update skip locked
  loop
    expired := expired + public.live_end_call(due.id, 'missed', null, p_now, due.ring_expires_at)::integer;
  end loop;
  return expired;
end;
$$;

-- Ends connected calls that lost a party longer than the grace ago or have reached their longest duration; live_tick()
-- calls it.
create or replace function public.live_expire_calls(p_now timestamptz)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  grace constant interval := public.live_setting_seconds('call_grace_seconds', 10);
  due record;
  expired integer := 0;
begin
  for due in
    select c.id, least(c.party_left_at, c.max_ends_at) as over_at
    from public.calls c
    where c.status = 'connected'
      and (
        c.max_ends_at <= p_now
        or c.party_left_at <= p_now - grace and public.live_away_since(c.party_left_at, (
          select t.left_reason
          from public.live_stays t
          where t.call_id = c.id and t.left_at = c.party_left_at
          order by t.left_reason = 'SWEPT' desc
          limit 1
        )) <= p_now - grace
      )
    for no key update skip locked
  loop
    expired := expired + public.live_end_call(due.id, 'completed', null, p_now, due.over_at)::integer;
  end loop;
  return expired;
end;
$$;

-- Ends shows whose host stayed away past the grace, and those that have reached their longest duration; live_tick()
-- calls it.
create or replace function public.live_expire_sessions(p_now timestamptz)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  grace constant interval := public.live_setting_seconds('host_grace_seconds', 30);
  due uuid;
  ended integer := 0;
begin
  for due in
    select s.id
    from public.live_sessions s
    where s.status = 'live' and (s.host_left_at <= p_now - grace or s.max_ends_at <= p_now)
    order by s.id
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

-- Closes invitations to the stage that nobody answered; live_tick() calls it.
create or replace function public.live_expire_invitations(p_now timestamptz)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  expired integer;
begin
  update public.live_participants p
    set invitation_response = 'expired',
        role = case when p.role = 'invited_guest' then public.live_audience_role(s.session_type) else p.role end
    from public.live_sessions s
    where s.id = p.session_id and p.invitation_response = 'pending' and p.invitation_expires_at <= p_now;
  get diagnostics expired = row_count;
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
      where r.status = 'pending' and r.expires_at <= p_now
      returning r.id, r.session_id, r.requester_id
  loop
    perform public.live_broadcast('user:' || closed.requester_id, 'join_request_response', jsonb_build_object(
      'requestId', closed.id, 'sessionId', closed.session_id, 'approved', false, 'expired', true
    ));
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
  grace constant interval := public.live_setting_seconds('guest_grace_seconds', 10);
  gone record;
  expired integer := 0;
begin
  for gone in
    update public.live_participants p
      set role = public.live_audience_role(s.session_type), guest_left_at = null
      from public.live_sessions s
      where s.id = p.session_id
        and p.guest_left_at <= p_now - grace
        and p.role in ('co_host', 'speaker')
      returning p.user_id, p.session_id
  loop
    perform public.live_broadcast('user:' || gone.user_id, 'your_guest_ended', jsonb_build_object(
      'sessionId', gone.session_id, 'reason', 'disconnected'
    ));
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
    where p.is_active
      and p.livekit_participant_sid is null
      and p.admitted_at <= p_now - interval '60 seconds';
  get diagnostics expired = row_count;
  return expired;
end;
$$;

-- Throws away what nobody will ask for again: expired idempotency keys, buckets long full, old webhook log rows;
-- live_tick() calls it. A little at a time, so that no tick is long.
create or replace function public.live_sweep_leftovers(p_now timestamptz)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  keys integer;
  buckets integer;
  events integer;
begin
  delete from public.live_idempotency i
    where (i.user_id, i.function_name, i.key) in (
      select x.user_id, x.function_name, x.key
      from public.live_idempotency x
      where x.expires_at <= p_now
      order by x.expires_at
      limit 500
    );
  get diagnostics keys = row_count;
  delete from public.live_rate_limits b
    where (b.subject, b.action) in (
      select x.subject, x.action
      from public.live_rate_limits x
      where x.refilled_at <= p_now - interval '1 day'
      order by x.refilled_at
      limit 500
      for update skip locked
    );
  get diagnostics buckets = row_count;
  delete from public.live_webhook_logs w
    where w.id in (
      select x.id
      from public.live_webhook_logs x
      where x.created_at <= p_now - make_interval(days => least(public.live_setting('webhook_log_days_count', 14), 3650))
      order by x.created_at
      limit 500
      for update skip locked
    );
  get diagnostics events = row_count;
  return keys + buckets + events;
end;
$$;

-- One round of everything that is due; pg_cron calls it every 5 seconds, the local stack every second. One round runs
-- at a time, and a part that fails is reported and does not keep the others from running.
--
-- The order is that of the locks other functions take: sessions, then calls, then counters, then coins.
create or replace function public.live_tick(p_now timestamptz default now())
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  part text;
  done integer;
  report jsonb := '{}';
begin
  if not pg_try_advisory_xact_lock(hashtextextended('live_tick', 0)) then
    return '{"skipped": true}';
  end if;
  foreach part in array array[
    'live_expire_sessions', 'live_expire_rings', 'live_expire_calls', 'live_expire_invitations',
    'live_expire_requests', 'live_expire_guests', 'live_expire_admissions', 'live_announce_sessions',
    'live_refresh_counters', 'live_charge_calls', 'live_refund_sessions', 'live_sweep_leftovers'
  ]
  loop
    begin
      execute format('select public.%I($1)', part) into done using p_now;
      if done > 0 then
        report := report || jsonb_build_object(part, done);
      end if;
    exception
      when others then
        raise warning '% failed: %', part, sqlerrm;
        report := report || jsonb_build_object(part, sqlstate);
    end;
  end loop;
  return report;
end;
$$;

revoke execute on function public.live_expire_rings(timestamptz) from public, anon, authenticated;
revoke execute on function public.live_expire_calls(timestamptz) from public, anon, authenticated;
revoke execute on function public.live_expire_sessions(timestamptz) from public, anon, authenticated;
revoke execute on function public.live_expire_invitations(timestamptz) from public, anon, authenticated;
revoke execute on function public.live_expire_requests(timestamptz) from public, anon, authenticated;
revoke execute on function public.live_expire_guests(timestamptz) from public, anon, authenticated;
revoke execute on function public.live_expire_admissions(timestamptz) from public, anon, authenticated;
revoke execute on function public.live_sweep_leftovers(timestamptz) from public, anon, authenticated;
revoke execute on function public.live_tick(timestamptz) from public, anon, authenticated;
grant execute on function public.live_expire_rings(timestamptz) to service_role;
grant execute on function public.live_expire_calls(timestamptz) to service_role;
grant execute on function public.live_expire_sessions(timestamptz) to service_role;
grant execute on function public.live_expire_invitations(timestamptz) to service_role;
grant execute on function public.live_expire_requests(timestamptz) to service_role;
grant execute on function public.live_expire_guests(timestamptz) to service_role;
grant execute on function public.live_expire_admissions(timestamptz) to service_role;
grant execute on function public.live_sweep_leftovers(timestamptz) to service_role;
grant execute on function public.live_tick(timestamptz) to service_role;
