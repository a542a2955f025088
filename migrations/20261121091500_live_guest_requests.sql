-- Viewers asking to come on stage. A request past its expires_at counts as expired whether or not its row says so yet.

set lock_timeout = '3s';

create table if not exists public.live_guest_requests (
  id uuid not null default gen_random_uuid(),
  session_id uuid not null,
  -- no foreign keys: who asked and who answered stays known to the session
  requester_id uuid not null,
  -- null once that profile is gone
  requester_profile_id uuid,
  status text not null default 'pending',
  message text,
  responded_at timestamptz,
  responded_by uuid,
  expires_at timestamptz not null default now() + interval '60 seconds',
  created_at timestamptz not null default now(),

  constraint live_guest_requests_pkey primary key (id),
  constraint live_guest_requests_session_id_fkey
    foreign key (session_id) references public.live_sessions (id) on delete cascade,
  constraint live_guest_requests_requester_profile_id_fkey
    foreign key (requester_profile_id) references public.profiles (id) on delete set null,
  constraint live_guest_requests_status_check check (
    status in ('pending', 'approved', 'rejected', 'expired', 'cancelled')
  ),
  constraint live_guest_requests_message_check check (char_length(message) <= 200)
);

comment on table public.live_guest_requests is 'Requests of viewers to join a live session as guests.';
comment on constraint live_guest_requests_session_id_fkey on public.live_guest_requests is
  'Asks for a place in a session, which no account takes along; without it there is nothing to ask for.';
comment on constraint live_guest_requests_requester_profile_id_fkey on public.live_guest_requests is
  'A request stays when its person goes; one that is pending expires like any other.';

create unique index if not exists live_guest_requests_one_pending
  on public.live_guest_requests (session_id, requester_id)
  where status = 'pending';
create index if not exists live_guest_requests_session_id_created_at_idx
  on public.live_guest_requests (session_id, created_at desc);
create index if not exists live_guest_requests_requester_id_created_at_idx
  on public.live_guest_requests (requester_id, created_at desc);
create index if not exists live_guest_requests_requester_profile_id_idx
  on public.live_guest_requests (requester_profile_id);
create index if not exists live_guest_requests_pending_idx on public.live_guest_requests (expires_at)
  where status = 'pending';

alter table public.live_guest_requests enable row level security;
revoke all on public.live_guest_requests from anon, authenticated;
grant select on public.live_guest_requests to authenticated;
grant all on public.live_guest_requests to service_role;

drop policy if exists live_guest_requests_select on public.live_guest_requests;
create policy live_guest_requests_select on public.live_guest_requests
  for select to authenticated
  using (
    requester_id = (select auth.uid())
    or exists (
      select from public.live_sessions s
      where s.id = live_guest_requests.session_id and s.creator_id = (select auth.uid())
    )
    or exists (select from public.admin_profiles a where a.id = (select auth.uid()) and a.is_active)
  );

reset lock_timeout;
