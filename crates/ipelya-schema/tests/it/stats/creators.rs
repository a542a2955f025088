//! Creators, ranked by their viewers.

use crate::stats::ground::{Ground, at};
use serde_json::json;

#[tokio::test]
async fn creators_are_ranked_with_their_faces_sessions_and_coins() {
    let ground = Ground::start().await;
    let [small, large, called, one, two] = ground.people().await;
    let first = ground.session(&large, "2100-01-05 20:00", "2100-01-05 21:00").await;
    let second = ground.on_air_as("audio_room", &large, "2100-01-06 20:00").await;
    ground.end(&second, "2100-01-06 20:30").await;
    let third = ground.session(&small, "2100-01-06 20:00", "2100-01-06 20:10").await;
    for (session, who, day) in [(&first, &one, 5), (&first, &two, 5), (&second, &one, 6), (&third, &two, 6)] {
        ground.stay(session, who, &format!("2100-01-0{day} 20:00"), &format!("2100-01-0{day} 20:10")).await;
    }
    ground.paid("gift", &second, &one, 10, "2100-01-06 20:05").await;
    // who was only called has no sessions
    ground
        .run(&format!(
            "insert into public.live_payments (
               kind, call_id, call_minute, payer_id, payee_id, coins, creator_share, platform_share, created_at
             ) values ('call', '{}', 1, '{}', '{}', 20, 14, 6, {})",
            one.id,
            one.id,
            called.id,
            at("2100-01-06 10:00")
        ))
        .await;
    ground.rolled_up("2100-01-06 00:10").await;

    let told = ground.ask(&format!("creators('week', 10, {})", at("2100-01-06 22:00"))).await;
    let revenue = |gross: i64| {
        json!({
            "gross": gross, "refunds": 0, "net": gross, "creator_share": gross * 7 / 10, "platform_share": gross * 3 / 10,
        })
    };
    let face = |user: &ipelya_test::User| {
        json!({
            "id": user.profile_id, "username": user.username, "display_name": user.display_name,
            "avatar_url": user.avatar_url,
        })
    };
    assert_eq!(
        (&told["period"], &told["from"], &told["to"]),
        (&json!("week"), &json!("2099-12-31"), &json!("2100-01-06"))
    );
    assert_eq!(
        told["creators"],
        json!([
            {
                "creator_id": large.id, "creator": face(&large), "total_sessions": 2, "video_sessions": 1,
                "audio_sessions": 1, "total_viewers": 3, "peak_viewers": 2, "total_duration_seconds": 5400,
                "avg_duration_seconds": 2700, "last_session_at": "2100-01-06T17:00:00+00:00",
                "total_watch_time_seconds": 1800, "total_joins": 3, "total_messages": 0, "total_gifts_received": 10,
                "revenue": revenue(10),
            },
            {
                "creator_id": small.id, "creator": face(&small), "total_sessions": 1, "video_sessions": 1,
                "audio_sessions": 0, "total_viewers": 1, "peak_viewers": 1, "total_duration_seconds": 600,
                "avg_duration_seconds": 600, "last_session_at": "2100-01-06T17:00:00+00:00",
                "total_watch_time_seconds": 600, "total_joins": 1, "total_messages": 0, "total_gifts_received": 0,
                "revenue": revenue(0),
            },
            {
                "creator_id": called.id, "creator": face(&called), "total_sessions": 0, "video_sessions": 0,
                "audio_sessions": 0, "total_viewers": 0, "peak_viewers": 0, "total_duration_seconds": 0,
                "avg_duration_seconds": 0, "last_session_at": null, "total_watch_time_seconds": 0, "total_joins": 0,
                "total_messages": 0, "total_gifts_received": 0, "revenue": revenue(20),
            },
        ])
    );
    let today = ground.ask(&format!("creators('day', 1, {})", at("2100-01-06 22:00"))).await;
    let ranked: Vec<_> = today["creators"].as_array().unwrap().iter().map(|row| row["total_viewers"].clone()).collect();
    assert_eq!((&today["from"], ranked), (&json!("2100-01-06"), vec![json!(1)]));
}

#[tokio::test]
async fn there_is_no_other_period() {
    let ground = Ground::start().await;
    let error = ground.project.db().execute("select public.live_stats_creators('year', 10)", &[]).await.unwrap_err();
    assert_eq!(error.as_db_error().unwrap().message(), "no period is called year");
}
