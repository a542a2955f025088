//! Who may report whom.

use ipelya_test::{LiveSession, User};
use serde_json::{Value, json};
use uuid::Uuid;

use super::support::{about, count, on_air, report};

/// Leaves somebody nothing in the session but a stay of some time ago.
async fn stayed(live: &LiveSession, user: &User, sid: &str) {
    let sql = "insert into public.live_stays (participant_sid, room_sid, session_id, user_id, joined_at, left_at)
               values ($1, 'RM_1', $2, $3, now(), now())";
    live.project.execute(sql, &[&sid, &live.session.id, &user.id]).await;
}

/// Everybody who might report somebody, or be reported.
async fn people(live: &LiveSession) -> Vec<(&'static str, User)> {
    let given = live.project.given();
    let (left, banned, blocked, gone, signed_out) =
        (given.user().await, given.user().await, given.user().await, given.user().await, given.user().await);
    given.participant(&live.session, &left).left().insert().await;
    let (anonymous, faceless) = (given.anonymous_user().await, given.user_without_profile().await);
    for person in [&banned, &blocked, &gone, &signed_out] {
        given.participant(&live.session, person).insert().await;
    }
    let former = given.user().await;
    stayed(live, &former, "PA_former").await;
    given.ban(&banned).everywhere().insert().await;
    given.block(&live.host, &blocked).await;
    given.delete_user(&gone).await;
    given.sign_out(&signed_out).await;
    for (place, person) in [&anonymous, &faceless].into_iter().enumerate() {
        stayed(live, person, &format!("PA_{place}")).await;
    }
    vec![
        ("host", live.host.clone()),
        ("viewer", live.person("viewer").await),
        ("moderator", live.person("moderator").await),
        ("left", left),
        ("former", former),
        ("banned", banned),
        ("blocked", blocked),
        ("deleted", gone),
        ("signed out", signed_out),
        ("anonymous", anonymous),
        ("without profile", faceless),
        ("stranger", given.user().await),
        ("other creator", given.creator().await),
        ("admin", given.admin().await),
    ]
}

#[tokio::test]
async fn whoever_is_or_was_in_the_session_reports_and_nobody_else() {
    let live = on_air().await;
    for (who, person) in people(&live).await {
        let expected = match who {
            "anonymous" => (403, "ACCOUNT_REQUIRED"),
            "without profile" => (404, "PROFILE_NOT_FOUND"),
            "signed out" | "deleted" => (401, "UNAUTHORIZED"),
            "stranger" | "other creator" | "admin" => (403, "NOT_IN_SESSION"),
            _ => (200, ""),
        };
        let reply = report(&live, &person, &live.viewer, "spam").await;
        let code = reply.body.get("errorCode").and_then(Value::as_str).unwrap_or("");
        assert_eq!((reply.status, code), expected, "{who}: {}", reply.body);
    }
}

#[tokio::test]
async fn whoever_is_or_was_in_the_session_is_reported_the_host_included_and_nobody_else() {
    let live = on_air().await;
    live.project.given().setting("report_rate_count", 100).await;
    for (who, person) in people(&live).await {
        let expected = match who {
            "stranger" | "other creator" | "admin" | "deleted" => (404, "USER_NOT_FOUND"),
            _ => (200, ""),
        };
        let reply = report(&live, &live.viewer, &person, "spam").await;
        let code = reply.body.get("errorCode").and_then(Value::as_str).unwrap_or("");
        assert_eq!((reply.status, code), expected, "{who}: {}", reply.body);
    }
    let nobody = json!({ "sessionId": live.session.id, "targetUserId": Uuid::from_u128(1), "reason": "spam" });
    let reply = live.api.post("report-live-user").user(&live.viewer).json(nobody).send().await;
    reply.assert_refused(404, "USER_NOT_FOUND");
}

#[tokio::test]
async fn nobody_reports_themselves_the_host_neither() {
    let live = on_air().await;
    for person in [&live.viewer, &live.host] {
        report(&live, person, person, "spam").await.assert_refused(400, "SELF_REPORT");
    }
    assert_eq!(count(&live).await, 0);
}

#[tokio::test]
async fn reports_are_taken_while_live_video_is_switched_off() {
    let live = on_air().await;
    live.project.given().setting("live_enabled", false).await;
    assert_eq!(report(&live, &live.viewer, &live.host, "spam").await.status, 200);
}

#[tokio::test]
async fn nobody_without_a_token_of_their_own_gets_anywhere() {
    let live = on_air().await;
    let body = about(&live, &live.host, "spam");
    live.api.post("report-live-user").json(body.clone()).send().await.assert_refused(401, "UNAUTHORIZED");
    for key in ["SUPABASE_ANON_KEY", "SUPABASE_SERVICE_ROLE_KEY"] {
        let key = live.api.setting(key);
        let reply = live.api.post("report-live-user").bearer(&key).json(body.clone()).send().await;
        reply.assert_refused(401, "UNAUTHORIZED");
    }
    assert_eq!(count(&live).await, 0);
}
