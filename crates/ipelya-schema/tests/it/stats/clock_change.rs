//! A zone whose clock is changed has days of 23 and of 25 hours.

use crate::stats::ground::{Ground, only};
use serde_json::json;

#[tokio::test]
async fn days_on_which_the_clock_changes_are_shorter_or_longer_by_an_hour() {
    let ground = Ground::start().await;
    ground.run("update public.live_settings set value = '\"Europe/Berlin\"' where key = 'analytics_time_zone'").await;
    let [host, viewer] = ground.people().await;
    // from midnight to midnight, and an hour on either side
    for (from, until, now, hours, seconds) in [
        ("2027-03-27 22:00Z", "2027-03-28 23:00Z", "2027-03-29 12:00Z", 23, 23 * 3600),
        ("2027-10-30 21:00Z", "2027-11-01 00:00Z", "2027-11-01 12:00Z", 25, 25 * 3600),
    ] {
        let session = ground.session(&host, from, until).await;
        ground.stay(&session, &viewer, from, until).await;
        ground.rolled_up(now).await;
        let day = &ground.daily(2, now).await[0];
        assert_eq!(
            only(day, &["total_watch_time_seconds", "unique_viewers"]),
            json!({ "total_watch_time_seconds": seconds, "unique_viewers": 1 }),
            "{from}"
        );
        let told = ground.ask(&format!("concurrency(2, timestamptz '{now}')")).await;
        assert_eq!(told["days"][0]["hours"], json!(vec![1; hours]), "{from}");
    }
}
