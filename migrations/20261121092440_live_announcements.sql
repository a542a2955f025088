-- Shows whose subscribers are being told that they are on. A row of its own, because every update of a session goes out
-- to its viewers, and there is one for every batch of subscribers.

set lock_timeout = '3s';

create table if not exists public.live_announcements (
  session_id uuid not null,
  -- the last one told, in the order of ids
  told_to uuid,
  created_at timestamptz not null default now(),
  constraint live_announcements_pkey primary key (session_id),
  constraint live_announcements_session_id_fkey
    foreign key (session_id) references public.live_sessions (id) on delete cascade
);

comment on table public.live_announcements is 'Announcements under way, gone once everybody was told.';
comment on constraint live_announcements_session_id_fkey on public.live_announcements is
  'Announces a session; without it there is nothing to announce.';

create index if not exists live_announcements_created_at_idx on public.live_announcements (created_at);

alter table public.live_announcements enable row level security;
revoke all on public.live_announcements from anon, authenticated;
grant all on public.live_announcements to service_role;

drop policy if exists live_announcements_service on public.live_announcements;
create policy live_announcements_service on public.live_announcements
  for all to service_role using (true) with check (true);

reset lock_timeout;
