//! When staff is shown somebody or something without having asked, whichever way the reports come in.

use crate::contract::rest::Rest;
use crate::contract::stored::{all, only};
use ipelya_test::{LiveSession, User};
use serde_json::{Value, json};
use time::macros::datetime;
use time::{Duration, OffsetDateTime};
use tokio_postgres::Client;
use uuid::Uuid;

const NOON: OffsetDateTime = datetime!(2030-01-01 12:00 UTC);

async fn on_air() -> LiveSession {
    LiveSession::in_rows().start().await
}

/// A report about the host by somebody new, in a session or none.
async fn report(live: &LiveSession, session: Option<Uuid>, at: OffsetDateTime) -> User {
    let reporter = live.project.given().user().await;
    let sql = "insert into public.live_reports (session_id, reporter_id, reported_user_id, reason, created_at)
               values ($1, $2, $3, 'spam', $4)";
    live.project.execute(sql, &[&session, &reporter.id, &live.host.id, &at]).await;
    reporter
}

/// How often something was flagged.
async fn flagged(live: &LiveSession, action: &str) -> usize {
    all(&live.project, "live_admin_logs", &format!("t.admin_id is null and t.action = '{action}'")).await.len()
}

#[tokio::test]
async fn reports_the_app_inserts_flag_whom_three_people_report_and_every_admin_is_told() {
    let live = on_air().await;
    let given = live.project.given();
    let (first, second, former) = (given.admin().await, given.admin().await, given.admin().await);
    let away = "update public.admin_profiles set is_active = false where id = $1";
    live.project.execute(away, &[&former.id]).await;
    let english = "insert into public.live_user_settings (user_id, language) values ($1, 'en')";
    live.project.execute(english, &[&second.id]).await;

    for _ in 0..3 {
        let reporter = given.user().await;
        let report = json!({
            "session_id": live.session.id, "reporter_id": reporter.id, "reported_user_id": live.host.id,
            "reason": "spam", "status": "pending",
        });
        Rest::user(&live.project, &reporter).insert("live_reports", &report).await.assert_done();
    }

    let flag = only(&live.project, "live_admin_logs", "true").await;
    let last = all(&live.project, "live_reports", "true").await.pop().unwrap();
    let expected = json!({
        "id": flag["id"], "admin_id": null, "action": "auto_flag_user", "target_type": "user",
        "target_id": live.host.id, "created_at": last["created_at"], "details": null, "ip_address": null,
        "user_agent": null,
        "metadata": { "session_id": live.session.id, "count": 3, "days": 7, "report_id": last["id"] },
    });
    assert_eq!(flag, expected);
    let name = live.host.display_name.clone();
    for (admin, title, body) in [
        (&first, "İncelenecek kullanıcı", format!("{name} 3 kişi tarafından şikâyet edildi.")),
        (&second, "A user to review", format!("{name} was reported by 3 people.")),
    ] {
        let note = only(&live.project, "notifications", &format!("t.recipient_id = '{}'", admin.id)).await;
        let data = json!({
            "flagId": flag["id"], "targetType": "user", "targetId": live.host.id, "sessionId": live.session.id,
            "url": "/ops/live/reports",
        });
        assert_eq!((&note["type"], &note["title"]), (&json!("auto_flag_user"), &json!(title)));
        assert_eq!((&note["body"], &note["data"], &note["actor_id"]), (&json!(body), &data, &Value::Null));
    }
    assert_eq!(all(&live.project, "notifications", "true").await.len(), 2);
    // whoever is flagged does not see it
    assert_eq!(Rest::user(&live.project, &live.host).rows("live_admin_logs?select=*").await, [Value::Null; 0]);
}

#[tokio::test]
async fn only_reports_of_a_week_that_nobody_has_looked_into_and_of_different_people_count_for_somebody() {
    let live = on_air().await;
    let session = Some(live.session.id);
    let old = report(&live, session, NOON - Duration::days(7)).await;
    report(&live, session, NOON).await;
    let again = report(&live, session, NOON).await;
    let sql = "insert into public.live_reports (session_id, reporter_id, reported_user_id, reason, created_at)
               values ($1, $2, $3, 'scam', $4)";
    live.project.execute(sql, &[&session, &again.id, &live.host.id, &NOON]).await;
    assert_eq!(flagged(&live, "auto_flag_user").await, 0);

    let settle = "update public.live_reports set status = 'dismissed' where reporter_id = $1";
    live.project.execute(settle, &[&again.id]).await;
    report(&live, session, NOON).await;
    assert_eq!(flagged(&live, "auto_flag_user").await, 0);

    let younger = "update public.live_reports set created_at = created_at + interval '1 second' where reporter_id = $1";
    live.project.execute(younger, &[&old.id]).await;
    let undone = "update public.live_reports set status = 'pending' where reporter_id = $1 and reason = 'spam'";
    live.project.execute(undone, &[&again.id]).await;
    report(&live, session, NOON).await;
    let flag = only(&live.project, "live_admin_logs", "t.action = 'auto_flag_user'").await;
    assert_eq!(flag["metadata"]["count"], 5);
}

#[tokio::test]
async fn a_flag_is_made_once_in_24_hours_for_each_target_rule_and_session() {
    let live = on_air().await;
    let given = live.project.given();
    let elsewhere = given.live_session(&given.creator().await).insert().await;
    for session in [Some(live.session.id), Some(elsewhere.id), None] {
        let before = flagged(&live, "auto_flag_user").await;
        for _ in 0..4 {
            report(&live, session, NOON).await;
        }
        assert_eq!(flagged(&live, "auto_flag_user").await, before + 1, "{session:?}");
    }
    let session = Some(live.session.id);
    report(&live, session, NOON + Duration::hours(24) - Duration::SECOND).await;
    assert_eq!((flagged(&live, "auto_flag_user").await, flagged(&live, "auto_flag_session").await), (3, 1));
    report(&live, session, NOON + Duration::hours(24)).await;
    assert_eq!(flagged(&live, "auto_flag_user").await, 4);
}

#[tokio::test]
async fn the_settings_say_how_many_are_enough_and_none_that_it_never_is() {
    let live = on_air().await;
    let given = live.project.given();
    given.setting("report_flag_user_count", 0).await;
    given.setting("report_flag_session_count", 2).await;
    report(&live, Some(live.session.id), NOON).await;
    assert_eq!(flagged(&live, "auto_flag_session").await, 0);
    for _ in 0..3 {
        report(&live, Some(live.session.id), NOON).await;
    }
    assert_eq!((flagged(&live, "auto_flag_user").await, flagged(&live, "auto_flag_session").await), (0, 1));
    let flag = only(&live.project, "live_admin_logs", "true").await;
    let subject = (&flag["target_type"], &flag["target_id"], &flag["metadata"]["count"]);
    assert_eq!(subject, (&json!("session"), &json!(live.session.id), &json!(2)));
    // a report in no session says nothing about one
    given.setting("report_flag_session_count", 1).await;
    report(&live, None, NOON).await;
    assert_eq!(flagged(&live, "auto_flag_session").await, 1);
}

#[tokio::test]
async fn a_staff_that_cannot_be_told_keeps_nobody_from_reporting() {
    let live = on_air().await;
    live.project.given().admin().await;
    live.project
        .db()
        .batch_execute("alter table public.notifications add constraint full_up check (type not like 'auto_flag%')")
        .await
        .unwrap();
    for _ in 0..3 {
        report(&live, Some(live.session.id), NOON).await;
    }
    assert_eq!(flagged(&live, "auto_flag_user").await, 1);
    assert_eq!(all(&live.project, "notifications", "true").await, [Value::Null; 0]);
}

async fn connect(live: &LiveSession) -> Client {
    let (db, connection) =
        tokio_postgres::connect(&live.project.env()["DATABASE_URL"], tokio_postgres::NoTls).await.unwrap();
    tokio::spawn(connection);
    db
}

#[tokio::test]
async fn reports_of_several_in_one_statement_wait_for_each_other_in_no_circle() {
    let live = on_air().await;
    let given = live.project.given();
    let other = given.creator().await;
    let elsewhere = given.live_session(&other).insert().await;
    let (one, two) = (connect(&live).await, connect(&live).await);
    let pairs = [(live.session.id, live.host.id), (elsewhere.id, other.id)];
    let both = |reporter: Uuid, [first, second]: [(Uuid, Uuid); 2]| {
        format!(
            "insert into public.live_reports (session_id, reporter_id, reported_user_id, reason)
             values ('{}', '{reporter}', '{}', 'spam'), ('{}', '{reporter}', '{}', 'spam')",
            first.0, first.1, second.0, second.1
        )
    };
    for round in 0..100 {
        let (forth, back) = (Uuid::from_u128(2 * round + 1), Uuid::from_u128(2 * round + 2));
        let (forth, back) = (both(forth, pairs), both(back, [pairs[1], pairs[0]]));
        let (forth, back) = tokio::join!(one.batch_execute(&forth), two.batch_execute(&back));
        forth.unwrap();
        back.unwrap();
    }
    assert_eq!((flagged(&live, "auto_flag_user").await, flagged(&live, "auto_flag_session").await), (2, 2));
}

#[tokio::test]
async fn of_two_reports_at_once_the_later_one_counts_both() {
    let live = on_air().await;
    let (one, two) = (connect(&live).await, connect(&live).await);
    let insert = |reporter: &User, target: &User| {
        format!(
            "insert into public.live_reports (session_id, reporter_id, reported_user_id, reason)
             values ('{}', '{}', '{}', 'spam')",
            live.session.id, reporter.id, target.id
        )
    };
    for round in 0..100 {
        let given = live.project.given();
        let target = given.user().await;
        let reporters = [given.user().await, given.user().await, given.user().await];
        one.batch_execute(&insert(&reporters[0], &target)).await.unwrap();
        let (later, last) = (insert(&reporters[1], &target), insert(&reporters[2], &target));
        let (later, last) = tokio::join!(one.batch_execute(&later), two.batch_execute(&last));
        later.unwrap();
        last.unwrap();
        let flags = format!("t.action = 'auto_flag_user' and t.target_id = '{}'", target.id);
        assert_eq!(all(&live.project, "live_admin_logs", &flags).await.len(), 1, "round {round}");
    }
}
