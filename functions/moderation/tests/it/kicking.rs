//! People are put out and may come back.

use ipelya_core::moderation::Action;
use serde_json::json;

use super::support::Order;

#[tokio::test]
async fn who_is_kicked_gives_up_their_role_and_is_noted_with_the_reason() {
    let order = Order::open().await;
    let (moderator, speaker) = (order.live.person("moderator").await, order.live.person("speaker").await);
    let kicked = order.post("kick-participant", &moderator, &speaker, json!({ "reason": " spam " })).await;
    let participant = json!({ "userId": speaker.id, "role": "viewer", "isMuted": false });
    assert_eq!((kicked.status, &kicked.body["participant"]), (200, &participant), "{}", kicked.body);
    assert_eq!(order.place(&speaker).await, json!(["viewer", false]));
    assert_eq!(order.noted().await, json!([[moderator.id, "moderator", "kick", speaker.id, "spam"]]));
    assert_eq!(order.bans().await, json!([]), "they may come back");
    assert_eq!(order.live.place_of(&speaker).await[0], false, "who was let in and never connected is not inside");
}

#[tokio::test]
async fn somebody_without_a_place_or_a_profile_can_be_kicked_and_nobody_at_all_cannot() {
    let order = Order::open().await;
    let given = order.live.project.given();
    for person in [given.anonymous_user().await, given.user_without_profile().await] {
        assert_eq!(order.act(&order.live.host, Action::Kick, &person).await.status, 200);
    }
    let deleted = given.user().await;
    given.delete_user(&deleted).await;
    order.act(&order.live.host, Action::Kick, &deleted).await.assert_refused(404, "USER_NOT_FOUND");
}

#[tokio::test]
async fn a_kick_repeated_puts_out_once_more() {
    let order = Order::open().await;
    for _ in 0..2 {
        assert_eq!(order.act(&order.live.host, Action::Kick, &order.live.viewer).await.status, 200);
    }
    assert_eq!(order.live.project.livekit().requests(), 2);
}
