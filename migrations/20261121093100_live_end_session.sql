-- How a session ends, whoever or whatever ends it. Idempotent: the first reason stands.

set lock_timeout = '3s';

-- Ends a live session, or cancels a scheduled one, and freezes its totals; end-live-session, the ops panel, the
-- webhook and live_tick() call it. p_ended_at is when it was over, if that was before now. Returns the session's
-- totals and whether this call ended it; null for an unknown session.
create or replace function public.live_end_session(
  p_session_id uuid, p_reason text, p_now timestamptz default now(), p_ended_at timestamptz default null
)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  show public.live_sessions;
  numbers record;
  over_at timestamptz;
  ended_here boolean := false;
begin
  -- waits for gifts and entries under way, then keeps new ones out until the end is committed
  perform public.live_lock_session(p_session_id, true);
  select * into show from public.live_sessions s where s.id = p_session_id;
  if not found then
    return null;
  end if;

  if show.status = 'live' then
    over_at := greatest(coalesce(show.started_at, p_now), coalesce(p_ended_at, p_now));
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
      where s.id = p_session_id
      returning * into show;
    ended_here := true;

    perform public.live_see_out(p_session_id, show.session_type, over_at);
    perform public.live_broadcast(
      'live:' || p_session_id, 'session_ended', jsonb_build_object('reason', p_reason)
    );
  elsif show.status = 'scheduled' then
    update public.live_sessions s
      set status = 'cancelled', ended_at = p_now, end_reason = p_reason
      where s.id = p_session_id
      returning * into show;
    ended_here := true;
  end if;

  return jsonb_build_object(
    'id', show.id,
    'status', show.status,
    'end_reason', show.end_reason,
    'ended_at', show.ended_at,
    'total_duration_seconds', show.total_duration_seconds,
    'peak_viewers', show.peak_viewers,
    'total_viewers', show.total_viewers,
    'total_gifts_received', show.total_gifts_received,
    'total_messages', show.total_messages,
    'ended_here', ended_here
  );
end;
$$;

-- Ends the caller's own show, or cancels it if it has not begun; end-live-session calls it. A show that is over is
-- returned as it ended. LiveKit has no part in this: the room is closed a little later by the sweeper, so that phones
-- show the end of a show and not an admin's intervention.
create or replace function public.live_end_own_session(
  p_user_id uuid, p_auth_session_id uuid, p_session_id uuid, p_now timestamptz default now()
)
returns jsonb
language plpgsql
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
  return public.live_end_session(p_session_id, 'host_ended', p_now) - 'ended_here';
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
  show public.live_sessions;
begin
  perform public.live_lock_session(p_session_id, true);
  select * into show from public.live_sessions s where s.id = p_session_id;
  if show.status = 'live' and show.max_ends_at <= p_now then
    perform public.live_end_session(p_session_id, 'max_duration_reached', p_now, show.max_ends_at);
    return true;
  end if;
  return false;
end;
$$;

-- Completes the end of a show that was written directly, as the ops panel does: reason, duration, numbers, and the word
-- to the phones. The trigger of live_sessions calls it; live_end_session() has done all that itself.
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
  perform public.live_see_out(new.id, new.session_type, new.ended_at);
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
revoke execute on function public.live_end_own_session(uuid, uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_expire_session(uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_sessions_complete_end() from public, anon, authenticated;
grant execute on function public.live_end_session(uuid, text, timestamptz, timestamptz) to service_role;
grant execute on function public.live_end_own_session(uuid, uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_expire_session(uuid, timestamptz) to service_role;

reset lock_timeout;
