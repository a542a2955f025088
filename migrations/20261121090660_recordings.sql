-- What is recorded of sessions and calls, who is heard or seen in it, and which files are to be deleted. The files lie
-- in a private store; LiveKit's egress writes them, and nobody but the server knows their keys.

set lock_timeout = '3s';

create table if not exists public.recordings (
  id uuid not null default gen_random_uuid(),
  -- what it is of: one of the two
  session_id uuid,
  call_id uuid,
  -- whose it is: a session's creator, or whoever placed the call. Null once that account is gone; then it goes, too,
  -- unless it is held
  owner_id uuid,
  -- who had it started; null if it began by itself. No foreign key: a mark of who did it, kept when the account goes
  requested_by uuid,

  -- LiveKit's id of what records; null until LiveKit has told it
  egress_id text,
  status text not null default 'requested',
  -- how the people on stage are arranged; null where there is sound only
  layout text,
  storage_key text not null,
  size_bytes bigint,
  duration_seconds integer,

  -- session: for everybody who might watch the session, or has a part in the call; private: for its owner and staff
  visibility text not null default 'session',
  title text,
  -- what entry costs whoever buys it after the show, in coins; null: the show's own price
  price_coins integer,

  created_at timestamptz not null default now(),
  started_at timestamptz,
  ended_at timestamptz,
  -- when its file was seen in the store
  available_at timestamptz,
  -- when LiveKit was last to be asked to stop it
  stop_requested_at timestamptz,
  -- when it was given up without a word of LiveKit's; that word replaces it whenever it comes
  swept_at timestamptz,
  error text,

  -- operations keep it, whoever would have it deleted
  held_at timestamptz,
  held_by uuid,
  hold_reason text,
  -- when it is to go because of somebody in it whose account is gone
  erase_at timestamptz,
  updated_at timestamptz not null default now(),

  constraint recordings_pkey primary key (id),
  constraint recordings_egress_id_key unique (egress_id),
  constraint recordings_storage_key_key unique (storage_key),
  constraint recordings_session_id_fkey
    foreign key (session_id) references public.live_sessions (id) on delete cascade,
  constraint recordings_call_id_fkey foreign key (call_id) references public.calls (id) on delete cascade,
  constraint recordings_owner_id_fkey foreign key (owner_id) references auth.users (id) on delete set null,
  constraint recordings_subject_check check (num_nonnulls(session_id, call_id) = 1),
  constraint recordings_status_check check (
    status in ('requested', 'starting', 'active', 'ending', 'complete', 'failed', 'aborted', 'limit_reached')
  ),
  constraint recordings_layout_check check (layout in ('speaker', 'grid', 'single-speaker')),
  constraint recordings_visibility_check check (visibility in ('session', 'private')),
  constraint recordings_title_check check (char_length(title) between 1 and 100),
  constraint recordings_price_coins_check check (price_coins >= 1),
  constraint recordings_size_bytes_check check (size_bytes >= 0),
  constraint recordings_duration_seconds_check check (duration_seconds >= 0),
  -- a file that is still being written is none
  constraint recordings_available_at_check check (available_at is null or status in ('complete', 'limit_reached')),
  constraint recordings_hold_check check ((held_at is null) = (hold_reason is null)),
  -- what nobody answers for, or somebody in it has not left with their account, is not shown
  constraint recordings_closed_check check (owner_id is not null and erase_at is null or visibility = 'private')
);

comment on table public.recordings is 'Recordings of sessions and calls.';
comment on constraint recordings_session_id_fkey on public.recordings is
  'A recording is of a session; without it nobody could be said to have access. Its file is deleted.';
comment on constraint recordings_call_id_fkey on public.recordings is
  'A recording is of a call; without it nobody could be said to have access. Its file is deleted.';
comment on constraint recordings_owner_id_fkey on public.recordings is
  'A recording goes with the account of its owner, unless operations hold it.';

-- one at a time of each, so that a start asked for twice is one
create unique index if not exists recordings_one_open_per_session on public.recordings (session_id)
  where status in ('requested', 'starting', 'active', 'ending');
create unique index if not exists recordings_one_open_per_call on public.recordings (call_id)
  where status in ('requested', 'starting', 'active', 'ending');
create index if not exists recordings_session_id_created_at_idx on public.recordings (session_id, created_at desc);
create index if not exists recordings_call_id_created_at_idx on public.recordings (call_id, created_at desc);
create index if not exists recordings_owner_id_created_at_idx on public.recordings (owner_id, created_at desc);
-- the list of operations, and what is too old; of calls that is sooner
create index if not exists recordings_created_at_idx on public.recordings (created_at desc);
create index if not exists recordings_of_calls_idx on public.recordings (created_at) where call_id is not null;
-- those whose file the sweeper looks for; what is open it finds by the two above that are unique
create index if not exists recordings_unseen_idx on public.recordings (ended_at)
  where available_at is null and status in ('complete', 'limit_reached');
create index if not exists recordings_erase_at_idx on public.recordings (erase_at) where erase_at is not null;
create index if not exists recordings_without_owner_idx on public.recordings (created_at) where owner_id is null;

create or replace trigger recordings_updated_at
  before update on public.recordings
  for each row execute function public.live_touch_updated_at();

-- Who is heard or seen in a recording, and how they came to agree to that.
create table if not exists public.recording_subjects (
  id uuid not null default gen_random_uuid(),
  recording_id uuid not null,
  -- null once that account is gone
  user_id uuid,
  consented_at timestamptz not null,
  -- started: had it recorded; stage: came on a stage that said that it is recorded, or stayed there when it was said;
  -- asked: said yes when asked in a call
  how text not null,
  constraint recording_subjects_pkey primary key (id),
  constraint recording_subjects_recording_id_user_id_key unique (recording_id, user_id),
  constraint recording_subjects_recording_id_fkey
    foreign key (recording_id) references public.recordings (id) on delete cascade,
  constraint recording_subjects_user_id_fkey foreign key (user_id) references auth.users (id) on delete set null,
  constraint recording_subjects_how_check check (how in ('started', 'stage', 'asked'))
);

comment on table public.recording_subjects is 'Who is heard or seen in a recording.';
comment on constraint recording_subjects_recording_id_fkey on public.recording_subjects is
  'Somebody''s part in a recording; without it there is no part.';
comment on constraint recording_subjects_user_id_fkey on public.recording_subjects is
  'That somebody was in it stays when their account goes: the recording is closed at once and goes a while later.';

create index if not exists recording_subjects_user_id_idx on public.recording_subjects (user_id);
-- recordings in which somebody is who is gone
create index if not exists recording_subjects_gone_idx on public.recording_subjects (recording_id)
  where user_id is null;

-- Files that are to go. Each is deleted once what writes it has ended, and once more a day later, because an upload may
-- come late.
create table if not exists public.live_object_deletions (
  -- in the order of its bytes: those of one session, or call, are found by how they begin
  storage_key text collate "C" not null,
  reason text not null,
  -- what may still be writing it
  egress_id text,
  -- from when to when it was recorded, which LiveKit bills all the same
  started_at timestamptz,
  ended_at timestamptz,
  created_at timestamptz not null default now(),
  -- when the store is to be asked next; null once that is done
  due_at timestamptz,
  -- when the store was first asked after nothing wrote it any more
  deleted_at timestamptz,
  done_at timestamptz,
  attempts integer not null default 0,
  -- what the store said to the last attempt that failed
  error text,
  constraint live_object_deletions_pkey primary key (storage_key),
  constraint live_object_deletions_reason_check check (
    reason in ('owner', 'admin', 'retention', 'account', 'subject', 'removed')
  ),
  constraint live_object_deletions_done_check check ((due_at is null) = (done_at is not null))
);

comment on table public.live_object_deletions is 'Files of recordings that are to be deleted, and those that were.';

create index if not exists live_object_deletions_due_at_idx on public.live_object_deletions (due_at)
  where due_at is not null;
create index if not exists live_object_deletions_created_at_idx on public.live_object_deletions (created_at desc);
create index if not exists live_object_deletions_egress_id_idx on public.live_object_deletions (egress_id);

alter table public.recordings enable row level security;
alter table public.recording_subjects enable row level security;
alter table public.live_object_deletions enable row level security;
revoke all on public.recordings, public.recording_subjects, public.live_object_deletions from anon, authenticated;
-- whoever knows a key knows nothing yet; all the same nobody is told it
grant select (
  id, session_id, call_id, owner_id, status, layout, size_bytes, duration_seconds, visibility, title, price_coins,
  created_at, started_at, ended_at, available_at
) on public.recordings to anon, authenticated;
grant select on public.recording_subjects to authenticated;
grant select (reason, created_at, due_at, deleted_at, done_at, attempts, error)
  on public.live_object_deletions to authenticated;
grant all on public.recordings, public.recording_subjects, public.live_object_deletions to service_role;

-- That there is a recording of a session is as public as the session; whether somebody may watch it is decided by
-- get-recording-url.
drop policy if exists recordings_select_public on public.recordings;
create policy recordings_select_public on public.recordings
  for select to anon
  using (session_id is not null and visibility = 'session' and available_at is not null);
-- Owners see theirs as they are, people of a call those of the call.
drop policy if exists recordings_select on public.recordings;
create policy recordings_select on public.recordings
  for select to authenticated
  using (
    owner_id = (select auth.uid())
    or (session_id is not null and visibility = 'session' and available_at is not null)
    or (call_id is not null and visibility = 'session' and public.live_is_in_call(call_id))
    or exists (select from public.admin_profiles a where a.id = (select auth.uid()) and a.is_active)
  );

drop policy if exists recording_subjects_select on public.recording_subjects;
create policy recording_subjects_select on public.recording_subjects
  for select to authenticated
  using (
    user_id = (select auth.uid())
    or exists (select from public.admin_profiles a where a.id = (select auth.uid()) and a.is_active)
  );

drop policy if exists live_object_deletions_select on public.live_object_deletions;
create policy live_object_deletions_select on public.live_object_deletions
  for select to authenticated
  using (exists (select from public.admin_profiles a where a.id = (select auth.uid()) and a.is_active));

reset lock_timeout;
