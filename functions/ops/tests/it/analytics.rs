//! Figures as the panel reads them. What they count is tested beside the schema; here is who reads them, and how they are
//! asked.

use serde_json::{Value, json};
use time::Duration;

use super::support::Panel;

/// A session of ten minutes: two watched all of it, one the first minute; something was said, given and given back.
async fn watched() -> Panel {
    let panel = Panel::open().await;
    let live = &panel.live;
    let began = live.api.now() - Duration::minutes(20);
    let start = "update public.live_sessions set started_at = $2 where id = $1";
    live.project.execute(start, &[&live.session.id, &began]).await;
    let stay =
        "insert into public.live_stays (participant_sid, room_sid, session_id, user_id, kind, joined_at, left_at)
                values ($1, 'RM_1', $2, $3, 'STANDARD', $4, $5)";
    for (sid, seconds) in [("PA_1", 600), ("PA_2", 600), ("PA_3", 60)] {
        let viewer = live.project.given().user().await;
        let until = began + Duration::seconds(seconds);
        live.project.execute(stay, &[&sid, &live.session.id, &viewer.id, &began, &until]).await;
    }
    let pay = "insert into public.live_payments (
                 kind, session_id, payer_id, payee_id, coins, creator_share, platform_share, created_at
               ) values ('gift', $1, $2, $3, 100, 70, 30, $4)";
    let gift = [&live.session.id, &live.viewer.id, &live.host.id];
    live.project.execute(pay, &[gift[0], gift[1], gift[2], &began]).await;
    let end = "select public.live_end_session($1, 'host_ended', $2)";
    live.project.execute(end, &[&live.session.id, &(began + Duration::minutes(10))]).await;
    panel
}

const REVENUE: [&str; 5] = ["gross", "refunds", "net", "creator_share", "platform_share"];

#[tokio::test]
async fn the_overview_has_the_panels_shape_and_counts_what_was_watched() {
    let panel = watched().await;
    let overview = panel.get("analytics/overview").await;
    for part in ["today", "last_7_days", "last_30_days"] {
        let figures = &overview[part];
        // over midnight it began yesterday
        let sessions = if part == "today" { figures["total_sessions"].clone() } else { json!(1) };
        let seen = json!([figures["total_sessions"], figures["video_sessions"], figures["audio_sessions"]]);
        assert_eq!(seen, json!([sessions, sessions, 0]), "{part} {figures}");
        for field in ["viewers", "total_duration_seconds", "avg_duration_seconds", "total_calls", "peak_viewers"] {
            assert!(figures[field].is_u64(), "{part} {field}");
        }
    }
    let week = &overview["last_7_days"];
    assert_eq!((&week["total_viewers"], &week["peak_viewers"]), (&json!(3), &json!(3)));
    let revenue = json!({ "gross": 100, "refunds": 0, "net": 100, "creator_share": 70, "platform_share": 30 });
    assert_eq!(week["revenue"], revenue);
    assert_eq!(overview["daily"].as_array().unwrap().len(), 7);
}

#[tokio::test]
async fn days_creators_revenue_and_hours_are_asked_by_query() {
    let panel = watched().await;
    let days = panel.get("analytics/daily?days=3").await;
    assert_eq!(days["days"].as_array().unwrap().len(), 3);
    assert_eq!(panel.get("analytics/daily").await["days"].as_array().unwrap().len(), 30);

    let creators = panel.get("analytics/creators?period=week&limit=10").await;
    let first = &creators["creators"][0];
    let host = &panel.live.host;
    assert_eq!((&first["creator_id"], &first["creator"]["display_name"]), (&json!(host.id), &json!(host.display_name)));
    assert_eq!((&creators["period"], &first["total_viewers"]), (&json!("week"), &json!(3)));

    for (by, label, value) in [
        ("creator", "creator_id", json!(host.id)),
        ("session", "session_id", json!(panel.live.session.id)),
        ("kind", "kind", json!("gift")),
    ] {
        let revenue = panel.get(&format!("analytics/revenue?by={by}&days=7&limit=5")).await;
        assert_eq!((&revenue["total"]["gross"], &revenue["rows"][0][label]), (&json!(100), &value), "{revenue}");
        assert!(REVENUE.iter().all(|field| revenue["rows"][0][field].is_i64()), "{revenue}");
        assert!(revenue["rows"][0].get("date").is_none());
    }
    let hours = panel.get("analytics/concurrency?days=2").await;
    let today = hours["days"].as_array().unwrap().last().unwrap();
    assert!(today["hours"].as_array().unwrap().iter().all(Value::is_u64) && hours["now"] == 0, "{hours}");
}

#[tokio::test]
async fn a_report_tells_the_course_of_a_session_also_as_a_table() {
    let panel = watched().await;
    let report = panel.get(&panel.session("/report")).await["report"].clone();
    assert_eq!((&report["total_viewers"], &report["peak_viewers"]), (&json!(3), &json!(3)));
    assert_eq!((&report["total_watch_time_seconds"], &report["gifters"]), (&json!(1260), &json!(1)));
    let stayed = &report["retention"]["stayed"];
    let five = stayed.as_array().unwrap().iter().find(|point| point["minutes"] == 5).unwrap();
    assert_eq!(five["viewers"], 2);

    let table = panel.get(&panel.session("/report.csv")).await;
    assert_eq!(table["filename"], format!("session-{}.csv", panel.live.session.id));
    let lines: Vec<&str> = table["csv"].as_str().unwrap().split_terminator("\r\n").collect();
    assert_eq!(lines[0], "at,minutes,watching,joins,messages,gift_coins");
    assert_eq!(lines.len() - 1, report["joins"]["points"].as_array().unwrap().len());
    let columns = |line: &str| line.split(',').skip(1).map(str::to_owned).collect::<Vec<_>>();
    let first = columns(lines[1]);
    assert_eq!((first[0].as_str(), first[2].as_str(), first[4].as_str()), ("0", "3", "100"), "{}", lines[1]);
}

#[tokio::test]
async fn what_cannot_be_asked_is_told_the_field_and_what_was_never_on_air_has_no_report() {
    let panel = Panel::open().await;
    for (below, field) in [
        ("analytics/daily?days=0", "days"),
        ("analytics/daily?days=367", "days"),
        ("analytics/creators?period=year", "period"),
        ("analytics/revenue?by=cow", "by"),
        ("analytics/revenue?limit=501", "limit"),
    ] {
        let reply = panel.ask(&panel.admin, "GET", below, None).await;
        reply.assert_refused(400, "INVALID_FIELD");
        assert_eq!(reply.body["field"], field, "{below}");
    }
    let scheduled = panel.live.project.given().live_session(&panel.live.host).status("scheduled").insert().await;
    let below = format!("sessions/{}/report", scheduled.id);
    panel.ask(&panel.admin, "GET", &below, None).await.assert_refused(404, "SESSION_NOT_FOUND");
}

#[tokio::test]
async fn each_question_costs_one_round_trip() {
    let panel = watched().await;
    for below in ["analytics/overview", "analytics/daily", "analytics/creators", &panel.session("/report")] {
        panel.live.project.rest().reset();
        panel.get(below).await;
        assert_eq!(panel.live.project.rest().paths().len(), 1, "{below}");
    }
}
