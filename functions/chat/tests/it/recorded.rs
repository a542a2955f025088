//! The examples of the API document, which the functions really answer.

use serde_json::json;

use super::support::on_air;

#[tokio::test]
async fn messages_are_answered_as_the_document_shows() {
    let live = on_air().await;
    let message = json!({ "sessionId": live.session.id, "content": "Merhaba!" });
    let said = live.api.post("send-live-message").user(&live.viewer).json(message).recorded().await;
    let message = &said.body["message"]["id"];
    live.api.post("pin-live-message").user(&live.host).json(json!({ "messageId": message })).recorded().await;
    let deletion = json!({ "messageId": message, "reason": "Reklam" });
    live.api.post("delete-live-message").user(&live.host).json(deletion).recorded().await;
}
