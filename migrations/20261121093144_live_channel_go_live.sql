-- A channel goes on air and off it. On air it is an ordinary session that names its channel.

-- Puts the caller's channel on air: with a new session by the channel's own title, kind of access and price, or with
-- the one that its creator is on air with already, once the fee is paid where there is one. toggle-active calls it
-- once Rust has found the caller entitled. A repeat finds the channel on air. Returns channel and session, whether
-- the session was `existing` and an encoder sends into it, and the ingress that is to.
create or replace function public.live_channel_go_live(
  p_user_id uuid, p_session_id uuid, p_room_name text, p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  channel public.live_channels;
  session public.live_sessions;
  plan public.live_sessions;
  existing boolean;
begin
  perform public.live_lock_creator(p_user_id);
  channel := public.live_own_channel(p_user_id);
  if channel.suspended_at is not null then
    perform public.live_refuse(403, 'CHANNEL_SUSPENDED');
  end if;

  session := public.live_session_on_air(p_user_id, p_now);
  existing := session.id is not null;
  if not existing or session.channel_id is null then
    perform public.live_use_fee_credit(p_user_id, coalesce(session.id, p_session_id), p_now);
  end if;
  if not existing then
    perform public.live_require_switched_on(p_user_id);
    perform public.live_require_no_maintenance(p_now);
    perform public.live_require_quota(p_user_id, p_now);
    plan := public.live_channel_plan(channel);
    session := public.live_insert_session(p_user_id, p_session_id, p_room_name, plan, p_now);
    perform public.live_seat_host(session.id, p_now);
    perform public.live_tell_start(session.id, p_now);
  elsif session.channel_id is null then
    update public.live_sessions s set channel_id = channel.id where s.id = session.id returning * into session;
    perform public.live_announce_to_followers(session, p_now);
  end if;
  return jsonb_build_object(
    'channel', jsonb_build_object('slug', channel.slug, 'room_name', channel.room_name),
    'session', public.live_session_reply(session),
    'existing', existing,
    'encoder_publishes', existing and public.live_encoder_publishes(session),
    'ingress', public.live_known_ingress(channel.id)
  );
end;
$$;

-- What a session on this channel is; live_channel_go_live() calls it.
create or replace function public.live_channel_plan(p_channel public.live_channels)
returns public.live_sessions
language plpgsql
stable
set search_path = ''
as $$
declare
  plan public.live_sessions;
begin
  plan.channel_id := p_channel.id;
  plan.session_type := 'video_live';
  plan.title := p_channel.title;
  plan.description := p_channel.description;
  plan.access_type := p_channel.access_type;
  plan.ppv_coin_price := p_channel.ppv_coin_price;
  plan.chat_enabled := true;
  plan.gifts_enabled := true;
  plan.guest_enabled := true;
  plan.max_guests := 3;
  plan.recording_enabled := false;
  return plan;
end;
$$;

-- Takes the caller's channel off the air, by the end of its session; toggle-active calls it. A channel that is not on
-- air stays so. Returns channel, what came of the session, if there was one, and where its encoder is to send to then.
create or replace function public.live_channel_go_offline(p_user_id uuid, p_auth_session_id uuid, p_now timestamptz)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  channel public.live_channels;
begin
  perform public.live_require_sign_in(p_user_id, p_auth_session_id, p_now);
  channel := public.live_own_channel(p_user_id);
  return jsonb_build_object(
    'channel', jsonb_build_object('slug', channel.slug, 'room_name', channel.room_name),
    'session', case
      when channel.active
      then public.live_end_own_session(p_user_id, p_auth_session_id, channel.session_id, p_now)
    end,
    'parked', case
      when channel.active
      then (
        select jsonb_build_object('ingress_id', i.ingress_id, 'room_name', public.live_parked_room(channel.id))
        from public.live_channel_ingress i
        where i.channel_id = channel.id
      )
    end
  );
end;
$$;

revoke execute on function public.live_channel_go_live(uuid, uuid, text, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_channel_plan(public.live_channels) from public, anon, authenticated;
revoke execute on function public.live_channel_go_offline(uuid, uuid, timestamptz) from public, anon, authenticated;
grant execute on function public.live_channel_go_live(uuid, uuid, text, timestamptz) to service_role;
grant execute on function public.live_channel_plan(public.live_channels) to service_role;
grant execute on function public.live_channel_go_offline(uuid, uuid, timestamptz) to service_role;
