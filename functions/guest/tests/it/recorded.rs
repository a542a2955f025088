//! The examples of the API document, which the functions really answer.

use serde_json::{Value, json};

use super::support::Stage;

#[tokio::test]
async fn guests_are_brought_on_stage_as_the_document_shows() {
    let stage = Stage::open().await;
    let (host, first) = (&stage.live.host, &stage.live.viewer);
    let (second, third) = (stage.viewer().await, stage.viewer().await);
    let session = stage.live.session.id;
    let record = async |name: &str, by, body: Value| stage.live.api.post(name).user(by).json(body).recorded().await;

    record("invite-guest", host, json!({ "sessionId": session, "targetUserId": first.id })).await;
    record("respond-guest-invitation", first, json!({ "sessionId": session, "accept": true })).await;
    record("end-guest", host, json!({ "sessionId": session, "guestUserId": first.id })).await;

    let body = json!({ "sessionId": session, "message": "Bir şarkı söyleyebilir miyim?" });
    let asked = record("request-to-join", &second, body).await.body["requestId"].clone();
    record("respond-join-request", host, json!({ "requestId": asked, "approve": true })).await;
    let asked = stage.asked(&third).await;
    record("cancel-join-request", &third, json!({ "requestId": asked })).await;
}
