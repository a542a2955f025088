-- Small words the functions below are written in.

-- Refuses the running action: HTTP status, stable code, and what a client needs besides them. PostgREST turns the
-- SQLSTATE into the status; every live function calls it.
create or replace function public.live_refuse(p_status integer, p_code text, p_facts jsonb default '{}')
returns void
language plpgsql
set search_path = ''
as $$
begin
  raise exception using errcode = 'PT' || p_status, message = p_code, detail = p_code, hint = p_facts::text;
end;
$$;

-- Whether a session is over at a moment, also when its longest duration has passed and nothing has written it down yet;
-- actions inside a session ask it. A host who is away ends nothing until LiveKit has confirmed that they are.
create or replace function public.live_session_is_over(p_status text, p_max_ends_at timestamptz, p_now timestamptz)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return p_status <> 'live' or coalesce(p_max_ends_at <= p_now, false);
end;
$$;

-- The kind of ban by which somebody must not be inside a session or a call, null if by none. Entry, chat, gifts and the
-- sweeper ask it.
-- A session's own host is stopped by a global ban only, as in ipelya_core::access.
create or replace function public.live_ban_inside(
  p_user_id uuid, p_session_id uuid, p_creator_id uuid, p_now timestamptz
)
returns text
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select b.ban_type
    from public.live_session_bans b
    where b.banned_user_id = p_user_id
      and b.is_active
      and (b.expires_at is null or b.expires_at > p_now)
      and (
        b.ban_type = 'global'
        or (p_user_id is distinct from p_creator_id and (b.creator_id = p_creator_id or b.session_id = p_session_id))
      )
    limit 1
  );
end;
$$;

-- Refuses whoever may not act in a session now (live is switched off, the session is not on air; they are banned,
-- blocked or not inside) and tells the others what they need to know of it. The host counts as inside, connected or
-- not. Chat and gifts ask it.
create or replace function public.live_require_inside(
  p_session_id uuid, p_user_id uuid, p_now timestamptz,
  out creator_id uuid, out is_host boolean, out is_muted boolean, out chat_enabled boolean, out gifts_enabled boolean
)
language plpgsql
stable
set search_path = ''
as $$
declare
  facts record;
begin
  select s.status, s.max_ends_at, s.creator_id, s.chat_enabled, s.gifts_enabled,
    p.is_active, coalesce(p.is_muted, false) as is_muted,
    public.live_ban_inside(p_user_id, s.id, s.creator_id, p_now) as ban_type,
    exists (
      select from public.blocked_users b where b.blocker_id = s.creator_id and b.blocked_id = p_user_id
    ) as blocked
  into facts
  from public.live_sessions s
  left join public.live_participants p on p.session_id = s.id and p.user_id = p_user_id
  where s.id = p_session_id;

  if not public.live_switch('live_enabled') then
    perform public.live_refuse(403, 'LIVE_DISABLED');
  elsif facts.status is null then
    perform public.live_refuse(404, 'SESSION_NOT_FOUND');
  elsif facts.status = 'scheduled' then
    perform public.live_refuse(409, 'SESSION_NOT_STARTED');
  elsif public.live_session_is_over(facts.status, facts.max_ends_at, p_now) then
    perform public.live_refuse(409, 'SESSION_ENDED');
  elsif facts.ban_type is not null then
    perform public.live_refuse(403, 'BANNED', jsonb_build_object('ban_type', facts.ban_type));
  elsif facts.blocked then
    perform public.live_refuse(403, 'BLOCKED');
  elsif facts.creator_id <> p_user_id and facts.is_active is not true then
    perform public.live_refuse(403, 'NOT_IN_SESSION');
  end if;

  creator_id := facts.creator_id;
  is_host := facts.creator_id = p_user_id;
  is_muted := facts.is_muted;
  chat_enabled := facts.chat_enabled;
  gifts_enabled := facts.gifts_enabled;
end;
$$;

-- Whether one of two has blocked the other.
create or replace function public.live_either_blocks(p_user_id uuid, p_other_id uuid)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return exists (
    select
    from public.blocked_users b
    where (b.blocker_id, b.blocked_id) in ((p_user_id, p_other_id), (p_other_id, p_user_id))
  );
end;
$$;

-- Those of some people whom Auth does not know (any more), banned or not: no ban lasts longer than for ever.
-- Announcements, reports and live_end_abandoned() ask it.
create or replace function public.live_users_gone(p_user_ids uuid[])
returns uuid[]
language plpgsql
stable
set search_path = ''
as $$
begin
  return array(select asked.id from unnest(p_user_ids) as asked (id) where public.live_shut_out(asked.id, 'infinity'));
end;
$$;

-- Tells a channel's listeners something, in the transaction of the change it tells about. Channels are public, as the
-- app joins them: clients may be told things here, the server never believes anything from here.
create or replace function public.live_broadcast(p_topic text, p_event text, p_payload jsonb)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform realtime.send(p_payload, p_event, p_topic, false);
end;
$$;

-- A person as others see them.
create or replace function public.live_public_profile(p_profile public.profiles)
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
begin
  return jsonb_build_object(
    'id', p_profile.id,
    'user_id', p_profile.user_id,
    'username', p_profile.username,
    'display_name', coalesce(p_profile.display_name, p_profile.username),
    'avatar_url', p_profile.avatar_url,
    'is_verified', coalesce(p_profile.is_verified, false)
  );
end;
$$;

-- What somebody without a seat on stage is called in a session of this type.
create or replace function public.live_audience_role(p_session_type text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return case p_session_type when 'audio_room' then 'listener' else 'viewer' end;
end;
$$;

revoke execute on function public.live_refuse(integer, text, jsonb) from public, anon, authenticated;
revoke execute on function public.live_session_is_over(text, timestamptz, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_ban_inside(uuid, uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_require_inside(uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_either_blocks(uuid, uuid) from public, anon, authenticated;
revoke execute on function public.live_users_gone(uuid[]) from public, anon, authenticated;
revoke execute on function public.live_broadcast(text, text, jsonb) from public, anon, authenticated;
revoke execute on function public.live_public_profile(public.profiles) from public, anon, authenticated;
revoke execute on function public.live_audience_role(text) from public, anon, authenticated;
grant execute on function public.live_refuse(integer, text, jsonb) to service_role;
grant execute on function public.live_session_is_over(text, timestamptz, timestamptz) to service_role;
grant execute on function public.live_ban_inside(uuid, uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_require_inside(uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_either_blocks(uuid, uuid) to service_role;
grant execute on function public.live_users_gone(uuid[]) to service_role;
grant execute on function public.live_broadcast(text, text, jsonb) to service_role;
grant execute on function public.live_public_profile(public.profiles) to service_role;
grant execute on function public.live_audience_role(text) to service_role;
