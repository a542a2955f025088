//! The app's reports, written straight into `live_reports`.

use crate::contract::rest::Rest;
use crate::contract::stored::{all, only, pick};
use ipelya_test::LiveSession;
use serde_json::{Value, json};

const REASONS: [&str; 9] =
    ["harassment", "spam", "nudity", "violence", "hate_speech", "scam", "underage", "copyright", "other"];

async fn on_air() -> LiveSession {
    LiveSession::in_rows().start().await
}

fn report(live: &LiveSession, reason: &str) -> Value {
    json!({
        "session_id": live.session.id, "reporter_id": live.viewer.id, "reported_user_id": live.host.id,
        "reason": reason, "description": "Küfürlü konuşuyor", "status": "pending",
    })
}

#[tokio::test]
async fn a_report_of_each_reason_is_taken_and_its_id_returned() {
    let live = on_air().await;
    let phone = Rest::user(&live.project, &live.viewer);
    for reason in REASONS {
        let mut report = report(&live, reason);
        if reason == "other" {
            // supabase-js leaves out what is undefined
            report.as_object_mut().unwrap().remove("description");
        }

        let reply = phone.insert_returning("live_reports?select=id", &report).await;

        assert_eq!(reply.status, 201, "{reason}: {}", reply.body);
        let row = only(&live.project, "live_reports", &format!("t.reason = '{reason}'")).await;
        assert_eq!(reply.body, json!({ "id": row["id"] }));
        report["description"] = row["description"].clone();
        let columns = "session_id,reporter_id,reported_user_id,reason,description,status";
        assert_eq!(pick(&row, columns), report);
    }
}

#[tokio::test]
async fn a_report_is_seen_by_its_reporter_and_by_nobody_it_is_about() {
    let live = on_air().await;
    Rest::user(&live.project, &live.viewer).insert("live_reports", &report(&live, "spam")).await.assert_done();
    let outsider = live.project.given().user().await;

    let query = "live_reports?select=id,status";
    let row = only(&live.project, "live_reports", "true").await;
    assert_eq!(Rest::user(&live.project, &live.viewer).rows(query).await, [pick(&row, "id,status")]);
    for user in [&live.host, &outsider] {
        assert_eq!(Rest::user(&live.project, user).rows(query).await, [Value::Null; 0]);
    }
    Rest::anon(&live.project).get(query).await.assert_refused(401, "42501");
}

#[tokio::test]
async fn a_report_is_made_in_ones_own_name_and_comes_in_undecided() {
    let live = on_air().await;
    let given = live.project.given();
    let (viewer, other) = (Rest::user(&live.project, &live.viewer), given.user().await);
    let passer_by = given.anonymous_user().await;
    let forged = |column: &str, value: Value| {
        let mut report = report(&live, "spam");
        report[column] = value;
        report
    };

    for report in [
        forged("reporter_id", json!(other.id)),
        forged("reporter_id", Value::Null),
        forged("status", json!("dismissed")),
        forged("action_taken", json!("warning")),
        forged("resolved_by", json!(live.viewer.id)),
        forged("created_at", json!("2020-01-01T00:00:00Z")),
    ] {
        viewer.insert_returning("live_reports?select=id", &report).await.assert_refused(403, "42501");
    }
    let of_oneself = forged("reported_user_id", json!(live.viewer.id));
    viewer.insert_returning("live_reports?select=id", &of_oneself).await.assert_refused(400, "23514");
    let of_nobody = forged("reported_user_id", json!(""));
    viewer.insert_returning("live_reports?select=id", &of_nobody).await.assert_refused(400, "22P02");
    let anonymous = forged("reporter_id", json!(passer_by.id));
    let phone = Rest::user(&live.project, &passer_by);
    phone.insert_returning("live_reports?select=id", &anonymous).await.assert_refused(403, "42501");
    Rest::anon(&live.project).insert("live_reports", &report(&live, "spam")).await.assert_refused(401, "42501");

    assert_eq!(all(&live.project, "live_reports", "true").await, [Value::Null; 0]);
}

#[tokio::test]
async fn a_reporter_neither_rewrites_nor_withdraws_a_report() {
    let live = on_air().await;
    let phone = Rest::user(&live.project, &live.viewer);
    phone.insert("live_reports", &report(&live, "spam")).await.assert_done();
    let before = only(&live.project, "live_reports", "true").await;

    phone.update("live_reports?status=eq.pending", &json!({ "status": "dismissed" })).await.assert_done();
    phone.update("live_reports?status=eq.pending", &json!({ "reason": "other" })).await.assert_refused(403, "42501");
    phone.delete("live_reports?status=eq.pending").await.assert_refused(403, "42501");

    assert_eq!(only(&live.project, "live_reports", "true").await, before);
}
