//! The examples of the API document, which the functions really answer.

use serde_json::json;

use super::support::on_air_with_coins;

#[tokio::test]
async fn gifts_are_answered_as_the_document_shows() {
    let live = on_air_with_coins(100).await;
    live.api.post("list-live-gifts").user(&live.viewer).json(json!({})).recorded().await;
    let gift = json!({ "sessionId": live.session.id, "giftId": "star", "quantity": 2 });
    live.api.post("send-live-gift").user(&live.viewer).json(gift).recorded().await;
}
