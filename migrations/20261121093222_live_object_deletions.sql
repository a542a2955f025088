-- How a recording goes: its row at once, its file by the sweeper, once nothing writes it any more and again a day
-- later. Whatever deletes a row leads here, an account that is deleted and a statement by hand included.

set lock_timeout = '3s';

-- Writes down that a recording's file is to go.
create or replace function public.live_forget_object(p_recording public.recordings, p_reason text, p_now timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
begin
  insert into public.live_object_deletions (
    storage_key, reason, egress_id, started_at, ended_at, created_at, due_at
  )
  values (
    p_recording.storage_key, p_reason, p_recording.egress_id, p_recording.started_at,
    coalesce(p_recording.ended_at, p_now), p_now, p_now
  )
  on conflict (storage_key) do nothing;
end;
$$;

-- The trigger of recordings calls it for every row that goes, and it runs as its owner because Auth may be who deletes
-- it. One that operations hold is kept.
create or replace function public.live_recordings_leave_object()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if old.held_at is not null then
    raise exception 'recording % is held', old.id using errcode = 'restrict_violation';
  end if;
  perform public.live_forget_object(old, 'removed', now());
  return old;
end;
$$;

create or replace trigger recordings_leave_object
  before delete on public.recordings
  for each row execute function public.live_recordings_leave_object();

-- Deletes a recording, whatever it does just now: what is under way is stopped by the sweeper, if the caller does not
-- ask LiveKit. One that is held stays. Returns whether it is gone.
create or replace function public.live_erase_recording(p_recording_id uuid, p_reason text, p_now timestamptz)
returns boolean
language plpgsql
set search_path = ''
set lock_timeout = '500ms'
as $$
declare
  recording public.recordings;
begin
  select * into recording from public.recordings r where r.id = p_recording_id;
  perform public.live_hold_recorded(recording.session_id, recording.call_id);
  select * into recording from public.recordings r where r.id = p_recording_id for update;
  if not found or recording.held_at is not null then
    return false;
  end if;
  perform public.live_forget_object(recording, p_reason, p_now);
  delete from public.recordings r where r.id = p_recording_id;
  return true;
end;
$$;

-- A recording that loses its owner is closed, whatever else becomes of it; the trigger of recordings calls it.
create or replace function public.live_recordings_close_without_owner()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.visibility := 'private';
  return new;
end;
$$;

create or replace trigger recordings_close_without_owner
  before update of owner_id on public.recordings
  for each row when (old.owner_id is not null and new.owner_id is null)
  execute function public.live_recordings_close_without_owner();

-- A recording whose owner's account has just been deleted goes; the trigger of recordings calls it. What fails here
-- must not stand in the way of the deletion: live_erase_recordings() tries again.
create or replace function public.live_recordings_lose_owner()
returns trigger
language plpgsql
security definer
set search_path = ''
set lock_timeout = '500ms'
as $$
begin
  perform public.live_erase_recording(new.id, 'account', now());
  return null;
exception
  when others then
    raise warning 'recording % has lost its owner and is not deleted yet: %', new.id, sqlerrm;
    return null;
end;
$$;

create or replace trigger recordings_lose_owner
  after update of owner_id on public.recordings
  for each row when (old.owner_id is not null and new.owner_id is null)
  execute function public.live_recordings_lose_owner();

-- Closes recordings in which somebody is who is gone: from now on nobody but their owners and staff sees them, and in
-- thirty days nobody does. Returns how many; live_recordings_lose_subject() calls it for one, and live_tick() for those
-- that it could not close.
create or replace function public.live_close_recordings(p_recording_id uuid, p_now timestamptz)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  closed integer;
begin
  update public.recordings r
    set visibility = 'private', erase_at = p_now + interval '30 days'
    where r.erase_at is null
      and r.id in (
        select x.recording_id
        from public.recording_subjects x
        where x.user_id is null and (p_recording_id is null or x.recording_id = p_recording_id)
      );
  get diagnostics closed = row_count;
  return closed;
end;
$$;

-- Somebody in a recording is gone; the trigger of recording_subjects calls it. What fails here must not stand in the
-- way of the deletion either.
create or replace function public.live_recordings_lose_subject()
returns trigger
language plpgsql
security definer
set search_path = ''
set lock_timeout = '500ms'
as $$
begin
  perform public.live_close_recordings(new.recording_id, now());
  return null;
exception
  when others then
    raise warning 'recording % has lost somebody and is not closed yet: %', new.recording_id, sqlerrm;
    return null;
end;
$$;

create or replace trigger recording_subjects_lose_subject
  after update of user_id on public.recording_subjects
  for each row when (old.user_id is not null and new.user_id is null)
  execute function public.live_recordings_lose_subject();

-- LiveKit says something of an egress whose recording is deleted: its file is deleted, should it have been before. What
-- was uploaded late goes as well. live_egress_seen() calls it. Returns whether there is such a file.
create or replace function public.live_deletion_seen(p_egress_id text, p_storage_key text, p_now timestamptz)
returns boolean
language plpgsql
set search_path = ''
as $$
begin
  update public.live_object_deletions d
    set egress_id = coalesce(d.egress_id, p_egress_id), due_at = p_now, deleted_at = null, done_at = null
    where d.storage_key = p_storage_key or d.egress_id = p_egress_id;
  return found;
end;
$$;

-- Deletes what is too old, whose owner or somebody in it is gone, a part at a time; live_tick() calls it. Returns how
-- many went. What is held stays.
create or replace function public.live_erase_recordings(p_now timestamptz)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  due record;
  busy integer := 0;
  erased integer := 0;
begin
  perform public.live_close_recordings(null, p_now);
  for due in
    (
      select r.id, 'account' as reason
      from public.recordings r
      where r.owner_id is null and r.held_at is null
      order by r.created_at
      limit 100
    )
    union all
    (
      select r.id, 'subject'
      from public.recordings r
      where r.erase_at <= p_now and r.held_at is null
      order by r.erase_at
      limit 100
    )
    union all
    (
      select r.id, 'retention'
      from public.recordings r
      where r.created_at <= p_now - public.live_setting_days('recording_days_count')
        and r.call_id is null
        and r.held_at is null
      order by r.created_at
      limit 100
    )
    union all
    (
      select r.id, 'retention'
      from public.recordings r
      where r.created_at <= p_now - public.live_setting_days('call_recording_days_count')
        and r.call_id is not null
        and r.held_at is null
      order by r.created_at
      limit 100
    )
  loop
    -- one that cannot be deleted does not keep the others from it
    begin
      erased := erased + public.live_erase_recording(due.id, due.reason, p_now)::integer;
    exception
      -- a few may be waited for, not all of them
      when lock_not_available then
        busy := busy + 1;
        exit when busy = 5;
      when others then
        raise warning 'recording % cannot be deleted: %', due.id, sqlerrm;
    end;
  end loop;
  return erased;
end;
$$;

-- Notices people of recordings whom Auth does not know any more, also where no trigger has: an account that is only
-- marked as deleted. live_recordings_to_sweep() calls it; each time it looks at two hundred recordings, and the next
-- goes on from there.
create or replace function public.live_notice_gone_recorded()
returns void
language plpgsql
set search_path = ''
as $$
declare
  part constant uuid[] := array(
    select r.id
    from public.recordings r
    where r.id > coalesce(
      (select x.recordings_looked_to from public.live_sweep_runs x), '00000000-0000-0000-0000-000000000000'
    )
    order by r.id
    limit 200
  );
  gone uuid[];
  affected record;
begin
  update public.live_sweep_runs x
    set recordings_looked_to = part[200]
    where x.recordings_looked_to is distinct from part[200];
  gone := public.live_users_gone(array(
    select r.owner_id from public.recordings r where r.id = any (part) and r.owner_id is not null
    union
    select s.user_id from public.recording_subjects s where s.recording_id = any (part) and s.user_id is not null
  ));
  if gone = '{}' then
    return;
  end if;
  for affected in
    select r.id, r.session_id, r.call_id
    from public.recordings r
    where r.id = any (part) and (
      r.owner_id = any (gone)
      or exists (
        select from public.recording_subjects s where s.recording_id = r.id and s.user_id = any (gone)
      )
    )
    order by r.id
  loop
    -- one that cannot be closed now does not keep the others from it
    begin
      perform public.live_hold_recorded(affected.session_id, affected.call_id);
      update public.recording_subjects s
        set user_id = null
        where s.recording_id = affected.id and s.user_id = any (gone);
      update public.recordings r set owner_id = null where r.id = affected.id and r.owner_id = any (gone);
    exception
      when lock_not_available then
        raise warning 'recording % has lost somebody and is not closed yet', affected.id;
    end;
  end loop;
end;
$$;

revoke execute on function public.live_forget_object(public.recordings, text, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_recordings_leave_object() from public, anon, authenticated;
revoke execute on function public.live_erase_recording(uuid, text, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_recordings_close_without_owner() from public, anon, authenticated;
revoke execute on function public.live_recordings_lose_owner() from public, anon, authenticated;
revoke execute on function public.live_close_recordings(uuid, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_recordings_lose_subject() from public, anon, authenticated;
revoke execute on function public.live_deletion_seen(text, text, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_erase_recordings(timestamptz) from public, anon, authenticated;
revoke execute on function public.live_notice_gone_recorded() from public, anon, authenticated;
grant execute on function public.live_forget_object(public.recordings, text, timestamptz) to service_role;
grant execute on function public.live_recordings_leave_object() to service_role;
grant execute on function public.live_erase_recording(uuid, text, timestamptz) to service_role;
grant execute on function public.live_recordings_close_without_owner() to service_role;
grant execute on function public.live_recordings_lose_owner() to service_role;
grant execute on function public.live_close_recordings(uuid, timestamptz) to service_role;
grant execute on function public.live_recordings_lose_subject() to service_role;
grant execute on function public.live_deletion_seen(text, text, timestamptz) to service_role;
grant execute on function public.live_erase_recordings(timestamptz) to service_role;
grant execute on function public.live_notice_gone_recorded() to service_role;

reset lock_timeout;
