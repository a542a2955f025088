//! The same report again.

use futures_util::future::join_all;
use ipelya_test::{LiveSession, Mode, Reply};
use serde_json::json;

use super::support::{about, count, flags, on_air, report, reported};

async fn report_once(live: &LiveSession, key: &str, reason: &str) -> Reply {
    let request = live.api.post("report-live-user").user(&live.viewer).header("Idempotency-Key", key);
    request.json(about(live, &live.host, reason)).send().await
}

#[tokio::test]
async fn the_same_report_again_is_the_first_one_in_the_words_of_the_first() {
    let live = on_air().await;
    let first = report(&live, &live.viewer, &live.host, "spam").await;
    let again = report(&live, &live.viewer, &live.host, "Hâlâ reklam yapıyor").await;
    assert_eq!((again.status, &again.body["report"]), (200, &first.body["report"]), "{}", again.body);
    let reasons = "select jsonb_agg(r.reason) from public.live_reports r";
    assert_eq!(live.project.value(reasons, &[]).await, json!(["spam"]));
}

#[tokio::test]
async fn a_report_the_app_has_inserted_itself_counts_as_the_first() {
    let live = on_air().await;
    let sql = "insert into public.live_reports (session_id, reporter_id, reported_user_id, reason)
               values ($1, $2, $3, 'spam') returning to_jsonb(id)";
    let of = [&live.session.id, &live.viewer.id, &live.host.id];
    let inserted = live.project.value(sql, &of.map(|id| id as _)).await;
    assert_eq!(reported(&live, &live.viewer, &live.host).await, inserted);
}

#[tokio::test]
async fn another_session_another_person_or_another_day_is_another_report() {
    let live = on_air().await;
    let given = live.project.given();
    let other = live.person("viewer").await;
    let first = reported(&live, &live.viewer, &live.host).await;
    assert_ne!(reported(&live, &live.viewer, &other).await, first);
    assert_ne!(reported(&live, &other, &live.host).await, first);

    let elsewhere = given.live_session(&given.creator().await).insert().await;
    given.participant(&elsewhere, &live.viewer).insert().await;
    given.participant(&elsewhere, &live.host).insert().await;
    let body = json!({ "sessionId": elsewhere.id, "targetUserId": live.host.id, "reason": "spam" });
    let reply = live.api.post("report-live-user").user(&live.viewer).json(body).send().await;
    assert_ne!((reply.status, &reply.body["report"]["id"]), (200, &first));
    assert_eq!(count(&live).await, 4);

    let age = async |age: &str| {
        let sql = "update public.live_reports set created_at = $1::timestamptz - $2::text::interval where id = $3::text::uuid";
        live.project.execute(sql, &[&live.api.now(), &age, &first.as_str().unwrap()]).await;
    };
    age("23:59:59").await;
    assert_eq!(reported(&live, &live.viewer, &live.host).await, first);
    age("24:00:00").await;
    assert_ne!(reported(&live, &live.viewer, &live.host).await, first);
}

#[tokio::test]
async fn a_reporter_learns_that_somebody_has_looked_into_it_and_not_what_came_of_it() {
    let live = on_air().await;
    let first = report(&live, &live.viewer, &live.host, "spam").await;
    assert_eq!(first.body["report"]["status"], "pending");
    for status in ["reviewing", "dismissed", "resolved", "action_taken"] {
        let settle = "update public.live_reports
                      set status = $1, action_taken = 'warning', admin_notes = 'gizli', action_note = 'gizli'";
        live.project.execute(settle, &[&status]).await;
        let again = report(&live, &live.viewer, &live.host, "spam").await;
        let expected = json!({ "id": first.body["report"]["id"], "status": "reviewed" });
        assert_eq!((again.status, &again.body["report"]), (200, &expected));
    }
}

#[tokio::test]
async fn fifty_reports_under_one_key_are_one_report_and_fifty_equal_replies() {
    let live = on_air().await;

    let replies = join_all((0..50).map(|_| report_once(&live, "key-1", "spam"))).await;

    assert!(replies.iter().all(|reply| reply.status == 200 && reply.body == replies[0].body), "{}", replies[0].body);
    let replayed = replies.iter().filter(|reply| reply.header("idempotency-replayed") == Some("true")).count();
    assert_eq!((replayed, count(&live).await), (49, 1));
    report_once(&live, "key-1", "scam").await.assert_refused(422, "IDEMPOTENCY_KEY_REUSED");
}

#[tokio::test]
async fn a_repeat_after_a_lost_reply_reports_nothing_twice() {
    let live = on_air().await;
    live.project.rest().set_mode(Mode::LoseReply);
    report_once(&live, "key-1", "spam").await.assert_refused(503, "SERVICE_UNAVAILABLE");
    live.project.rest().set_mode(Mode::Pass);

    let repeat = report_once(&live, "key-1", "spam").await;
    assert_eq!((repeat.status, repeat.header("idempotency-replayed")), (200, Some("true")), "{}", repeat.body);
    assert_eq!((count(&live).await, flags(&live).await), (1, json!([])));
}
