//! LiveKit or the database away.

use ipelya_core::ban::BanKind;
use ipelya_core::moderation::{Action, AssignableRole};
use ipelya_test::Mode;
use serde_json::json;

use super::support::Order;

#[tokio::test]
async fn without_livekit_a_role_stays_what_it_was() {
    let order = Order::open().await;
    let people = [order.live.viewer.clone(), order.live.person("speaker").await, order.live.person("moderator").await];
    order.live.project.livekit().set_mode(Mode::Refuse);
    for person in &people {
        let before = order.place(person).await;
        let roles = AssignableRole::ALL.map(Action::Assign);
        for action in roles.into_iter().chain([Action::Kick]) {
            let reply = order.act(&order.live.host, action, person).await;
            reply.assert_refused(503, "SERVICE_UNAVAILABLE");
            assert_eq!(order.place(person).await, before, "{action:?}");
        }
    }
    let seats = "public.live_participants where (role in ('co_host', 'speaker')) <> (seated_at is not null)
                 and user_id <> any (select user_id from public.live_participants where role = 'speaker')";
    assert_eq!(order.live.project.count(seats).await, 0);
}

#[tokio::test]
async fn without_livekit_mutes_and_bans_stand_and_say_that_they_are_not_everywhere_yet() {
    let order = Order::open().await;
    let (host, viewer) = (&order.live.host, &order.live.viewer);
    order.live.project.livekit().set_mode(Mode::Refuse);
    for (action, muted) in [(Action::Mute, true), (Action::Unmute, false)] {
        let reply = order.act(host, action, viewer).await;
        assert_eq!((reply.status, &reply.body["pending"]), (200, &json!(true)), "{action:?}");
        assert_eq!(order.place(viewer).await[1], muted);
    }
    let banned = order.ban(viewer).await;
    assert_eq!((banned.status, &banned.body["pending"]), (200, &json!(true)), "{}", banned.body);
    assert_eq!(order.bans().await, json!([["session", viewer.id]]));
    assert_eq!(order.act(host, Action::Unban(BanKind::Session), viewer).await.status, 200);
}

#[tokio::test]
async fn without_a_database_nothing_happens() {
    let order = Order::open().await;
    order.live.project.rest().set_mode(Mode::Refuse);
    for action in Action::all() {
        let reply = order.act(&order.live.host, action, &order.live.viewer).await;
        reply.assert_refused(503, "SERVICE_UNAVAILABLE");
    }
    assert_eq!((order.place(&order.live.viewer).await, order.bans().await), (json!(["viewer", false]), json!([])));
    assert_eq!(order.live.project.livekit().requests(), 0);
}
