-- What staff reads and changes of the settings, and what it switches off for one person.

-- A setting as the panel shows it, with who changed it last.
create or replace function public.live_ops_setting_row(p_setting public.live_settings)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return to_jsonb(p_setting) || jsonb_build_object('admin', public.live_ops_admin_face(p_setting.updated_by));
end;
$$;

-- All settings by their names; GET live-ops/settings calls it.
create or replace function public.live_ops_settings(p_user_id uuid, p_auth_session_id uuid, p_now timestamptz)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform public.live_require_admin(p_user_id, p_auth_session_id, false, p_now);
  return (
    select jsonb_build_object('settings', jsonb_agg(public.live_ops_setting_row(s) order by s.key))
    from public.live_settings s
  );
end;
$$;

-- Changes a setting within its bounds; PATCH live-ops/settings/{key} calls it. For super admins. A null is the value
-- null; the value it has already changes nothing and is not noted. Returns the setting.
create or replace function public.live_ops_change_setting(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_origin jsonb,
  p_key text,
  p_value jsonb,
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
  setting public.live_settings;
  before jsonb;
begin
  perform public.live_act_as_staff(p_user_id, p_auth_session_id, p_origin, true, p_now);
  select * into setting from public.live_settings s where s.key = p_key for no key update;
  if not found then
    perform public.live_refuse(404, 'SETTING_NOT_FOUND');
  end if;
  before := setting.value;
  if before is distinct from coalesce(p_value, 'null') then
    begin
      update public.live_settings s
        set value = coalesce(p_value, 'null'), updated_by = p_user_id
        where s.key = p_key
        returning * into setting;
    exception
      when check_violation or data_exception then
        perform public.live_refuse(400, 'INVALID_SETTING');
    end;
    perform public.live_note_action(
      null, p_user_id, 'admin', 'update_settings', 'setting', p_key, null, p_reason,
      jsonb_build_object('before', before, 'after', setting.value), p_now
    );
  end if;
  return public.live_ops_setting_row(setting);
end;
$$;

-- Somebody with what they have set and what staff has switched off for them. live_ops_user() and
-- live_ops_switch_user() answer it.
create or replace function public.live_ops_user_row(p_user_id uuid, p_now timestamptz)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  face constant jsonb := public.live_ops_face(p_user_id);
begin
  if face is null then
    perform public.live_refuse(404, 'USER_NOT_FOUND');
  end if;
  return jsonb_build_object(
    'user', face,
    'switches', (
      select jsonb_build_object(
        'live_enabled', coalesce(w.live_enabled, true),
        'calls_enabled', coalesce(w.calls_enabled, true),
        'updated_at', w.updated_at,
        'updated_by', w.updated_by
      )
      from (select) as always
      left join public.live_user_switches w on w.user_id = p_user_id
    ),
    'own_settings', (
      select jsonb_build_object(
        'calls_enabled', coalesce(u.calls_enabled, true),
        'coin_per_minute', coalesce(u.coin_per_minute, 0),
        'language', u.language
      )
      from (select) as always
      left join public.live_user_settings u on u.user_id = p_user_id
    ),
    'session_id', (
      select s.id from public.live_sessions s where s.creator_id = p_user_id and s.status = 'live'
    ),
    'active_bans', (
      select count(*)
      from public.live_session_bans b
      where b.banned_user_id = p_user_id and b.is_active and (b.expires_at is null or b.expires_at > p_now)
    )
  );
end;
$$;

-- GET live-ops/users/{user_id} calls it.
create or replace function public.live_ops_user(
  p_user_id uuid, p_auth_session_id uuid, p_about_user_id uuid, p_now timestamptz
)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  perform public.live_require_admin(p_user_id, p_auth_session_id, false, p_now);
  return public.live_ops_user_row(p_about_user_id, p_now);
end;
$$;

-- Switches going on air and calls off for somebody, or on again; PATCH live-ops/users/{user_id}/switches calls it. A
-- null leaves a switch as it is; what changes nothing is not noted. A session or call under way goes on.
create or replace function public.live_ops_switch_user(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_origin jsonb,
  p_about_user_id uuid,
  p_live_enabled boolean,
  p_calls_enabled boolean,
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
  before public.live_user_switches;
  after public.live_user_switches;
begin
  perform public.live_act_as_staff(p_user_id, p_auth_session_id, p_origin, false, p_now);
  if public.live_ops_face(p_about_user_id) is null then
    perform public.live_refuse(404, 'USER_NOT_FOUND');
  end if;
  insert into public.live_user_switches (user_id) values (p_about_user_id) on conflict do nothing;
  select * into before from public.live_user_switches w where w.user_id = p_about_user_id for no key update;
  update public.live_user_switches w
    set live_enabled = coalesce(p_live_enabled, w.live_enabled),
        calls_enabled = coalesce(p_calls_enabled, w.calls_enabled),
        updated_by = p_user_id
    where w.user_id = p_about_user_id
      and (w.live_enabled, w.calls_enabled)
        is distinct from (coalesce(p_live_enabled, w.live_enabled), coalesce(p_calls_enabled, w.calls_enabled))
    returning * into after;
  if after.user_id is not null then
    perform public.live_note_action(
      null, p_user_id, 'admin', 'switch_user', 'user', p_about_user_id::text, null, p_reason,
      jsonb_build_object(
        'before', jsonb_build_object('live_enabled', before.live_enabled, 'calls_enabled', before.calls_enabled),
        'after', jsonb_build_object('live_enabled', after.live_enabled, 'calls_enabled', after.calls_enabled)
      ),
      p_now
    );
  end if;
  return public.live_ops_user_row(p_about_user_id, p_now);
end;
$$;

revoke execute on function public.live_ops_setting_row(public.live_settings) from public, anon, authenticated;
revoke execute on function public.live_ops_settings(uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_ops_change_setting(uuid, uuid, jsonb, text, jsonb, text, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_ops_user_row(uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_ops_user(uuid, uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_ops_switch_user(uuid, uuid, jsonb, uuid, boolean, boolean, text, timestamptz)
  from public, anon, authenticated;
grant execute on function public.live_ops_setting_row(public.live_settings) to service_role;
grant execute on function public.live_ops_settings(uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_ops_change_setting(uuid, uuid, jsonb, text, jsonb, text, timestamptz)
  to service_role;
grant execute on function public.live_ops_user_row(uuid, timestamptz) to service_role;
grant execute on function public.live_ops_user(uuid, uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_ops_switch_user(uuid, uuid, jsonb, uuid, boolean, boolean, text, timestamptz)
  to service_role;
