//! Calls count on the day on which they were placed, whenever they ended.

use crate::stats::ground::{Ground, at, only};
use ipelya_local::clock::new_id;
use serde_json::json;

#[tokio::test]
async fn a_call_over_midnight_is_the_first_days_once_it_has_ended() {
    let ground = Ground::start().await;
    let [caller, callee] = ground.people().await;
    let id = new_id();
    ground
        .run(&format!(
            "insert into public.calls (
               id, caller_id, callee_id, call_type, livekit_room_name, status, initiated_at, created_at, answered_at
             ) values ('{id}', '{}', '{}', 'video_call', 'call_video_{id}', 'connected', {from}, {from}, {from})",
            caller.id,
            callee.id,
            from = at("2100-01-05 23:50")
        ))
        .await;
    let told = |days: &[serde_json::Value]| {
        only(
            &days[0],
            &[
                "date",
                "total_calls",
                "video_calls",
                "audio_calls",
                "answered_calls",
                "missed_calls",
                "total_call_seconds",
            ],
        )
    };
    let expected = |seconds: i64| {
        json!({
            "date": "2100-01-05", "total_calls": 1, "video_calls": 1, "audio_calls": 0, "answered_calls": 1,
            "missed_calls": 0, "total_call_seconds": seconds,
        })
    };
    ground.rolled_up("2100-01-06 00:10").await;
    assert_eq!(told(&ground.daily(2, "2100-01-06 00:10").await), expected(1200));
    ground.run(&format!("select public.live_end_call('{id}', 'completed', null, {})", at("2100-01-06 00:20"))).await;
    ground.rolled_up("2100-01-06 00:30").await;
    assert_eq!(told(&ground.daily(2, "2100-01-06 00:30").await), expected(1800));
}

#[tokio::test]
async fn calls_are_told_by_how_they_went() {
    let ground = Ground::start().await;
    let [caller, callee] = ground.people().await;
    for (reason, kind) in [
        ("missed", "video_call"),
        ("cancelled", "audio_call"),
        ("declined", "audio_call"),
        ("busy", "audio_call"),
        ("failed", "video_call"),
    ] {
        let id = new_id();
        ground
            .run(&format!(
                "insert into public.calls (
                   id, caller_id, callee_id, call_type, livekit_room_name, status, initiated_at, created_at, ended_at,
                   end_reason
                 ) values ('{id}', '{}', '{}', '{kind}', 'call_{id}', 'ended', {from}, {from}, {from}, '{reason}')",
                caller.id,
                callee.id,
                from = at("2100-01-05 10:00")
            ))
            .await;
    }
    ground.rolled_up("2100-01-06 12:00").await;
    let row = |kind: &str, calls: i64, missed: i64, rejected: i64, busy: i64, failed: i64| {
        json!({
            "day": "2100-01-05", "call_type": kind, "calls": calls, "answered": 0, "missed": missed, "rejected": rejected,
            "busy": busy, "failed": failed, "duration_seconds": 0,
        })
    };
    assert_eq!(
        ground.rows("live_daily_calls", "t.call_type").await,
        json!([row("audio_call", 3, 1, 1, 1, 0), row("video_call", 2, 1, 0, 0, 1)])
    );
}
