//! What is done to all sessions on air.

use ipelya_test::Mode;
use serde_json::{Value, json};

use super::support::Panel;

#[tokio::test]
async fn everybody_on_air_is_told() {
    let panel = Panel::open().await;
    let given = panel.live.project.given();
    let second = given.live_session(&given.creator().await).insert().await;
    panel.live.project.rest().reset();
    let reply = panel.post("announce-all", json!({ "message": "Bakım var", "type": "warning" })).await;
    assert_eq!((&reply["announced"], &reply["left"]), (&json!(2), &json!(0)));
    assert_eq!(panel.live.project.rest().paths(), ["/rest/v1/rpc/live_ops_announce_all"]);
    for session in [panel.live.session.id, second.id] {
        let said = "select jsonb_agg(content) from public.live_messages where session_id = $1";
        assert_eq!(panel.live.project.value(said, &[&session]).await, json!(["📢 Bakım var"]));
    }
    let next = panel.post("announce-all", json!({ "message": "Bakım var", "after": reply["after"] })).await;
    assert_eq!((&next["announced"], &next["after"]), (&json!(0), &Value::Null));
    panel.try_post("announce-all", json!({ "message": " " })).await.assert_refused(400, "INVALID_FIELD");
}

#[tokio::test]
async fn all_sessions_end_and_their_rooms_close() {
    let panel = Panel::of_super_admin().await;
    let given = panel.live.project.given();
    let second = given.live_session(&given.creator().await).insert().await;
    let rooms = [&panel.live.session.room_name, &second.room_name];
    for room in rooms {
        panel.live.project.open_room(room).await;
    }
    panel.live.project.livekit().reset();
    let reply =
        panel.post("terminate-all", json!({ "reason": "Bakım", "started_before": "2100-01-01T00:00:00Z" })).await;
    assert_eq!(reply["ended"].as_array().unwrap().len(), 2);
    assert_eq!((&reply["left"], &reply["pending"]), (&json!(0), &json!(0)));
    assert_eq!(panel.live.project.livekit().requests(), 2);
    for room in rooms {
        assert!(!panel.live.project.has_room(room).await, "{room}");
    }
    assert_eq!(panel.live.status().await[0], "ended");
}

#[tokio::test]
async fn rooms_that_cannot_be_closed_are_counted_and_left_to_the_sweeper() {
    let panel = Panel::of_super_admin().await;
    panel.live.project.livekit().set_mode(Mode::Refuse);
    let reply =
        panel.post("terminate-all", json!({ "reason": "Bakım", "started_before": "2100-01-01T00:00:00Z" })).await;
    assert_eq!((&reply["ended"], &reply["pending"]), (&json!([panel.live.session.id]), &json!(1)));
}

#[tokio::test]
async fn what_began_later_goes_on() {
    let panel = Panel::of_super_admin().await;
    let body = json!({ "reason": "Bakım", "started_before": "2000-01-01T00:00:00Z" });
    let reply = panel.post("terminate-all", body).await;
    assert_eq!((&reply["ended"], &reply["left"]), (&json!([]), &json!(0)));
    assert_eq!(panel.live.status().await[0], "live");
    assert_eq!(panel.noted().await, Vec::<Value>::new());
}

#[tokio::test]
async fn nobody_but_a_super_admin_ends_everything_and_not_without_a_reason_and_a_moment() {
    let panel = Panel::open().await;
    let body = json!({ "reason": "Bakım", "started_before": "2100-01-01T00:00:00Z" });
    panel.try_post("terminate-all", body).await.assert_refused(403, "SUPER_ADMIN_REQUIRED");
    for lacking in [json!({ "reason": "Bakım" }), json!({ "reason": "Bakım", "started_before": "" })] {
        let reply = panel.try_post("terminate-all", lacking).await;
        reply.assert_refused(400, "INVALID_FIELD");
        assert_eq!(reply.body["field"], "started_before");
    }
    let aimless = json!({ "started_before": "2100-01-01T00:00:00Z" });
    panel.try_post("terminate-all", aimless).await.assert_refused(400, "INVALID_FIELD");
    assert_eq!(panel.live.status().await[0], "live");
}
