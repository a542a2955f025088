-- What was said in support calls: taken from the agent that reports it, read by the people of the call and by staff,
-- and thrown away after transcript_days_count days.

-- Stores what an agent reports of its call, each line once however often it is reported, and what its models used, of
-- which the first word stands; voice-transcript calls it. Reports of one call take turns at the row of its limit, so
-- that its lines are counted right. Once the caller's account is gone there is no such call to them: nothing is stored
-- of somebody who had it deleted, and the worker sends nothing more.
create or replace function public.live_take_transcript(
  p_call_id uuid, p_agent_id uuid, p_lines jsonb, p_usage jsonb, p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
set lock_timeout = '3s'
set statement_timeout = '4s'
as $$
declare
  reported constant integer := jsonb_array_length(p_lines);
  call public.calls;
  stored integer;
begin
  select c.* into call
  from public.call_agents a
  join public.calls c on c.id = a.call_id
  where a.id = p_agent_id and a.call_id = p_call_id;
  if not found then
    perform public.live_refuse(404, 'CALL_NOT_FOUND');
  end if;
  perform public.live_rate_take(
    p_call_id::text, 'transcript', public.live_setting('transcript_rate_count'), 60, p_now
  );
  if reported > 0 and not call.transcript_on then
    perform public.live_refuse(409, 'TRANSCRIPT_OFF');
  end if;

  begin
    insert into public.call_transcript_lines (call_id, item_id, user_id, speaker, text, interrupted, spoken_at)
    select p_call_id, l.item_id, call.caller_id, l.speaker, l.text, l.interrupted, l.at
    from jsonb_to_recordset(p_lines) as l (item_id text, speaker text, text text, interrupted boolean, at timestamptz)
    on conflict (call_id, item_id) do nothing;
    get diagnostics stored = row_count;
  exception
    when foreign_key_violation then
      perform public.live_refuse(404, 'CALL_NOT_FOUND');
  end;
  if stored > 0 and (
    select count(*) from public.call_transcript_lines l where l.call_id = p_call_id
  ) > public.live_setting('transcript_lines_count') then
    perform public.live_refuse(409, 'TRANSCRIPT_FULL');
  end if;

  update public.call_agents a
    set usage = p_usage
    where a.id = p_agent_id and a.usage is null and p_usage is not null;
  return jsonb_build_object('stored', stored, 'duplicates', reported - stored);
end;
$$;

-- What was said in a call, for its people; voice-get-transcript calls it. Staff reads it too, which is noted, and to
-- anybody else there is no such call. Staff that joined the call is staff.
create or replace function public.live_read_transcript(
  p_user_id uuid, p_auth_session_id uuid, p_origin jsonb, p_call_id uuid, p_now timestamptz
)
returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  call public.calls;
begin
  perform public.live_require_sign_in(p_user_id, p_auth_session_id, p_now);
  perform public.live_rate_take(
    p_user_id::text, 'voice transcript', public.live_setting('voice_read_rate_count'), 60, p_now
  );
  select * into call from public.calls c where c.id = p_call_id;
  if not exists (
    select
    from public.call_members m
    where m.call_id = call.id and m.user_id = p_user_id and m.role <> 'staff'
  ) then
    if call.id is null
      or not exists (select from public.admin_profiles a where a.id = p_user_id and a.is_active)
    then
      perform public.live_refuse(404, 'CALL_NOT_FOUND');
    end if;
    perform public.live_keep_origin(p_origin);
    perform public.live_note_action(
      null, p_user_id, 'admin', 'read_transcript', 'call', call.id::text, call.caller_id, null, null, p_now
    );
  end if;
  return jsonb_build_object(
    'transcript', (select v.transcript from public.voice_calls v where v.id = call.id),
    'lines', (
      select coalesce(jsonb_agg(
          jsonb_build_object(
            'item_id', l.item_id, 'speaker', l.speaker, 'text', l.text, 'interrupted', l.interrupted, 'at', l.spoken_at
          )
          order by l.spoken_at, l.item_id
        ), '[]')
      from public.call_transcript_lines l
      where l.call_id = call.id
    )
  );
end;
$$;

-- Throws away what was said longer ago than transcript_days_count days, a part at a time; live_tick() calls it. Returns
-- how many lines went.
create or replace function public.live_forget_transcripts(p_now timestamptz)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  gone integer;
begin
  delete from public.call_transcript_lines l
    where (l.call_id, l.item_id) in (
      select x.call_id, x.item_id
      from public.call_transcript_lines x
      where x.spoken_at <= p_now - public.live_setting_days('transcript_days_count')
      order by x.spoken_at
      limit 500
      for update skip locked
    );
  get diagnostics gone = row_count;
  return gone;
end;
$$;

revoke execute on function public.live_take_transcript(uuid, uuid, jsonb, jsonb, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_read_transcript(uuid, uuid, jsonb, uuid, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_forget_transcripts(timestamptz) from public, anon, authenticated;
grant execute on function public.live_take_transcript(uuid, uuid, jsonb, jsonb, timestamptz) to service_role;
grant execute on function public.live_read_transcript(uuid, uuid, jsonb, uuid, timestamptz) to service_role;
grant execute on function public.live_forget_transcripts(timestamptz) to service_role;
