-- One row per person and session: their role, whether they are inside, whether they are silenced, what they paid.

set lock_timeout = '3s';

create table if not exists public.live_participants (
  id uuid not null default gen_random_uuid(),
  session_id uuid not null,
  -- no foreign key: who was in a session, in which role and for how long is the session's to know
  user_id uuid not null,
  -- null once that profile is gone
  profile_id uuid,
  role text not null default 'viewer',
  -- since when on stage as a guest (co_host, speaker); null for everybody else
  seated_at timestamptz,
  -- how often role or mute were set: a change that LiveKit could not be told is taken back unless another followed
  role_version integer not null default 0,

  -- an open stay, or let in less than a minute ago and not gone since; never once the session is over
  is_active boolean not null default true,
  -- silences microphone and chat
  is_muted boolean not null default false,
  is_video_enabled boolean not null default true,

  -- the latest invitation to the stage
  invitation_id uuid,
  invited_at timestamptz,
  invitation_expires_at timestamptz,
  invitation_response text,

  -- of the open stay; null while not connected
  livekit_participant_sid text,
  livekit_identity text,

  -- when the server last let them in, whether or not they ever connected; null for whoever gave their seat up and for
  -- whom only LiveKit reported
  admitted_at timestamptz default now(),
  joined_at timestamptz default now(),
  left_at timestamptz,
  -- since when a guest on stage has had no media connection; past the grace they are a viewer again
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
  constraint live_participants_profile_id_fkey
    foreign key (profile_id) references public.profiles (id) on delete set null,
  constraint live_participants_role_check check (
    role in ('host', 'co_host', 'invited_guest', 'moderator', 'speaker', 'viewer', 'listener')
  ),
  constraint live_participants_invitation_response_check check (
    invitation_response in ('pending', 'accepted', 'rejected', 'expired')
  ),
  constraint live_participants_admitted_at_check check (isfinite(admitted_at)),
  constraint live_participants_counters_check check (least(total_watch_time_seconds, paid_amount) >= 0)
);

comment on table public.live_participants is 'People of a session: role, presence, mute, payment.';
comment on constraint live_participants_session_id_fkey on public.live_participants is
  'Somebody''s place in a session, which no account takes along; without it there is no place.';
comment on constraint live_participants_profile_id_fkey on public.live_participants is
  'A place stays when its person goes: the session keeps its audience, its numbers and what was paid.';

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

-- The sessions in which the caller keeps order now. The policy below asks it, because a policy cannot ask its own table
-- and the role is nowhere else; it runs as its owner and tells nobody anything but about themselves.
create or replace function public.live_moderated_sessions()
returns uuid[]
language plpgsql
stable
security definer
set search_path = ''
as $$
begin
  return array(
    select p.session_id
    from public.live_participants p
    where p.user_id = (select auth.uid()) and p.role = 'moderator' and p.is_active
  );
end;
$$;

-- Own row; everyone of a session one hosts or keeps order in. Who else has watched what is nobody's business, not even
-- of those inside.
drop policy if exists live_participants_select on public.live_participants;
create policy live_participants_select on public.live_participants
  for select to authenticated
  using (
    user_id = (select auth.uid())
    -- a value, not an exists: the planner would answer that by hashing every session there ever was
    or (
      select s.creator_id = (select auth.uid())
      from public.live_sessions s
      where s.id = live_participants.session_id
    )
    or session_id = any ((select public.live_moderated_sessions())::uuid[])
    or exists (select from public.admin_profiles a where a.id = (select auth.uid()) and a.is_active)
  );

revoke execute on function public.live_moderated_sessions() from public, anon;
grant execute on function public.live_moderated_sessions() to authenticated, service_role;

reset lock_timeout;
