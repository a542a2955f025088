//! What is measured once a minute.

use ipelya_test::Project;
use serde_json::json;
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

const NOON: OffsetDateTime = datetime!(2030-01-01 12:00 UTC);

#[tokio::test]
async fn coins_of_the_whole_minute_before_are_counted_once_and_refunds_are_not() {
    let project = Project::start().await;
    let given = project.given();
    let creator = given.creator().await;
    let session = given.live_session(&creator).insert().await;
    let pay = "insert into public.live_payments (
                 kind, session_id, payer_id, payee_id, coins, creator_share, platform_share, refunds, created_at
               )
               select $1, $2, $3, $4, $5, $5, 0,
                 (select p.id from public.live_payments p where $1 = 'refund' limit 1), $6";
    for (kind, coins, seconds) in
        [("ppv", 1, -61), ("ppv", 2, -60), ("ppv", 4, -30), ("ppv", 8, -1), ("refund", 4, -1), ("ppv", 16, 0)]
    {
        let payer = given.user().await;
        let at = NOON + Duration::seconds(seconds);
        project.execute(pay, &[&kind, &session.id, &payer.id, &creator.id, &coins, &at]).await;
    }
    for (at, coins) in [(NOON, 14), (NOON + Duration::seconds(59), 14), (NOON + Duration::minutes(1), 16)] {
        let gauges = project.value("select public.live_gauges($1)", &[&at]).await;
        assert_eq!(gauges["coins_moved"], json!(coins), "at {at}");
    }
}

#[tokio::test]
async fn pushes_that_wait_are_counted_with_how_long_the_oldest_has() {
    let project = Project::start().await;
    let gauges = async || project.value("select public.live_gauges($1)", &[&NOON]).await;
    assert_eq!(gauges().await, json!({ "coins_moved": 0, "pushes_due": 0, "oldest_push_ms": 0 }));

    let person = project.given().user().await;
    for (token, status, seconds) in [("a", "waiting", 2), ("b", "sending", 90), ("c", "sent", 900)] {
        let push = "insert into public.live_outbox (
                      recipient_id, push_token, type, subject_id, title, body, data, expires_at, status, created_at
                    ) values ($1, $2, 'missed_call', gen_random_uuid(), 't', 'b', '{}', $4, $3, $4)";
        let at = NOON - Duration::seconds(seconds);
        project.execute(push, &[&person.id, &token, &status, &at]).await;
    }
    assert_eq!(gauges().await, json!({ "coins_moved": 0, "pushes_due": 2, "oldest_push_ms": 90_000 }));
}
