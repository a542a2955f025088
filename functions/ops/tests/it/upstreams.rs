//! What each route asks of Postgres and LiveKit.

use serde_json::json;
use uuid::Uuid;

use super::recordings::Of;
use super::support::Panel;

#[tokio::test]
async fn whatever_is_read_costs_one_round_trip_and_nothing_of_livekit() {
    let panel = Panel::open().await;
    let report = "insert into public.live_reports (reporter_id, reported_user_id, reason)
                  values ($1, $2, 'spam') returning to_jsonb(id)";
    let report = panel.live.project.value(report, &[&panel.live.viewer.id, &panel.live.host.id]).await;
    let call = panel.voice_call("support", &panel.live.viewer, 60).await;
    let recording = panel.recording(Of::Session(panel.live.session.id), &panel.live.host, "complete", 60).await;
    let mut read = 0;
    for route in ops::routes().iter().filter(|route| route.method().as_str() == "GET") {
        let below = route.path().replace("/functions/v1/live-ops/", "");
        let id = if below.starts_with("reports") {
            report.as_str().unwrap().to_owned()
        } else if below.starts_with("voice/") {
            call.to_string()
        } else if below.starts_with("recordings/") {
            recording.to_string()
        } else {
            panel.live.session.id.to_string()
        };
        let below = below.replace("{id}", &id).replace("{user_id}", &panel.live.host.id.to_string());
        if ["health", "system-status"].contains(&below.as_str()) {
            continue;
        }
        panel.live.project.rest().reset();
        panel.get(&below).await;
        assert_eq!(panel.live.project.rest().requests(), 1, "{below}");
        read += 1;
    }
    assert!(read > 15);
    assert_eq!(panel.live.project.livekit().requests(), 0);
}

#[tokio::test]
async fn whatever_is_done_costs_one_round_trip_and_at_most_one_to_livekit() {
    let panel = Panel::of_super_admin().await;
    let (session, viewer) = (panel.live.session.id, panel.live.viewer.id);
    let call = panel.live.project.given().call(&panel.live.host, &panel.live.viewer).insert().await;
    let missing = Uuid::from_u128(1);
    let support = panel.voice_call("support", &panel.live.project.given().user().await, 60).await;
    panel.call_agent(support, ("joined", None), 50, Some(49), None).await;
    panel.live.project.open_room(&format!("support-{support}")).await;
    let recording = panel.recording(Of::Session(session), &panel.live.host, "complete", 60).await;
    for (method, below, body, livekit) in [
        ("DELETE", format!("bans/{missing}"), json!({}), 0),
        ("POST", format!("participants/{viewer}/mute"), json!({ "session_id": session }), 1),
        ("POST", format!("participants/{viewer}/unmute"), json!({ "session_id": session }), 1),
        ("POST", format!("users/{viewer}/kick"), json!({ "session_id": session }), 1),
        ("POST", format!("calls/{}/terminate", call.id), json!({}), 1),
        ("POST", format!("voice/calls/{support}/agent"), json!({ "on": false }), 1),
        ("POST", "voice/prompts".to_owned(), json!({ "language": "tr", "prompt": "Kısa konuş." }), 0),
        ("POST", format!("voice/prompts/{missing}/activate"), json!({}), 0),
        ("POST", format!("recordings/{recording}/hold"), json!({ "reason": "Soruşturma" }), 0),
        ("POST", format!("recordings/{recording}/release"), json!({}), 0),
        ("POST", "livekit-token".to_owned(), json!({ "roomName": panel.live.session.room_name }), 0),
        ("PATCH", "settings/ring_seconds".to_owned(), json!({ "value": 20 }), 0),
        ("PATCH", format!("users/{viewer}/switches"), json!({ "calls_enabled": false }), 0),
        ("POST", "announce-all".to_owned(), json!({ "message": "Merhaba" }), 0),
        ("POST", format!("sessions/{session}/announce"), json!({ "message": "Merhaba" }), 1),
        ("POST", format!("sessions/{session}/terminate"), json!({}), 1),
        ("POST", format!("payments/{missing}/refund"), json!({}), 0),
        ("POST", format!("webhook-logs/{missing}/replay"), json!({}), 0),
    ] {
        panel.live.project.rest().reset();
        panel.live.project.livekit().reset();
        let reply = panel.ask(&panel.admin, method, &below, Some(body)).await;
        assert!(matches!(reply.status, 200 | 404), "{below} {}", reply.body);
        let asked = (panel.live.project.rest().requests(), panel.live.project.livekit().requests());
        assert_eq!(asked, (1, livekit), "{below}");
    }
}
