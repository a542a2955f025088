-- A year of a busy platform, up to noon of its last day: 20 000 sessions of 500 creators, 10 million stays of 200 000
-- people, 2 million journal rows, 200 000 calls, a million chat lines. The same each time. Loaded as a dump is: without
-- triggers and with its indexes made afterwards.

set synchronous_commit = off;
set maintenance_work_mem = '256MB';
set work_mem = '64MB';
select setseed(0.5);

create schema bench;

create function bench.person(n bigint) returns uuid language sql immutable
as $$ select ('00000000-0000-4000-8000-' || lpad(to_hex(n), 12, '0'))::uuid $$;

create table bench.sessions as
select bench.person(900000000 + n) as id, bench.person(800000000 + (power(random(), 2) * 499)::bigint) as creator_id,
  case when random() < 0.7 then 'video_live' else 'audio_room' end as session_type,
  date_trunc('second', timestamptz '2025-12-31 21:00Z' + n * interval '364.6 days' / 20000) as started_at,
  (1200 + random() * 9600)::integer as seconds,
  -- a few large ones and many small ones, 500 on average
  greatest(5, round(-500 * ln(((n * 7919) % 20000 + 0.5) / 20000)))::integer as stays
from generate_series(0, 19999) n;

insert into public.live_sessions (
  id, creator_id, title, session_type, livekit_room_name, status, created_at, started_at, ended_at,
  total_duration_seconds
)
select id, creator_id, 'Yayın', session_type, 'live_video_' || id, 'ended', started_at, started_at,
  started_at + seconds * interval '1 s', seconds
from bench.sessions;

alter table public.live_stays disable trigger all;
alter table public.live_stays drop constraint live_stays_pkey;
drop index public.live_stays_session_id_user_id_idx, public.live_stays_call_id_user_id_idx;
insert into public.live_stays (
  participant_sid, room_sid, session_id, user_id, joined_at, left_at, left_reason, created_at
)
select 'PA_' || lpad(to_hex(row_number() over ()), 12, '0'), 'RM_' || right(s.id::text, 12), s.id,
  bench.person((random() * 200000)::bigint), s.started_at + came.after * interval '1 s',
  s.started_at + least(s.seconds, came.after + 1 + floor(-0.25 * s.seconds * ln(1 - random()))) * interval '1 s',
  'CLIENT_INITIATED', s.started_at
from bench.sessions s
cross join generate_series(1, s.stays) n
cross join lateral (select n * 0 + floor(power(random(), 2) * 0.9 * s.seconds) as after) came;
alter table public.live_stays add constraint live_stays_pkey primary key (participant_sid);
create index live_stays_session_id_user_id_idx on public.live_stays (session_id, user_id);
create index live_stays_call_id_user_id_idx on public.live_stays (call_id, user_id);
alter table public.live_stays enable trigger all;

alter table public.live_messages disable trigger all;
insert into public.live_messages (session_id, sender_id, content, created_at)
select s.id, bench.person((random() * 200000)::bigint), 'selam', s.started_at + random() * s.seconds * interval '1 s'
from bench.sessions s
cross join generate_series(1, s.stays / 10) n;
alter table public.live_messages enable trigger all;

insert into public.calls (
  id, caller_id, callee_id, call_type, livekit_room_name, status, initiated_at, answered_at, ended_at, duration_seconds,
  end_reason, is_paid, coin_per_minute, coins_settled_at, created_at
)
select bench.person(700000000 + n), bench.person((random() * 199999)::bigint), bench.person(800000000 + n % 500),
  case when random() < 0.6 then 'video_call' else 'audio_call' end, 'call_' || n, 'ended', placed.at,
  case when n % 3 > 0 then placed.at + interval '8 s' end, placed.at + interval '5 min', 292,
  case when n % 3 > 0 then 'completed' else 'missed' end, true, 10, placed.at + interval '5 min', placed.at
from generate_series(0, 199999) n
cross join lateral (select timestamptz '2025-12-31 21:00Z' + n * interval '364.6 days' / 200000 as at) placed;

alter table public.live_payments disable trigger all;
insert into public.live_payments (
  kind, session_id, gift_id, entry, payer_id, payee_id, coins, creator_share, platform_share, created_at
)
select case when n % 10 = 0 then 'ppv' else 'gift' end, s.id, null, n, bench.person((random() * 200000)::bigint),
  s.creator_id, 50, 35, 15, s.started_at + random() * s.seconds * interval '1 s'
from bench.sessions s
cross join generate_series(1, greatest(1, s.stays * 17 / 100)) n;
insert into public.live_payments (
  kind, call_id, call_minute, payer_id, payee_id, coins, creator_share, platform_share, created_at
)
select 'call', c.id, n, c.caller_id, c.callee_id, 10, 7, 3, c.initiated_at + n * interval '1 min'
from public.calls c
cross join generate_series(1, 2) n
where c.answered_at is not null;
insert into public.live_payments (
  kind, session_id, call_id, call_minute, entry, refunds, payer_id, payee_id, coins, creator_share, platform_share,
  created_at
)
select 'refund', p.session_id, p.call_id, p.call_minute, p.entry, p.id, p.payer_id, p.payee_id, p.coins,
  p.creator_share, p.platform_share, p.created_at + interval '1 day' * random() * 5
from public.live_payments p
where p.created_at < '2026-12-25' and random() < 0.03;
alter table public.live_payments enable trigger all;

insert into public.live_session_figures (session_id, day, creator_id, session_type)
select id, (started_at at time zone 'Europe/Istanbul')::date, creator_id, session_type from bench.sessions;
vacuum analyze;
