//! What the installed app sends and reads.

use ipelya_test::{Api, assert_published};
use serde_json::{Value, json};

use super::support::Order;

#[tokio::test]
async fn every_route_is_on_the_local_stack_and_in_the_readme() {
    assert_published("moderation", &moderation::routes()).await;
}

#[tokio::test]
async fn refusals_go_out_with_their_status_whatever_versions_are_installed() {
    let order = Order::open().await;
    let api = Api::new(&order.live.project, moderation::routes()).with_setting("IPELYA_REFUSAL_STATUS", "ok");
    let body = json!({
        "sessionId": order.live.session.id, "targetUserId": order.live.host.id, "reason": "spam", "role": "viewer",
    });
    let routes = moderation::routes();
    for route in routes.iter().filter(|route| route.name() != "report-live-user") {
        let reply = api.post(route.name()).user(&order.live.viewer).json(body.clone()).send().await;
        reply.assert_refused(403, "NOT_A_MODERATOR");
    }
}

#[tokio::test]
async fn what_the_phone_sends_is_understood() {
    let order = Order::open().await;
    let (session, target) = (order.live.session.id, order.live.viewer.id);
    for (name, body) in [
        ("promote-to-speaker", json!({ "sessionId": session, "targetUserId": target })),
        ("kick-participant", json!({ "sessionId": session, "targetUserId": target })),
        ("ban-participant", json!({ "sessionId": session, "targetUserId": target, "reason": "Uygunsuz davranış" })),
    ] {
        let reply = order.live.api.post(name).user(&order.live.host).json(body).send().await;
        assert_eq!((reply.status, &reply.body["success"]), (200, &Value::Bool(true)), "{name} {}", reply.body);
    }
}

#[tokio::test]
async fn malformed_requests_are_told_the_field_and_nobody_is_let_in_unsigned() {
    let order = Order::open().await;
    let host = &order.live.host;
    for (name, body, field) in [
        ("update-participant-role", json!({ "role": "host" }), "role"),
        ("update-participant-role", json!({}), "role"),
        ("mute-participant", json!({ "muted": "no" }), "muted"),
        ("ban-participant", json!({ "reason": "spam", "banType": "forever" }), "banType"),
        ("unban-participant", json!({ "banType": 1 }), "banType"),
        ("kick-participant", json!({ "reason": 1 }), "reason"),
    ] {
        let reply = order.post(name, host, &order.live.viewer, body).await;
        reply.assert_refused(400, "INVALID_FIELD");
        assert_eq!(reply.body["field"], field, "{name}");
    }
    let given = order.live.project.given();
    let (anonymous, signed_out) = (given.anonymous_user().await, given.user().await);
    given.sign_out(&signed_out).await;
    let body = json!({ "reason": "spam", "role": "viewer" });
    for route in moderation::routes().iter() {
        let target = &order.live.viewer;
        order.post(route.name(), &anonymous, target, body.clone()).await.assert_refused(403, "ACCOUNT_REQUIRED");
        order.post(route.name(), &signed_out, target, body.clone()).await.assert_refused(401, "UNAUTHORIZED");
    }
}
