-- A creator's page is made and changed.

-- Refuses what a channel may not be called: what is reserved or looks like it with 400 INVALID_SLUG; with 409
-- SLUG_TAKEN what another has, had until lately, or is known by as a user, or what looks like one of these channels.
-- live_save_channel() calls it.
create or replace function public.live_require_slug(p_slug text, p_user_id uuid, p_channel_id uuid, p_now timestamptz)
returns void
language plpgsql
stable
set search_path = ''
as $$
declare
  seen_as constant text := public.live_slug_skeleton(p_slug);
begin
  if not public.live_is_slug(p_slug)
    or exists (select from public.live_channel_slugs k where k.reserved and k.skeleton = seen_as)
  then
    perform public.live_refuse(400, 'INVALID_SLUG');
  elsif exists (
    select
    from public.live_channels c
    where public.live_slug_skeleton(c.slug) = seen_as and c.id is distinct from p_channel_id
  ) or exists (
    select
    from public.live_channel_slugs k
    where k.skeleton = seen_as and k.expires_at > p_now and k.channel_id is distinct from p_channel_id
  ) or exists (
    -- as usernames spell it
    select
    from public.profiles p
    where lower(p.username) in (p_slug, replace(p_slug, '-', '_'), replace(p_slug, '-', '.'), replace(p_slug, '-', ''))
      and p.type = 'real'
      and p.user_id <> p_user_id
  ) then
    perform public.live_refuse(409, 'SLUG_TAKEN');
  end if;
end;
$$;

-- What a channel is called whose creator has not said: like its creator, or if that cannot be, the same with a part of
-- their id behind it. live_save_channel() calls it.
create or replace function public.live_default_slug(p_user_id uuid, p_username text, p_now timestamptz)
returns text
language plpgsql
stable
set search_path = ''
as $$
declare
  own constant text := coalesce(public.live_folded_name(p_username), '');
begin
  perform public.live_require_slug(own, p_user_id, null, p_now);
  return own;
exception
  -- the class of all refusals
  when sqlstate 'PT000' then
    return case own when '' then 'kanal' else btrim(left(own, 21), '-') end || '-' || left(p_user_id::text, 8);
end;
$$;

-- Makes the caller's channel, or changes it. p_plan names columns of live_channels (ipelya_core's ChannelPlan); what it
-- leaves out stays as it is or has its default. A new slug is to be had every 30 days; the one before leads on to it
-- for a while. create-live-channel calls it once Rust has found the caller to be a creator.
create or replace function public.live_save_channel(
  p_user_id uuid, p_plan jsonb, p_now timestamptz, p_idempotency_key text, p_request_hash text
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  reply jsonb;
  before public.live_channels;
  channel public.live_channels;
  creator public.profiles;
begin
  reply := public.live_idempotency_begin(p_user_id, 'create-channel', p_idempotency_key, p_request_hash, p_now);
  if reply is not null then
    return reply;
  end if;
  perform public.live_lock_creator(p_user_id);
  select * into before from public.live_channels c where c.creator_id = p_user_id;
  if not found then
    select * into creator from public.profiles p where p.user_id = p_user_id and p.type = 'real' limit 1;
    if not found then
      perform public.live_refuse(404, 'PROFILE_NOT_FOUND');
    end if;
    before.id := gen_random_uuid();
    before.creator_id := p_user_id;
    before.creator_profile_id := creator.id;
    before.access_type := 'public';
    before.ppv_coin_price := 0;
    before.created_at := p_now;
  end if;

  channel := jsonb_populate_record(before, p_plan);
  channel.slug := coalesce(channel.slug, public.live_default_slug(p_user_id, creator.username, p_now));
  if channel.slug is distinct from before.slug then
    perform public.live_require_slug(channel.slug, p_user_id, channel.id, p_now);
    if before.slug is not null then
      perform public.live_require_renaming(before.renamed_at, p_now);
      channel.renamed_at := p_now;
    end if;
  end if;
  channel := public.live_write_channel(channel);

  return public.live_idempotency_finish(
    p_user_id, 'create-channel', p_idempotency_key,
    public.live_channel_reply(channel) || jsonb_build_object(
      'ingress', public.live_known_ingress(channel.id), 'ingress_room', public.live_ingress_room(channel, p_now)
    )
  );
end;
$$;

-- Refuses whoever has called their channel otherwise less than 30 days ago; live_save_channel() calls it.
create or replace function public.live_require_renaming(p_renamed_at timestamptz, p_now timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if p_renamed_at > p_now - interval '30 days' then
    perform public.live_refuse(429, 'RATE_LIMITED', jsonb_build_object(
      'retry_after', ceil(extract(epoch from p_renamed_at + interval '30 days' - p_now))::integer
    ));
  end if;
end;
$$;

-- Writes a channel down as it is to be; live_save_channel() calls it with its creator locked. Whoever takes a slug at
-- the same moment as somebody else is refused like one who comes later.
create or replace function public.live_write_channel(p_channel public.live_channels)
returns public.live_channels
language plpgsql
set search_path = ''
as $$
declare
  channel public.live_channels;
begin
  insert into public.live_channels as c (
    id, creator_id, creator_profile_id, slug, room_name, search_name, title, description, access_type, ppv_coin_price,
    longitude, latitude, renamed_at, created_at
  )
  values (
    p_channel.id, p_channel.creator_id, p_channel.creator_profile_id, p_channel.slug,
    'live-' || p_channel.slug || '-' || floor(extract(epoch from p_channel.created_at) * 1000)::bigint, '',
    p_channel.title, p_channel.description, p_channel.access_type,
    case p_channel.access_type when 'pay_per_view' then p_channel.ppv_coin_price else 0 end,
    round(p_channel.longitude::numeric, 1), round(p_channel.latitude::numeric, 1), p_channel.renamed_at,
    p_channel.created_at
  )
  on conflict (creator_id) do update
    set slug = excluded.slug,
        title = excluded.title,
        description = excluded.description,
        access_type = excluded.access_type,
        ppv_coin_price = excluded.ppv_coin_price,
        longitude = excluded.longitude,
        latitude = excluded.latitude,
        renamed_at = excluded.renamed_at
  returning * into channel;
  return channel;
exception
  when unique_violation then
    perform public.live_refuse(409, 'SLUG_TAKEN');
end;
$$;

-- What a creator is answered about their channel.
create or replace function public.live_channel_reply(p_channel public.live_channels)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', p_channel.id,
    'slug', p_channel.slug,
    'title', p_channel.title,
    'room_name', p_channel.room_name,
    'active', p_channel.active
  );
end;
$$;

revoke execute on function public.live_require_slug(text, uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_default_slug(uuid, text, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_save_channel(uuid, jsonb, timestamptz, text, text)
  from public, anon, authenticated;
revoke execute on function public.live_require_renaming(timestamptz, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_write_channel(public.live_channels) from public, anon, authenticated;
revoke execute on function public.live_channel_reply(public.live_channels) from public, anon, authenticated;
grant execute on function public.live_require_slug(text, uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_default_slug(uuid, text, timestamptz) to service_role;
grant execute on function public.live_save_channel(uuid, jsonb, timestamptz, text, text) to service_role;
grant execute on function public.live_require_renaming(timestamptz, timestamptz) to service_role;
grant execute on function public.live_write_channel(public.live_channels) to service_role;
grant execute on function public.live_channel_reply(public.live_channels) to service_role;
