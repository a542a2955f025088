-- A channel is on air as long as a session of it is.

set lock_timeout = '3s';

-- Writes down at a channel which session it is on air with; the triggers of live_sessions call it. As its owner, like
-- whoever ends a session: the panel does so as an admin.
create or replace function public.live_light_channel()
returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if tg_op <> 'INSERT' and old.channel_id is not null then
    update public.live_channels c set session_id = null where c.id = old.channel_id and c.session_id = old.id;
  end if;
  if tg_op <> 'DELETE' and new.channel_id is not null and new.status = 'live' then
    -- and named anew: its creator may be called otherwise by now
    update public.live_channels c set session_id = new.id, search_name = '' where c.id = new.channel_id;
  end if;
  return null;
end;
$$;

create or replace trigger live_sessions_light_channel
  after insert on public.live_sessions
  for each row when (new.channel_id is not null) execute function public.live_light_channel();
create or replace trigger live_sessions_turn_channel
  after update of status, channel_id on public.live_sessions
  for each row
  when (
    (old.status, old.channel_id) is distinct from (new.status, new.channel_id)
    and coalesce(old.channel_id, new.channel_id) is not null
  )
  execute function public.live_light_channel();
create or replace trigger live_sessions_darken_channel
  after delete on public.live_sessions
  for each row when (old.channel_id is not null) execute function public.live_light_channel();

revoke execute on function public.live_light_channel() from public, anon, authenticated;
grant execute on function public.live_light_channel() to service_role;

reset lock_timeout;
