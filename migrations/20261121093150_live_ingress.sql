-- A channel's encoder: which ingress of LiveKit's it sends to, into which room, and how that goes.

-- What is known of a channel's ingress; null if it has none.
create or replace function public.live_known_ingress(p_channel_id uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object('ingress_id', i.ingress_id, 'input', i.input, 'url', i.url, 'key_hint', i.key_hint)
    from public.live_channel_ingress i
    where i.channel_id = p_channel_id
  );
end;
$$;

-- The room that the encoder of a channel which is off air sends to: one that is never opened, so that nobody's stream
-- arrives.
create or replace function public.live_parked_room(p_channel_id uuid)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return 'parked_' || p_channel_id;
end;
$$;

-- The room that a channel's encoder is to send to: that of the session it is on air with; off air, and for a creator
-- who is banned everywhere, the one it is parked at.
create or replace function public.live_ingress_room(p_channel public.live_channels, p_now timestamptz)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce(
    (
      select s.livekit_room_name
      from public.live_sessions s
      where s.id = p_channel.session_id
        and p_channel.suspended_at is null
        and public.live_ban_inside(p_channel.creator_id, null, null, p_now) is null
    ),
    public.live_parked_room(p_channel.id)
  );
end;
$$;

-- Whether an encoder sends into a session in its host's name at this moment, as far as is known: it is inside, or
-- LiveKit has said that it publishes. Its host then only looks on. The facts of every token of a host ask it.
create or replace function public.live_encoder_publishes(p_session public.live_sessions)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return exists (
      select
      from public.live_stays t
      where t.user_id = p_session.creator_id
        and t.session_id = p_session.id
        and t.kind = 'INGRESS'
        and t.left_at is null
    )
    or exists (
      select
      from public.live_channel_ingress i
      where i.channel_id = p_session.channel_id and i.status = 'publishing' and p_session.status = 'live'
    );
end;
$$;

-- What live/ingress is decided by: the room is the caller's own channel, null if they have none. `replay` is what was
-- answered before under this key. A new key for an encoder takes from a limit of its own, all else from the caller's
-- `token` limit.
create or replace function public.live_ingress_facts(
  p_user_id uuid, p_auth_session_id uuid, p_action text, p_now timestamptz, p_idempotency_key text,
  p_request_hash text
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  replay constant jsonb := public.live_idempotency_reply(
    p_user_id, 'channel-ingress', p_idempotency_key, p_request_hash, p_now
  );
  channel public.live_channels;
begin
  if p_action in ('create', 'rotate') and replay is null then
    perform public.live_rate_take(
      p_user_id::text, 'ingress', public.live_setting('ingress_rate_count'), 3600, p_now
    );
  else
    perform public.live_rate_token(p_user_id, p_now);
  end if;
  select * into channel from public.live_channels c where c.creator_id = p_user_id;
  return public.live_facts(
    p_user_id, p_auth_session_id, null, null,
    case
      when found
      then jsonb_build_object(
        'channel_id', channel.id,
        'is_suspended', channel.suspended_at is not null,
        'room_name', public.live_ingress_room(channel, p_now),
        'ingress', public.live_known_ingress(channel.id),
        'replay', replay
      )
    end,
    p_now
  );
end;
$$;

-- Writes down the ingress that LiveKit has made for the caller's channel in place of p_replaces (null for the first
-- one). p_ingress: ingress_id, key_hint, input, url. Whoever was faster is left to stand: the returned ingress is
-- then another than the one given, which is its maker's to delete.
create or replace function public.live_set_ingress(
  p_user_id uuid, p_replaces text, p_ingress jsonb, p_now timestamptz, p_idempotency_key text, p_request_hash text
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  reply jsonb;
  channel public.live_channels;
  current_id text;
begin
  reply := public.live_idempotency_begin(p_user_id, 'channel-ingress', p_idempotency_key, p_request_hash, p_now);
  if reply is not null then
    return reply;
  end if;
  perform public.live_lock_creator(p_user_id);
  channel := public.live_own_channel(p_user_id);
  if channel.suspended_at is not null then
    perform public.live_refuse(403, 'CHANNEL_SUSPENDED');
  end if;

  select i.ingress_id into current_id from public.live_channel_ingress i where i.channel_id = channel.id;
  if current_id is not distinct from p_replaces then
    insert into public.live_channel_ingress as i (channel_id, ingress_id, key_hint, input, url, status_at, created_at)
    select channel.id, made.ingress_id, made.key_hint, made.input, made.url, p_now, p_now
    from jsonb_to_record(p_ingress) as made (ingress_id text, key_hint text, input text, url text)
    on conflict (channel_id) do update
      set ingress_id = excluded.ingress_id,
          key_hint = excluded.key_hint,
          input = excluded.input,
          url = excluded.url,
          status = 'inactive',
          status_at = excluded.status_at,
          created_at = excluded.created_at;
    delete from public.live_ingress_leftovers l where l.ingress_id = p_ingress ->> 'ingress_id';
  end if;
  return public.live_idempotency_finish(
    p_user_id, 'channel-ingress', p_idempotency_key, public.live_known_ingress(channel.id)
  );
end;
$$;

-- Forgets the ingress of the caller's channel that LiveKit has deleted. Returns null; what was asked for under a key
-- is remembered by that.
create or replace function public.live_forget_ingress(
  p_user_id uuid, p_ingress_id text, p_now timestamptz, p_idempotency_key text, p_request_hash text
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  reply jsonb;
begin
  reply := public.live_idempotency_begin(p_user_id, 'channel-ingress', p_idempotency_key, p_request_hash, p_now);
  if reply is not null then
    return reply;
  end if;
  delete from public.live_channel_ingress i
    using public.live_channels c
    where c.id = i.channel_id and c.creator_id = p_user_id and i.ingress_id = p_ingress_id;
  return public.live_idempotency_finish(p_user_id, 'channel-ingress', p_idempotency_key, 'null');
end;
$$;

-- LiveKit says how an ingress is, by its own clock, which tells whole seconds; what comes late changes nothing. Returns
-- whether it is a channel's. live_apply_webhook() calls it.
create or replace function public.live_ingress_seen(p_ingress_id text, p_status text, p_at timestamptz)
returns boolean
language plpgsql
set search_path = ''
as $$
begin
  update public.live_channel_ingress i
    set status = p_status, status_at = p_at
    where i.ingress_id = p_ingress_id and date_trunc('second', i.status_at) <= p_at and p_status is not null;
  return found or exists (select from public.live_channel_ingress i where i.ingress_id = p_ingress_id);
end;
$$;

-- How the caller's channel goes: what LiveKit last said of its encoder, and what its creator's client last measured,
-- which is p_sample if there is one.
create or replace function public.live_channel_health(
  p_user_id uuid, p_auth_session_id uuid, p_sample jsonb, p_now timestamptz
)
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
  perform public.live_rate_take(
    p_user_id::text, case when p_sample is null then 'health read' else 'health' end,
    public.live_setting('health_rate_count'), 60, p_now
  );
  if p_sample is not null then
    insert into public.live_channel_health (channel_id, bitrate_kbps, fps, packet_loss, rtt_ms, sampled_at)
    select channel.id, s.bitrate_kbps, s.fps, s.packet_loss, s.rtt_ms, p_now
    from jsonb_to_record(p_sample) as s (
      bitrate_kbps double precision, fps double precision, packet_loss double precision, rtt_ms double precision
    )
    on conflict (channel_id) do update
      set bitrate_kbps = excluded.bitrate_kbps,
          fps = excluded.fps,
          packet_loss = excluded.packet_loss,
          rtt_ms = excluded.rtt_ms,
          sampled_at = excluded.sampled_at;
  end if;
  return jsonb_build_object(
    'active', channel.active,
    'ingress', (
      select jsonb_build_object('status', i.status, 'status_at', i.status_at)
      from public.live_channel_ingress i
      where i.channel_id = channel.id
    ),
    'sample', (
      select jsonb_build_object(
        'bitrate_kbps', h.bitrate_kbps,
        'fps', h.fps,
        'packet_loss', h.packet_loss,
        'rtt_ms', h.rtt_ms,
        'sampled_at', h.sampled_at
      )
      from public.live_channel_health h
      where h.channel_id = channel.id
    )
  );
end;
$$;

revoke execute on function public.live_parked_room(uuid) from public, anon, authenticated;
revoke execute on function public.live_known_ingress(uuid) from public, anon, authenticated;
revoke execute on function public.live_ingress_room(public.live_channels, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_encoder_publishes(public.live_sessions) from public, anon, authenticated;
revoke execute on function public.live_ingress_facts(uuid, uuid, text, timestamptz, text, text)
  from public, anon, authenticated;
revoke execute on function public.live_set_ingress(uuid, text, jsonb, timestamptz, text, text)
  from public, anon, authenticated;
revoke execute on function public.live_forget_ingress(uuid, text, timestamptz, text, text)
  from public, anon, authenticated;
revoke execute on function public.live_ingress_seen(text, text, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_channel_health(uuid, uuid, jsonb, timestamptz)
  from public, anon, authenticated;
grant execute on function public.live_parked_room(uuid) to service_role;
grant execute on function public.live_known_ingress(uuid) to service_role;
grant execute on function public.live_ingress_room(public.live_channels, timestamptz) to service_role;
grant execute on function public.live_encoder_publishes(public.live_sessions) to service_role;
grant execute on function public.live_ingress_facts(uuid, uuid, text, timestamptz, text, text) to service_role;
grant execute on function public.live_set_ingress(uuid, text, jsonb, timestamptz, text, text) to service_role;
grant execute on function public.live_forget_ingress(uuid, text, timestamptz, text, text) to service_role;
grant execute on function public.live_ingress_seen(text, text, timestamptz) to service_role;
grant execute on function public.live_channel_health(uuid, uuid, jsonb, timestamptz) to service_role;
