-- The tables whose changes the app and the ops panel listen to. Old rows travel in full, because row security and
-- filters are judged on them; every update of these tables is sent to each listener, so updates are kept rare.

set lock_timeout = '3s';

do $$
declare
  listened text;
begin
  foreach listened in array array[
    'live_sessions', 'live_participants', 'live_messages', 'live_gifts', 'live_guest_requests', 'calls'
  ]
  loop
    -- a change of it waits for everybody who reads the table: not for what is so already
    if not exists (
      select from pg_catalog.pg_class c
      where c.oid = to_regclass('public.' || listened) and c.relreplident = 'f'
    ) then
      execute format('alter table public.%I replica identity full', listened);
    end if;
    if not exists (
      select from pg_catalog.pg_publication_tables
      where pubname = 'supabase_realtime' and schemaname = 'public' and tablename = listened
    ) then
      execute format('alter publication supabase_realtime add table public.%I', listened);
    end if;
  end loop;
end;
$$;

reset lock_timeout;
