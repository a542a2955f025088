-- What staff does about channels.

-- Suspends a channel, or lets it go on: a suspended one is found by nobody, its creator does not go live on it, and
-- what it is on air with ends. A repeat changes nothing. POST live-ops/channels/{id}/suspend and unsuspend call it.
create or replace function public.live_ops_suspend_channel(
  p_user_id uuid, p_auth_session_id uuid, p_origin jsonb, p_channel_id uuid, p_suspended boolean, p_reason text,
  p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
set lock_timeout = '3s'
set statement_timeout = '4s'
as $$
declare
  channel public.live_channels;
  room_name text;
begin
  perform public.live_act_as_staff(p_user_id, p_auth_session_id, p_origin, false, p_now);
  select * into channel from public.live_channels c where c.id = p_channel_id;
  if not found then
    perform public.live_refuse(404, 'CHANNEL_NOT_FOUND');
  end if;
  -- nobody goes live on it from here on
  perform public.live_lock_creator(channel.creator_id);
  select * into channel from public.live_channels c where c.id = p_channel_id;
  if p_suspended = (channel.suspended_at is not null) then
    return jsonb_build_object('suspended_at', channel.suspended_at, 'room_name', null);
  end if;
  if p_suspended and channel.active then
    select s.livekit_room_name into room_name from public.live_sessions s where s.id = channel.session_id;
    perform public.live_end_session(
      channel.session_id, concat_ws(': ', 'admin_terminated', p_reason), p_now
    );
  end if;
  update public.live_channels c
    set suspended_at = case when p_suspended then p_now end
    where c.id = p_channel_id;
  perform public.live_note_action(
    channel.session_id, p_user_id, 'admin', case when p_suspended then 'suspend_channel' else 'unsuspend_channel' end,
    'channel', p_channel_id::text, channel.creator_id, p_reason,
    jsonb_build_object(
      'slug', channel.slug,
      'before', jsonb_build_object('suspended_at', channel.suspended_at),
      'after', jsonb_build_object('suspended_at', case when p_suspended then p_now end)
    ),
    p_now
  );
  return jsonb_build_object('suspended_at', case when p_suspended then p_now end, 'room_name', room_name);
end;
$$;

-- Lets a name be had again that is kept for whoever was called so until lately; POST live-ops/slugs/{slug}/free calls
-- it. Returns whether it was kept.
create or replace function public.live_ops_free_slug(
  p_user_id uuid, p_auth_session_id uuid, p_origin jsonb, p_slug text, p_reason text, p_now timestamptz
)
returns boolean
language plpgsql
security definer
set search_path = ''
as $$
declare
  kept public.live_channel_slugs;
begin
  perform public.live_act_as_staff(p_user_id, p_auth_session_id, p_origin, false, p_now);
  delete from public.live_channel_slugs k where k.slug = p_slug and not k.reserved returning * into kept;
  if not found then
    return false;
  end if;
  perform public.live_note_action(
    null, p_user_id, 'admin', 'free_slug', 'slug', p_slug, null, p_reason,
    jsonb_build_object('channel_id', kept.channel_id, 'expires_at', kept.expires_at), p_now
  );
  return true;
end;
$$;

revoke execute on function public.live_ops_suspend_channel(uuid, uuid, jsonb, uuid, boolean, text, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_ops_free_slug(uuid, uuid, jsonb, text, text, timestamptz)
  from public, anon, authenticated;
grant execute on function public.live_ops_suspend_channel(uuid, uuid, jsonb, uuid, boolean, text, timestamptz)
  to service_role;
grant execute on function public.live_ops_free_slug(uuid, uuid, jsonb, text, text, timestamptz) to service_role;
