//! Stays go when their time is over, and every figure stays what it was.

use crate::stats::ground::{Ground, at};
use serde_json::{Value, json};

/// What every question answers.
async fn everything(ground: &Ground, session: &ipelya_test::Session) -> Vec<Value> {
    let now = at("2100-02-07 12:00");
    let mut told = Vec::new();
    for question in [
        format!("daily(366, {now})"),
        format!("revenue('day', 366, 400, {now})"),
        format!("concurrency(366, {now})"),
        format!("session_report('{}', {now})", session.id),
    ] {
        told.push(ground.ask(&question).await);
    }
    for table in ["live_daily_creators", "live_daily_payments", "live_daily_calls", "live_session_figures"] {
        told.push(ground.rows(table, "to_jsonb(t)::text").await);
    }
    told
}

#[tokio::test]
async fn stays_go_after_their_days_and_no_figure_changes() {
    let ground = Ground::start().await;
    ground.run("update public.live_settings set value = '30' where key = 'stay_days_count'").await;
    let [host, viewer, late] = ground.people().await;
    let session = ground.session(&host, "2100-01-05 23:00", "2100-01-06 01:00").await;
    ground.stay(&session, &viewer, "2100-01-05 23:10", "2100-01-06 00:40").await;
    let recent = ground.session(&host, "2100-01-06 20:00", "2100-01-06 21:00").await;
    let open = ground.on_air(&viewer, "2100-01-06 22:00").await;
    for session in [&recent, &open] {
        ground.stay(session, &late, "2100-01-06 23:00", "2100-01-06 23:10").await;
    }
    let gift = ground.paid("gift", &session, &viewer, 10, "2100-01-05 23:30").await;
    let stays = "select coalesce(jsonb_object_agg(session_id, n), '{}') from (
                   select session_id, count(*) as n from public.live_stays group by 1) t";
    ground.rolled_up("2100-02-05 23:59").await;
    assert_eq!(ground.value(stays).await.as_object().unwrap().len(), 3);
    let before = everything(&ground, &session).await;

    // thirty days after the end of the day on which it ended
    ground.rolled_up("2100-02-07 00:10").await;
    for _ in 0..3 {
        ground.rolled_up("2100-02-07 00:20").await;
    }
    assert_eq!(ground.value(stays).await, json!({ open.id.to_string(): 1 }));
    assert_eq!(everything(&ground, &session).await, before);

    // what is heard of it now is not taken for all there was
    let heard = format!(
        "select to_jsonb(public.live_stay_seen('{}', 'RM_1', 'PA_LATE', '{}', 'STANDARD', {}, {}, null))",
        session.room_name,
        late.id,
        at("2100-01-05 23:00"),
        at("2100-01-05 23:10")
    );
    assert_eq!(ground.value(&heard).await, false);
    ground.run(&format!("select public.live_mark_dirty('{}')", session.id)).await;
    ground.rolled_up("2100-02-07 01:00").await;
    assert_eq!(everything(&ground, &session).await, before);

    // coins are the journal's, of which nothing goes
    ground.given_back(gift, "2100-02-07 02:00").await;
    ground.rolled_up("2100-02-07 03:00").await;
    let days = ground.daily(40, "2100-02-07 03:00").await;
    let day = days.iter().find(|day| day["date"] == "2100-01-05").unwrap();
    assert_eq!((&day["revenue"]["refunds"], &day["total_watch_time_seconds"]), (&json!(10), &json!(3000)));
}

#[tokio::test]
async fn stays_wait_for_figures_that_are_not_written_yet() {
    let ground = Ground::start().await;
    let [host, viewer] = ground.people().await;
    let session = ground.session(&host, "2100-01-05 20:00", "2100-01-05 21:00").await;
    ground.stay(&session, &viewer, "2100-01-05 20:10", "2100-01-05 20:40").await;
    let forget = format!("select to_jsonb(public.live_forget_stays({}))", at("2102-01-01 12:00"));
    assert_eq!(ground.value(&forget).await, 0);
    ground.run(&format!("select public.live_roll_up_days({})", at("2100-01-06 12:00"))).await;
    // the day is written, the session is not
    assert_eq!(ground.value(&forget).await, 0);
    ground.run(&format!("select public.live_refresh_counters({})", at("2100-01-06 12:00"))).await;
    ground.run(&format!("select public.live_roll_up_sessions({})", at("2100-01-06 12:00"))).await;
    // and what was marked late is looked into first
    assert_eq!(ground.value(&forget).await, 0);
    ground.run(&format!("select public.live_roll_up_days({})", at("2100-01-06 12:10"))).await;
    assert_eq!(ground.value(&forget).await, 1);
    assert_eq!(ground.report(&session, "2102-01-01 12:00").await["total_watch_time_seconds"], 1800);
}

#[tokio::test]
async fn stays_are_kept_for_a_month_at_least() {
    let ground = Ground::start().await;
    let set = |days: &str| format!("update public.live_settings set value = '{days}' where key = 'stay_days_count'");
    for refused in ["0", "29", "10000", "\"30\""] {
        let error = ground.project.db().batch_execute(&set(refused)).await.expect_err(refused);
        assert_eq!(error.as_db_error().unwrap().constraint(), Some("live_settings_value_check"), "{refused}");
    }
    ground.run(&set("30")).await;
    ground.run(&set("9999")).await;
}
