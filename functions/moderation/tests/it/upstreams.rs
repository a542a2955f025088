//! What keeping order costs the services behind the functions.

use ipelya_core::ban::BanKind;
use ipelya_core::moderation::{Action, AssignableRole};

use super::support::Order;

#[tokio::test]
async fn every_action_costs_one_round_trip_and_at_most_one_to_livekit() {
    let order = Order::open().await;
    let (project, host, viewer) = (&order.live.project, &order.live.host, &order.live.viewer);
    for (action, function, livekit) in [
        (Action::Assign(AssignableRole::Speaker), "live_change_role", 1),
        (Action::Assign(AssignableRole::Viewer), "live_change_role", 1),
        (Action::Mute, "live_mute", 1),
        (Action::Unmute, "live_mute", 1),
        (Action::Kick, "live_kick", 1),
        (Action::Ban(BanKind::Session), "live_ban", 1),
        (Action::Unban(BanKind::Session), "live_unban", 0),
    ] {
        let admit = "update public.live_participants set is_active = true, admitted_at = now() where user_id = $1";
        project.execute(admit, &[&viewer.id]).await;
        project.rest().reset();
        project.livekit().reset();
        let reply = order.act(host, action, viewer).await;
        assert_eq!(reply.status, 200, "{action:?} {}", reply.body);
        let rpc = format!("/rest/v1/rpc/{function}");
        assert_eq!((project.rest().paths(), project.livekit().requests()), (vec![rpc], livekit), "{action:?}");
    }
}

#[tokio::test]
async fn whoever_is_refused_costs_livekit_nothing() {
    let order = Order::open().await;
    let nobody = order.live.person("viewer").await;
    for action in Action::all() {
        assert_eq!(order.act(&nobody, action, &order.live.viewer).await.status, 403, "{action:?}");
    }
    assert_eq!(order.live.project.livekit().requests(), 0);
}
