-- What becomes of a session or a call when an account in it is deleted. Its rows stay, with the ids of everybody; what
-- is on air ends like any other, and its room is closed by the sweeper.

set lock_timeout = '3s';

-- Ends a session that has just lost its creator's profile, or cancels it if it has not begun; the trigger of
-- live_sessions calls it. It runs as its owner because whoever deletes the account, Auth for one, may have no rights
-- here. A session that cannot be ended now must not stand in the way of the deletion: live_end_abandoned() ends it
-- later. It waits for less long than Postgres takes to look for a circle, because the deletion holds the session's row
-- by now, for which whoever acts in the session may wait.
create or replace function public.live_sessions_lose_creator()
returns trigger
language plpgsql
security definer
set search_path = ''
set lock_timeout = '500ms'
as $$
begin
  perform public.live_end_session(new.id, 'account_deleted', now());
  return null;
exception
  when others then
    raise warning 'session % has lost its creator and is not ended yet: %', new.id, sqlerrm;
    return null;
end;
$$;

-- The same for a call that has lost a party.
create or replace function public.live_calls_lose_party()
returns trigger
language plpgsql
security definer
set search_path = ''
set lock_timeout = '500ms'
as $$
begin
  perform public.live_end_call(new.id, 'failed', null, now());
  return null;
exception
  when others then
    raise warning 'call % has lost a party and is not ended yet: %', new.id, sqlerrm;
    return null;
end;
$$;

create or replace trigger live_sessions_lose_creator
  after update of creator_profile_id on public.live_sessions
  for each row when (
    old.creator_profile_id is not null and new.creator_profile_id is null and new.status in ('scheduled', 'live')
  )
  execute function public.live_sessions_lose_creator();
create or replace trigger live_calls_lose_party
  after update of caller_profile_id, callee_profile_id on public.calls
  for each row when (
    num_nulls(new.caller_profile_id, new.callee_profile_id) > num_nulls(old.caller_profile_id, old.callee_profile_id)
    and new.status in ('ringing', 'connected')
  )
  execute function public.live_calls_lose_party();

-- The next five hundred sessions and calls that are open, after this one in the order of ids or from the beginning;
-- live_end_abandoned() goes through them with it.
create or replace function public.live_open_after(p_id uuid)
returns uuid[]
language plpgsql
stable
set search_path = ''
as $$
declare
  after constant uuid := coalesce(p_id, '00000000-0000-0000-0000-000000000000');
begin
  return array(
    select o.id
    from (
      (
        select s.id
        from public.live_sessions s
        where s.status in ('scheduled', 'live') and s.id > after
        order by s.id
        limit 500
      )
      union all
      (
        select c.id
        from public.calls c
        where c.status in ('ringing', 'connected') and c.id > after
        order by c.id
        limit 500
      )
    ) o
    order by o.id
    limit 500
  );
end;
$$;

-- Ends sessions and calls whose creator or party Auth does not know any more, also where no trigger has noticed: an
-- account that is only marked as deleted, a project whose profiles do not go with the account. live_tick() calls it;
-- each round looks at five hundred of those that are open, and the next goes on from there. Returns how many it ended.
create or replace function public.live_end_abandoned(p_now timestamptz)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  open_ids constant uuid[] := public.live_open_after((select r.looked_to from public.live_tick_runs r));
  gone uuid[];
  lost record;
  ended integer := 0;
begin
  update public.live_tick_runs r set looked_to = open_ids[500] where r.looked_to is distinct from open_ids[500];
  gone := public.live_users_gone(array(
    select s.creator_id from public.live_sessions s where s.id = any (open_ids)
    union
    select party
    from public.calls c
    cross join lateral (values (c.caller_id), (c.callee_id)) as parties (party)
    where c.id = any (open_ids) and party is not null
  ));

  for lost in
    select s.id, true as is_session
    from public.live_sessions s
    where s.id = any (open_ids) and (s.creator_profile_id is null or s.creator_id = any (gone))
    union all
    select c.id, false
    from public.calls c
    where c.id = any (open_ids) and (c.caller_id = any (gone) or c.callee_id = any (gone))
  loop
    -- one that cannot be ended does not keep the others from it
    begin
      if lost.is_session then
        perform public.live_end_session(lost.id, 'account_deleted', p_now);
      else
        perform public.live_end_call(lost.id, 'failed', null, p_now);
      end if;
      ended := ended + 1;
    exception
      when others then
        raise warning '% has lost its creator or a party and cannot be ended: %', lost.id, sqlerrm;
    end;
  end loop;
  return ended;
end;
$$;

revoke execute on function public.live_sessions_lose_creator() from public, anon, authenticated;
revoke execute on function public.live_calls_lose_party() from public, anon, authenticated;
revoke execute on function public.live_open_after(uuid) from public, anon, authenticated;
revoke execute on function public.live_end_abandoned(timestamptz) from public, anon, authenticated;
grant execute on function public.live_open_after(uuid) to service_role;
grant execute on function public.live_end_abandoned(timestamptz) to service_role;

reset lock_timeout;
