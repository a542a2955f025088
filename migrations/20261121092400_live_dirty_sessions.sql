-- Sessions whose counters no longer hold. Joins and leaves append here instead of touching live_sessions, of which
-- every update goes out to every viewer; live_refresh_counters() empties it. Messages and gifts are no reason for one.
-- Append-only on purpose: writers never wait for each other, nor for the one who empties it.

set lock_timeout = '3s';

create table if not exists public.live_dirty_sessions (
  id bigint generated always as identity,
  session_id uuid not null,
  constraint live_dirty_sessions_pkey primary key (id)
);

comment on table public.live_dirty_sessions is 'Marks of sessions whose counters need a refresh, gone once it is done.';

alter table public.live_dirty_sessions enable row level security;
revoke all on public.live_dirty_sessions from anon, authenticated;
revoke all on sequence public.live_dirty_sessions_id_seq from anon, authenticated;
grant all on public.live_dirty_sessions to service_role;

drop policy if exists live_dirty_sessions_service on public.live_dirty_sessions;
create policy live_dirty_sessions_service on public.live_dirty_sessions
  for all to service_role using (true) with check (true);

-- Marks a session for the next refresh; whatever changes its counters calls it.
create or replace function public.live_mark_dirty(p_session_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
  insert into public.live_dirty_sessions (session_id) values (p_session_id);
end;
$$;

revoke execute on function public.live_mark_dirty(uuid) from public, anon, authenticated;
grant execute on function public.live_mark_dirty(uuid) to service_role;

reset lock_timeout;
