-- One row per person and session: their role, whether they are inside, whether they are silenced, what they paid.

create table if not exists public.live_participants (
  id uuid not null default gen_random_uuid(),
  session_id uuid not null,
  user_id uuid not null,
  profile_id uuid not null,
  role text not null default 'viewer',

  -- an open stay, or let in less than a minute ago
  is_active boolean not null default true,
  -- silences microphone and chat
  is_muted boolean not null default false,
  is_video_enabled boolean not null default true,

  invited_at timestamptz,
  invitation_expires_at timestamptz,
  invitation_response text,

  -- of the open stay; null while not connected
  livekit_participant_sid text,
  livekit_identity text,

  -- when the server last let them in, whether or not they ever connected; -infinity for whom only LiveKit reported
  admitted_at timestamptz not null default now(),
  joined_at timestamptz default now(),
  left_at timestamptz,
  -- set while a guest on stage has no media connection; past the grace they are a viewer again
  guest_left_at timestamptz,
  total_watch_time_seconds integer not null default 0,

  paid_amount integer not null default 0,
  -- the live_payments row; no foreign key, the journal stands alone
  payment_id uuid,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),

  constraint live_participants_pkey primary key (id),
  constraint live_participants_session_id_user_id_key unique (session_id, user_id),
  constraint live_participants_session_id_fkey
    foreign key (session_id) references public.live_sessions (id) on delete cascade,
  constraint live_participants_user_id_fkey foreign key (user_id) references auth.users (id) on delete cascade,
  constraint live_participants_profile_id_fkey
    foreign key (profile_id) references public.profiles (id) on delete cascade,
  constraint live_participants_role_check check (
    role in ('host', 'co_host', 'invited_guest', 'moderator', 'speaker', 'viewer', 'listener')
  ),
  constraint live_participants_invitation_response_check check (
    invitation_response in ('pending', 'accepted', 'rejected', 'expired')
  ),
  constraint live_participants_counters_check check (least(total_watch_time_seconds, paid_amount) >= 0)
);

comment on table public.live_participants is 'People of a session: role, presence, mute, payment.';

create index if not exists live_participants_user_id_idx on public.live_participants (user_id);
create index if not exists live_participants_profile_id_idx on public.live_participants (profile_id);
-- the handful on or near the stage of a session with thousands of viewers
create index if not exists live_participants_stage_idx on public.live_participants (session_id, role)
  where role in ('host', 'co_host', 'invited_guest', 'moderator', 'speaker');
-- the people inside of a session where many more have been
create index if not exists live_participants_inside_idx on public.live_participants (session_id) where is_active;
-- what live_tick() looks for: let in but not connected, invited, fallen off the stage
create index if not exists live_participants_admitted_idx on public.live_participants (admitted_at)
  where is_active and livekit_participant_sid is null;
create index if not exists live_participants_invited_idx on public.live_participants (invitation_expires_at)
  where invitation_response = 'pending';
create index if not exists live_participants_guest_left_idx on public.live_participants (guest_left_at)
  where guest_left_at is not null;

create or replace trigger live_participants_updated_at
  before update on public.live_participants
  for each row execute function public.live_touch_updated_at();

alter table public.live_participants enable row level security;
revoke all on public.live_participants from anon, authenticated;
grant select on public.live_participants to authenticated;
grant all on public.live_participants to service_role;

-- Own row; everyone of a public session; everyone of a session one hosts or is inside of. "Inside" is read from
-- live_stays, because a policy cannot ask its own table.
drop policy if exists live_participants_select on public.live_participants;
create policy live_participants_select on public.live_participants
  for select to authenticated
  using (
    user_id = (select auth.uid())
    -- a value, not an exists: the planner would answer that by hashing every public session there ever was
    or (
      select s.access_type = 'public' or s.creator_id = (select auth.uid())
      from public.live_sessions s
      where s.id = live_participants.session_id
    )
    or exists (
      select from public.live_stays t
      where t.user_id = (select auth.uid()) and t.session_id = live_participants.session_id and t.left_at is null
    )
    or exists (select from public.admin_profiles a where a.id = (select auth.uid()) and a.is_active)
  );
