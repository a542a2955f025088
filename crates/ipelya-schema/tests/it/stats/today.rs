//! Today is counted as it is, by the same rules by which it will be written.

use crate::stats::ground::{Ground, at, only};
use serde_json::json;

#[tokio::test]
async fn what_was_told_of_a_day_at_its_end_is_what_is_written_of_it() {
    let ground = Ground::start().await;
    let [host, other, one, two] = ground.people().await;
    for host in [&host, &other] {
        let session = ground.session(host, "2100-01-05 20:00", "2100-01-05 21:00").await;
        ground.stay(&session, &one, "2100-01-05 20:00", "2100-01-05 20:20").await;
        ground.stay(&session, &two, "2100-01-05 20:10", "2100-01-05 20:15").await;
        ground.paid("gift", &session, &one, 10, "2100-01-05 20:01").await;
        ground.said(&session, &two, "2100-01-05 20:11").await;
    }
    let now = "2100-01-06 00:00";
    let questions = [
        format!("daily(2, {})", at(now)),
        format!("overview({})", at(now)),
        format!("creators('week', 10, {})", at(now)),
        format!("revenue('session', 7, 10, {})", at(now)),
        format!("concurrency(2, {})", at(now)),
    ];
    let mut told = Vec::new();
    for question in &questions {
        told.push(ground.ask(question).await);
    }
    ground.rolled_up("2100-01-06 00:05").await;
    assert_eq!(ground.value("select to_jsonb(count(*)) from public.live_days").await, 1);
    for (question, told) in questions.iter().zip(&told) {
        assert_eq!(&ground.ask(question).await, told, "{question}");
    }
}

#[tokio::test]
async fn an_overview_tells_today_seven_days_thirty_days_and_the_seven_one_by_one() {
    let ground = Ground::start().await;
    let [host, viewer] = ground.people().await;
    // today, six and seven days ago, 29 and 30 days ago
    for (day, length) in
        [("2100-03-02", 10), ("2100-02-24", 20), ("2100-02-23", 30), ("2100-02-01", 40), ("2100-01-31", 50)]
    {
        let until = format!("{day} 10:{length}");
        let session = ground.session(&host, &format!("{day} 10:00"), &until).await;
        ground.stay(&session, &viewer, &format!("{day} 10:00"), &until).await;
        ground.paid("gift", &session, &viewer, length, &format!("{day} 10:01")).await;
    }
    ground.rolled_up("2100-03-02 12:00").await;
    let overview = ground.ask(&format!("overview({})", at("2100-03-02 12:00"))).await;
    for (period, sessions, minutes) in [("today", 1, 10), ("last_7_days", 2, 30), ("last_30_days", 4, 100)] {
        let told = only(
            &overview[period],
            &[
                "total_sessions",
                "video_sessions",
                "audio_sessions",
                "viewers",
                "total_viewers",
                "total_duration_seconds",
                "avg_duration_seconds",
                "total_watch_time_seconds",
                "peak_viewers",
                "total_gifts_received",
                "total_calls",
            ],
        );
        assert_eq!(
            told,
            json!({
                "total_sessions": sessions, "video_sessions": sessions, "audio_sessions": 0, "viewers": sessions,
                "total_viewers": sessions, "total_duration_seconds": minutes * 60,
                "avg_duration_seconds": minutes * 60 / sessions, "total_watch_time_seconds": minutes * 60,
                "peak_viewers": 1, "total_gifts_received": minutes, "total_calls": 0,
            }),
            "{period}"
        );
        assert_eq!(overview[period]["revenue"]["gross"], minutes, "{period}");
    }
    assert_eq!(overview["time_zone"], "Europe/Istanbul");
    assert_eq!(overview["days_pending"], 0);
    let days = ground.daily(7, "2100-03-02 12:00").await;
    assert_eq!(overview["daily"], json!(days));
    assert_eq!((&days[0]["date"], &days[6]["date"]), (&json!("2100-02-24"), &json!("2100-03-02")));
    assert!(overview["last_7_days"].get("unique_viewers").is_none(), "people of several days are not known");
}

#[tokio::test]
async fn days_that_the_roll_up_has_not_come_to_are_told_as_pending() {
    let ground = Ground::start().await;
    let [host] = ground.people().await;
    ground.session(&host, "2100-01-01 20:00", "2100-01-01 21:00").await;
    let pending = async || ground.ask(&format!("daily(30, {})", at("2100-01-20 12:00"))).await["days_pending"].clone();
    // the week up to the 20th is counted as it is
    assert_eq!(pending().await, 13);
    ground.run(&format!("select public.live_roll_up_days({})", at("2100-01-20 12:00"))).await;
    assert_eq!(pending().await, 11);
    ground.rolled_up("2100-01-20 12:00").await;
    assert_eq!(pending().await, 0);
}
