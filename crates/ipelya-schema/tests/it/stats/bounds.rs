//! No answer is longer than a panel can show.

use crate::stats::ground::{Ground, at};
use serde_json::Value;

fn length(list: &Value) -> usize {
    list.as_array().unwrap().len()
}

#[tokio::test]
async fn days_creators_and_rows_are_bounded() {
    let ground = Ground::start().await;
    let now = at("2100-01-06 12:00");
    ground
        .run(&format!(
            "insert into public.live_payments (
               kind, call_id, call_minute, payer_id, payee_id, coins, creator_share, platform_share, created_at
             )
             select 'call', gen_random_uuid(), 1, gen_random_uuid(), gen_random_uuid(), n, 0, n, {now}
             from generate_series(1, 510) n"
        ))
        .await;
    for (asked, told) in [(-1, 1), (0, 1), (2, 2), (1_000_000, 366)] {
        assert_eq!(ground.daily(asked, "2100-01-06 12:00").await.len(), told, "{asked} days");
    }
    for (asked, told) in [(-1, 1), (2, 2), (1_000_000, 100)] {
        let answer = ground.ask(&format!("creators('day', {asked}, {now})")).await;
        assert_eq!(length(&answer["creators"]), told, "{asked} creators");
    }
    for (asked, told) in [(-1, 1), (2, 2), (1_000_000, 500)] {
        let answer = ground.ask(&format!("revenue('creator', 1, {asked}, {now})")).await;
        assert_eq!(length(&answer["rows"]), told, "{asked} rows");
        assert_eq!(answer["total"]["gross"], 510 * 511 / 2);
    }
    assert!(length(&ground.ask(&format!("concurrency(1000000, {now})")).await["days"]) <= 366);
}

#[tokio::test]
async fn a_course_has_240_points_at_most_and_minutes_for_a_day() {
    let ground = Ground::start().await;
    let [host] = ground.people().await;
    for (until, step, points, minute, minutes) in [
        ("2100-01-01 00:00:01", 10, 1, 60, 1),
        ("2100-01-01 00:40", 10, 240, 60, 40),
        ("2100-01-01 00:40:01", 30, 81, 60, 41),
        ("2100-01-01 04:00", 60, 240, 60, 240),
        ("2100-01-01 08:00", 120, 240, 60, 480),
        ("2100-01-02 00:00", 600, 144, 60, 1440),
        ("2100-01-02 00:01", 600, 145, 120, 721),
        ("2101-01-01 00:00", 131_400, 240, 28_800, 1095),
    ] {
        let session = ground.session(&host, "2100-01-01 00:00", until).await;
        let report = ground.report(&session, "2102-01-01 00:00").await;
        let (concurrency, joins) = (&report["concurrency"], &report["joins"]);
        assert_eq!(
            (concurrency["step_seconds"].as_i64(), length(&concurrency["points"])),
            (Some(step), points),
            "{until}"
        );
        assert_eq!((joins["step_seconds"].as_i64(), length(&joins["points"])), (Some(minute), minutes), "{until}");
        assert_eq!(length(&report["rates"]["messages"]), minutes, "{until}");
    }
}
