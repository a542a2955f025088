//! `report-live-user`: what is written, how often, and until when.

use serde_json::{Value, json};

use super::support::{about, count, on_air, report, reported};

#[tokio::test]
async fn a_report_is_a_row_of_what_the_panel_reviews() {
    let live = on_air().await;
    let mut body = about(&live, &live.host, "  hate_speech ");
    body["description"] = json!("Bir gruba\r\nhakaret etti.");

    let reply = live.api.post("report-live-user").user(&live.viewer).json(body).send().await;

    assert_eq!(reply.status, 200, "{}", reply.body);
    let row = live.project.value("select to_jsonb(r) from public.live_reports r", &[]).await;
    assert_eq!(reply.body["report"], json!({ "id": row["id"], "status": "pending" }));
    let expected = json!({
        "id": row["id"], "session_id": live.session.id, "reporter_id": live.viewer.id,
        "reported_user_id": live.host.id, "reason": "hate_speech", "description": "Bir gruba\nhakaret etti.",
        "evidence_urls": [], "status": "pending", "reviewed_by": null, "reviewed_at": null, "action_taken": null,
        "action_note": null, "resolved_by": null, "resolved_at": null, "admin_notes": null,
        "created_at": row["created_at"], "updated_at": row["updated_at"],
    });
    assert_eq!(row, expected);
}

#[tokio::test]
async fn a_reason_is_a_word_of_the_app_or_free_text_and_never_blank() {
    let live = on_air().await;
    let long = "ş".repeat(500);
    for reason in ["copyright", "Yayında sigara satıyor 🚬", &*long] {
        let target = live.person("viewer").await;
        assert_eq!(report(&live, &live.viewer, &target, reason).await.status, 200);
        let sql = "select to_jsonb(r.reason) from public.live_reports r where r.reported_user_id = $1";
        assert_eq!(live.project.value(sql, &[&target.id]).await, reason);
    }
    for reason in [json!(""), json!(" \u{200b}\n"), json!("ş".repeat(501)), json!("a\u{0}b"), json!(7), Value::Null] {
        let reply = report(&live, &live.viewer, &live.host, reason).await;
        reply.assert_refused(400, "INVALID_FIELD");
        assert_eq!(reply.body["field"], "reason");
    }
    for (description, taken) in
        [(json!(""), true), (Value::Null, true), (json!("ş".repeat(2000)), true), (json!("ş".repeat(2001)), false)]
    {
        let target = live.person("viewer").await;
        let mut body = about(&live, &target, "spam");
        body["description"] = description;
        let reply = live.api.post("report-live-user").user(&live.viewer).json(body).send().await;
        assert_eq!(reply.status, if taken { 200 } else { 400 }, "{}", reply.body);
    }
    for (field, nonsense) in [("sessionId", ""), ("targetUserId", ""), ("targetUserId", "42")] {
        let mut body = about(&live, &live.host, "spam");
        body[field] = json!(nonsense);
        let reply = live.api.post("report-live-user").user(&live.viewer).json(body).send().await;
        reply.assert_refused(400, "INVALID_FIELD");
        assert_eq!(reply.body["field"], field);
    }
}

#[tokio::test]
async fn a_session_can_be_reported_from_until_a_day_after_its_end() {
    for (ended, age, expected) in [
        ("ended", "00:00:00", 200),
        ("ended", "23:59:59", 200),
        ("ended", "24:00:00", 409),
        ("cancelled", "23:59:59", 200),
        ("cancelled", "24:00:00", 409),
    ] {
        let live = on_air().await;
        live.end().await;
        let sql = "update public.live_sessions set status = $1, ended_at = $2::timestamptz - $3::text::interval";
        live.project.execute(sql, &[&ended, &live.api.now(), &age]).await;
        let reply = report(&live, &live.viewer, &live.host, "spam").await;
        assert_eq!(reply.status, expected, "{ended} {age}: {}", reply.body);
        if expected == 409 {
            reply.assert_refused(409, "SESSION_ENDED");
        }
    }

    // nothing has written down yet that its time is up
    let live = on_air().await;
    let sql = "update public.live_sessions set max_ends_at = $1::timestamptz - $2::text::interval";
    live.project.execute(sql, &[&live.api.now(), &"24:00:00"]).await;
    report(&live, &live.viewer, &live.host, "spam").await.assert_refused(409, "SESSION_ENDED");
    live.project.execute(sql, &[&live.api.now(), &"00:00:01"]).await;
    reported(&live, &live.viewer, &live.host).await;
}

#[tokio::test]
async fn what_is_no_session_or_has_not_begun_cannot_be_reported_from() {
    let live = on_air().await;
    let given = live.project.given();
    let mut body = about(&live, &live.host, "spam");
    body["sessionId"] = json!(live.viewer.id);
    let reply = live.api.post("report-live-user").user(&live.viewer).json(body.clone()).send().await;
    reply.assert_refused(404, "SESSION_NOT_FOUND");

    let scheduled = given.live_session(&live.host).status("scheduled").insert().await;
    body["sessionId"] = json!(scheduled.id);
    body["targetUserId"] = json!(live.viewer.id);
    let reply = live.api.post("report-live-user").user(&live.host).json(body).send().await;
    reply.assert_refused(409, "SESSION_NOT_STARTED");
    assert_eq!(count(&live).await, 0);
}

#[tokio::test]
async fn reports_are_limited_for_both_ways_together_and_repeats_are_free() {
    let live = on_air().await;
    live.project.given().setting("report_rate_count", 3).await;
    let target = live.person("viewer").await;
    let direct = format!(
        "begin; set local request.jwt.claims = '{{\"role\": \"authenticated\", \"sub\": \"{0}\"}}';
         set local role authenticated;
         insert into public.live_reports (session_id, reporter_id, reported_user_id, reason)
         values ('{1}', '{0}', '{2}', 'spam'); commit",
        live.viewer.id, live.session.id, target.id
    );
    live.project.db().batch_execute(&direct).await.unwrap();
    for _ in 0..5 {
        reported(&live, &live.viewer, &live.host).await;
    }
    reported(&live, &live.viewer, &live.person("viewer").await).await;

    let reply = report(&live, &live.viewer, &live.person("viewer").await, "spam").await;
    reply.assert_refused(429, "RATE_LIMITED");
    assert!(reply.header("retry-after").is_some());
    live.project.db().batch_execute(&direct).await.unwrap_err();
    live.project.db().batch_execute("rollback").await.unwrap();
    // whoever is at the limit still has what they have reported
    reported(&live, &live.viewer, &live.host).await;
    assert_eq!(count(&live).await, 3);
}
