-- Demo data of the local stack: nine users who share one password and three live sessions, the same ids every time.
-- creator4 has none, to go live with; caller and callee are free to call each other.
--
-- Applied at every start as superuser, after the migrations. It puts back what a demo needs (passwords, access,
-- sessions being live) and leaves what a developer did alone (coins spent, messages, further rows).

-- 1. Users ------------------------------------------------------------------------------------------------------

insert into auth.users (
  id, instance_id, aud, role, email, encrypted_password, email_confirmed_at,
  raw_app_meta_data, raw_user_meta_data, created_at, updated_at
)
select
  demo.id, '00000000-0000-0000-0000-000000000000', 'authenticated', 'authenticated', demo.name || '@ipelya.local',
  extensions.crypt('ipelya-demo', extensions.gen_salt('bf', 6)), now(),
  '{"provider": "email", "providers": ["email"]}', jsonb_build_object('name', demo.name), now(), now()
from (values
  ('00000000-0000-4000-8000-000000000001'::uuid, 'creator'),
  ('00000000-0000-4000-8000-000000000002'::uuid, 'creator2'),
  ('00000000-0000-4000-8000-000000000003'::uuid, 'creator3'),
  ('00000000-0000-4000-8000-000000000004'::uuid, 'subscriber'),
  ('00000000-0000-4000-8000-000000000005'::uuid, 'viewer'),
  ('00000000-0000-4000-8000-000000000006'::uuid, 'admin'),
  ('00000000-0000-4000-8000-000000000007'::uuid, 'creator4'),
  ('00000000-0000-4000-8000-000000000008'::uuid, 'caller'),
  ('00000000-0000-4000-8000-000000000009'::uuid, 'callee')
) as demo (id, name)
on conflict (id) do update
  set encrypted_password = excluded.encrypted_password, banned_until = null, deleted_at = null;

insert into public.profiles (id, user_id, type, role, is_creator, username, display_name, is_verified)
values
  ('00000000-0000-4000-8000-000000000101', '00000000-0000-4000-8000-000000000001',
   'real', 'creator', true, 'creator', 'Deniz Yılmaz', true),
  ('00000000-0000-4000-8000-000000000102', '00000000-0000-4000-8000-000000000002',
   'real', 'creator', true, 'creator2', 'Çağla Öztürk', true),
  ('00000000-0000-4000-8000-000000000103', '00000000-0000-4000-8000-000000000003',
   'real', 'creator', true, 'creator3', 'Işık Şahin', false),
  ('00000000-0000-4000-8000-000000000104', '00000000-0000-4000-8000-000000000004',
   'real', 'user', false, 'subscriber', 'Umut Abone', false),
  ('00000000-0000-4000-8000-000000000105', '00000000-0000-4000-8000-000000000005',
   'real', 'user', false, 'viewer', 'Gül İzleyici', false),
  ('00000000-0000-4000-8000-000000000106', '00000000-0000-4000-8000-000000000006',
   'real', 'admin', false, 'admin', 'Ege Yönetici', false),
  ('00000000-0000-4000-8000-000000000107', '00000000-0000-4000-8000-000000000007',
   'real', 'creator', true, 'creator4', 'Nehir Demir', false),
  ('00000000-0000-4000-8000-000000000108', '00000000-0000-4000-8000-000000000008',
   'real', 'user', false, 'caller', 'Ayla Arayan', false),
  ('00000000-0000-4000-8000-000000000109', '00000000-0000-4000-8000-000000000009',
   'real', 'user', false, 'callee', 'Can Aranan', false)
on conflict (id) do nothing;

insert into public.admin_profiles (id, full_name, email, is_active, is_super_admin)
values ('00000000-0000-4000-8000-000000000006', 'Ege Yönetici', 'admin@ipelya.local', true, true)
on conflict (id) do update set is_active = true;

-- 2. Coins and subscriptions ------------------------------------------------------------------------------------

insert into public.coin_balances (user_id, balance, lifetime_earned)
values
  ('00000000-0000-4000-8000-000000000001', 0, 0),
  ('00000000-0000-4000-8000-000000000002', 0, 0),
  ('00000000-0000-4000-8000-000000000003', 0, 0),
  ('00000000-0000-4000-8000-000000000004', 1000, 1000),
  ('00000000-0000-4000-8000-000000000005', 100, 100),
  ('00000000-0000-4000-8000-000000000007', 0, 0)
on conflict (user_id) do nothing;

insert into public.creator_subscriptions (
  id, subscriber_id, creator_id, status, billing_period, coin_price, started_at, current_period_start,
  current_period_end
)
values
  ('00000000-0000-4000-8000-000000000201', '00000000-0000-4000-8000-000000000004',
   '00000000-0000-4000-8000-000000000001', 'active', 'monthly', 100, now(), now(), now() + interval '1 month'),
  ('00000000-0000-4000-8000-000000000202', '00000000-0000-4000-8000-000000000004',
   '00000000-0000-4000-8000-000000000002', 'active', 'monthly', 100, now(), now(), now() + interval '1 month')
on conflict (subscriber_id, creator_id) do update
  set status = 'active', current_period_end = excluded.current_period_end;

-- 3. Live sessions ----------------------------------------------------------------------------------------------

-- Nobody hosts these until a developer does; they wait a day for that.
update public.live_settings set value = '86400' where key = 'host_arrival_seconds';

-- A creator has one live session at most: one that a developer started meanwhile gives way.
update public.live_sessions
  set status = 'ended', ended_at = now(), end_reason = 'demo_reset'
  where status = 'live'
    and creator_id in (
      '00000000-0000-4000-8000-000000000001',
      '00000000-0000-4000-8000-000000000002',
      '00000000-0000-4000-8000-000000000003'
    )
    and id not in (
      '11111111-0000-4000-8000-000000000001',
      '11111111-0000-4000-8000-000000000002',
      '11111111-0000-4000-8000-000000000003'
    );

insert into public.live_sessions (
  id, creator_id, creator_profile_id, title, session_type, access_type, ppv_coin_price, livekit_room_name,
  status, started_at
)
values
  ('11111111-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000001',
   '00000000-0000-4000-8000-000000000101', 'Herkese açık yayın', 'video_live', 'public', 0,
   'live_video_11111111-0000-4000-8000-000000000001', 'live', now()),
  ('11111111-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000002',
   '00000000-0000-4000-8000-000000000102', 'Abonelere özel yayın', 'video_live', 'subscribers_only', 0,
   'live_video_11111111-0000-4000-8000-000000000002', 'live', now()),
  ('11111111-0000-4000-8000-000000000003', '00000000-0000-4000-8000-000000000003',
   '00000000-0000-4000-8000-000000000103', 'Biletli yayın', 'video_live', 'pay_per_view', 50,
   'live_video_11111111-0000-4000-8000-000000000003', 'live', now())
on conflict (id) do update
  set status = 'live', started_at = now(), ended_at = null, end_reason = null, host_left_at = null,
      max_ends_at = null, livekit_room_sid = null;

insert into public.live_participants (session_id, user_id, profile_id, role)
select s.id, s.creator_id, s.creator_profile_id, 'host'
from public.live_sessions s
where s.id in (
  '11111111-0000-4000-8000-000000000001',
  '11111111-0000-4000-8000-000000000002',
  '11111111-0000-4000-8000-000000000003'
)
on conflict (session_id, user_id) do update set role = 'host', is_active = true, left_at = null;

-- one creator goes live in all end-to-end tests, and more often in an hour than people do
update public.live_settings set value = '100' where key in ('create_rate_count', 'channel_rate_count', 'pay_rate_count');
