//! One row of everything: a public session with a viewer inside, and another creator's session for subscribers, which is none
//! of theirs.

use ipelya_test::{Project, User};

/// The people of the matrix.
pub(crate) struct People {
    pub(crate) stranger: User,
    pub(crate) viewer: User,
    pub(crate) host: User,
    pub(crate) banned: User,
    pub(crate) admin: User,
    /// Inside the session for subscribers.
    pub(crate) insider: User,
    /// Its host.
    pub(crate) other_host: User,
}

/// Fills every table with at least one row that concerns host and viewer and one that does not.
#[expect(clippy::too_many_lines, reason = "a row of every table")]
pub(crate) async fn fill(project: &Project) -> People {
    let given = project.given();
    let people = People {
        stranger: given.user().await,
        viewer: given.user().await,
        host: given.creator().await,
        banned: given.user().await,
        admin: given.admin().await,
        insider: given.user().await,
        other_host: given.creator().await,
    };
    let (other, guest, super_admin) = (&people.other_host, &people.insider, given.admin().await);
    let session = given.live_session(&people.host).insert().await;
    let private = given.live_session(other).subscribers_only().insert().await;
    for (session, host, viewer) in [(&session, &people.host, &people.viewer), (&private, other, guest)] {
        given.shadow_profile(viewer).await;
        given.participant(session, host).role("host").insert().await;
        given.participant(session, viewer).insert().await;
        given.coins(viewer, 1_000).await;
        let (s, h, v) = (session.id, host.id, viewer.id);
        let (hp, vp) = (host.profile_id, viewer.profile_id);
        project
            .db()
            .batch_execute(&format!(
                "insert into public.calls (
                   caller_id, callee_id, caller_profile_id, callee_profile_id, call_type, livekit_room_name
                 )
                 values ('{h}', '{v}', '{hp}', '{vp}', 'video_call', 'call_{s}');
                 insert into public.calls (
                   id, kind, caller_id, caller_profile_id, call_type, language, transcript_on, livekit_room_name, status,
                   end_reason
                 )
                 values ('{s}', 'support', '{v}', '{vp}', 'audio_call', 'tr', true, 'support-{s}', 'ended', 'completed');
                 insert into public.call_agents (call_id, user_id, voice, language, prompt_hash, max_seconds)
                 values ('{s}', '{v}', 'alloy', 'tr', 'hash', 900);
                 insert into public.call_transcript_lines
                 values ('{s}', 'item_1', '{v}', 'user', 'Merhaba', false, now());
                 insert into public.live_user_settings (user_id) values ('{v}');
                 insert into public.live_user_switches (user_id) values ('{v}');
                 insert into public.live_rooms (room_sid, room_name, session_id, started_at)
                 values ('RM_{s}', '{room}', '{s}', now());
                 insert into public.live_stays (participant_sid, room_sid, session_id, user_id, joined_at)
                 values ('PA_{s}', 'RM_{s}', '{s}', '{v}', now());
                 insert into public.live_messages (session_id, sender_id, sender_profile_id, content)
                 values ('{s}', '{v}', '{vp}', 'merhaba');
                 select public.live_send_gift('{v}', null, '{s}', 'heart', 1);
                 insert into public.live_guest_requests (session_id, requester_id, requester_profile_id)
                 values ('{s}', '{v}', '{vp}');
                 insert into public.live_reports (session_id, reporter_id, reported_user_id, reason)
                 values ('{s}', '{v}', '{h}', 'spam');
                 insert into public.live_admin_logs (admin_id, action) values ('{admin}', 'view_session');
                 insert into public.live_moderation_actions (
                   session_id, actor_id, actor_role, action, target_user_id
                 )
                 values ('{s}', '{h}', 'host', 'kick', '{v}');
                 update public.live_settings set value = '[\"pis kedi\", \"küfür\"]' where key = 'chat_blocked_words';
                 insert into public.live_webhook_logs (event_type, processing_status)
                 values ('room_started', 'success');
                 insert into public.live_channels (id, creator_id, creator_profile_id, slug, room_name, title)
                 values ('{s}', '{h}', '{hp}', substr('{s}', 1, 8), 'live-{s}', 'Kanal');
                 insert into public.live_channel_slugs (slug, channel_id, expires_at)
                 values (substr('{s}', 25, 12), '{s}', now());
                 insert into public.live_channel_follows (channel_id, user_id) values ('{s}', '{v}');
                 insert into public.live_channel_ingress (channel_id, ingress_id, key_hint, input, url, status_at)
                 values ('{s}', 'IN_{s}', 'abcd', 'rtmp', 'rtmp://live.example/x', now());
                 insert into public.live_ingress_leftovers values ('IN_old_{s}', now());
                 insert into public.live_channel_health (channel_id, fps, sampled_at) values ('{s}', 30, now());
                 insert into public.live_popular_channels values ('day', '{s}', 60);
                 insert into public.live_passes (id, plan, user_id, channel_id, creator_id, amount, currency)
                 values ('{s}', 'channel', '{v}', '{s}', '{h}', 500, 'usd');
                 insert into public.live_card_payments (
                   id, purpose, payer_id, payee_id, channel_id, session_id, amount, currency
                 )
                 values ('{s}', 'donation', '{v}', '{h}', '{s}', '{s}', 500, 'usd');
                 insert into public.live_stripe_events (id, kind, fact, payer_id, result, happened_at)
                 values ('evt_{s}', 'card_declined', '{{}}', '{v}', 'applied', now());
                 select public.live_move_money('paid pi_{s}', '{s}', 'usd', '{v}', -500, '{h}', 350, 150, 0, now());
                 insert into public.live_payouts (creator_id, amount, currency, reference, admin_id)
                 values ('{h}', 100, 'usd', 'transfer {s}', '{admin}');
                 insert into public.recordings (
                   id, session_id, owner_id, storage_key, status, ended_at, available_at
                 )
                 values ('{s}', '{s}', '{h}', 'v1/session/{s}/{s}.mp4', 'complete', now(), now());
                 insert into public.recordings (call_id, owner_id, storage_key, status, ended_at, available_at)
                 values ('{s}', '{v}', 'v1/call/{s}/{s}.mp4', 'complete', now(), now());
                 insert into public.recording_subjects (recording_id, user_id, consented_at, how)
                 values ('{s}', '{h}', now(), 'started'), ('{s}', '{v}', now(), 'stage');
                 insert into public.live_object_deletions (storage_key, reason, due_at) values ('{s}', 'owner', now());
                 insert into public.live_announcements (session_id) values ('{s}');
                 insert into public.live_mailings (session_id) values ('{s}');
                 insert into public.live_mails (session_id, channel_id, recipient_id) values ('{s}', '{s}', '{v}');
                 select public.live_mark_dirty('{s}');
                 insert into public.live_session_figures (session_id, day, creator_id, session_type)
                 values ('{s}', '2026-01-01', '{h}', 'video_live');
                 insert into public.live_days (day, starts_at, ends_at, rolled_up_at)
                 select '2026-01-01'::date + count(*)::integer, now(), now(), now() from public.live_days;
                 insert into public.live_daily_creators
                 values ('2026-01-01', '{h}', 'video_live', 1, 1, 1, 1);
                 insert into public.live_daily_payments (
                   day, creator_id, kind, session_id, payments, coins, creator_share, platform_share,
                   refunds, refunded_coins, refunded_creator_share, refunded_platform_share
                 )
                 values ('2026-01-01', '{h}', 'gift', '{s}', 1, 1, 1, 0, 0, 0, 0, 0);
                 insert into public.live_daily_calls
                 select '2026-01-01'::date + count(*)::integer, 'video_call', 1, 1, 0, 0, 0, 0, 9
                 from public.live_daily_calls;
                 insert into public.live_maintenance_warnings values ('{s}', now());
                 insert into public.live_usage (day, measured_at)
                 select '2026-01-01'::date + count(*)::integer, now() from public.live_usage;
                 insert into public.live_late_moments (at) values (now());
                 insert into public.live_idempotency (user_id, function_name, key, request_hash, expires_at)
                 values ('{v}', 'send-live-gift', 'k', 'h', now() + interval '1 day');
                 insert into public.live_outbox (
                   recipient_id, push_token, type, subject_id, title, body, data, expires_at
                 )
                 values ('{v}', 'push-{v}', 'missed_call', '{s}', 't', 'b', '{{}}', now());
                 insert into public.live_rate_limits (subject, action, tokens, refilled_at)
                 values ('{v}', 'test', 1, now());
                 insert into public.user_broadcast_thumbnails (user_id, thumbnail_url)
                 values ('{h}', 'https://cdn.example/{h}.jpg'), ('{v}', 'https://cdn.example/{v}.jpg');
                 insert into public.blocked_users (blocker_id, blocked_id) values ('{v}', '{h}');
                 insert into public.creator_subscriptions (subscriber_id, creator_id) values ('{v}', '{h}');
                 insert into public.notifications (recipient_id, type) values ('{v}', 'test');
                 insert into public.device_tokens (user_id, token) values ('{v}', 'device-{v}');
                 insert into public.push_tokens (user_id, token) values ('{v}', 'push-{v}');
                 insert into public.notification_preferences (user_id) values ('{v}');",
                room = session.room_name,
                admin = people.admin.id,
            ))
            .await
            .unwrap();
    }
    // whom a ban found inside
    given.participant(&session, &people.banned).insert().await;
    given.ban(&people.banned).from_session(&session).insert().await;
    given.ban(guest).from_creator(&people.host).insert().await;
    let expelled = given.user().await;
    given.ban(&expelled).from_session(&private).insert().await;
    // which only a super admin lifts
    given.ban(&expelled).everywhere().by(&super_admin).insert().await;
    people
}
