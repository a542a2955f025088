-- How a show and a call end, whoever or whatever ends them. Both are idempotent: the first reason stands.

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

-- Until when the host of a live session is waited for: since they left, or since the start if they have not come yet.
-- Null while they are inside. The sweeper's functions ask it.
create or replace function public.live_host_deadline(p_session public.live_sessions)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
begin
  return case
    when p_session.host_left_at is not null
    then p_session.host_left_at + public.live_setting_seconds('host_grace_seconds', 30)
    when not public.live_host_has_come(p_session.id)
    then p_session.started_at + public.live_setting_seconds('host_arrival_seconds', 300)
  end;
end;
$$;

-- Ends what nobody comes back to: LiveKit, asked at p_asked_at, did not have the host in the session's room, or not
-- both parties in the call's, and by then they had been waited for long enough. A passed deadline alone ends nothing,
-- since the report that somebody is back may be lost. Judged by the stays as they are now; the caller holds the
-- session. live_sweep_apply() calls it. Returns whether it ended something.
create or replace function public.live_confirm_absence(p_session_id uuid, p_call_id uuid, p_asked_at timestamptz)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  show public.live_sessions;
  talk public.calls;
begin
  select * into show from public.live_sessions s where s.id = p_session_id and s.status = 'live';
  if found and public.live_host_deadline(show) <= p_asked_at then
    return (public.live_end_session(p_session_id, 'host_timeout', p_asked_at) ->> 'ended_here')::boolean;
  end if;

  select * into talk from public.calls c where c.id = p_call_id and c.status = 'connected' for no key update;
  if found and talk.party_left_at + public.live_setting_seconds('call_grace_seconds', 10) <= p_asked_at then
    return public.live_end_call(
      p_call_id, 'completed', null, p_asked_at, least(talk.party_left_at, talk.max_ends_at)
    );
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

-- Ends a call and, if nobody answered, leaves the callee a missed-call notification; the call functions, the webhook
-- and live_tick() call it. Returns whether this call of the function ended it.
create or replace function public.live_end_call(
  p_call_id uuid, p_reason text, p_ended_by uuid, p_now timestamptz default now(), p_ended_at timestamptz default null
)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  ended public.calls;
begin
  update public.calls c
    set status = 'ended',
        end_reason = p_reason,
        ended_by = p_ended_by,
        ended_at = greatest(c.initiated_at, coalesce(p_ended_at, p_now)),
        duration_seconds = case
          when c.answered_at is null then 0
          else greatest(0, floor(extract(epoch from coalesce(p_ended_at, p_now) - c.answered_at)))::integer
        end,
        party_left_at = null
    where c.id = p_call_id
      -- a call that was answered meanwhile can no longer be missed, nor one still ringing be completed
      and c.status = any (
        case p_reason
          when 'completed' then array['connected']
          when 'failed' then array['ringing', 'connected']
          else array['ringing']
        end
      )
    returning * into ended;
  if not found then
    return false;
  end if;

  if ended.answered_at is null and p_reason in ('missed', 'cancelled') then
    perform public.live_notify(
      array[ended.callee_id], ended.caller_id, 'missed_call', 'Cevapsız arama',
      coalesce(
        (
          select coalesce(p.display_name, p.username)
          from public.profiles p
          where p.user_id = ended.caller_id and p.type = 'real'
          limit 1
        ),
        'Biri'
      ) || ' seni aradı.',
      jsonb_build_object('callId', ended.id, 'callType', ended.call_type, 'callerId', ended.caller_id)
    );
  end if;
  return true;
end;
$$;

revoke execute on function public.live_sessions_complete_end() from public, anon, authenticated;
revoke execute on function public.live_end_session(uuid, text, timestamptz, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_expire_session(uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_host_deadline(public.live_sessions) from public, anon, authenticated;
revoke execute on function public.live_confirm_absence(uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_end_call(uuid, text, uuid, timestamptz, timestamptz)
  from public, anon, authenticated;
grant execute on function public.live_end_session(uuid, text, timestamptz, timestamptz) to service_role;
grant execute on function public.live_expire_session(uuid, timestamptz) to service_role;
grant execute on function public.live_host_deadline(public.live_sessions) to service_role;
grant execute on function public.live_confirm_absence(uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_end_call(uuid, text, uuid, timestamptz, timestamptz) to service_role;

reset lock_timeout;
