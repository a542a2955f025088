//! The time zone of days is a setting.

use crate::stats::ground::{Ground, only};
use serde_json::json;

#[tokio::test]
async fn only_a_zone_that_postgres_lists_is_taken() {
    let ground = Ground::start().await;
    let db = ground.project.db();
    for refused in ["\"Europe/Istanbull\"", "\"XYZ3\"", "\"\"", "3", "null", "[\"Europe/Istanbul\"]"] {
        let sql = format!("update public.live_settings set value = '{refused}' where key = 'analytics_time_zone'");
        let error = db.batch_execute(&sql).await.expect_err(refused);
        assert_eq!(error.as_db_error().unwrap().constraint(), Some("live_settings_value_check"), "{refused}");
    }
    ground.run("update public.live_settings set value = '\"Asia/Tokyo\"' where key = 'analytics_time_zone'").await;
}

#[tokio::test]
async fn another_zone_counts_no_moment_twice_or_never_and_leaves_what_is_written() {
    let ground = Ground::start().await;
    let [host, viewer] = ground.people().await;
    let session = ground.session(&host, "2100-01-04 00:00", "2100-01-08 00:00").await;
    ground.stay(&session, &viewer, "2100-01-04 00:00", "2100-01-08 00:00").await;
    ground.rolled_up("2100-01-06 12:00").await;
    let before = ground.daily(2, "2100-01-06 12:00").await[0].clone();

    for (zone, first, now, hours) in [
        ("America/New_York", "2100-01-06", "2100-01-07 10:00Z", 32),
        ("Asia/Tokyo", "2100-01-07", "2100-01-07 16:00Z", 10),
    ] {
        ground
            .run(&format!("update public.live_settings set value = '\"{zone}\"' where key = 'analytics_time_zone'"))
            .await;
        ground.rolled_up(now).await;
        let days = ground.daily(3, "2100-01-08 12:00").await;
        let day = days.iter().find(|day| day["date"] == first).unwrap();
        assert_eq!(day["total_watch_time_seconds"], hours * 3600, "{zone}");
    }
    let days = ground.daily(5, "2100-01-08 12:00").await;
    let told = ["date", "total_watch_time_seconds", "unique_viewers", "peak_viewers"];
    let written = days.iter().find(|day| day["date"] == "2100-01-05").unwrap();
    assert_eq!(only(written, &told), only(&before, &told));
    let whole: i64 = days.iter().map(|day| day["total_watch_time_seconds"].as_i64().unwrap()).sum();
    assert_eq!(json!(whole), json!(4 * 86400));
}
