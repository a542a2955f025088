-- A viewer's way in.

-- Lets somebody in: charges them if the session is pay-per-view and they have not paid, and gives them their row, all
-- or nothing. join-live-session calls it once Rust has found them entitled; what may have changed since (the end, a
-- ban, the price, the host's presence) is asked again under lock. Costs the same however many are inside.
create or replace function public.live_take_seat(
  p_user_id uuid,
  p_session_id uuid,
  p_expected_price integer,
  p_now timestamptz default now(),
  p_idempotency_key text default null,
  p_request_hash text default null,
  p_room_limit integer default 0,
  p_deadline timestamptz default null
)
returns jsonb
language plpgsql
security definer
set search_path = ''
set lock_timeout = '3s'
set statement_timeout = '4s'
as $$
declare
  reply jsonb;
  session public.live_sessions;
  paid jsonb;
begin
  perform public.live_require_time(p_deadline);
  reply := public.live_idempotency_begin(p_user_id, 'join-live-session', p_idempotency_key, p_request_hash, p_now);
  if reply is not null then
    return reply;
  end if;
  if coalesce(p_idempotency_key, '') <> '' then
    perform public.live_rate_session(p_user_id, 'join', 1, p_now);
  end if;

  -- first the viewer's own parallel joins; then the session cannot end until this is committed
  perform public.live_lock_entry(p_session_id, p_user_id);
  perform public.live_lock_session(p_session_id, false);
  session := public.live_require_open(p_session_id, p_user_id, p_now);
  perform public.live_require_place(session, p_user_id, p_room_limit);
  if session.access_type = 'pay_per_view' then
    paid := public.live_pay_entry(p_user_id, p_session_id, p_expected_price, p_now);
  end if;

  -- somebody without a profile (an anonymous viewer) has a token and a stay, but no row here
  insert into public.live_participants as p (
    session_id, user_id, profile_id, role, livekit_identity, admitted_at, joined_at, paid_amount, payment_id
  )
  select p_session_id, p_user_id, f.id,
    case when session.creator_id = p_user_id then 'host' else public.live_audience_role(session.session_type) end,
    p_user_id::text, p_now, p_now, coalesce((paid ->> 'coins')::integer, 0), (paid ->> 'payment_id')::uuid
  from public.profiles f
  where f.user_id = p_user_id and f.type = 'real'
  limit 1
  on conflict (session_id, user_id) do update
    set is_active = true,
        admitted_at = excluded.admitted_at,
        paid_amount = greatest(p.paid_amount, excluded.paid_amount),
        payment_id = coalesce(p.payment_id, excluded.payment_id);

  reply := public.live_idempotency_finish(p_user_id, 'join-live-session', p_idempotency_key, jsonb_strip_nulls(
    jsonb_build_object(
      'paid', coalesce((paid ->> 'coins')::integer, 0),
      'balance', paid -> 'balance'
    )
  ));
  perform public.live_require_time(p_deadline);
  return reply;
end;
$$;

-- The session somebody is about to enter, unless it has not begun, is over, or they are banned from it;
-- live_take_seat() asks it under the session's lock.
create or replace function public.live_require_open(p_session_id uuid, p_user_id uuid, p_now timestamptz)
returns public.live_sessions
language plpgsql
stable
set search_path = ''
as $$
declare
  session public.live_sessions;
  banned text;
begin
  select * into session from public.live_sessions s where s.id = p_session_id;
  if not found then
    perform public.live_refuse(404, 'SESSION_NOT_FOUND');
  elsif session.status = 'scheduled' and session.creator_id <> p_user_id then
    perform public.live_refuse(409, 'SESSION_NOT_STARTED');
  elsif session.status <> 'scheduled'
    and public.live_session_is_over(session.status, session.max_ends_at, p_now)
  then
    perform public.live_refuse(409, 'SESSION_ENDED');
  end if;
  banned := public.live_ban_inside(p_user_id, session.id, session.creator_id, p_now);
  if banned is not null then
    perform public.live_refuse(403, 'BANNED', jsonb_build_object('ban_type', banned));
  end if;

  return session;
end;
$$;

-- Refuses whoever finds no place in a room for p_room_limit people (0: for any number) with 409 SESSION_FULL;
-- live_take_seat() asks it. The host's place is kept for them, and whoever is inside or has paid is not asked: them
-- LiveKit itself lets in or not.
--
-- Where entry is sold, those inside and on their way are counted, one buyer at a time, so that nobody pays for a place
-- that is gone. Elsewhere the viewers of some seconds ago are near enough, and cost the same for any audience.
create or replace function public.live_require_place(
  p_session public.live_sessions, p_user_id uuid, p_room_limit integer
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  viewers integer := p_session.total_viewers;
begin
  if p_room_limit < 1 or p_user_id = p_session.creator_id or exists (
    select
    from public.live_participants p
    where p.session_id = p_session.id and p.user_id = p_user_id and p.is_active
  ) then
    return;
  end if;
  if p_session.access_type = 'pay_per_view' then
    if (public.live_paid_entry(p_session.id, p_user_id)).id is not null then
      return;
    end if;
    perform public.live_lock_places(p_session.id);
    select count(*) into viewers
    from (
      select
      from public.live_participants p
      where p.session_id = p_session.id and p.is_active and p.user_id <> p_session.creator_id
      limit p_room_limit
    ) inside;
  end if;
  if viewers + 1 >= p_room_limit then
    perform public.live_refuse(409, 'SESSION_FULL');
  end if;
end;
$$;

revoke execute on function public.live_take_seat(uuid, uuid, integer, timestamptz, text, text, integer, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_require_open(uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_require_place(public.live_sessions, uuid, integer)
  from public, anon, authenticated;
grant execute on function public.live_take_seat(uuid, uuid, integer, timestamptz, text, text, integer, timestamptz)
  to service_role;
grant execute on function public.live_require_open(uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_require_place(public.live_sessions, uuid, integer) to service_role;
