//! Who may call what.

use serde_json::{Value, json};

use super::support::Stage;

const NOBODYS: &str = "6f1c1f0e-5b1f-4c55-9d5e-0f6c3e7f5f10";

#[tokio::test]
async fn only_the_host_invites_and_answers_requests() {
    let stage = Stage::open().await;
    let id = stage.asked(&stage.live.viewer).await;
    let guest = stage.viewer().await;
    let given = stage.live.project.given();
    let others = [
        stage.live.viewer.clone(),
        stage.live.person("co_host").await,
        stage.live.person("moderator").await,
        given.creator().await,
        given.admin().await,
    ];
    for other in &others {
        let invite = json!({ "targetUserId": guest.id });
        stage.post("invite-guest", other, invite).await.assert_refused(403, "NOT_THE_HOST");
        let answer = json!({ "requestId": id, "approve": true });
        stage.post("respond-join-request", other, answer).await.assert_refused(403, "NOT_THE_HOST");
    }
    assert_eq!((stage.request(&id).await, stage.place(&guest).await), (json!("pending"), json!(["viewer", null])));
}

#[tokio::test]
async fn somebody_elses_request_or_invitation_is_none() {
    let stage = Stage::open().await;
    let id = stage.asked(&stage.live.viewer).await;
    let (invited, other) = (stage.viewer().await, stage.viewer().await);
    stage.invite(&invited).await;
    let theirs = stage.cancel(&other, &id).await;
    let nobodys = stage.cancel(&other, &json!(NOBODYS)).await;
    theirs.assert_refused(404, "REQUEST_NOT_FOUND");
    let without_id = |mut body: Value| {
        body.as_object_mut().unwrap().remove("requestId");
        body
    };
    assert_eq!(without_id(theirs.body), without_id(nobodys.body));
    stage.respond(&other, true).await.assert_refused(404, "INVITATION_NOT_FOUND");
    stage.answer(&json!(NOBODYS), true).await.assert_refused(404, "REQUEST_NOT_FOUND");
    assert_eq!(stage.request(&id).await, "pending");
}

#[tokio::test]
async fn signed_out_and_anonymous_people_do_nothing() {
    let stage = Stage::open().await;
    let given = stage.live.project.given();
    let id = stage.asked(&stage.live.viewer).await;
    let (signed_out, anonymous) = (stage.viewer().await, given.anonymous_user().await);
    given.sign_out(&signed_out).await;
    let about =
        json!({ "targetUserId": NOBODYS, "guestUserId": NOBODYS, "requestId": id, "accept": true, "approve": true });
    for route in guest::routes().iter() {
        stage.post(route.name(), &signed_out, about.clone()).await.assert_refused(401, "UNAUTHORIZED");
        stage.post(route.name(), &anonymous, about.clone()).await.assert_refused(403, "ACCOUNT_REQUIRED");
        let nobody = stage.live.api.post(route.name()).json(json!({ "sessionId": NOBODYS })).send().await;
        nobody.assert_refused(401, "UNAUTHORIZED");
    }
}

#[tokio::test]
async fn malformed_requests_are_told_the_field() {
    let stage = Stage::open().await;
    for (name, body, field) in [
        ("invite-guest", json!({ "targetUserId": "x" }), "targetUserId"),
        ("invite-guest", json!({}), "targetUserId"),
        ("respond-guest-invitation", json!({ "accept": "yes" }), "accept"),
        ("respond-join-request", json!({ "requestId": "", "approve": true }), "requestId"),
        ("cancel-join-request", json!({ "requestId": 1 }), "requestId"),
        ("end-guest", json!({ "guestUserId": null }), "guestUserId"),
        ("request-to-join", json!({ "message": 1 }), "message"),
    ] {
        let reply = stage.post(name, &stage.live.host, body).await;
        reply.assert_refused(400, "INVALID_FIELD");
        assert_eq!(reply.body["field"], field, "{name}");
    }
    let elsewhere = json!({ "sessionId": NOBODYS, "targetUserId": NOBODYS });
    let reply = stage.live.api.post("invite-guest").user(&stage.live.host).json(elsewhere).send().await;
    reply.assert_refused(404, "SESSION_NOT_FOUND");
}

#[tokio::test]
async fn a_host_who_acts_too_often_is_told_to_wait() {
    let stage = Stage::open().await;
    stage.live.project.given().setting("moderation_rate_count", 1).await;
    assert_eq!(stage.invite(&stage.live.viewer).await.status, 200);
    stage.invite(&stage.live.viewer).await.assert_refused(429, "RATE_LIMITED");
}
