-- What LiveKit reported, and nothing derived: who was in which room from when to when. Join and leave events write
-- only here, keyed by LiveKit's SIDs, so that they may arrive in any order, any number of times, or not at all.

set lock_timeout = '3s';

-- A room LiveKit opened, by its SID. A finish seen before a late join still closes that join's stay.
create table if not exists public.live_rooms (
  room_sid text not null,
  room_name text not null,
  session_id uuid,
  call_id uuid,
  started_at timestamptz,
  finished_at timestamptz,
  finish_reason text,
  created_at timestamptz not null default now(),
  constraint live_rooms_pkey primary key (room_sid),
  constraint live_rooms_session_id_fkey
    foreign key (session_id) references public.live_sessions (id) on delete cascade,
  constraint live_rooms_call_id_fkey foreign key (call_id) references public.calls (id) on delete cascade,
  constraint live_rooms_subject_check check (num_nonnulls(session_id, call_id) = 1)
);

comment on table public.live_rooms is 'LiveKit rooms by SID: when each opened and finished.';
comment on constraint live_rooms_session_id_fkey on public.live_rooms is
  'A report about a session, which no account takes along; without it the report is about nothing.';
comment on constraint live_rooms_call_id_fkey on public.live_rooms is
  'A report about a call, which no account takes along; without it the report is about nothing.';

create index if not exists live_rooms_session_id_idx on public.live_rooms (session_id);
create index if not exists live_rooms_call_id_idx on public.live_rooms (call_id);

-- One connection of one participant, by its SID. Either end may be unknown: the other event has not come yet,
-- or none has and they were heard.
create table if not exists public.live_stays (
  participant_sid text not null,
  room_sid text,
  session_id uuid,
  call_id uuid,
  -- no foreign key: a report about a deleted account is still a report
  user_id uuid not null,
  -- LiveKit's participant kind in its own spelling; only STANDARD is a viewer
  kind text not null default 'STANDARD',
  joined_at timestamptz,
  left_at timestamptz,
  left_reason text,
  created_at timestamptz not null default now(),
  constraint live_stays_pkey primary key (participant_sid),
  constraint live_stays_session_id_fkey
    foreign key (session_id) references public.live_sessions (id) on delete cascade,
  constraint live_stays_call_id_fkey foreign key (call_id) references public.calls (id) on delete cascade,
  constraint live_stays_subject_check check (num_nonnulls(session_id, call_id) = 1)
);

comment on table public.live_stays is 'Connections of participants to LiveKit rooms, one row per participant SID.';
comment on constraint live_stays_session_id_fkey on public.live_stays is
  'A report about a session, which no account takes along; without it the report is about nothing.';
comment on constraint live_stays_call_id_fkey on public.live_stays is
  'A report about a call, which no account takes along; without it the report is about nothing.';

create index if not exists live_stays_session_id_user_id_idx on public.live_stays (session_id, user_id);
create index if not exists live_stays_call_id_user_id_idx on public.live_stays (call_id, user_id);
-- the two questions asked of open stays: who is inside, counted for thousands at a time, and who is to be closed with
-- this room
create index if not exists live_stays_inside_idx on public.live_stays (session_id, user_id, kind) where left_at is null;
create index if not exists live_stays_open_room_idx on public.live_stays (room_sid) where left_at is null;

alter table public.live_rooms enable row level security;
revoke all on public.live_rooms from anon, authenticated;
grant select on public.live_rooms to authenticated;
grant all on public.live_rooms to service_role;

drop policy if exists live_rooms_select on public.live_rooms;
create policy live_rooms_select on public.live_rooms
  for select to authenticated
  using (exists (select from public.admin_profiles a where a.id = (select auth.uid()) and a.is_active));

alter table public.live_stays enable row level security;
revoke all on public.live_stays from anon, authenticated;
grant select on public.live_stays to authenticated;
grant all on public.live_stays to service_role;

drop policy if exists live_stays_select on public.live_stays;
create policy live_stays_select on public.live_stays
  for select to authenticated
  using (
    user_id = (select auth.uid())
    -- who was in a call is known to those who were called to it
    or (call_id is not null and public.live_is_in_call(call_id))
    or exists (select from public.admin_profiles a where a.id = (select auth.uid()) and a.is_active)
  );

reset lock_timeout;
