-- One row per session: a video stream or an audio room. Written only by the server; everyone may read it, ended ones
-- included, because realtime delivers the `ended` update only to those who may read the row it ends in.

set lock_timeout = '3s';

create table if not exists public.live_sessions (
  id uuid not null default gen_random_uuid(),
  -- no foreign key: the session outlives its creator's account
  creator_id uuid not null,
  -- null once that profile is gone
  creator_profile_id uuid,
  -- the page that it runs on, if it was opened there
  channel_id uuid,

  title text not null,
  description text,
  thumbnail_url text,

  session_type text not null,
  access_type text not null default 'public',
  ppv_coin_price integer not null default 0,

  -- stored once at creation, never reused
  livekit_room_name text not null,
  -- the SID LiveKit gave the room that is up now; an older SID's events no longer count
  livekit_room_sid text,

  status text not null default 'scheduled',
  scheduled_at timestamptz,
  started_at timestamptz,
  -- when subscribers were told; live_tick() does that once LiveKit has the room
  announced_at timestamptz,
  ended_at timestamptz,
  end_reason text,
  -- set while the host is away; the session stays `live` meanwhile
  host_left_at timestamptz,
  -- the session is over at this moment, whether or not anything has noticed
  max_ends_at timestamptz,
  -- of a pay-per-view session that is over: when whoever had to get their coins back had them
  refunds_settled_at timestamptz,

  -- current viewers while live, distinct viewers once ended; refreshed by live_tick(), never per join
  total_viewers integer not null default 0,
  peak_viewers integer not null default 0,
  total_duration_seconds integer not null default 0,
  -- in coins
  total_gifts_received integer not null default 0,
  total_messages integer not null default 0,
  stats_refreshed_at timestamptz,

  chat_enabled boolean not null default true,
  gifts_enabled boolean not null default true,
  guest_enabled boolean not null default true,
  max_guests integer not null default 3,
  -- its host wants it recorded from the beginning
  recording_enabled boolean not null default false,
  -- it is recorded just now, or about to be
  is_recording boolean not null default false,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),

  constraint live_sessions_pkey primary key (id),
  constraint live_sessions_livekit_room_name_key unique (livekit_room_name),
  -- the app's embed names this key: profiles!live_sessions_creator_profile_id_fkey
  constraint live_sessions_creator_profile_id_fkey
    foreign key (creator_profile_id) references public.profiles (id) on delete set null,
  constraint live_sessions_channel_id_fkey
    foreign key (channel_id) references public.live_channels (id) on delete set null,
  constraint live_sessions_title_check check (char_length(title) between 1 and 100),
  constraint live_sessions_description_check check (char_length(description) <= 2000),
  constraint live_sessions_session_type_check check (session_type in ('video_live', 'audio_room')),
  constraint live_sessions_access_type_check check (access_type in ('public', 'subscribers_only', 'pay_per_view')),
  constraint live_sessions_ppv_coin_price_check check (
    ppv_coin_price >= 0 and (access_type <> 'pay_per_view' or ppv_coin_price >= 1)
  ),
  constraint live_sessions_status_check check (status in ('scheduled', 'live', 'ended', 'cancelled')),
  constraint live_sessions_max_guests_check check (max_guests between 0 and 10),
  constraint live_sessions_counters_check check (
    least(total_viewers, peak_viewers, total_duration_seconds, total_gifts_received, total_messages) >= 0
  )
);

comment on table public.live_sessions is 'Live video streams and audio rooms.';
comment on constraint live_sessions_creator_profile_id_fkey on public.live_sessions is
  'A session stays when its creator goes, for those who watched, paid for or reported it; one on air ends.';
comment on constraint live_sessions_channel_id_fkey on public.live_sessions is
  'A session stays when its channel goes.';

-- a creator has at most one session on air: the app reads it with maybeSingle()
create unique index if not exists live_sessions_one_live_per_creator on public.live_sessions (creator_id)
  where status = 'live';
create index if not exists live_sessions_creator_id_created_at_idx
  on public.live_sessions (creator_id, created_at desc);
create index if not exists live_sessions_creator_profile_id_idx on public.live_sessions (creator_profile_id);
create index if not exists live_sessions_channel_id_idx on public.live_sessions (channel_id);
-- the list of what is on now, and the tick; few rows, so sorting by viewers needs no index of its own
create index if not exists live_sessions_live_idx on public.live_sessions (started_at desc) where status = 'live';
-- what may have lost its creator; live_end_abandoned() goes through it a part at a time
create index if not exists live_sessions_open_idx on public.live_sessions (id) where status in ('scheduled', 'live');
create index if not exists live_sessions_created_at_idx on public.live_sessions (created_at desc);
-- the figures ask who began or was on air in a day
create index if not exists live_sessions_started_at_idx on public.live_sessions (started_at);
create index if not exists live_sessions_ended_at_idx on public.live_sessions (ended_at);
-- sessions whose refunds are still to be looked into
create index if not exists live_sessions_refunds_idx on public.live_sessions (ended_at)
  where access_type = 'pay_per_view' and status = 'ended' and refunds_settled_at is null;

create or replace trigger live_sessions_updated_at
  before update on public.live_sessions
  for each row execute function public.live_touch_updated_at();

alter table public.live_sessions enable row level security;
revoke all on public.live_sessions from anon, authenticated;
grant select on public.live_sessions to anon, authenticated;
grant all on public.live_sessions to service_role;

drop policy if exists live_sessions_select on public.live_sessions;
create policy live_sessions_select on public.live_sessions
  for select to anon, authenticated using (true);

reset lock_timeout;
