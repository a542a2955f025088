-- Who gets at a recording: what that is decided by (ipelya_core::access decides), what is bought after the show, and
-- what its owner does with it.

-- A recording as far as somebody's access depends on it: its own columns, the session it is of as for a live viewer, or
-- what they are in the call it is of. Null if there is no such recording.
create or replace function public.live_recording_room(p_user_id uuid, p_recording_id uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'id', r.id,
      'owner_id', r.owner_id,
      'visibility', r.visibility,
      'is_available', r.available_at is not null,
      'storage_key', r.storage_key,
      'title', r.title,
      'url_seconds', public.live_setting('recording_url_seconds'),
      'price_coins', coalesce(r.price_coins, nullif(s.ppv_coin_price, 0)),
      'session', public.live_session_room(p_user_id, r.session_id),
      'call_role', (select public.live_call_role(c, p_user_id) from public.calls c where c.id = r.call_id),
      'is_staff', exists (select from public.admin_profiles a where a.id = p_user_id and a.is_active)
    )
    from public.recordings r
    left join public.live_sessions s on s.id = r.session_id
    where r.id = p_recording_id
  );
end;
$$;

-- What get-recording-url and buy-recording decide by. Each request takes from the caller's limit.
create or replace function public.live_recording_facts(
  p_user_id uuid, p_auth_session_id uuid, p_recording_id uuid, p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  room jsonb;
begin
  perform public.live_rate_take(
    p_user_id::text, 'recording url', public.live_setting('recording_read_rate_count'), 60, p_now
  );
  room := public.live_recording_room(p_user_id, p_recording_id);
  return public.live_facts(
    p_user_id, p_auth_session_id, (room -> 'session' ->> 'id')::uuid, (room -> 'session' ->> 'creator_id')::uuid, room,
    p_now
  );
end;
$$;

-- Notes that staff is about to watch, or listen to, a recording that is not theirs; get-recording-url calls it before
-- it tells where it is. Refuses if it is gone, or they are staff no more.
create or replace function public.live_note_recording_read(
  p_user_id uuid, p_auth_session_id uuid, p_origin jsonb, p_recording_id uuid, p_now timestamptz
)
returns void
language plpgsql
security definer
set search_path = ''
as $$
declare
  recording public.recordings;
begin
  perform public.live_act_as_staff(p_user_id, p_auth_session_id, p_origin, false, p_now);
  select * into recording from public.recordings r where r.id = p_recording_id;
  if not found then
    perform public.live_refuse(404, 'RECORDING_NOT_FOUND');
  end if;
  perform public.live_note_action(
    recording.session_id, p_user_id, 'admin', 'read_recording', 'recording', p_recording_id::text, recording.owner_id,
    null, null, p_now
  );
end;
$$;

-- Charges a viewer for the recording of a pay-per-view session that is over, unless they have paid for the session or
-- the recording before: it is the same entry. buy-recording calls it. A price other than the expected one is refused
-- before anything moves; a ban or a block is asked about again.
create or replace function public.live_buy_recording(
  p_user_id uuid, p_auth_session_id uuid, p_recording_id uuid, p_expected_price integer, p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
set lock_timeout = '2s'
set statement_timeout = '4s'
as $$
declare
  recording public.recordings;
  session public.live_sessions;
  payment public.live_payments;
  banned text;
  price integer;
begin
  perform public.live_require_caller(p_user_id, p_auth_session_id, p_now);
  select * into recording from public.recordings r where r.id = p_recording_id;
  -- first the viewer's own parallel requests, and their joins; then the session as it is
  perform public.live_lock_entry(recording.session_id, p_user_id);
  perform public.live_lock_session(recording.session_id, false);
  select * into session from public.live_sessions s where s.id = recording.session_id;
  select * into recording from public.recordings r where r.id = p_recording_id;
  if recording.id is null or session.id is null then
    perform public.live_refuse(404, 'RECORDING_NOT_FOUND');
  elsif session.access_type <> 'pay_per_view' or session.creator_id = p_user_id then
    return '{"coins": 0, "charged": false}';
  end if;
  payment := public.live_paid_entry(session.id, p_user_id);
  if payment.id is not null then
    return jsonb_build_object('coins', payment.coins, 'charged', false);
  end if;

  price := coalesce(recording.price_coins, session.ppv_coin_price);
  banned := public.live_ban_inside(p_user_id, session.id, session.creator_id, p_now);
  if recording.visibility <> 'session' then
    perform public.live_refuse(404, 'RECORDING_NOT_FOUND');
  elsif banned is not null then
    perform public.live_refuse(403, 'BANNED', jsonb_build_object('ban_type', banned));
  elsif exists (
    select from public.blocked_users b where b.blocker_id = session.creator_id and b.blocked_id = p_user_id
  ) then
    perform public.live_refuse(403, 'BLOCKED');
  elsif recording.available_at is null then
    perform public.live_refuse(409, 'RECORDING_NOT_READY');
  elsif not public.live_session_is_over(session.status, session.max_ends_at, p_now) then
    -- the show is on: entry to it is what is sold
    perform public.live_refuse(402, 'PAYMENT_REQUIRED', jsonb_build_object('required', session.ppv_coin_price));
  elsif p_expected_price is not null and p_expected_price <> price then
    perform public.live_refuse(409, 'PRICE_CHANGED', jsonb_build_object('required', price));
  end if;
  perform public.live_require_coins(p_user_id, price);

  payment.kind := 'ppv';
  payment.session_id := session.id;
  payment.recording_id := recording.id;
  payment.payer_id := p_user_id;
  payment.payee_id := session.creator_id;
  payment.coins := price;
  payment.created_at := p_now;
  -- whatever they paid before was refunded; two of one number cannot be
  select count(*) + 1 into payment.entry
  from public.live_payments p
  where p.session_id = session.id and p.payer_id = p_user_id and p.kind = 'ppv';
  return jsonb_build_object(
    'coins', price, 'charged', true, 'balance', public.live_move_coins(payment, 'pay_per_view') -> 'balance'
  );
end;
$$;

-- Recordings, newest first: of a session, a creator or a call, or all that there are to see. Everybody sees those that
-- they might be let at, or might buy; owners see theirs as they are, staff sees all. p_before_at and p_before_id are
-- those of the last one that was told.
create or replace function public.live_list_recordings(
  p_user_id uuid, p_auth_session_id uuid, p_session_id uuid, p_creator_id uuid, p_call_id uuid, p_limit integer,
  p_before_at timestamptz, p_before_id uuid, p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  is_staff constant boolean := exists (
    select from public.admin_profiles a where a.id = p_user_id and a.is_active
  );
begin
  perform public.live_require_sign_in(p_user_id, p_auth_session_id, p_now);
  perform public.live_rate_take(
    p_user_id::text, 'recording list', public.live_setting('recording_read_rate_count'), 60, p_now
  );
  return (
    select coalesce(jsonb_agg(
        public.live_recording_reply(listed) || jsonb_build_object('created_at', (listed).created_at)
        order by (listed).created_at desc, (listed).id desc
      ), '[]')
    from (
      select r as listed
      from public.recordings r
      left join public.calls c on c.id = r.call_id
      where (p_session_id is null or r.session_id = p_session_id)
        and (p_creator_id is null or r.owner_id = p_creator_id and r.session_id is not null)
        and (p_call_id is null or r.call_id = p_call_id)
        and (p_before_at is null or (r.created_at, r.id) < (p_before_at, p_before_id))
        and (
          is_staff
          or r.owner_id = p_user_id
          or r.visibility = 'session' and r.available_at is not null and case
            when r.call_id is not null then public.live_call_role(c, p_user_id) is not null
            else not exists (
              select from public.blocked_users b where b.blocker_id = r.owner_id and b.blocked_id = p_user_id
            )
          end
        )
      order by r.created_at desc, r.id desc
      limit p_limit
    ) recordings
  );
end;
$$;

-- Refuses whoever may not do anything about a recording: its owner and staff may. To whoever does not see it there is
-- none. Returns it, held, and whether it is staff who acts.
create or replace function public.live_own_recording(
  p_user_id uuid, p_auth_session_id uuid, p_recording_id uuid, p_now timestamptz,
  out recording public.recordings, out as_staff boolean
)
language plpgsql
set search_path = ''
set lock_timeout = '500ms'
as $$
begin
  perform public.live_require_sign_in(p_user_id, p_auth_session_id, p_now);
  select * into recording from public.recordings r where r.id = p_recording_id;
  perform public.live_hold_recorded(recording.session_id, recording.call_id);
  select * into recording from public.recordings r where r.id = p_recording_id for no key update;
  as_staff := recording.owner_id is distinct from p_user_id;
  if recording.id is null
    or as_staff and not exists (select from public.admin_profiles a where a.id = p_user_id and a.is_active)
  then
    perform public.live_refuse(404, 'RECORDING_NOT_FOUND');
  end if;
end;
$$;

-- Changes who sees a recording, what it is called, or what it costs after the show; update-recording calls it. Null
-- leaves a thing as it is. One whose owner, or somebody in it, is gone stays closed.
create or replace function public.live_update_recording(
  p_user_id uuid, p_auth_session_id uuid, p_origin jsonb, p_recording_id uuid, p_visibility text, p_title text,
  p_price_coins integer, p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
set lock_timeout = '3s'
set statement_timeout = '4s'
as $$
declare
  own record;
  recording public.recordings;
begin
  select * into own from public.live_own_recording(p_user_id, p_auth_session_id, p_recording_id, p_now);
  recording := own.recording;
  if (recording.erase_at is not null or recording.owner_id is null) and p_visibility = 'session' then
    perform public.live_refuse(409, 'RECORDING_CLOSED');
  elsif p_price_coins is not null and not exists (
    select
    from public.live_sessions s
    where s.id = recording.session_id and s.access_type = 'pay_per_view'
  ) then
    perform public.live_refuse(409, 'NOT_PAY_PER_VIEW');
  end if;
  if own.as_staff then
    perform public.live_keep_origin(p_origin);
    perform public.live_note_action(
      recording.session_id, p_user_id, 'admin', 'update_recording', 'recording', p_recording_id::text,
      recording.owner_id, null,
      jsonb_strip_nulls(jsonb_build_object('visibility', p_visibility, 'title', p_title, 'price_coins', p_price_coins)),
      p_now
    );
  end if;
  update public.recordings r
    set visibility = coalesce(p_visibility, r.visibility),
        title = coalesce(p_title, r.title),
        price_coins = coalesce(p_price_coins, r.price_coins)
    where r.id = p_recording_id
    returning * into recording;
  return public.live_recording_reply(recording);
end;
$$;

-- Deletes a recording, file and all, also while it is made; delete-recording calls it, and asks LiveKit to stop with
-- the `egress_id`. What operations hold is refused.
create or replace function public.live_delete_recording(
  p_user_id uuid, p_auth_session_id uuid, p_origin jsonb, p_recording_id uuid, p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
set lock_timeout = '3s'
set statement_timeout = '4s'
as $$
declare
  own record;
  recording public.recordings;
begin
  select * into own from public.live_own_recording(p_user_id, p_auth_session_id, p_recording_id, p_now);
  recording := own.recording;
  if recording.held_at is not null then
    perform public.live_refuse(409, 'RECORDING_HELD');
  end if;
  if own.as_staff then
    perform public.live_keep_origin(p_origin);
    perform public.live_note_action(
      recording.session_id, p_user_id, 'admin', 'delete_recording', 'recording', p_recording_id::text,
      recording.owner_id, null, null, p_now
    );
  end if;
  perform public.live_erase_recording(p_recording_id, case when own.as_staff then 'admin' else 'owner' end, p_now);
  return jsonb_build_object(
    'egress_id', case when public.live_recording_is_open(recording.status) then recording.egress_id end
  );
end;
$$;

revoke execute on function public.live_recording_room(uuid, uuid) from public, anon, authenticated;
revoke execute on function public.live_recording_facts(uuid, uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_note_recording_read(uuid, uuid, jsonb, uuid, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_buy_recording(uuid, uuid, uuid, integer, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_list_recordings(
  uuid, uuid, uuid, uuid, uuid, integer, timestamptz, uuid, timestamptz
) from public, anon, authenticated;
revoke execute on function public.live_own_recording(uuid, uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_update_recording(uuid, uuid, jsonb, uuid, text, text, integer, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_delete_recording(uuid, uuid, jsonb, uuid, timestamptz)
  from public, anon, authenticated;
grant execute on function public.live_recording_room(uuid, uuid) to service_role;
grant execute on function public.live_recording_facts(uuid, uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_note_recording_read(uuid, uuid, jsonb, uuid, timestamptz) to service_role;
grant execute on function public.live_buy_recording(uuid, uuid, uuid, integer, timestamptz) to service_role;
grant execute on function public.live_list_recordings(
  uuid, uuid, uuid, uuid, uuid, integer, timestamptz, uuid, timestamptz
) to service_role;
grant execute on function public.live_own_recording(uuid, uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_update_recording(uuid, uuid, jsonb, uuid, text, text, integer, timestamptz)
  to service_role;
grant execute on function public.live_delete_recording(uuid, uuid, jsonb, uuid, timestamptz) to service_role;
