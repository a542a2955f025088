//! Viewers are people who watch, nobody else.

use crate::stats::ground::{Ground, only};
use serde_json::json;

#[tokio::test]
async fn neither_the_host_nor_admins_nor_machines_nor_those_who_linger_are_viewers() {
    let ground = Ground::start().await;
    let [host, early, viewer, late] = ground.people().await;
    let session = ground.on_air(&host, "2100-01-05 20:00").await;
    let whole = ("2100-01-05 20:00", Some("2100-01-05 21:00"));
    for (identity, kind) in [
        (host.id.to_string(), "STANDARD"),
        (format!("admin_{}", early.id), "STANDARD"),
        (early.id.to_string(), "EGRESS"),
        (early.id.to_string(), "INGRESS"),
        (early.id.to_string(), "AGENT"),
    ] {
        ground.connection(&session, &identity, kind, whole.0, whole.1).await;
    }
    // gone before it began, and come after its end
    ground.stay(&session, &early, "2100-01-05 19:50", "2100-01-05 19:55").await;
    ground.stay(&session, &viewer, "2100-01-05 20:50", "2100-01-05 21:30").await;
    ground.end(&session, "2100-01-05 21:00").await;
    ground.stay(&session, &late, "2100-01-05 21:05", "2100-01-05 21:10").await;
    ground.rolled_up("2100-01-06 12:00").await;

    let told = ["total_viewers", "total_joins", "peak_viewers", "total_watch_time_seconds"];
    let report = ground.report(&session, "2100-01-06 12:00").await;
    assert_eq!(
        only(&report, &told),
        json!({ "total_viewers": 1, "total_joins": 1, "peak_viewers": 1, "total_watch_time_seconds": 600 })
    );
    let day = &ground.daily(2, "2100-01-06 12:00").await[0];
    assert_eq!(only(day, &told), only(&report, &told));
    assert_eq!(day["unique_viewers"], 1);
}

#[tokio::test]
async fn a_person_in_two_sessions_is_one_of_the_days_viewers_and_watches_both() {
    let ground = Ground::start().await;
    let [host, other, viewer] = ground.people().await;
    for host in [&host, &other] {
        let session = ground.session(host, "2100-01-05 20:00", "2100-01-05 21:00").await;
        ground.stay(&session, &viewer, "2100-01-05 20:00", "2100-01-05 20:30").await;
    }
    ground.rolled_up("2100-01-06 12:00").await;
    let day = &ground.daily(2, "2100-01-06 12:00").await[0];
    assert_eq!(
        only(day, &["unique_viewers", "total_viewers", "viewers", "peak_viewers", "total_watch_time_seconds"]),
        json!({
            "unique_viewers": 1, "total_viewers": 2, "viewers": 2, "peak_viewers": 2, "total_watch_time_seconds": 3600,
        })
    );
}
