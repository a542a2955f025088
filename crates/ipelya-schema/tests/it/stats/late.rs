//! What is heard of days later changes the days and the session it belongs to, and nothing else.

use crate::stats::ground::{Ground, at, only};
use serde_json::json;

const TOLD: [&str; 5] = ["date", "unique_viewers", "total_joins", "total_watch_time_seconds", "peak_viewers"];

#[tokio::test]
async fn a_stay_heard_of_after_days_is_counted_on_its_own() {
    let ground = Ground::start().await;
    let [host, viewer, late] = ground.people().await;
    let session = ground.session(&host, "2100-01-05 20:00", "2100-01-05 21:00").await;
    ground.session(&host, "2100-01-06 20:00", "2100-01-06 21:00").await;
    ground.stay(&session, &viewer, "2100-01-05 20:00", "2100-01-05 20:10").await;
    ground.rolled_up("2100-01-08 12:00").await;
    let before = ground.daily(4, "2100-01-08 12:00").await;
    let other_days = "select jsonb_agg(to_jsonb(d) order by d.day) from public.live_days d where d.day > '2100-01-05'";
    let untouched = ground.value(other_days).await;

    ground.stay(&session, &late, "2100-01-05 20:05", "2100-01-05 20:35").await;
    ground.rolled_up("2100-01-08 12:10").await;

    let days = ground.daily(4, "2100-01-08 12:10").await;
    assert_eq!(
        only(&days[0], &TOLD),
        json!({
            "date": "2100-01-05", "unique_viewers": 2, "total_joins": 2, "total_watch_time_seconds": 2400, "peak_viewers": 2,
        })
    );
    assert_eq!(days[1..], before[1..]);
    assert_eq!(ground.value(other_days).await, untouched);
    assert_eq!(ground.report(&session, "2100-01-08 12:10").await["total_watch_time_seconds"], 2400);
}

#[tokio::test]
async fn a_stay_that_was_open_at_midnight_is_right_once_its_end_is_heard_of() {
    let ground = Ground::start().await;
    let [host, viewer] = ground.people().await;
    let session = ground.on_air(&host, "2100-01-05 22:00").await;
    let (identity, sid) = (viewer.id.to_string(), "PA_X");
    let seen = |left: String| {
        format!(
            "select public.live_stay_seen('{}', 'RM_1', '{sid}', '{identity}', 'STANDARD', {}, {left}, null)",
            session.room_name,
            at("2100-01-05 22:00")
        )
    };
    ground.run(&seen("null".into())).await;
    ground.rolled_up("2100-01-06 00:30").await;
    let days = ground.daily(2, "2100-01-06 00:30").await;
    assert_eq!([&days[0], &days[1]].map(|day| day["total_watch_time_seconds"].clone()), [json!(7200), json!(1800)]);

    // the session goes on; they had left before midnight
    ground.run(&seen(at("2100-01-05 22:10"))).await;
    ground.rolled_up("2100-01-06 00:40").await;
    let days = ground.daily(2, "2100-01-06 00:40").await;
    assert_eq!([&days[0], &days[1]].map(|day| day["total_watch_time_seconds"].clone()), [json!(600), json!(0)]);
}

#[tokio::test]
async fn a_day_is_not_written_before_it_is_over_nor_again_at_once() {
    let ground = Ground::start().await;
    let [host, viewer] = ground.people().await;
    let session = ground.session(&host, "2100-01-05 20:00", "2100-01-05 21:00").await;
    let last = "select coalesce(to_jsonb(max(day)), 'null') from public.live_days";
    // whatever began before midnight may still be on its way to the disk
    for (now, written) in [
        ("2100-01-05 23:59", json!(null)),
        ("2100-01-06 00:04:59", json!(null)),
        ("2100-01-06 00:05", json!("2100-01-05")),
    ] {
        ground.rolled_up(now).await;
        assert_eq!(ground.value(last).await, written, "{now}");
    }
    ground.stay(&session, &viewer, "2100-01-05 20:00", "2100-01-05 20:10").await;
    let viewers = "select to_jsonb(viewers) from public.live_days";
    for (now, counted) in [("2100-01-06 00:09:59", 0), ("2100-01-06 00:10", 1)] {
        ground.rolled_up(now).await;
        assert_eq!(ground.value(viewers).await, counted, "{now}");
    }
}

#[tokio::test]
async fn a_round_writes_two_days_at_most_and_the_next_goes_on() {
    let ground = Ground::start().await;
    let [host] = ground.people().await;
    ground.session(&host, "2100-01-01 20:00", "2100-01-01 21:00").await;
    let mut rounds = Vec::new();
    for _ in 0..4 {
        let sql = format!("select to_jsonb(public.live_roll_up_days({}))", at("2100-01-06 12:00"));
        rounds.push(ground.value(&sql).await);
    }
    assert_eq!(rounds, [json!(2), json!(2), json!(1), json!(0)]);
}

#[tokio::test]
async fn a_session_that_ended_without_a_mark_gets_its_figures_with_its_day() {
    let ground = Ground::start().await;
    let [host, viewer] = ground.people().await;
    let session = ground.on_air(&host, "2100-01-05 20:00").await;
    ground.stay(&session, &viewer, "2100-01-05 20:00", "2100-01-05 20:30").await;
    ground
        .run(&format!(
            "update public.live_sessions set status = 'ended', end_reason = 'orphaned', ended_at = {} where id = '{}';
             delete from public.live_dirty_sessions",
            at("2100-01-05 21:00"),
            session.id
        ))
        .await;
    ground.rolled_up("2100-01-06 12:00").await;
    let figures = "select to_jsonb(watch_seconds) from public.live_session_figures where not is_stale";
    assert_eq!(ground.value(figures).await, 1800);
}
