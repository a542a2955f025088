-- A channel as everybody sees it, and who follows it.

-- Takes one of the limit of a visitor, who is known by their sign-in or else by the address they ask from. Everything
-- that is open to everybody calls it.
create or replace function public.live_rate_visitor(
  p_user_id uuid, p_address text, p_action text, p_count integer, p_now timestamptz
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform public.live_rate_take(coalesce(p_user_id::text, p_address, 'nowhere'), p_action, p_count, 60, p_now);
end;
$$;

-- Whether a channel is not for this visitor's eyes: staff has suspended it or banned its creator, or one of the two has
-- blocked the other.
create or replace function public.live_channel_is_hidden(
  p_creator_id uuid, p_suspended_at timestamptz, p_user_id uuid, p_now timestamptz
)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return p_suspended_at is not null
    or public.live_ban_inside(p_creator_id, null, p_creator_id, p_now) is not null
    or coalesce(public.live_either_blocks(p_creator_id, p_user_id), false);
end;
$$;

-- Whose channel it is, as everybody sees them.
create or replace function public.live_channel_creator(p_profile_id uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select public.live_public_profile(p) - array['user_id', 'username']
    from public.profiles p
    where p.id = p_profile_id
  );
end;
$$;

-- A channel's page: GET /api/live/channels/{slug} calls it, with the visitor's user id if they are signed in. By a slug
-- that it had before it answers where it has moved.
create or replace function public.live_channel_page(
  p_user_id uuid, p_address text, p_slug text, p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  channel constant public.live_channels := public.live_channel_of(p_slug, null, p_now);
  session public.live_sessions;
begin
  perform public.live_rate_visitor(
    p_user_id, p_address, 'channel page', public.live_setting('channel_page_rate_count'), p_now
  );
  if channel.id is null
    or public.live_channel_is_hidden(channel.creator_id, channel.suspended_at, p_user_id, p_now)
  then
    perform public.live_refuse(404, 'CHANNEL_NOT_FOUND');
  end if;
  select * into session from public.live_sessions s where s.id = channel.session_id;
  return jsonb_build_object(
    'channel', public.live_channel_reply(channel) || jsonb_build_object(
      'description', channel.description,
      'access_type', channel.access_type,
      'ppv_coin_price', channel.ppv_coin_price
    ),
    'creator', public.live_channel_creator(channel.creator_profile_id),
    'session_id', channel.session_id,
    'viewer_count', coalesce(session.total_viewers, 0),
    'started_at', session.started_at,
    'followers', channel.followers,
    'moved_to', nullif(channel.slug, p_slug)
  ) || case when p_user_id is null then '{}' else public.live_follow_reply(channel.id, p_user_id) end;
end;
$$;

-- Has the caller hear of a channel, and how; a repeat changes how. follow calls it.
create or replace function public.live_follow_channel(
  p_user_id uuid, p_auth_session_id uuid, p_slug text, p_push boolean, p_email boolean, p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  channel constant public.live_channels := public.live_channel_of(p_slug, null, p_now);
  allowed constant integer := public.live_setting('follow_count');
begin
  perform public.live_require_caller(p_user_id, p_auth_session_id, p_now);
  perform public.live_rate_take(p_user_id::text, 'follow', public.live_setting('follow_rate_count'), 3600, p_now);
  if channel.id is null
    or public.live_channel_is_hidden(channel.creator_id, channel.suspended_at, p_user_id, p_now)
  then
    perform public.live_refuse(404, 'CHANNEL_NOT_FOUND');
  elsif channel.creator_id = p_user_id then
    perform public.live_refuse(403, 'SELF_FOLLOW');
  end if;
  -- two at once may both find the last place free; one more does no harm
  if (
    select count(*)
    from (select from public.live_channel_follows f where f.user_id = p_user_id limit allowed) held
  ) >= allowed and not exists (
    select from public.live_channel_follows f where f.channel_id = channel.id and f.user_id = p_user_id
  ) then
    perform public.live_refuse(409, 'TOO_MANY_FOLLOWS');
  end if;

  insert into public.live_channel_follows (channel_id, user_id, push, email, created_at)
  values (channel.id, p_user_id, p_push, p_email, p_now)
  on conflict (channel_id, user_id) do update set push = excluded.push, email = excluded.email;
  return public.live_follow_reply(channel.id, p_user_id);
end;
$$;

-- Has the caller hear of a channel no more; unfollow calls it. Whoever does not follow it is answered the same.
create or replace function public.live_unfollow_channel(
  p_user_id uuid, p_auth_session_id uuid, p_slug text, p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  channel constant public.live_channels := public.live_channel_of(p_slug, null, p_now);
begin
  perform public.live_require_sign_in(p_user_id, p_auth_session_id, p_now);
  if channel.id is null then
    perform public.live_refuse(404, 'CHANNEL_NOT_FOUND');
  end if;
  delete from public.live_channel_follows f where f.channel_id = channel.id and f.user_id = p_user_id;
  return public.live_follow_reply(channel.id, p_user_id);
end;
$$;

-- What somebody is answered who follows, or does not.
create or replace function public.live_follow_reply(p_channel_id uuid, p_user_id uuid)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  follow public.live_channel_follows;
begin
  select * into follow
  from public.live_channel_follows f
  where f.channel_id = p_channel_id and f.user_id = p_user_id;
  return jsonb_build_object(
    'following', found,
    'push', coalesce(follow.push, false),
    'email', coalesce(follow.email, false),
    'followers', (select c.followers from public.live_channels c where c.id = p_channel_id)
  );
end;
$$;

revoke execute on function public.live_rate_visitor(uuid, text, text, integer, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_channel_is_hidden(uuid, timestamptz, uuid, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_channel_creator(uuid) from public, anon, authenticated;
revoke execute on function public.live_channel_page(uuid, text, text, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_follow_channel(uuid, uuid, text, boolean, boolean, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_unfollow_channel(uuid, uuid, text, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_follow_reply(uuid, uuid) from public, anon, authenticated;
grant execute on function public.live_rate_visitor(uuid, text, text, integer, timestamptz) to service_role;
grant execute on function public.live_channel_is_hidden(uuid, timestamptz, uuid, timestamptz) to service_role;
grant execute on function public.live_channel_creator(uuid) to service_role;
grant execute on function public.live_channel_page(uuid, text, text, timestamptz) to service_role;
grant execute on function public.live_follow_channel(uuid, uuid, text, boolean, boolean, timestamptz) to service_role;
grant execute on function public.live_unfollow_channel(uuid, uuid, text, timestamptz) to service_role;
grant execute on function public.live_follow_reply(uuid, uuid) to service_role;
