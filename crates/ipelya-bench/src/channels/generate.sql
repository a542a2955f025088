-- A platform of 300 000 channels at noon of a day: 3 000 on air, each with a place, two fifths of them around Istanbul;
-- one channel off the air with 120 500 followers and 2 000 subscribers. The same each time, but for ids that Postgres
-- draws.

set synchronous_commit = off;
set maintenance_work_mem = '256MB';
set work_mem = '64MB';
select setseed(0.5);

create schema bench;

-- In no order, as the ids that Postgres draws.
create function bench.id(kind text, n bigint) returns uuid language sql immutable
as $$ select md5(kind || n)::uuid $$;

create function bench.one_of(words text[], at double precision) returns text language sql immutable
as $$ select words[1 + floor(at * cardinality(words))::integer] $$;

-- With two letters of its the wrong way round.
create function bench.misspelt(name text, n integer) returns text language sql immutable
as $$
  select left(name, at) || reverse(substr(name, at + 1, 2)) || substr(name, at + 3)
  from (select 1 + n % (length(name) - 2) as at)
$$;

-- How often a name is drawn falls from the first of a list to its last: the commonest are those of one in fifty. Every
-- other last name is made of two words.
create table bench.words as
select array[
  'Mehmet', 'Fatma', 'Mustafa', 'Ayşe', 'Ahmet', 'Emine', 'Ali', 'Hatice', 'Hüseyin', 'Zeynep', 'Hasan', 'Elif',
  'İbrahim', 'Meryem', 'İsmail', 'Şerife', 'Osman', 'Zehra', 'Yusuf', 'Sultan', 'Murat', 'Hanife', 'Ömer', 'Merve',
  'Ramazan', 'Havva', 'Halil', 'Zeliha', 'Süleyman', 'Esra', 'Abdullah', 'Fadime', 'Mahmut', 'Özlem', 'Recep',
  'Hacer', 'Salih', 'Melek', 'Fatih', 'Yasemin', 'Kadir', 'Hülya', 'Emre', 'Cemile', 'Mehmet Ali', 'Sevim', 'Hakan',
  'Gülsüm', 'Adem', 'Leyla', 'Kemal', 'Dilek', 'Yaşar', 'Büşra', 'Bekir', 'Aysel', 'Musa', 'Songül', 'Metin', 'Kübra',
  'Bayram', 'Halime', 'Serkan', 'Esma', 'Orhan', 'Aynur', 'Burak', 'Hayriye', 'Furkan', 'Nurcan', 'Gökhan', 'Kezban',
  'Uğur', 'Sibel', 'Yakup', 'Döndü', 'Muhammed', 'Tuğba', 'Enes', 'Rabia', 'Arda', 'Sevgi', 'Onur', 'Derya', 'Çağlar',
  'Irmak', 'Işıl', 'Barış', 'Deniz', 'Ege', 'Nazlı', 'Selin', 'Rıza', 'Nur', 'İrem', 'Ece', 'Kerem', 'Berk', 'Tolga',
  'Cem', 'Volkan', 'Levent', 'Sinan', 'Tarık', 'Yavuz', 'Selim', 'Cihan', 'Erkan', 'Ferhat', 'Umut', 'Sertaç',
  'Taner', 'Koray', 'Mert', 'Alper', 'Tuncay', 'Engin', 'Ozan', 'Oğuz', 'Batuhan', 'Doruk', 'Poyraz', 'Atlas',
  'Kuzey', 'Defne', 'Asya', 'Azra', 'Ecrin', 'Hiranur', 'Beren', 'Duru', 'Buse', 'Gizem', 'Pınar', 'Sevda', 'Şule',
  'Nermin', 'Perihan', 'Müzeyyen', 'Filiz', 'Gönül', 'Nilgün', 'Şenay', 'Ferda', 'Handan', 'Jale', 'Lale', 'Meltem',
  'Nihan', 'Oya', 'Rüya', 'Seda', 'Tülay', 'Vildan', 'Yeliz', 'Züleyha', 'Cansu', 'Damla', 'Eylül', 'Fulya', 'Gamze',
  'Hande', 'İpek', 'Kardelen', 'Melisa', 'Neslihan', 'Öykü', 'Simge', 'Tuana', 'Ufuk', 'Vedat', 'Zafer', 'Şahin',
  'Rıdvan', 'Nihat', 'Muzaffer', 'Lütfi', 'Kamil', 'İlker', 'Hikmet', 'Galip', 'Fikret', 'Erol', 'Dursun', 'Cevdet',
  'Burhan', 'Aziz', 'Arif', 'Alparslan'
] as first, array[
  'Yılmaz', 'Kaya', 'Demir', 'Çelik', 'Şahin', 'Yıldız', 'Yıldırım', 'Öztürk', 'Aydın', 'Özdemir', 'Arslan', 'Doğan',
  'Kılıç', 'Aslan', 'Çetin', 'Kara', 'Koç', 'Kurt', 'Özkan', 'Şimşek', 'Polat', 'Korkmaz', 'Çakır', 'Erdoğan',
  'Yavuz', 'Can', 'Acar', 'Şen', 'Aktaş', 'Güler', 'Yalçın', 'Güneş', 'Bozkurt', 'Bulut', 'Keskin', 'Ünal', 'Turan',
  'Gül', 'Özer', 'Işık', 'Kaplan', 'Avcı', 'Sarı', 'Tekin', 'Taş', 'Köse', 'Yüksel', 'Ateş', 'Aksoy', 'Uysal',
  'Çoban', 'Duman', 'Toprak', 'Uçar', 'Bayrak', 'Ekinci', 'Karaca', 'Sönmez', 'Tunç', 'Erol', 'Güven', 'Ceylan',
  'Bilgin', 'Durmaz', 'Soylu', 'Akın', 'Tosun', 'Başaran'
] as last, array[
  'Ak', 'Kara', 'Öz', 'Er', 'Gök', 'Bay', 'Demir', 'Yıl', 'Kaya', 'Taş', 'Gün', 'Ay', 'Sarı', 'Koca', 'Tek', 'Can',
  'Ulu', 'Al', 'Dur', 'Şen', 'Yan', 'Kor', 'Sön', 'Boz', 'Gül'
] as begun, array[
  'taş', 'demir', 'soy', 'er', 'kan', 'gül', 'bay', 'man', 'türk', 'han', 'tepe', 'dağ', 'kaya', 'su', 'ay', 'can',
  'göz', 'bulut', 'yürek', 'baş', 'alp', 'yol', 'gün', 'kurt', 'oğlu'
] as ended, array[
  'kara', 'gece', 'mavi', 'deli', 'altin', 'son', 'yalniz', 'buyuk', 'sessiz', 'kizil', 'hizli', 'dark', 'king', 'mr',
  'pro', 'dj', 'real', 'crazy', 'golden', 'lucky', 'super', 'black', 'retro', 'pixel', 'neon'
] as kind, array[
  'kartal', 'kusu', 'kurt', 'aslan', 'yildiz', 'sahin', 'deniz', 'ruzgar', 'bozkurt', 'panda', 'gamer', 'player',
  'wolf', 'music', 'sohbet', 'muzik', 'oyun', 'mutfak', 'tv', 'fm', 'cafe', 'studio', 'gezgin', 'makyaj', 'spor'
] as thing;

-- A third are called like their creator, a third like it and a number, the rest like handles of games.
create table bench.names as
select drawn.n, drawn.first || ' ' || drawn.last as display_name,
  btrim(left(case
    when drawn.style < 0.2 then public.live_folded_name(drawn.first || ' ' || drawn.last)
    when drawn.style < 0.34 then public.live_folded_name(drawn.first || drawn.last)
    when drawn.style < 0.5 then public.live_folded_name(drawn.first) || drawn.number % 100
    when drawn.style < 0.67 then public.live_folded_name(drawn.first || ' ' || drawn.last) || drawn.number % 1000
    when drawn.style < 0.85 then drawn.kind || drawn.thing || drawn.number
    else drawn.kind || '-' || drawn.thing || '-' || public.live_folded_name(drawn.first)
  end, 22), '-') as slug
from (
  select n, bench.one_of(w.first, power(random(), 1.3)) as first,
    case
      when random() < 0.5 then bench.one_of(w.last, power(random(), 1.3))
      else bench.one_of(w.begun, random()) || bench.one_of(w.ended, random())
    end as last,
    bench.one_of(w.kind, random()) as kind, bench.one_of(w.thing, random()) as thing,
    random() as style, floor(random() * 10000)::integer as number
  from generate_series(1, 400000) n
  cross join bench.words w
) drawn;

-- No two that look the same: whoever comes later has a number more.
create table bench.channels as
select row_number() over (order by told_apart.n) as n, told_apart.slug, told_apart.display_name
from (
  select distinct on (public.live_slug_skeleton(numbered.slug)) numbered.*
  from (
    select a.n, a.display_name,
      case when count(*) over same = 1 then a.slug else a.slug || '-' || count(*) over same end as slug
    from bench.names a
    window same as (partition by a.slug order by a.n)
  ) numbered
  where public.live_is_slug(numbered.slug)
  order by public.live_slug_skeleton(numbered.slug), numbered.n
) told_apart
order by told_apart.n
limit 300000;

create table bench.places as
select *
from (values
  ('Istanbul', 28.98, 41.01, 0.40), ('Ankara', 32.86, 39.93, 0.13), ('Izmir', 27.14, 38.42, 0.10),
  ('Bursa', 29.06, 40.19, 0.06), ('Antalya', 30.71, 36.90, 0.06), ('Adana', 35.33, 37.00, 0.05),
  ('Gaziantep', 37.38, 37.07, 0.05), ('Trabzon', 39.72, 41.00, 0.03), ('Berlin', 13.40, 52.52, 0.04),
  ('Taveuni', 180.00, -16.80, 0.05), ('Tromso', 18.96, 69.65, 0.03)
) as place (name, longitude, latitude, share);

-- Where the nth channel is: near one of the places, or nowhere.
create table bench.located as
select drawn.n,
  case when drawn.longitude > 180 then drawn.longitude - 360 else drawn.longitude end as longitude, drawn.latitude
from (
  select c.n, round((p.longitude + c.east)::numeric, 1) as longitude,
    round((p.latitude + c.north)::numeric, 1) as latitude
  from (
    select n, random() as at, random() + random() + random() - 1.5 as east,
      random() + random() + random() - 1.5 as north
    from bench.channels
    where n % 100 = 0 or n % 7 = 0
  ) c
  join (
    select longitude, latitude, sum(share) over (order by share desc, name) - share as above,
      sum(share) over (order by share desc, name) as below
    from bench.places
  ) p on c.at >= p.above and c.at < p.below
) drawn;

-- Their creators, and 140 000 people more, of whom the last are the followers and subscribers.
insert into auth.users (id, email, email_confirmed_at, created_at)
select bench.id('person', n), 'p' || n || '@bench.example', '2026-01-01Z', '2026-01-01Z'
from generate_series(1, 440000) n;

insert into public.profiles (id, user_id, type, role, is_creator, username, display_name, avatar_url)
select bench.id('profile', n), bench.id('person', n), 'real', case when c.n is null then 'user' else 'creator' end,
  c.n is not null, coalesce(replace(c.slug, '-', '_'), 'p' || n), c.display_name,
  'https://cdn.example/avatars/' || bench.id('profile', n) || '.jpg'
from generate_series(1, 440000) n
left join bench.channels c using (n);

insert into public.live_channels (
  id, creator_id, creator_profile_id, slug, room_name, search_name, title, description, longitude, latitude,
  suspended_at, created_at
)
select bench.id('channel', n), bench.id('person', n), bench.id('profile', n), c.slug,
  'live-' || c.slug || '-1767225600000', '',
  c.display_name || ' ile sohbet', repeat('Her akşam buradayız. ', (n % 8)::integer), l.longitude, l.latitude,
  case when n % 1000 = 333 then timestamptz '2026-12-01Z' end, '2026-01-01Z'
from bench.channels c
left join bench.located l using (n);

-- What was on air before: without triggers, so that nothing is on air and nothing is left to be rolled up.
alter table public.live_sessions disable trigger user;
insert into public.live_sessions (
  id, creator_id, creator_profile_id, channel_id, title, session_type, livekit_room_name, status, created_at,
  started_at, announced_at, ended_at, total_viewers, total_duration_seconds
)
select bench.id('session', s.n), bench.id('person', c.n), bench.id('profile', c.n), bench.id('channel', c.n), 'Yayın',
  'video_live', 'live_video_' || bench.id('session', s.n), 'ended', begun.at, begun.at, begun.at,
  begun.at + interval '1 hour', s.n % 100, 3600
from generate_series(1, 100000) s (n)
cross join lateral (select 1 + (s.n * 7919) % 30000 * 10 as n) c
cross join lateral (select timestamptz '2026-10-01Z' + s.n * interval '90 days' / 100000 as at) begun;
alter table public.live_sessions enable trigger user;
insert into public.live_session_figures (session_id, day, creator_id, session_type, measured_at, is_stale)
select s.id, (s.started_at at time zone 'Europe/Istanbul')::date, s.creator_id, s.session_type, s.ended_at, false
from public.live_sessions s;

-- One in a hundred is on air, and few of them are watched by many.
insert into public.live_sessions (
  id, creator_id, creator_profile_id, channel_id, title, session_type, livekit_room_name, livekit_room_sid, status,
  created_at, started_at, announced_at, max_ends_at, total_viewers, stats_refreshed_at
)
select bench.id('on air', n), bench.id('person', n), bench.id('profile', n), bench.id('channel', n), 'Yayın',
  'video_live', 'live_video_' || bench.id('on air', n), 'RM_' || n, 'live', begun.at, begun.at, begun.at,
  begun.at + interval '12 hours', floor(3 / power(random() + 0.0005, 0.9))::integer, '2026-12-31 12:00Z'
from generate_series(100, 300000, 100) n
cross join lateral (select timestamptz '2026-12-31 12:00Z' - (600 + n % 18000) * interval '1 second' as at) begun;

-- Bans of a year: of one session, of one creator, and 2 000 of everything, of whom 20 are on air.
insert into public.live_session_bans (ban_type, session_id, creator_id, banned_user_id, banned_by, created_at)
select case when n % 5 = 0 then 'creator' else 'session' end,
  case when n % 5 > 0 then bench.id('session', 1 + n % 100000) end,
  case when n % 5 = 0 then bench.id('person', 1 + n % 30000) end,
  bench.id('person', 300001 + (n * 31) % 140000), bench.id('person', 1 + n % 30000),
  timestamptz '2026-01-01Z' + n * interval '5 min'
from generate_series(1, 100000) n;
insert into public.live_session_bans (ban_type, banned_user_id, reason, created_at)
select 'global', bench.id('person', 1 + n * 149), 'bench', '2026-06-01Z' from generate_series(1, 2000) n
on conflict do nothing;

-- Whom people have blocked: 200 000 times somebody, of whom half have a channel.
insert into public.blocked_users (blocker_id, blocked_id)
select bench.id('person', blocker.n), bench.id('person', blocked.n)
from generate_series(1, 200000) s (n)
cross join lateral (select 300001 + (s.n * 7) % 15000 as n) blocker
cross join lateral (select 1 + floor(random() * 299998 + s.n * 0)::integer as n) blocked
on conflict do nothing;

-- Some follow channels here and there. Without triggers, which count along one by one.
alter table public.live_channel_follows disable trigger user;
insert into public.live_channel_follows (channel_id, user_id, created_at)
select bench.id('channel', 1 + floor(power(random(), 3) * 299997)::integer),
  bench.id('person', 1 + floor(random() * 439999)::integer), '2026-06-01Z'
from generate_series(1, 400000) n
on conflict do nothing;

-- The channel that will be announced is the 299 999th, and the last 120 500 people follow it: 100 000 want to be
-- notified, 30 000 of them mailed too, 20 000 mailed only; of 1 000 the latest mail is of this morning. 500 more have
-- blocked its creator or are blocked.
insert into public.live_channel_follows (channel_id, user_id, push, email, emailed_at, created_at)
select bench.id('channel', 299999), bench.id('person', 319500 + n), n <= 100000 or n > 120000,
  n > 70000 and n <= 120000, case when n > 119000 and n <= 120000 then timestamptz '2026-12-31 08:00Z' end,
  '2026-06-01Z'
from generate_series(1, 120500) n;
alter table public.live_channel_follows enable trigger user;
update public.live_channels c
set followers = counted.followers
from (select f.channel_id, count(*) as followers from public.live_channel_follows f group by f.channel_id) counted
where c.id = counted.channel_id;

insert into public.blocked_users (blocker_id, blocked_id)
select case when n % 2 = 0 then bench.id('person', 299999) else bench.id('person', 319500 + n) end,
  case when n % 2 = 0 then bench.id('person', 319500 + n) else bench.id('person', 299999) end
from generate_series(120001, 120500) n;

-- Of the subscribers half follow as well.
insert into public.creator_subscriptions (subscriber_id, creator_id, status, current_period_end)
select bench.id('person', 318500 + n), bench.id('person', 299999), 'active', '2027-01-15Z'
from generate_series(1, 2000) n;

-- Two thirds have a phone that pushes reach, and of these nine in ten want pushes; a tenth are written to in English.
insert into public.device_tokens (user_id, token, device_type, is_active, last_used_at)
select bench.id('person', n), 'ExponentPushToken[' || md5('phone' || n) || ']',
  case when n % 2 = 0 then 'ios' else 'android' end, true, '2026-12-30Z'
from generate_series(300001, 440000) n
where n % 3 > 0;
insert into public.notification_preferences (user_id, push_enabled, email_enabled, notification_types)
select bench.id('person', n), n % 10 > 0, n % 50 > 0,
  case when n % 7 = 0 then '{"new_message": false}' else '{}' end::jsonb
from generate_series(300001, 440000) n
where n % 20 > 0;
insert into public.live_user_settings (user_id, language)
select bench.id('person', n), 'en' from generate_series(300001, 440000, 10) n;

-- What is in the inboxes already.
insert into public.notifications (recipient_id, actor_id, type, title, body, created_at)
select bench.id('person', 300001 + n % 140000), bench.id('person', 1 + n % 299998), 'new_follower', 'Yeni takipçi',
  'Biri seni takip etti.', timestamptz '2026-10-01Z' + n * interval '10 seconds'
from generate_series(1, 700000) n;

vacuum analyze;
