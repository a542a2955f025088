-- What staff should look at without having been asked: people and sessions that several have reported, and people who
-- write blocked words. A flag is a row of live_admin_logs that no admin has written.

set lock_timeout = '3s';

-- Flags a user or a session (p_target_type), in p_session_id or in none, and tells every active admin; unless that
-- was done for the same reason (p_action) within 24 hours, however many ask for it at once. p_facts are what the
-- panel shows. Returns whether it was done. The rules below call it, each with the lock of its target.
create or replace function public.live_flag(
  p_action text, p_target_type text, p_target_id uuid, p_session_id uuid, p_facts jsonb, p_now timestamptz
)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  flag_id uuid;
begin
  insert into public.live_admin_logs (action, target_type, target_id, metadata, created_at)
  select p_action, p_target_type, p_target_id::text, p_facts || jsonb_build_object('session_id', p_session_id), p_now
  where not exists (
    select
    from public.live_admin_logs l
    where l.target_type = p_target_type
      and l.target_id = p_target_id::text
      and l.action = p_action
      and l.metadata ->> 'session_id' is not distinct from p_session_id::text
      and l.created_at > p_now - interval '24 hours'
  )
  returning id into flag_id;
  if not found then
    return false;
  end if;

  perform public.live_tell(
    array(select a.id from public.admin_profiles a where a.is_active),
    null,
    p_action,
    flag_id,
    jsonb_build_object(
      'name', (
        select coalesce(p.display_name, p.username)
        from public.profiles p
        where p.user_id = p_target_id and p.type = 'real'
        limit 1
      ),
      'title', (select s.title from public.live_sessions s where s.id = p_session_id),
      'count', p_facts -> 'count'
    ),
    jsonb_build_object(
      'flagId', flag_id,
      'targetType', p_target_type,
      'targetId', p_target_id,
      'sessionId', p_session_id,
      'url', case p_action
        when 'auto_flag_user' then '/ops/live/reports'
        else '/ops/live/sessions/' || p_session_id
      end
    ),
    p_now
  );
  return true;
end;
$$;

-- Flags somebody whom several people have reported within a week, as long as nobody has looked into it.
create or replace function public.live_flag_reported_user(
  p_user_id uuid, p_session_id uuid, p_report_id uuid, p_now timestamptz
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  enough constant integer := public.live_setting('report_flag_user_count');
  reporters integer;
begin
  select count(distinct r.reporter_id) into reporters
  from public.live_reports r
  where r.reported_user_id = p_user_id
    and r.status = 'pending'
    and r.created_at > p_now - interval '7 days';
  if enough > 0 and reporters >= enough then
    perform public.live_flag('auto_flag_user', 'user', p_user_id, p_session_id, jsonb_build_object(
      'count', reporters, 'days', 7, 'report_id', p_report_id
    ), p_now);
  end if;
end;
$$;

-- Flags a session in which several people have reported somebody, whomever.
create or replace function public.live_flag_reported_session(p_session_id uuid, p_report_id uuid, p_now timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
declare
  enough constant integer := public.live_setting('report_flag_session_count');
  reporters integer;
begin
  select count(distinct r.reporter_id) into reporters
  from public.live_reports r
  where r.session_id = p_session_id;
  if enough > 0 and reporters >= enough then
    perform public.live_flag('auto_flag_session', 'session', p_session_id, p_session_id, jsonb_build_object(
      'count', reporters, 'report_id', p_report_id
    ), p_now);
  end if;
end;
$$;

-- Asks both rules about everybody and every session that new reports are about; the trigger of live_reports calls it.
-- Once for all of them, because each target's lock must be taken in the one order. It runs as its owner because no
-- phone may read other people's reports or write the logs.
create or replace function public.live_reports_flag()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  report record;
begin
  -- whoever reports the same at the same moment is counted by the second of the two
  perform public.live_lock_flag(target.id)
  from (
    select r.reported_user_id as id from reports r
    union
    select r.session_id from reports r where r.session_id is not null
    order by 1
  ) target;

  for report in
    select distinct on (r.reported_user_id, r.session_id) r.*
    from reports r
    order by r.reported_user_id, r.session_id, r.created_at desc
  loop
    perform public.live_flag_reported_user(
      report.reported_user_id, report.session_id, report.id, report.created_at
    );
    if report.session_id is not null then
      perform public.live_flag_reported_session(report.session_id, report.id, report.created_at);
    end if;
  end loop;
  return null;
end;
$$;

create or replace trigger live_reports_flag
  after insert on public.live_reports
  referencing new table as reports
  for each statement execute function public.live_reports_flag();

-- Mutes somebody in a session for a blocked word and flags them, if that is what becomes of such words and they are
-- no admin. Returns whether it was done. live_chat_guard() calls it.
create or replace function public.live_mute_for_word(
  p_session_id uuid, p_user_id uuid, p_word text, p_content text, p_now timestamptz
)
returns boolean
language plpgsql
set search_path = ''
as $$
begin
  if public.live_setting_text('chat_blocked_words_action') <> 'mute_and_flag'
    or exists (select from public.admin_profiles a where a.id = p_user_id and a.is_active)
  then
    return false;
  end if;

  update public.live_participants p
    set is_muted = true
    where p.session_id = p_session_id and p.user_id = p_user_id and not p.is_muted;
  perform public.live_lock_flag(p_user_id);
  perform public.live_flag('auto_flag_words', 'user', p_user_id, p_session_id, jsonb_build_object(
    'count', 1, 'word', p_word, 'content', p_content
  ), p_now);
  return true;
end;
$$;

revoke execute on function public.live_flag(text, text, uuid, uuid, jsonb, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_flag_reported_user(uuid, uuid, uuid, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_flag_reported_session(uuid, uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_reports_flag() from public, anon, authenticated;
revoke execute on function public.live_mute_for_word(uuid, uuid, text, text, timestamptz)
  from public, anon, authenticated;
grant execute on function public.live_flag(text, text, uuid, uuid, jsonb, timestamptz) to service_role;
grant execute on function public.live_flag_reported_user(uuid, uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_flag_reported_session(uuid, uuid, timestamptz) to service_role;
grant execute on function public.live_mute_for_word(uuid, uuid, text, text, timestamptz) to service_role;

reset lock_timeout;
