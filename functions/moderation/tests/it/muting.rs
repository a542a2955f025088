//! People are silenced: microphone and chat.

use ipelya_core::moderation::{Action, AssignableRole};
use serde_json::json;

use super::support::Order;

#[tokio::test]
async fn who_is_muted_cannot_write_until_they_are_unmuted() {
    let order = Order::open().await;
    let viewer = &order.live.viewer;
    let say = async || {
        let sql = "insert into public.live_messages (session_id, sender_id, message_type, content, created_at)
                   values ($1, $2, 'text', 'selam', $3)";
        order.live.project.db().execute(sql, &[&order.live.session.id, &viewer.id, &order.live.api.now()]).await
    };
    let muted = order.act(&order.live.host, Action::Mute, viewer).await;
    let participant = json!({ "userId": viewer.id, "role": "viewer", "isMuted": true });
    assert_eq!((&muted.body["participant"], &muted.body["pending"]), (&participant, &json!(false)));
    let refused = say().await.unwrap_err();
    assert_eq!(refused.as_db_error().unwrap().message(), "MUTED");
    assert_eq!(order.act(&order.live.host, Action::Unmute, viewer).await.body["participant"]["isMuted"], false);
    say().await.unwrap();
}

#[tokio::test]
async fn a_mute_may_be_taken_back_by_either_name_and_a_repeat_is_noted_once() {
    let order = Order::open().await;
    let (host, viewer) = (&order.live.host, &order.live.viewer);
    for (name, body, is_muted) in [
        ("mute-participant", json!({ "reason": "spam" }), true),
        ("mute-participant", json!({}), true),
        ("mute-participant", json!({ "muted": false }), false),
        ("unmute-participant", json!({}), false),
    ] {
        let reply = order.post(name, host, viewer, body).await;
        assert_eq!((reply.status, &reply.body["participant"]["isMuted"]), (200, &json!(is_muted)), "{name}");
    }
    let noted = json!([[host.id, "host", "mute", viewer.id, "spam"], [host.id, "host", "unmute", viewer.id, null]]);
    assert_eq!(order.noted().await, noted);
    assert_eq!(order.events(&format!("user:{}", viewer.id)).await, ["muted", "unmuted"]);
}

#[tokio::test]
async fn a_mute_outlives_every_role() {
    let order = Order::open().await;
    let viewer = &order.live.viewer;
    order.act(&order.live.host, Action::Mute, viewer).await;
    for role in [AssignableRole::Speaker, AssignableRole::CoHost, AssignableRole::Viewer] {
        assert_eq!(order.assign(role, viewer).await.body["participant"]["isMuted"], true);
    }
}

#[tokio::test]
async fn who_has_no_place_in_the_session_is_not_muted_there() {
    let order = Order::open().await;
    let stranger = order.live.project.given().user().await;
    order.act(&order.live.host, Action::Mute, &stranger).await.assert_refused(404, "PARTICIPANT_NOT_FOUND");
}
