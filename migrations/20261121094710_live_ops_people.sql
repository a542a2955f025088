-- What staff does to people in a session from the panel. It is moderation (live_moderation, live_bans) by staff, whom
-- the panel names the person to in several ways.

-- Where in which session somebody is that the panel means: by the id of their place; by their own id, in the session
-- that it names; by their own id alone, where they have come in last. The functions below begin with it.
create or replace function public.live_ops_place(
  p_id uuid, p_named_session_id uuid, out session_id uuid, out user_id uuid
)
language plpgsql
stable
set search_path = ''
as $$
begin
  select p.session_id, p.user_id into session_id, user_id
  from public.live_participants p
  where p.id = p_id;
  if found then
    return;
  elsif p_named_session_id is not null then
    session_id := p_named_session_id;
    user_id := p_id;
    return;
  end if;
  select p.session_id, p.user_id into session_id, user_id
  from public.live_participants p
  where p.user_id = p_id and p.is_active
  order by p.joined_at desc
  limit 1;
  if not found then
    perform public.live_refuse(404, 'PARTICIPANT_NOT_FOUND');
  end if;
end;
$$;

-- Puts somebody out, who may come back; POST live-ops/participants/{id}/kick and POST live-ops/users/{user_id}/kick
-- call it.
create or replace function public.live_ops_kick(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_origin jsonb,
  p_id uuid,
  p_session_id uuid,
  p_reason text,
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
  place record;
begin
  perform public.live_act_as_staff(p_user_id, p_auth_session_id, p_origin, false, p_now);
  select * into place from public.live_ops_place(p_id, p_session_id);
  return public.live_kick(p_user_id, p_auth_session_id, place.session_id, place.user_id, p_reason, p_now);
end;
$$;

-- Silences somebody, or takes that back; POST live-ops/participants/{id}/mute and …/unmute call it.
create or replace function public.live_ops_mute(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_origin jsonb,
  p_id uuid,
  p_session_id uuid,
  p_muted boolean,
  p_reason text,
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
  place record;
begin
  perform public.live_act_as_staff(p_user_id, p_auth_session_id, p_origin, false, p_now);
  select * into place from public.live_ops_place(p_id, p_session_id);
  return public.live_mute(p_user_id, p_auth_session_id, place.session_id, place.user_id, p_muted, p_reason, p_now);
end;
$$;

-- Keeps somebody out; POST live-ops/participants/{id}/ban and POST live-ops/users/{user_id}/ban call it.
create or replace function public.live_ops_ban(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_origin jsonb,
  p_id uuid,
  p_session_id uuid,
  p_ban_type text,
  p_reason text,
  p_hours integer,
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
  place record;
begin
  perform public.live_act_as_staff(p_user_id, p_auth_session_id, p_origin, false, p_now);
  select * into place from public.live_ops_place(p_id, p_session_id);
  return public.live_ban(
    p_user_id, p_auth_session_id, place.session_id, place.user_id, p_ban_type, p_reason, p_hours, p_now
  ) -> 'result';
end;
$$;

-- The role that a step up or down the panel's ladder leads to: audience, speaker, co_host. Without p_asked it is the
-- next one; one that is asked for has to lie that way. live_ops_step() asks it.
create or replace function public.live_ops_rung(p_role text, p_up boolean, p_asked text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
  ladder constant text[] := array['audience', 'speaker', 'co_host'];
  -- who is not on it, a moderator say, stands among the audience
  now_at constant integer := coalesce(array_position(ladder, p_role), 1);
  then_at constant integer := coalesce(array_position(ladder, p_asked), now_at + case when p_up then 1 else -1 end);
begin
  if p_role = 'moderator' and not p_up and coalesce(p_asked, 'audience') = 'audience' then
    return 'audience';
  elsif (then_at > now_at) is distinct from p_up or then_at not between 1 and 3 or then_at = now_at then
    perform public.live_refuse(400, 'ROLE_OUT_OF_REACH');
  end if;
  return ladder[then_at];
end;
$$;

-- Gives somebody a higher role (p_up) or a lower one; POST live-ops/participants/{id}/promote and …/demote call it.
create or replace function public.live_ops_step(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_origin jsonb,
  p_id uuid,
  p_session_id uuid,
  p_up boolean,
  p_role text,
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
  place record;
  session public.live_sessions;
  role text;
begin
  perform public.live_act_as_staff(p_user_id, p_auth_session_id, p_origin, false, p_now);
  select * into place from public.live_ops_place(p_id, p_session_id);
  session := public.live_open_stage(place.session_id, p_now);
  role := public.live_role_in(session, place.user_id);
  if role = 'host' then
    perform public.live_refuse(403, 'TARGET_PROTECTED');
  end if;
  return public.live_change_role(
    p_user_id, p_auth_session_id, place.session_id, place.user_id, public.live_ops_rung(role, p_up, p_role), p_now
  );
end;
$$;

revoke execute on function public.live_ops_place(uuid, uuid) from public, anon, authenticated;
revoke execute on function public.live_ops_kick(uuid, uuid, jsonb, uuid, uuid, text, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_ops_mute(uuid, uuid, jsonb, uuid, uuid, boolean, text, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_ops_ban(
  uuid, uuid, jsonb, uuid, uuid, text, text, integer, timestamptz
) from public, anon, authenticated;
revoke execute on function public.live_ops_rung(text, boolean, text) from public, anon, authenticated;
revoke execute on function public.live_ops_step(uuid, uuid, jsonb, uuid, uuid, boolean, text, timestamptz)
  from public, anon, authenticated;
grant execute on function public.live_ops_place(uuid, uuid) to service_role;
grant execute on function public.live_ops_kick(uuid, uuid, jsonb, uuid, uuid, text, timestamptz) to service_role;
grant execute on function public.live_ops_mute(uuid, uuid, jsonb, uuid, uuid, boolean, text, timestamptz)
  to service_role;
grant execute on function public.live_ops_ban(
  uuid, uuid, jsonb, uuid, uuid, text, text, integer, timestamptz
) to service_role;
grant execute on function public.live_ops_rung(text, boolean, text) to service_role;
grant execute on function public.live_ops_step(uuid, uuid, jsonb, uuid, uuid, boolean, text, timestamptz)
  to service_role;
