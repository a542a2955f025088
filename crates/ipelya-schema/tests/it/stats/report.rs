//! The report of one session, to the last number.

use crate::stats::ground::{Ground, at};
use ipelya_test::Session;
use serde_json::{Value, json};

/// An hour and forty minutes on 5 January with four viewers, one of whom came back, one of whom was connected twice at a
/// time, and one of whom was gone at once.
async fn evening(ground: &Ground) -> Session {
    let [host, long, back, twice, gone] = ground.people().await;
    let session = ground.on_air(&host, "2100-01-05 20:00").await;
    ground.stay(&session, &host, "2100-01-05 20:00", "2100-01-05 21:40").await;
    ground.stay(&session, &long, "2100-01-05 20:00", "2100-01-05 21:40").await;
    ground.stay(&session, &back, "2100-01-05 20:10", "2100-01-05 20:20").await;
    ground.stay(&session, &back, "2100-01-05 20:30", "2100-01-05 20:50").await;
    ground.stay(&session, &twice, "2100-01-05 20:15", "2100-01-05 20:35").await;
    ground.stay(&session, &twice, "2100-01-05 20:30", "2100-01-05 20:40").await;
    ground.stay(&session, &gone, "2100-01-05 21:00", "2100-01-05 21:00").await;
    let gift = ground.paid("gift", &session, &back, 100, "2100-01-05 20:31").await;
    ground.paid("gift", &session, &back, 25, "2100-01-05 20:31:59").await;
    ground.paid("gift", &session, &twice, 11, "2100-01-05 20:32").await;
    ground.paid("ppv", &session, &long, 50, "2100-01-05 20:00").await;
    ground.given_back(gift, "2100-01-06 09:00").await;
    ground.said(&session, &back, "2100-01-05 20:31").await;
    ground.said(&session, &long, "2100-01-05 20:31:30").await;
    session
}

/// How many points of a series are not zero, by place.
fn filled(series: &Value) -> Vec<(usize, i64)> {
    let points = series.as_array().unwrap().iter().map(|point| point.as_i64().unwrap());
    points.enumerate().filter(|(_, point)| *point != 0).collect()
}

fn assert_is_the_evening(report: &Value, session: &Session) {
    for (name, expected) in [
        ("session_id", json!(session.id)),
        ("creator_id", json!(session.creator_id)),
        ("title", json!("Deneme")),
        ("session_type", json!("video_live")),
        ("access_type", json!("public")),
        ("status", json!("ended")),
        ("end_reason", json!("host_ended")),
        ("started_at", json!("2100-01-05T17:00:00+00:00")),
        ("ended_at", json!("2100-01-05T18:40:00+00:00")),
        ("total_duration_seconds", json!(6000)),
        ("total_viewers", json!(4)),
        // the host's is none
        ("total_joins", json!(6)),
        ("peak_viewers", json!(3)),
        ("peak_at", json!("2100-01-05T17:15:00+00:00")),
        // 100, 30 and 25 minutes and none
        ("total_watch_time_seconds", json!(9300)),
        ("mean_watch_time_seconds", json!(2325)),
        ("median_watch_time_seconds", json!(1500)),
        ("total_messages", json!(2)),
        ("gifters", json!(2)),
        (
            "revenue",
            json!({
                "gross": 186, "refunds": 100, "net": 86, "creator_share": 59, "platform_share": 27,
                "by_kind": {
                    "gift": {
                        "payments": 3, "gross": 136, "refunds": 100, "net": 36, "creator_share": 24, "platform_share": 12,
                    },
                    "ppv": {
                        "payments": 1, "gross": 50, "refunds": 0, "net": 50, "creator_share": 35, "platform_share": 15,
                    },
                },
            }),
        ),
    ] {
        assert_eq!(report[name], expected, "{name}");
    }
    let stayed = [(1, 3, 75), (5, 3, 75), (10, 3, 75), (30, 2, 50), (60, 1, 25)];
    let stayed =
        stayed.map(|(minutes, viewers, percent)| json!({ "minutes": minutes, "viewers": viewers, "percent": percent }));
    assert_eq!(report["retention"]["stayed"], json!(stayed));
    let present: Vec<i64> = report["retention"]["present"]
        .as_array()
        .unwrap()
        .iter()
        .map(|step| step["viewers"].as_i64().unwrap())
        .collect();
    // whoever leaves at that moment was there until it
    assert_eq!(present, [1, 3, 2, 3, 2, 1, 1, 1, 1, 1]);

    let concurrency = &report["concurrency"];
    assert_eq!(concurrency["step_seconds"], 30);
    let points: Vec<i64> =
        concurrency["points"].as_array().unwrap().iter().map(|point| point.as_i64().unwrap()).collect();
    assert_eq!(points.len(), 200);
    let level = |minute: usize| points[minute * 2];
    assert_eq!([0, 9, 10, 15, 20, 30, 35, 40, 49, 50, 99].map(level), [1, 1, 2, 3, 2, 3, 3, 2, 2, 1, 1]);

    assert_eq!(report["joins"]["step_seconds"], 60);
    assert_eq!(filled(&report["joins"]["points"]), [(0, 1), (10, 1), (15, 1), (30, 2), (60, 1)]);
    assert_eq!(report["rates"]["step_seconds"], 60);
    assert_eq!(filled(&report["rates"]["messages"]), [(31, 2)]);
    assert_eq!(filled(&report["rates"]["gift_coins"]), [(31, 125), (32, 11)]);
    assert_eq!(report["rates"]["messages"].as_array().unwrap().len(), 100);
}

#[tokio::test]
async fn a_report_tells_who_came_stayed_spoke_and_paid() {
    let ground = Ground::start().await;
    let session = evening(&ground).await;
    ground.end(&session, "2100-01-05 21:40").await;
    // from the rows, and as it was rolled up
    assert_is_the_evening(&ground.report(&session, "2100-01-06 12:00").await, &session);
    ground.rolled_up("2100-01-06 12:00").await;
    let stored = "select to_jsonb(count(*)) from public.live_session_figures where not is_stale";
    assert_eq!(ground.value(stored).await, 1);
    assert_is_the_evening(&ground.report(&session, "2100-01-06 12:00").await, &session);
}

#[tokio::test]
async fn a_session_on_air_is_reported_up_to_now() {
    let ground = Ground::start().await;
    let session = evening(&ground).await;
    let report = ground.report(&session, "2100-01-05 20:32").await;
    let told = ["status", "ended_at", "total_duration_seconds", "total_viewers", "total_watch_time_seconds"];
    assert_eq!(
        told.map(|name| report[name].clone()),
        // 32, 12 and 17 minutes
        [json!("live"), json!(null), json!(1920), json!(3), json!(3660)]
    );
    assert_eq!(report["joins"]["points"].as_array().unwrap().len(), 32);
}

#[tokio::test]
async fn what_has_not_been_on_air_has_no_report() {
    let ground = Ground::start().await;
    let [host] = ground.people().await;
    let session = ground.on_air(&host, "2100-01-05 20:00").await;
    let undo =
        format!("update public.live_sessions set status = 'scheduled', started_at = null where id = '{}'", session.id);
    ground.run(&undo).await;
    for id in [session.id, host.id] {
        let sql =
            format!("select to_jsonb(public.live_stats_session_report('{id}', {}) is null)", at("2100-01-06 12:00"));
        assert_eq!(ground.value(&sql).await, true);
    }
}

#[tokio::test]
async fn nobody_watched_a_session_to_which_nobody_came() {
    let ground = Ground::start().await;
    let [host] = ground.people().await;
    let session = ground.session(&host, "2100-01-05 20:00", "2100-01-05 20:00").await;
    let report = ground.report(&session, "2100-01-06 12:00").await;
    assert_eq!(
        json!([report["peak_viewers"], report["peak_at"], report["mean_watch_time_seconds"], report["revenue"]["net"]]),
        json!([0, null, 0, 0])
    );
    assert_eq!((&report["concurrency"]["points"], &report["joins"]["points"]), (&json!([0]), &json!([0])));
}
