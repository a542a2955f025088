-- How a recording goes: its row at once, its file by the sweeper, once nothing writes it any more and again a day
-- later. Whatever deletes a row leads here, an account that is deleted and a statement by hand included.

-- Writes down that a recording's file is to go.
create or replace function public.live_forget_object(p_recording public.recordings, p_reason text, p_now timestamptz)
returns void
language plpgsql
set search_path = ''
as $$
begin
  insert into public.live_object_deletions (storage_key, reason, egress_id, created_at, due_at)
  values (p_recording.storage_key, p_reason, p_recording.egress_id, p_now, p_now)
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

-- A recording whose owner's account has just been deleted goes; the trigger of recordings calls it. What fails here
-- must not stand in the way of the deletion: live_erase_recordings() tries again.
create or replace function public.live_recordings_lose_owner()
returns trigger
language plpgsql
security definer
set search_path = ''
set lock_timeout = '1s'
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

-- Somebody in a recording is gone: from now on nobody but its owner and staff sees it, and in thirty days nobody does.
-- The trigger of recording_subjects calls it; where the recording itself is going there is nothing to be done.
create or replace function public.live_recordings_lose_subject()
returns trigger
language plpgsql
security definer
set search_path = ''
set lock_timeout = '1s'
as $$
begin
  update public.recordings r
    set visibility = 'private', erase_at = least(r.erase_at, now() + interval '30 days')
    where r.id = old.recording_id and r.owner_id is distinct from old.user_id;
  return null;
exception
  when others then
    raise warning 'recording % has lost somebody and is not closed yet: %', old.recording_id, sqlerrm;
    return null;
end;
$$;

create or replace trigger recording_subjects_lose_subject
  after delete on public.recording_subjects
  for each row execute function public.live_recordings_lose_subject();

-- LiveKit says something of an egress whose recording is deleted. Once it has ended its file is deleted, should it have
-- been before: what was uploaded late goes as well. live_egress_seen() calls it. Returns whether there is such a file.
create or replace function public.live_deletion_seen(
  p_egress_id text, p_storage_key text, p_status text, p_now timestamptz
)
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
  erased integer := 0;
begin
  for due in
    select r.id,
      case when r.owner_id is null then 'account' when r.erase_at <= p_now then 'subject' else 'retention' end as reason
    from public.recordings r
    where r.held_at is null and not public.live_recording_is_open(r.status) and (
      r.owner_id is null
      or r.erase_at <= p_now
      or r.created_at <= p_now - case
        when r.call_id is null then public.live_setting_days('recording_days_count')
        else public.live_setting_days('call_recording_days_count')
      end
    )
    order by r.created_at
    limit 100
  loop
    -- one that cannot be deleted does not keep the others from it
    begin
      erased := erased + public.live_erase_recording(due.id, due.reason, p_now)::integer;
    exception
      when others then
        raise warning 'recording % cannot be deleted: %', due.id, sqlerrm;
    end;
  end loop;
  return erased;
end;
$$;

revoke execute on function public.live_forget_object(public.recordings, text, timestamptz)
  from public, anon, authenticated;
revoke execute on function public.live_recordings_leave_object() from public, anon, authenticated;
revoke execute on function public.live_erase_recording(uuid, text, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_recordings_lose_owner() from public, anon, authenticated;
revoke execute on function public.live_recordings_lose_subject() from public, anon, authenticated;
revoke execute on function public.live_deletion_seen(text, text, text, timestamptz) from public, anon, authenticated;
revoke execute on function public.live_erase_recordings(timestamptz) from public, anon, authenticated;
grant execute on function public.live_forget_object(public.recordings, text, timestamptz) to service_role;
grant execute on function public.live_recordings_leave_object() to service_role;
grant execute on function public.live_erase_recording(uuid, text, timestamptz) to service_role;
grant execute on function public.live_recordings_lose_owner() to service_role;
grant execute on function public.live_recordings_lose_subject() to service_role;
grant execute on function public.live_deletion_seen(text, text, text, timestamptz) to service_role;
grant execute on function public.live_erase_recordings(timestamptz) to service_role;
