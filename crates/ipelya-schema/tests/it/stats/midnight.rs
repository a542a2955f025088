//! Days end at midnight in Istanbul.

use crate::stats::ground::{Ground, only};
use serde_json::json;

#[tokio::test]
async fn what_is_watched_over_midnight_belongs_to_both_days_and_the_session_to_the_first() {
    let ground = Ground::start().await;
    let [host, before, through, after] = ground.people().await;
    let session = ground.session(&host, "2100-01-05 23:00", "2100-01-06 01:00").await;
    ground.stay(&session, &before, "2100-01-05 23:00", "2100-01-06 00:00").await;
    ground.stay(&session, &through, "2100-01-05 23:30", "2100-01-06 00:15").await;
    ground.stay(&session, &after, "2100-01-06 00:00", "2100-01-06 00:30").await;
    ground.said(&session, &before, "2100-01-05 23:59:59").await;
    ground.said(&session, &after, "2100-01-06 00:00").await;
    ground.paid("gift", &session, &before, 10, "2100-01-05 23:59:59").await;
    ground.paid("gift", &session, &after, 20, "2100-01-06 00:00").await;
    ground.rolled_up("2100-01-07 12:00").await;

    let days = ground.daily(3, "2100-01-07 12:00").await;
    let told = days[..2].iter().map(|day| {
        let mut day = only(
            day,
            &[
                "date",
                "total_sessions",
                "total_duration_seconds",
                "avg_duration_seconds",
                "unique_viewers",
                "total_joins",
                "total_watch_time_seconds",
                "peak_viewers",
                "peak_at",
                "total_messages",
                "total_gifts_received",
                "total_viewers",
            ],
        );
        day["gross"] = days.iter().find(|other| other["date"] == day["date"]).unwrap()["revenue"]["gross"].clone();
        day
    });
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            json!({
                "date": "2100-01-05", "total_sessions": 1, "total_duration_seconds": 7200, "avg_duration_seconds": 7200,
                "unique_viewers": 2, "total_joins": 2, "total_watch_time_seconds": 5400, "peak_viewers": 2,
                "peak_at": "2100-01-05T20:30:00+00:00", "total_messages": 1, "total_gifts_received": 10,
                "total_viewers": 3, "gross": 10,
            }),
            json!({
                "date": "2100-01-06", "total_sessions": 0, "total_duration_seconds": 0, "avg_duration_seconds": 0,
                "unique_viewers": 2, "total_joins": 1, "total_watch_time_seconds": 2700, "peak_viewers": 2,
                "peak_at": "2100-01-05T21:00:00+00:00", "total_messages": 1, "total_gifts_received": 20,
                "total_viewers": 0, "gross": 20,
            }),
        ]
    );
    // its parts are the whole
    let report = ground.report(&session, "2100-01-07 12:00").await;
    assert_eq!(report["total_watch_time_seconds"], 5400 + 2700);
    let hours = &ground.ask("concurrency(3, timestamptz '2100-01-07 12:00+03')").await["days"];
    assert_eq!(
        (&hours[0]["hours"][23], &hours[1]["hours"][0], &hours[1]["hours"][1]),
        (&json!(2), &json!(2), &json!(0))
    );
}
