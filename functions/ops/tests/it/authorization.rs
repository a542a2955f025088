//! Nobody but staff gets anywhere, and nobody else learns what there is.

use ipelya_test::{Reply, User};
use serde_json::{Value, json};
use uuid::Uuid;

use super::support::Panel;

/// The bodies that a route takes, where it takes one.
fn body_of(name: &str) -> Option<Value> {
    (!name.starts_with("GET ")).then(|| {
        json!({
            "reason": "spam", "message": "Merhaba", "action": "dismiss", "session_id": Uuid::from_u128(1),
            "roomName": "live_video_1", "value": 1, "started_before": "2000-01-01T00:00:00Z",
            "creator_id": Uuid::from_u128(7), "amount": 1, "currency": "usd", "reference": "EFT 1",
            "on": false, "language": "tr", "prompt": "Kısa konuş.",
        })
    })
}

/// Somebody asks each route for this id.
async fn ask_all(panel: &Panel, by: &User, id: Uuid) -> Vec<(String, Reply)> {
    let mut replies = Vec::new();
    // of how the service is, everybody is told
    for route in ops::routes().iter().filter(|route| !route.path().ends_with("/health")) {
        let below = route.path().replace("/functions/v1/live-ops/", "").replace("{id}", &id.to_string());
        let below = below.replace("{user_id}", &id.to_string()).replace("{key}", &id.to_string());
        let reply = panel.ask(by, route.method().as_str(), &below, body_of(route.name())).await;
        replies.push((route.name().to_owned(), reply));
    }
    replies
}

#[tokio::test]
async fn whoever_is_no_admin_is_answered_alike_whatever_there_is() {
    let panel = Panel::open().await;
    let given = panel.live.project.given();
    let signed_out = given.admin().await;
    given.sign_out(&signed_out).await;
    let moderator = panel.live.person("moderator").await;
    let existing =
        [panel.live.session.id, panel.live.viewer.id, panel.place(&panel.live.viewer).await, Uuid::from_u128(7)];
    for (who, user, status, code) in [
        ("anonymous", &given.anonymous_user().await, 403, "ACCOUNT_REQUIRED"),
        ("user", &panel.live.viewer, 403, "ADMIN_REQUIRED"),
        ("creator", &panel.live.host, 403, "ADMIN_REQUIRED"),
        ("moderator", &moderator, 403, "ADMIN_REQUIRED"),
        ("former admin", &given.former_admin().await, 403, "ADMIN_REQUIRED"),
        ("signed out", &signed_out, 401, "UNAUTHORIZED"),
    ] {
        for id in existing {
            for (name, reply) in ask_all(&panel, user, id).await {
                assert_eq!(
                    (reply.status, &reply.body["errorCode"]),
                    (status, &json!(code)),
                    "{who} {name} {}",
                    reply.body
                );
            }
        }
    }
    assert_eq!(panel.noted().await, Vec::<Value>::new());
    assert_eq!(panel.live.project.livekit().requests(), 0);
}

#[tokio::test]
async fn admins_get_further_and_those_who_head_them_everywhere() {
    let panel = Panel::open().await;
    let super_admin = panel.live.project.given().super_admin().await;
    let mut refused = Vec::new();
    for (name, reply) in ask_all(&panel, &panel.admin, Uuid::from_u128(7)).await {
        if reply.status == 403 {
            reply.assert_refused(403, "SUPER_ADMIN_REQUIRED");
            refused.push(name.replace("/functions/v1/live-ops/", ""));
        } else {
            assert!(matches!(reply.status, 200 | 404), "{name} {}", reply.body);
        }
    }
    // and the ban from everything, which is known as one only when it is found
    assert_eq!(
        refused,
        [
            "POST recordings/{id}/release",
            "POST terminate-all",
            "PATCH settings/{key}",
            "POST payments/{id}/refund",
            "POST card-payments/{id}/refund",
            "POST payouts",
        ]
    );
    for (name, reply) in ask_all(&panel, &super_admin, Uuid::from_u128(7)).await {
        // nobody is owed anything
        let is_refused = reply.status == 409 && name.ends_with("/payouts");
        assert!(is_refused || matches!(reply.status, 200 | 404), "{name} {}", reply.body);
    }
}

#[tokio::test]
async fn nobody_without_a_token_of_their_own_gets_anywhere() {
    let panel = Panel::open().await;
    for key in ["SUPABASE_ANON_KEY", "SUPABASE_SERVICE_ROLE_KEY"] {
        let key = panel.live.api.setting(key);
        let reply = panel.live.api.ask("GET", "live-ops/sessions").bearer(&key).send().await;
        reply.assert_refused(401, "UNAUTHORIZED");
    }
    panel.live.api.ask("GET", "live-ops/sessions").send().await.assert_refused(401, "UNAUTHORIZED");
}
