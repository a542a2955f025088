//! The examples of the API document, which the functions really answer.

use serde_json::json;

use super::support::Desk;

#[tokio::test]
async fn calls_with_support_are_answered_as_the_document_shows() {
    let desk = Desk::open().await;
    for (token, agent) in
        [("/api/voice/token", "/api/voice/agent"), ("/functions/v1/voice-token", "/functions/v1/voice-agent")]
    {
        let body = json!({ "roomType": "support", "language": "en", "consent": { "transcript": true } });
        let told = desk.api.ask("POST", token).user(&desk.caller).json(body).recorded().await;
        let body = json!({ "roomName": told.body["roomName"], "voice": "alloy" });
        desk.api.ask("POST", agent).user(&desk.caller).json(body).recorded().await;
    }
}
