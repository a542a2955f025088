-- Calls: between two users, audio or video; of one with support, where an AI agent or staff answers; conferences of
-- several. ringing → connected → ended. A row is inserted as `ringing`, because the phone rings for nothing else; how a
-- call ended is in end_reason. Who may enter is in call_members.

set lock_timeout = '3s';

create table if not exists public.calls (
  id uuid not null default gen_random_uuid(),
  kind text not null default 'user_to_user',
  -- no foreign keys: a call outlives the account of either party, for the other and for the books
  caller_id uuid not null,
  -- of a call between two, and of no other
  callee_id uuid,
  -- null once that profile is gone
  caller_profile_id uuid,
  callee_profile_id uuid,
  call_type text not null,
  -- of a call with support: what its agent speaks, and whether what is said is written down
  language text,
  transcript_on boolean not null default false,
  -- it is recorded just now, or about to be
  is_recording boolean not null default false,

  -- stored once at creation, never reused
  livekit_room_name text not null,
  livekit_room_sid text,

  status text not null default 'ringing',
  initiated_at timestamptz not null default now(),
  answered_at timestamptz,
  ended_at timestamptz,
  duration_seconds integer not null default 0,
  -- no foreign key: a mark of who did it, kept when the account goes
  ended_by uuid,
  end_reason text,
  -- what the reason does not say: the caller's coins did not pay the next minute, who never came into the room, or that
  -- support has gone from it
  end_detail text,
  -- deadlines: unanswered, or with one inside alone, by then is missed; longer than that is over
  ring_expires_at timestamptz,
  max_ends_at timestamptz,
  -- set while somebody is missing: a party of a connected call, the caller of one with support or all who help them,
  -- everybody of a conference
  party_left_at timestamptz,

  is_paid boolean not null default false,
  coin_per_minute integer not null default 0,
  -- what was given back is taken off
  total_coin_spent integer not null default 0,
  -- when the tick had charged and given back what an ended call owed
  coins_settled_at timestamptz,

  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),

  -- the documents' words for the same thing; a call given up by its caller is a missed one to the callee
  outcome text generated always as (
    case
      when status = 'ringing' then 'ringing'
      when status = 'connected' then 'accepted'
      when end_reason = 'completed' then 'ended'
      when end_reason = 'declined' then 'rejected'
      when end_reason in ('missed', 'cancelled') then 'missed'
      else end_reason
    end
  ) stored,

  constraint calls_pkey primary key (id),
  constraint calls_livekit_room_name_key unique (livekit_room_name),
  -- the ops panel's embeds name these two keys
  constraint calls_caller_profile_id_fkey
    foreign key (caller_profile_id) references public.profiles (id) on delete set null,
  constraint calls_callee_profile_id_fkey
    foreign key (callee_profile_id) references public.profiles (id) on delete set null,
  constraint calls_kind_check check (kind in ('support', 'user_to_user', 'conference')),
  constraint calls_callee_check check ((kind = 'user_to_user') = (callee_id is not null)),
  constraint calls_parties_check check (caller_id <> callee_id),
  constraint calls_language_check check (language in ('tr', 'en')),
  -- whoever is written down is told so by the agent
  constraint calls_transcript_on_check check (kind = 'support' or not transcript_on),
  constraint calls_call_type_check check (call_type in ('audio_call', 'video_call')),
  constraint calls_status_check check (status in ('ringing', 'connected', 'ended')),
  constraint calls_end_reason_check check (
    (status = 'ended') = (end_reason is not null)
    and end_reason in ('completed', 'declined', 'missed', 'busy', 'cancelled', 'failed')
  ),
  constraint calls_end_detail_check check (
    end_detail is null or (
      status = 'ended' and end_detail in ('out_of_coins', 'callee_absent', 'caller_absent', 'agent_absent')
    )
  ),
  constraint calls_coins_check check (coin_per_minute >= 0 and total_coin_spent >= 0),
  constraint calls_price_check check (kind = 'user_to_user' or coin_per_minute = 0),
  constraint calls_duration_seconds_check check (duration_seconds >= 0)
);

comment on table public.calls is 'Calls between users, with support, and of several.';
comment on constraint calls_caller_profile_id_fkey on public.calls is
  'A call stays for the other party and the books when its caller goes; one under way ends.';
comment on constraint calls_callee_profile_id_fkey on public.calls is
  'A call stays for the other party and the books when its callee goes; one under way ends.';

create index if not exists calls_caller_id_created_at_idx on public.calls (caller_id, created_at desc);
create index if not exists calls_callee_id_created_at_idx on public.calls (callee_id, created_at desc);
create index if not exists calls_caller_profile_id_idx on public.calls (caller_profile_id);
create index if not exists calls_callee_profile_id_idx on public.calls (callee_profile_id);
create index if not exists calls_status_initiated_at_idx on public.calls (status, initiated_at desc);
create index if not exists calls_created_at_idx on public.calls (created_at desc);
-- of the others there are many
create index if not exists calls_voice_initiated_at_idx on public.calls (initiated_at desc)
  where kind <> 'user_to_user';
-- what may have lost a party; live_end_abandoned() goes through it a part at a time
create index if not exists calls_open_idx on public.calls (id) where status in ('ringing', 'connected');
-- what has ended and may owe somebody coins
create index if not exists calls_unsettled_idx on public.calls (ended_at)
  where status = 'ended' and coin_per_minute > 0 and coins_settled_at is null;
-- nobody rings twice or is rung twice at a time; caller-meets-callee is checked under lock when the call is made
create unique index if not exists calls_one_open_per_caller on public.calls (caller_id)
  where status in ('ringing', 'connected');
create unique index if not exists calls_one_open_per_callee on public.calls (callee_id)
  where status in ('ringing', 'connected');

create or replace trigger calls_updated_at
  before update on public.calls
  for each row execute function public.live_touch_updated_at();

alter table public.calls enable row level security;
revoke all on public.calls from anon, authenticated;
grant select on public.calls to authenticated;
grant all on public.calls to service_role;

reset lock_timeout;
