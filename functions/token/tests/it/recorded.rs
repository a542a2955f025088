//! The examples of the API document, which the function really answers.

use ipelya_test::LiveSession;
use serde_json::json;

#[tokio::test]
async fn a_token_is_answered_as_the_document_shows() {
    let live = LiveSession::of(token::routes()).with_viewer_inside().start().await;
    let body = json!({ "sessionId": live.session.id });
    live.api.post("get-livekit-token").user(&live.viewer).json(body).recorded().await;
}
