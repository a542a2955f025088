-- What is decided by about a channel, in one round trip; see live_facts().

-- The channel by its slug or one that it has had, all null if there is none.
create or replace function public.live_channel_by_slug(p_slug text, p_now timestamptz)
returns public.live_channels
language plpgsql
stable
set search_path = ''
as $$
declare
  channel public.live_channels;
begin
  select * into channel from public.live_channels c where c.slug = p_slug;
  if not found then
    select c.* into channel
    from public.live_channel_slugs k
    join public.live_channels c on c.id = k.channel_id
    where k.slug = p_slug and k.expires_at > p_now;
  end if;
  return channel;
end;
$$;

-- The channel by its slug, by one that it has had, or by the name that clients enter by; null if there is none or staff
-- has suspended it.
create or replace function public.live_channel_of(p_slug text, p_room_name text, p_now timestamptz)
returns public.live_channels
language plpgsql
stable
set search_path = ''
as $$
declare
  channel public.live_channels;
begin
  if p_slug is not null then
    channel := public.live_channel_by_slug(p_slug, p_now);
  else
    select * into channel from public.live_channels c where c.room_name = p_room_name;
  end if;
  if channel.suspended_at is not null then
    return null;
  end if;
  return channel;
end;
$$;

-- The caller's own channel; refuses with 404 CHANNEL_NOT_FOUND whoever has none.
create or replace function public.live_own_channel(p_user_id uuid)
returns public.live_channels
language plpgsql
stable
set search_path = ''
as $$
declare
  channel public.live_channels;
begin
  select * into channel from public.live_channels c where c.creator_id = p_user_id;
  if not found then
    perform public.live_refuse(404, 'CHANNEL_NOT_FOUND');
  end if;
  return channel;
end;
$$;

-- What a creator's own channel is decided by: who they are. p_action is `save` or `go live`, each of which has a limit
-- of its own.
create or replace function public.live_own_channel_facts(
  p_user_id uuid, p_auth_session_id uuid, p_action text, p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform public.live_rate_take(
    p_user_id::text, 'channel ' || p_action, public.live_setting('channel_rate_count'), 3600, p_now
  );
  return public.live_facts(p_user_id, p_auth_session_id, null, null, null, p_now);
end;
$$;

-- What the token of a channel's session is decided by; the room is null if there is no such channel, and its session is
-- if it is not on air. Takes from the caller's `token` limit.
create or replace function public.live_channel_facts(
  p_user_id uuid, p_auth_session_id uuid, p_slug text, p_room_name text, p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  channel constant public.live_channels := public.live_channel_of(p_slug, p_room_name, p_now);
begin
  perform public.live_rate_token(p_user_id, p_now);
  return public.live_facts(
    p_user_id, p_auth_session_id, channel.session_id, channel.creator_id,
    case
      when channel.id is not null
      then jsonb_build_object('session', public.live_session_room(p_user_id, channel.session_id))
    end,
    p_now
  );
end;
$$;

revoke execute on function public.live_channel_by_slug(text, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_channel_of(text, text, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_own_channel(uuid) from public, anon, authenticated;
revoke execute on function public.live_own_channel_facts(uuid, uuid, text, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_channel_facts(uuid, uuid, text, text, timestamptz)
  from public, anon, authenticated;
grant execute on function public.live_channel_by_slug(text, timestamptz) to service_role;
grant execute on function public.live_channel_of(text, text, timestamptz) to service_role;
grant execute on function public.live_own_channel(uuid) to service_role;
grant execute on function public.live_own_channel_facts(uuid, uuid, text, timestamptz) to service_role;
grant execute on function public.live_channel_facts(uuid, uuid, text, text, timestamptz) to service_role;
