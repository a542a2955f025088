//! The examples of the API document, which the functions really answer.

use serde_json::{Value, json};

use super::card_payments::after_a_donation;
use super::recordings::Of;
use super::support::Panel;

impl Panel {
    async fn record(&self, method: &str, below: &str, body: Option<Value>) {
        let request = self.live.api.ask(method, &format!("live-ops/{below}")).user(&self.admin);
        match body {
            Some(body) => request.json(body).recorded().await,
            None => request.recorded().await,
        };
    }
}

#[tokio::test]
async fn sessions_are_shown_and_ended_as_in_the_document() {
    let panel = Panel::open().await;
    let began = panel.live.api.now() - time::Duration::minutes(10);
    let session = "update public.live_sessions set started_at = $2 where id = $1";
    panel.live.project.execute(session, &[&panel.live.session.id, &began]).await;
    panel.record("GET", "sessions?status=live&limit=50", None).await;
    panel.record("GET", &panel.session(""), None).await;
    panel.record("GET", &panel.session("/participants?active=true"), None).await;

    panel.live.project.open_room(&panel.live.session.room_name).await;
    let said = json!({ "message": "Beş dakika sonra bakım", "type": "info" });
    panel.record("POST", &panel.session("/announce"), Some(said)).await;
    panel.record("GET", &panel.session("/messages?limit=50&offset=0"), None).await;
    let line = "select to_jsonb(id) from public.live_messages where session_id = $1";
    let line = panel.live.project.value(line, &[&panel.live.session.id]).await;
    let line = line.as_str().unwrap();
    panel.record("POST", &format!("messages/{line}/delete"), Some(json!({ "reason": "Yanlış yayın" }))).await;
    panel.record("DELETE", &format!("messages/{line}"), Some(json!({ "reason": "Yanlış yayın" }))).await;
    let reason = json!({ "reason": "Topluluk kuralları ihlali", "adminNote": "İkinci kez" });
    panel.record("POST", &panel.session("/terminate"), Some(reason)).await;
}

#[tokio::test]
async fn order_is_kept_as_in_the_document() {
    let panel = Panel::open().await;
    let (place, user, session) = (panel.place(&panel.live.viewer).await, panel.live.viewer.id, panel.live.session.id);
    let spam = json!({ "reason": "Spam" });
    panel.record("POST", &format!("participants/{place}/promote"), Some(json!({ "targetRole": "co_host" }))).await;
    panel.record("POST", &format!("participants/{place}/demote"), Some(json!({}))).await;
    panel.record("POST", &format!("participants/{place}/mute"), Some(spam.clone())).await;
    panel.record("POST", &format!("participants/{user}/unmute"), Some(json!({ "session_id": session }))).await;
    panel.record("POST", &format!("participants/{place}/kick"), Some(spam)).await;
    let body = json!({ "session_id": session, "reason": "Spam" });
    panel.record("POST", &format!("users/{user}/kick"), Some(body.clone())).await;
    panel.record("POST", &format!("users/{user}/ban"), Some(body)).await;
    let body = json!({ "reason": "Spam", "ban_type": "creator", "duration_hours": 24 });
    panel.record("POST", &format!("participants/{place}/ban"), Some(body)).await;
}

#[tokio::test]
async fn figures_are_shown_as_in_the_document() {
    let panel = Panel::open().await;
    // whatever the time of day, it began today
    let begin = "update public.live_sessions set started_at = $2 where id = $1";
    panel.live.project.execute(begin, &[&panel.live.session.id, &panel.live.api.now()]).await;
    for below in [
        &panel.session("/report"),
        &panel.session("/report.csv"),
        "analytics/overview",
        "analytics/daily?days=1",
        "analytics/creators?period=week&limit=10",
        "analytics/revenue?by=kind&days=7",
        "analytics/concurrency?days=1",
    ] {
        panel.record("GET", below, None).await;
    }
}

#[tokio::test]
async fn reports_and_bans_are_handled_as_in_the_document() {
    let panel = Panel::open().await;
    let (session, host, viewer) = (panel.live.session.id, panel.live.host.id, panel.live.viewer.id);
    let report = "insert into public.live_reports (session_id, reporter_id, reported_user_id, reason, description)
                  values ($1, $2, $3, 'spam', 'Reklam yapıyor') returning to_jsonb(id)";
    let report = panel.live.project.value(report, &[&session, &host, &viewer]).await;
    let report = report.as_str().unwrap();
    panel.record("GET", "reports?status=pending&limit=50&offset=0", None).await;
    panel.record("GET", &format!("reports/{report}"), None).await;
    let body = json!({ "action": "ban_creator", "banType": "temporary", "banDuration": 7, "notes": "Uyarıldı" });
    panel.record("POST", &format!("reports/{report}/action"), Some(body)).await;
    panel.record("GET", "bans?active=true&limit=50&offset=0", None).await;
    let ban = "select to_jsonb(id) from public.live_session_bans";
    let ban = panel.live.project.value(ban, &[]).await;
    panel.record("DELETE", &format!("bans/{}", ban.as_str().unwrap()), Some(json!({ "reason": "İtiraz" }))).await;
}

#[tokio::test]
async fn logs_and_calls_are_shown_as_in_the_document() {
    let panel = Panel::open().await;
    let given = panel.live.project.given();
    let call = given.call(&panel.live.host, &panel.live.viewer).insert().await;
    panel.live.project.execute("update public.admin_profiles set email = 'ayse@example.com'", &[]).await;
    panel.record("GET", "calls?active=true", None).await;
    panel.record("POST", &format!("calls/{}/terminate", call.id), Some(json!({ "reason": "Kural ihlali" }))).await;
    panel.record("POST", "livekit-token", Some(json!({ "roomName": panel.live.session.room_name }))).await;
    panel.record("GET", "admin-logs?limit=100&offset=0&action=view_session", None).await;
    let event = "insert into public.live_webhook_logs (event_id, event_type, room_name, processing_status, raw_payload)
                 values ('EV_1', 'room_started', 'live_video_1', 'success', '{\"event\": \"room_started\"}')";
    panel.live.project.execute(event, &[]).await;
    panel.record("GET", "webhook-logs?event_type=room_started&limit=100&offset=0", None).await;
    let id = "update public.live_webhook_logs set event = '{\"type\": \"room_started\"}' returning to_jsonb(id)";
    let id = panel.live.project.value(id, &[]).await;
    panel.record("POST", &format!("webhook-logs/{}/replay", id.as_str().unwrap()), Some(json!({}))).await;
}

#[tokio::test]
async fn the_whole_service_is_watched_and_set_as_in_the_document() {
    let panel = Panel::of_super_admin().await;
    let now = panel.live.api.now();
    let address = "update public.admin_profiles set email = 'ayse@example.com' where id = $1";
    panel.live.project.execute(address, &[&panel.admin.id]).await;
    panel.live.project.execute("update public.live_settings set updated_at = $1", &[&now]).await;
    panel.live.project.execute("select public.live_tick($1)", &[&now]).await;
    panel.live.project.execute("select public.live_sweep_facts($1, false)", &[&now]).await;
    panel.live.project.given().setting("livekit_rooms_count", 1).await;
    panel.live.api.ask("GET", "live-ops/health").recorded().await;
    panel.record("GET", "system-status", None).await;
    panel.record("GET", "stuck", None).await;

    panel.record("PATCH", "settings/maintenance_warning_minutes_count", Some(json!({ "value": 30 }))).await;
    panel.record("GET", "settings", None).await;

    let user = format!("users/{}", panel.live.host.id);
    panel
        .record("PATCH", &format!("{user}/switches"), Some(json!({ "calls_enabled": false, "reason": "Taciz" })))
        .await;
    panel.record("GET", &user, None).await;

    panel.live.project.given().coins(&panel.live.viewer, 100).await;
    let gift = "select public.live_send_gift($1, null, $2, 'heart', 1)";
    panel.live.project.execute(gift, &[&panel.live.viewer.id, &panel.live.session.id]).await;
    let payment = "select to_jsonb(id) from public.live_payments";
    let payment = panel.live.project.value(payment, &[]).await;
    panel.record("GET", &format!("payments?user_id={}&kind=gift", panel.live.viewer.id), None).await;
    let refund = format!("payments/{}/refund", payment.as_str().unwrap());
    panel.record("POST", &refund, Some(json!({ "reason": "Yanlışlıkla gönderildi" }))).await;

    let said = json!({ "message": "Beş dakika sonra bakım", "type": "warning" });
    panel.record("POST", "announce-all", Some(said)).await;
    let body = json!({ "reason": "Bakım", "started_before": "2100-01-01T00:00:00Z" });
    panel.record("POST", "terminate-all", Some(body)).await;
}

#[tokio::test]
async fn channels_are_suspended_as_in_the_document() {
    let panel = Panel::open().await;
    let sql = "insert into public.live_channels (creator_id, creator_profile_id, slug, room_name, search_name, title)
               values ($1, $2, 'eski-ad', 'live-eski-ad-1', '', 'Kanal') returning to_jsonb(id)";
    let host = &panel.live.host;
    let id = panel.live.project.value(sql, &[&host.id, &host.profile_id]).await;
    let id = id.as_str().unwrap();
    panel.live.project.execute("update public.live_channels set slug = 'yeni-ad'", &[]).await;
    let reason = || Some(json!({ "reason": "Kural ihlali" }));
    panel.record("POST", &format!("channels/{id}/suspend"), reason()).await;
    panel.record("POST", &format!("channels/{id}/unsuspend"), reason()).await;
    panel.record("POST", "slugs/eski-ad/free", reason()).await;
}

#[tokio::test]
async fn cards_are_refunded_and_creators_paid_out_as_in_the_document() {
    let (panel, payment) = after_a_donation().await;
    let intent = "update public.live_card_payments set stripe_intent_id = 'pi_1'";
    panel.live.project.execute(intent, &[]).await;
    let viewer = panel.live.viewer.id;
    panel.record("GET", &format!("card-payments?user_id={viewer}&purpose=donation&status=paid"), None).await;
    panel.record("GET", "analytics/card-revenue?by=purpose&days=30", None).await;
    panel.record("GET", "payouts/due", None).await;
    let body =
        json!({ "creator_id": panel.live.host.id, "amount": 700, "currency": "usd", "reference": "EFT 2026-12-01/7" });
    panel.record("POST", "payouts", Some(body)).await;
    panel.record("GET", "payouts", None).await;
    let reason = json!({ "reason": "Yanlışlıkla gönderildi" });
    panel.record("POST", &format!("card-payments/{payment}/refund"), Some(reason)).await;
}

#[tokio::test]
async fn support_calls_are_looked_after_as_in_the_document() {
    let panel = Panel::open().await;
    let address = "update public.admin_profiles set email = 'ayse@example.com' where id = $1";
    panel.live.project.execute(address, &[&panel.admin.id]).await;
    let caller = &panel.live.viewer;
    let call = panel.voice_call("support", caller, 60).await;
    panel.comes(call, caller, "owner", 55).await;
    panel.call_agent(call, ("joined", None), 50, Some(49), None).await;
    panel.record("GET", "voice/calls?active=true&kind=support&limit=50&offset=0", None).await;
    panel.live.project.open_room(&format!("support-{call}")).await;
    let other = json!({ "on": true, "voice": "shimmer" });
    panel.record("POST", &format!("voice/calls/{call}/agent"), Some(other)).await;

    let words = json!({ "language": "en", "prompt": "Be brief.", "greeting": "Hello!", "activate": false });
    panel.record("POST", "voice/prompts", Some(words)).await;
    let written = "update public.agent_prompts set created_at = $1 where created_by is null";
    let long_ago = panel.live.api.now() - time::Duration::days(9);
    panel.live.project.execute(written, &[&long_ago]).await;
    panel.record("GET", "voice/prompts?language=en", None).await;
    let written = "select to_jsonb(id) from public.agent_prompts where created_by is not null";
    let written = panel.live.project.value(written, &[]).await;
    panel.record("POST", &format!("voice/prompts/{}/activate", written.as_str().unwrap()), Some(json!({}))).await;

    let read = "insert into public.live_admin_logs (admin_id, action, target_type, target_id, created_at)
                values ($1, 'read_transcript', 'call', $2, $3)";
    panel.live.project.execute(read, &[&panel.admin.id, &call.to_string(), &panel.live.api.now()]).await;
    panel.record("GET", &format!("voice/transcripts/{call}/readers"), None).await;
    let end = "select to_jsonb(public.live_end_call($1, 'failed', null, $2, null, 'agent_absent'))";
    panel.live.project.value(end, &[&call, &panel.live.api.now()]).await;
    // whatever the time of day, all of it was today
    let today = "update public.calls set initiated_at = $1";
    panel.live.project.execute(today, &[&panel.live.api.now()]).await;
    let today = "update public.call_agents set requested_at = $1, joined_at = $1 where joined_at is not null";
    panel.live.project.execute(today, &[&panel.live.api.now()]).await;
    panel.record("GET", "voice/failures?days=1", None).await;
}

#[tokio::test]
async fn recordings_are_looked_after_as_in_the_document() {
    let panel = Panel::of_super_admin().await;
    let address = "update public.admin_profiles set email = 'ayse@example.com' where id = $1";
    panel.live.project.execute(address, &[&panel.admin.id]).await;
    let host = &panel.live.host;
    let recording = panel.recording(Of::Session(panel.live.session.id), host, "complete", 60).await;
    let subject = "insert into public.recording_subjects (recording_id, user_id, consented_at, how)
                   values ($1, $2, now(), 'started')";
    panel.live.project.execute(subject, &[&recording, &host.id]).await;
    let reason = Some(json!({ "reason": "Savcılık yazısı 2026/17" }));
    panel.record("POST", &format!("recordings/{recording}/hold"), reason).await;
    panel.record("GET", "recordings?status=complete&held=true&visibility=session&limit=50&offset=0", None).await;
    // of a month that does not go by
    let month = "update public.recordings set created_at = '2026-11-05T12:00:00Z'";
    panel.live.project.execute(month, &[]).await;
    panel.deletion("owner", 60, Some("the store did not delete it")).await;
    panel.record("GET", "recordings/storage", None).await;
    panel.record("GET", "recordings/deletions?state=failing&limit=50&offset=0", None).await;
    panel.record("POST", &format!("recordings/{recording}/release"), Some(json!({ "reason": "Dosya kapandı" }))).await;

    let read = "insert into public.live_admin_logs (admin_id, action, target_type, target_id, created_at)
                values ($1, 'read_recording', 'recording', $2, $3)";
    panel.live.project.execute(read, &[&panel.admin.id, &recording.to_string(), &panel.live.api.now()]).await;
    panel.record("GET", &format!("recordings/{recording}/readers"), None).await;
}
