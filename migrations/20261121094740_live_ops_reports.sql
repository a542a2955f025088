-- The panel's reports: the list, one with what is known of whom it is about, and what is done about it.

-- The statuses that the panel means by a word of its filter: nobody has decided yet, something was done, nothing was.
create or replace function public.live_report_statuses(p_word text)
returns text[]
language plpgsql
immutable
set search_path = ''
as $$
begin
  return case p_word
    when 'pending' then array['pending', 'reviewing']
    when 'resolved' then array['reviewed', 'action_taken', 'actioned', 'resolved']
    when 'dismissed' then array['dismissed']
    else array['pending', 'reviewing', 'reviewed', 'action_taken', 'actioned', 'resolved', 'dismissed']
  end;
end;
$$;

-- A report as the panel shows it: its row, both people, and where it was.
create or replace function public.live_ops_report_row(p_report public.live_reports)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
begin
  return to_jsonb(p_report) || jsonb_build_object(
    'reporter', public.live_ops_face(p_report.reporter_id),
    'reported_user', public.live_ops_face(p_report.reported_user_id),
    'session', public.live_ops_session_note(p_report.session_id)
  );
end;
$$;

-- Reports, latest first; GET live-ops/reports calls it.
create or replace function public.live_ops_reports(
  p_user_id uuid, p_auth_session_id uuid, p_status text, p_limit integer, p_offset integer, p_now timestamptz
)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  listed jsonb;
  numbers jsonb;
begin
  perform public.live_require_admin(p_user_id, p_auth_session_id, false, p_now);
  select coalesce(jsonb_agg(public.live_ops_report_row(report) order by (report).created_at desc), '[]') into listed
  from (
    select r
    from public.live_reports r
    where r.status = any (public.live_report_statuses(p_status))
    order by r.created_at desc
    limit public.live_ops_limit(p_limit, 50)
    offset p_offset
  ) as page (report);
  select jsonb_object_agg(word.word, (
      select count(*) from public.live_reports r where r.status = any (public.live_report_statuses(word.word))
    ))
  into numbers
  from (values ('pending'), ('resolved'), ('dismissed'), ('all')) as word (word);
  return jsonb_build_object('reports', listed, 'total', numbers -> p_status, 'status_counts', numbers - 'all');
end;
$$;

-- A report, and what is known of whom it is about; GET live-ops/reports/{id} calls it.
create or replace function public.live_ops_report(
  p_user_id uuid, p_auth_session_id uuid, p_report_id uuid, p_now timestamptz
)
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  report public.live_reports;
begin
  perform public.live_require_admin(p_user_id, p_auth_session_id, false, p_now);
  select * into report from public.live_reports r where r.id = p_report_id;
  if not found then
    perform public.live_refuse(404, 'REPORT_NOT_FOUND');
  end if;
  return jsonb_build_object('report', public.live_ops_report_row(report), 'context', jsonb_build_object(
    'previous_reports', (
      select coalesce(jsonb_agg(to_jsonb(earlier) order by earlier.created_at desc), '[]')
      from (
        select r.id, r.reason, r.status, r.created_at
        from public.live_reports r
        where r.reported_user_id = report.reported_user_id and r.id <> report.id
        order by r.created_at desc
        limit 5
      ) earlier
    ),
    'previous_report_count', (
      select count(*)
      from public.live_reports r
      where r.reported_user_id = report.reported_user_id and r.id <> report.id
    ),
    'ban_history', (
      select coalesce(jsonb_agg(to_jsonb(ban) order by ban.created_at desc), '[]')
      from (
        select b.id, b.ban_type, b.reason, b.is_active, b.created_at
        from public.live_session_bans b
        where b.banned_user_id = report.reported_user_id
        order by b.created_at desc
        limit 5
      ) ban
    ),
    'ban_count', (
      select count(*) from public.live_session_bans b where b.banned_user_id = report.reported_user_id
    )
  ));
end;
$$;

-- Does to the reported what was decided: kick or ban_… (p_action), for so many hours or until it is lifted. Returns the
-- session it was done in and the ban. live_ops_act_on_report() calls it.
create or replace function public.live_ops_punish(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_report public.live_reports,
  p_action text,
  p_hours integer,
  p_now timestamptz,
  out session public.live_sessions,
  out ban public.live_session_bans
)
language plpgsql
set search_path = ''
as $$
declare
  target constant uuid := p_report.reported_user_id;
  place record;
begin
  if p_report.session_id is not null then
    select * into place
    from public.live_moderate(p_user_id, p_auth_session_id, p_report.session_id, target, p_action, p_now);
    session := place.session;
  elsif p_action <> 'ban_global' then
    perform public.live_refuse(404, 'SESSION_NOT_FOUND');
  elsif cardinality(public.live_users_gone(array[target])) > 0 then
    perform public.live_refuse(404, 'USER_NOT_FOUND');
  end if;
  if p_action = 'kick' then
    perform public.live_put_out(session, target, p_user_id, 'kicked', p_now);
  else
    ban := public.live_apply_ban(
      session, target, substr(p_action, 5), p_report.reason, p_now + make_interval(hours => p_hours), p_user_id, true,
      p_now
    );
  end if;
end;
$$;

-- Warns somebody for what was reported: a note in their inbox, and a word to their phone. live_ops_act_on_report()
-- calls it.
create or replace function public.live_ops_warn(p_report public.live_reports, p_now timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
declare
  title constant text := (select s.title from public.live_sessions s where s.id = p_report.session_id);
begin
  perform public.live_tell(
    array[p_report.reported_user_id], null, 'live_warning', p_report.id, jsonb_build_object('title', title),
    jsonb_build_object('sessionId', p_report.session_id), p_now
  );
  perform public.live_broadcast(
    'user:' || p_report.reported_user_id, 'warned', jsonb_build_object('sessionId', p_report.session_id)
  );
end;
$$;

-- Decides a report, and does what was decided; POST live-ops/reports/{id}/action calls it, and has LiveKit put out
-- whoever is kicked or banned. It is decided once.
create or replace function public.live_ops_act_on_report(
  p_user_id uuid,
  p_auth_session_id uuid,
  p_origin jsonb,
  p_report_id uuid,
  p_action text,
  p_hours integer,
  p_notes text,
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
  report public.live_reports;
  done record;
  session public.live_sessions;
  ban public.live_session_bans;
  new_status constant text := case p_action when 'dismiss' then 'dismissed' else 'resolved' end;
  taken constant text := case p_action
    when 'dismiss' then 'dismissed'
    when 'warn' then 'warning_sent'
    when 'kick' then 'user_kicked'
    else substr(p_action, 5) || '_ban'
  end;
begin
  perform public.live_act_as_staff(p_user_id, p_auth_session_id, p_origin, false, p_now);
  select * into report from public.live_reports r where r.id = p_report_id for no key update;
  if not found then
    perform public.live_refuse(404, 'REPORT_NOT_FOUND');
  elsif report.status <> all (public.live_report_statuses('pending')) then
    perform public.live_refuse(400, 'REPORT_HANDLED');
  end if;
  if p_action = 'warn' then
    perform public.live_ops_warn(report, p_now);
  elsif p_action <> 'dismiss' then
    select * into done
    from public.live_ops_punish(p_user_id, p_auth_session_id, report, p_action, p_hours, p_now);
    session := done.session;
    ban := done.ban;
  end if;
  update public.live_reports r
    set status = new_status, action_taken = taken,
        reviewed_by = p_user_id, reviewed_at = p_now, action_note = p_notes,
        resolved_by = p_user_id, resolved_at = p_now, admin_notes = p_notes
    where r.id = p_report_id;
  perform public.live_note_action(
    report.session_id, p_user_id, 'admin', 'report_' || p_action, 'report', p_report_id::text,
    report.reported_user_id, p_notes,
    jsonb_build_object(
      'before', jsonb_build_object('status', report.status),
      'after', jsonb_build_object('status', new_status, 'action_taken', taken)
    ) || jsonb_strip_nulls(jsonb_build_object('ban_id', ban.id)),
    p_now
  );
  return jsonb_build_object(
    'user_id', report.reported_user_id,
    -- where they are to be put out; nowhere by a warning
    'room_name', session.livekit_room_name
  );
end;
$$;

revoke execute on function public.live_report_statuses(text) from public, anon, authenticated;
revoke execute on function public.live_ops_report_row(public.live_reports) from public, anon, authenticated;
revoke execute on function public.live_ops_reports(uuid, uuid, text, integer, integer, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_ops_report(uuid, uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_ops_punish(uuid, uuid, public.live_reports, text, integer, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_ops_warn(public.live_reports, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_ops_act_on_report(
  uuid, uuid, jsonb, uuid, text, integer, text, timestamptz
) from public, anon, authenticated;
grant execute on function public.live_report_statuses(text) to service_role;
grant execute on function public.live_ops_report_row(public.live_reports) to service_role;
grant execute on function public.live_ops_reports(uuid, uuid, text, integer, integer, timestamptz) to service_role;
grant execute on function public.live_ops_report(uuid, uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_ops_punish(uuid, uuid, public.live_reports, text, integer, timestamptz)
  to service_role;
grant execute on function public.live_ops_warn(public.live_reports, timestamptz) to service_role;
grant execute on function public.live_ops_act_on_report(
  uuid, uuid, jsonb, uuid, text, integer, text, timestamptz
) to service_role;
