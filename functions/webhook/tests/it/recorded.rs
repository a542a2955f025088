//! The example of the API document, which the function really answers.

use serde_json::json;

use super::support::on_air;

#[tokio::test]
async fn an_event_is_answered_as_the_document_shows() {
    let live = on_air().await;
    let event = json!({
        "event": "room_started", "id": "EV_2r7CnQpS4zGm", "createdAt": "1795262400",
        "room": { "sid": "RM_7HqkTtvzvEwp", "name": live.session.room_name, "creationTime": "1795262400" },
    });
    live.api.webhook(&event).recorded().await;
    for path in ["/functions/v1/voice-webhook", "/api/voice/webhook"] {
        live.api.webhook_at(path, &event).recorded().await;
    }
}
