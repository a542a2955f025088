//! The ops panel: its server side reads with the service role, the rest as the signed-in admin.

use serde_json::json;

use crate::world::World;

#[tokio::test]
async fn sessions_with_their_creator_and_everybody_inside() {
    let world = World::new().await;
    let ops = world.as_service();
    let id = world.session.id;
    let session = ops
        .row(&format!(
            "live_sessions?select=*,creator:profiles!live_sessions_creator_profile_id_fkey(*)&status=eq.live&id=eq.{id}"
        ))
        .await;
    assert_eq!(session["creator"]["id"], json!(world.creator.profile_id));
    let inside = ops
        .rows(&format!(
            "live_participants?select=*,profile:profiles!live_participants_profile_id_fkey(*)&session_id=eq.{id}\
             &is_active=eq.true"
        ))
        .await;
    assert!(inside.iter().any(|row| row["profile"]["user_id"] == json!(world.viewer.id)));
    ops.rows(&format!(
        "live_participants?select=*,session:live_sessions!live_participants_session_id_fkey(*)&user_id=eq.{}",
        world.viewer.id
    ))
    .await;
}

#[tokio::test]
async fn running_calls_with_both_parties() {
    let world = World::new().await;
    let calls = "calls?select=id,caller_id,callee_id,call_type,livekit_room_name,status,initiated_at,duration_seconds,\
                 created_at,outcome,caller:profiles!calls_caller_profile_id_fkey(display_name),\
                 callee:profiles!calls_callee_profile_id_fkey(display_name)\
                 &status=in.(ringing,accepted,in_call)&order=created_at.desc&limit=20";
    let call = world.as_service().row(calls).await;
    assert_eq!(call["caller"]["display_name"], json!(world.creator.display_name));
    assert_eq!(call["callee"]["display_name"], json!(world.viewer.display_name));
}

#[tokio::test]
async fn an_admin_sees_messages_reports_bans_and_logs_and_a_stranger_does_not() {
    let world = World::new().await;
    let (admin, stranger) = (world.as_user(&world.admin), world.as_user(&world.stranger));
    let private = world.project.given();
    let other = private.creator().await;
    let hidden = private.live_session(&other).subscribers_only().insert().await;
    private.participant(&hidden, &other).role("host").insert().await;
    world
        .project
        .db()
        .execute(
            "insert into public.live_messages (session_id, sender_id, sender_profile_id, content) values ($1, $2, $3, 'x')",
            &[&hidden.id, &other.id, &other.profile_id],
        )
        .await
        .unwrap();

    for query in [
        format!(
            "live_messages?select=*,sender:profiles!live_messages_sender_profile_id_fkey(*)&session_id=eq.{}\
             &order=created_at.desc&limit=50&offset=0",
            hidden.id
        ),
        "live_reports?select=*&status=eq.pending&order=created_at.desc&limit=20".to_owned(),
        "live_session_bans?select=*&is_active=eq.true&ban_type=eq.creator&order=created_at.desc".to_owned(),
        "live_webhook_logs?select=*&event_type=eq.room_started&processing_status=eq.success&limit=100".to_owned(),
        "live_admin_logs?select=*,admin:admin_profiles!live_admin_logs_admin_id_fkey(full_name,email)&limit=100"
            .to_owned(),
    ] {
        admin.row(&query).await;
        // who banned somebody as a creator sees that ban
        if !query.starts_with("live_session_bans") {
            assert!(stranger.rows(&query).await.is_empty(), "{query}");
        }
    }
}

#[tokio::test]
async fn an_admin_lifts_a_ban_reviews_a_report_and_writes_the_log_and_a_viewer_does_not() {
    let world = World::new().await;
    let (admin, viewer) = (world.as_user(&world.admin), world.as_user(&world.viewer));
    let ban = format!("live_session_bans?banned_user_id=eq.{}", world.viewer.id);
    let lift = json!({ "lifted_at": "2026-11-21T12:00:00Z", "lifted_by": world.admin.id, "lift_reason": "x" });
    let report = "live_reports?status=eq.pending";
    let review = json!({ "status": "action_taken", "reviewed_by": world.admin.id, "action_taken": "warning" });
    let log = json!({ "admin_id": world.admin.id, "action": "ban_lifted", "target_type": "ban", "details": {} });

    assert_eq!(viewer.write("PATCH", &ban, lift.clone()).await.1, json!([]));
    assert_eq!(viewer.write("PATCH", report, review.clone()).await.1, json!([]));
    assert_eq!(viewer.write("POST", "live_admin_logs", log.clone()).await.0, 403);

    let (_, lifted) = admin.write("PATCH", &ban, lift).await;
    assert_eq!(lifted[0]["is_active"], false, "a lifted ban is no longer active");
    assert_eq!(admin.write("PATCH", report, review).await.1[0]["status"], "action_taken");
    assert_eq!(admin.write("POST", "live_admin_logs", log).await.0, 201);
}

#[tokio::test]
async fn the_columns_that_analytics_add_up() {
    let world = World::new().await;
    let admin = world.as_user(&world.admin);
    admin
        .row(
            "live_sessions?select=id,creator_id,session_type,total_viewers,peak_viewers,total_duration_seconds,\
             total_messages,total_gifts_received,created_at,started_at,ended_at&created_at=gte.2020-01-01T00:00:00Z",
        )
        .await;
    admin.row("calls?select=id,status,duration_seconds,created_at&created_at=gte.2020-01-01T00:00:00Z").await;
    admin.rows("live_participants?select=total_watch_time_seconds,joined_at,left_at,role,is_muted&limit=10").await;
}
