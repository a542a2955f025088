//! The examples of the API document, which the functions really answer.

use serde_json::{Value, json};

use super::support::Order;

#[tokio::test]
async fn order_is_kept_as_the_document_shows() {
    let order = Order::open().await;
    let (host, viewer, session) = (&order.live.host, &order.live.viewer, order.live.session.id);
    let record = async |name: &str, more: Value| {
        let mut body = json!({ "sessionId": session, "targetUserId": viewer.id });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        order.live.api.post(name).user(host).json(body).recorded().await
    };
    record("promote-to-speaker", json!({})).await;
    record("update-participant-role", json!({ "role": "moderator" })).await;
    record("mute-participant", json!({ "reason": "Gürültü" })).await;
    record("unmute-participant", json!({})).await;
    record("kick-participant", json!({ "reason": "Spam" })).await;
    record("ban-participant", json!({ "reason": "Spam", "banType": "session", "durationHours": 24 })).await;
    record("unban-participant", json!({})).await;
}
