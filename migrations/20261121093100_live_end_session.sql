-- How a session ends, whoever or whatever ends it. Idempotent: the first reason stands.

set lock_timeout = '3s';

-- Ends a live session, or cancels a scheduled one, and freezes its totals; end-live-session, the ops panel, the
-- webhook and live_tick() call it. p_ended_at is when it was over, if that was before now. Returns whether this call
-- ended it.
create or replace function public.live_end_session(
  p_session_id uuid, p_reason text, p_now timestamptz default now(), p_ended_at timestamptz default null
)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  session public.live_sessions;
  numbers record;
  over_at timestamptz;
begin
  -- waits for gifts and entries under way, then keeps new ones out until the end is committed
  perform public.live_lock_session(p_session_id, true);
  select * into session from public.live_sessions s where s.id = p_session_id;
  if session.status = 'live' then
    over_at := greatest(coalesce(session.started_at, p_now), coalesce(p_ended_at, p_now));
    select * into numbers from public.live_session_numbers(p_session_id, over_at);

    -- one update, because each is sent to every viewer
    update public.live_sessions s
      set status = 'ended',
          ended_at = over_at,
          end_reason = p_reason,
          host_left_at = null,
          total_duration_seconds =
            floor(extract(epoch from over_at - coalesce(s.started_at, over_at)))::integer,
          total_viewers = numbers.viewers,
          peak_viewers = numbers.peak,
          total_messages = numbers.messages,
          total_gifts_received = numbers.gifts,
          stats_refreshed_at = p_now
      where s.id = p_session_id;
    perform public.live_end_participation(p_session_id, session.session_type, over_at);
    perform public.live_broadcast(
      'live:' || p_session_id, 'session_ended', jsonb_build_object('reason', p_reason)
    );
    return true;
  elsif session.status = 'scheduled' then
    update public.live_sessions s
      set status = 'cancelled', ended_at = p_now, end_reason = p_reason
      where s.id = p_session_id;
    return true;
  end if;
  return false;
end;
$$;

-- The totals of a session that is over; live_end_own_session() tells it.
create or replace function public.live_session_totals(p_session_id uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'id', s.id,
      'status', s.status,
      'end_reason', s.end_reason,
      'ended_at', s.ended_at,
      'total_duration_seconds', s.total_duration_seconds,
      'peak_viewers', s.peak_viewers,
      'total_viewers', s.total_viewers,
      'total_gifts_received', s.total_gifts_received,
      'total_messages', s.total_messages
    )
    from public.live_sessions s
    where s.id = p_session_id
  );
end;
$$;

-- Ends the caller's own session, or cancels it if it has not begun; end-live-session calls it. A session that is over
-- is returned as it ended. LiveKit has no part in this: the room is closed a little later by the sweeper, so that
-- phones session the end of a session and not an admin's intervention.
create or replace function public.live_end_own_session(
  p_user_id uuid, p_auth_session_id uuid, p_session_id uuid, p_now timestamptz default now()
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  host_id uuid;
begin
  perform public.live_require_sign_in(p_user_id, p_auth_session_id, p_now);
  select s.creator_id into host_id from public.live_sessions s where s.id = p_session_id;
  if not found then
    perform public.live_refuse(404, 'SESSION_NOT_FOUND');
  elsif host_id <> p_user_id then
    perform public.live_refuse(403, 'NOT_THE_HOST');
  end if;
  perform public.live_end_session(p_session_id, 'host_ended', p_now);
  return public.live_session_totals(p_session_id)
    || jsonb_build_object('egress_id', public.live_egress_to_stop(p_session_id, null));
end;
$$;

-- Ends a live session whose longest duration has passed; live_expire_sessions() calls it, and live_create_session() for
-- one of the creator that nobody has written off yet. Returns whether it did.
create or replace function public.live_expire_session(p_session_id uuid, p_now timestamptz)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  session public.live_sessions;
begin
  perform public.live_lock_session(p_session_id, true);
  select * into session from public.live_sessions s where s.id = p_session_id;
  if session.status = 'live' and session.max_ends_at <= p_now then
    perform public.live_end_session(p_session_id, 'max_duration_reached', p_now, session.max_ends_at);
    return true;
  end if;
  return false;
end;
$$;

-- Completes the end of a session that was written directly, as the ops panel does: reason, duration, numbers, and the
-- word to the phones. The trigger of live_sessions calls it; live_end_session() has done all that itself.
create or replace function public.live_sessions_complete_end()
returns trigger
language plpgsql
set search_path = ''
as $$
declare
  numbers record;
begin
  new.ended_at := coalesce(new.ended_at, now());
  new.end_reason := 'admin_terminated';
  new.host_left_at := null;
  select * into numbers from public.live_session_numbers(new.id, new.ended_at);
  new.total_duration_seconds :=
    greatest(0, floor(extract(epoch from new.ended_at - coalesce(new.started_at, new.ended_at))))::integer;
  new.total_viewers := numbers.viewers;
  new.peak_viewers := numbers.peak;
  new.total_messages := numbers.messages;
  new.total_gifts_received := numbers.gifts;
  perform public.live_end_participation(new.id, new.session_type, new.ended_at);
  perform public.live_broadcast('live:' || new.id, 'session_ended', jsonb_build_object('reason', new.end_reason));
  return new;
end;
$$;

create or replace trigger live_sessions_complete_end
  before update of status on public.live_sessions
  for each row when (old.status = 'live' and new.status = 'ended' and new.end_reason is null)
  execute function public.live_sessions_complete_end();

revoke execute on function public.live_end_session(uuid, text, timestamptz, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_session_totals(uuid) from public, anon, authenticated;
revoke execute on function public.live_end_own_session(uuid, uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_expire_session(uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_sessions_complete_end() from public, anon, authenticated;
grant execute on function public.live_end_session(uuid, text, timestamptz, timestamptz) to service_role;
grant execute on function public.live_session_totals(uuid) to service_role;
grant execute on function public.live_end_own_session(uuid, uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_expire_session(uuid, timestamptz) to service_role;

reset lock_timeout;
