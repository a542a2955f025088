-- What staff has the agent of support calls told: versions, of which one of each language is in force.

-- A version as the panel shows it, with who wrote it and by what the log knows it.
create or replace function public.live_ops_prompt_row(p_prompt public.agent_prompts)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return to_jsonb(p_prompt) || jsonb_build_object(
    'hash', public.live_prompt_hash(p_prompt.prompt), 'admin', public.live_ops_admin_face(p_prompt.created_by)
  );
end;
$$;

-- All versions, latest first, of one language or (null) of every; GET live-ops/voice/prompts calls it.
create or replace function public.live_ops_prompts(
  p_user_id uuid, p_auth_session_id uuid, p_language text, p_limit integer, p_offset integer, p_now timestamptz
)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  listed jsonb;
begin
  perform public.live_require_admin(p_user_id, p_auth_session_id, false, p_now);
  select coalesce(jsonb_agg(
      public.live_ops_prompt_row(told)
      order by (told).created_at desc, (told).version desc, (told).language
    ), '[]')
  into listed
  from (
    select p
    from public.agent_prompts p
    where p_language is null or p.language = p_language
    order by p.created_at desc, p.version desc, p.language
    limit public.live_ops_limit(p_limit, 50)
    offset p_offset
  ) as page (told);
  return jsonb_build_object('prompts', listed, 'total', (
    select count(*)
    from (
      select
      from public.agent_prompts p
      where p_language is null or p.language = p_language
      limit public.live_ops_most()
    ) counted
  ));
end;
$$;

-- Puts a version in force in place of the one that is; live_ops_add_prompt() and live_ops_activate_prompt() call it,
-- while no agent is sent for. Returns the version before it, null if there was none.
create or replace function public.live_put_prompt_in_force(p_prompt public.agent_prompts)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  former integer;
begin
  update public.agent_prompts p
    set is_active = false
    where p.language = p_prompt.language and p.is_active
    returning p.version into former;
  update public.agent_prompts p set is_active = true where p.id = p_prompt.id;
  return former;
end;
$$;

-- What the log says of a version: never its text.
create or replace function public.live_note_prompt(
  p_admin_id uuid, p_action text, p_prompt public.agent_prompts, p_former integer, p_now timestamptz
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform public.live_note_action(
    null, p_admin_id, 'admin', p_action, 'prompt', p_prompt.id::text, null, null,
    jsonb_build_object(
      'language', p_prompt.language,
      'version', p_prompt.version,
      'prompt_hash', public.live_prompt_hash(p_prompt.prompt),
      'is_active', p_prompt.is_active,
      'before', jsonb_build_object('version', p_former)
    ),
    p_now
  );
end;
$$;

-- Writes the next version of a language, and puts it in force if that is wanted; POST live-ops/voice/prompts calls it.
-- Returns it.
create or replace function public.live_ops_add_prompt(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_origin jsonb,
  p_language text,
  p_prompt text,
  p_greeting text,
  p_activate boolean,
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
  written public.agent_prompts;
  former integer;
begin
  perform public.live_act_as_staff(p_user_id, p_auth_session_id, p_origin, false, p_now);
  -- who writes at the same moment has the version after it
  perform public.live_lock_agents();
  insert into public.agent_prompts (language, version, prompt, greeting, created_at, created_by)
  select p_language, coalesce(max(p.version), 0) + 1, p_prompt, coalesce(p_greeting, ''), p_now, p_user_id
  from public.agent_prompts p
  where p.language = p_language
  returning * into written;
  if p_activate then
    former := public.live_put_prompt_in_force(written);
    written.is_active := true;
  end if;
  perform public.live_note_prompt(p_user_id, 'create_prompt', written, former, p_now);
  return public.live_ops_prompt_row(written);
end;
$$;

-- Puts a version in force, an earlier one too; POST live-ops/voice/prompts/{id}/activate calls it. A repeat changes
-- nothing and is not noted. Returns it.
create or replace function public.live_ops_activate_prompt(
  p_user_id uuid, p_auth_session_id uuid, p_origin jsonb, p_prompt_id uuid, p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
set lock_timeout = '3s'
set statement_timeout = '4s'
as $$
declare
  wanted public.agent_prompts;
  former integer;
begin
  perform public.live_act_as_staff(p_user_id, p_auth_session_id, p_origin, false, p_now);
  perform public.live_lock_agents();
  select * into wanted from public.agent_prompts p where p.id = p_prompt_id;
  if not found then
    perform public.live_refuse(404, 'PROMPT_NOT_FOUND');
  elsif not wanted.is_active then
    former := public.live_put_prompt_in_force(wanted);
    wanted.is_active := true;
    perform public.live_note_prompt(p_user_id, 'activate_prompt', wanted, former, p_now);
  end if;
  return public.live_ops_prompt_row(wanted);
end;
$$;

revoke execute on function public.live_ops_prompt_row(public.agent_prompts) from public, anon, authenticated;
revoke execute on function public.live_ops_prompts(uuid, uuid, text, integer, integer, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_put_prompt_in_force(public.agent_prompts) from public, anon, authenticated;
revoke execute on function public.live_note_prompt(uuid, text, public.agent_prompts, integer, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_ops_add_prompt(uuid, uuid, jsonb, text, text, text, boolean, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_ops_activate_prompt(uuid, uuid, jsonb, uuid, timestamptz)
  from public, anon, authenticated;
grant execute on function public.live_ops_prompt_row(public.agent_prompts) to service_role;
grant execute on function public.live_ops_prompts(uuid, uuid, text, integer, integer, timestamptz) to service_role;
grant execute on function public.live_put_prompt_in_force(public.agent_prompts) to service_role;
grant execute on function public.live_note_prompt(uuid, text, public.agent_prompts, integer, timestamptz)
  to service_role;
grant execute on function public.live_ops_add_prompt(uuid, uuid, jsonb, text, text, text, boolean, timestamptz)
  to service_role;
grant execute on function public.live_ops_activate_prompt(uuid, uuid, jsonb, uuid, timestamptz) to service_role;
