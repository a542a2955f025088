//! The mobile app.

use serde_json::json;

use crate::world::World;

#[tokio::test]
async fn the_list_of_live_sessions_and_ones_own_card() {
    let world = World::new().await;
    let app = world.as_user(&world.viewer);
    let columns = "id,title,thumbnail_url,session_type,access_type,ppv_coin_price,total_viewers,status,started_at,\
                   creator_id,creator_profile_id";
    let faces = "profiles!live_sessions_creator_profile_id_fkey(id,user_id,display_name,avatar_url,is_verified)";

    let row = app
        .row(&format!(
            "live_sessions?select={columns},{faces}&status=eq.live&session_type=eq.video_live&access_type=eq.public\
             &order=total_viewers.desc&limit=50"
        ))
        .await;
    assert_eq!(row["id"], json!(world.session.id));
    assert_eq!(row["profiles"]["display_name"], json!(world.creator.display_name));

    let own =
        format!("live_sessions?select={columns},creator:{faces}&creator_id=eq.{}&status=eq.live", world.creator.id);
    assert_eq!(world.as_user(&world.creator).row(&own).await["creator"]["user_id"], json!(world.creator.id));
}

#[tokio::test]
async fn resuming_a_session_and_asking_whose_it_is() {
    let world = World::new().await;
    let app = world.as_user(&world.viewer);
    let id = world.session.id;
    let resumed = app
        .row(&format!(
            "live_sessions?select=id,livekit_room_name,title,session_type,access_type,status,creator_id,chat_enabled,\
             gifts_enabled,guest_enabled,max_guests,total_viewers,started_at&id=eq.{id}&status=eq.live"
        ))
        .await;
    assert_eq!(resumed["livekit_room_name"], json!(world.session.room_name));
    let owner = app.row(&format!("live_sessions?select=creator_id&id=eq.{id}")).await;
    assert_eq!(owner["creator_id"], json!(world.creator.id));
}

#[tokio::test]
async fn the_history_of_a_chat() {
    let world = World::new().await;
    let query = format!(
        "live_messages?select=id,sender_id,content,message_type,gift_id,gift_quantity,gift_coin_value,created_at,\
         profiles:sender_profile_id(display_name,avatar_url)&session_id=eq.{}&is_deleted=eq.false\
         &order=created_at.asc&limit=100",
        world.session.id
    );
    let rows = world.as_user(&world.viewer).rows(&query).await;
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0]["profiles"]["display_name"], json!(world.viewer.display_name));
    assert_eq!((&rows[1]["message_type"], &rows[1]["gift_id"]), (&json!("gift"), &json!("heart")));
}

#[tokio::test]
async fn ones_own_bans() {
    let world = World::new().await;
    let query = |user| {
        format!(
            "live_session_bans?select=id,session_id,banned_by,ban_type,reason,expires_at,created_at\
             &banned_user_id=eq.{user}&is_active=eq.true"
        )
    };
    let own = world.as_user(&world.viewer).row(&query(world.viewer.id)).await;
    assert_eq!(own["ban_type"], "creator");
    assert!(world.as_user(&world.creator).rows(&query(world.viewer.id)).await.is_empty(), "nobody else's business");
}

#[tokio::test]
async fn reporting_somebody_returns_the_reports_id() {
    let world = World::new().await;
    let report = |reporter| {
        json!({
            "session_id": world.session.id, "reporter_id": reporter, "reported_user_id": world.creator.id,
            "reason": "harassment", "description": "…", "status": "pending",
        })
    };
    let app = world.as_user(&world.stranger);
    let (status, rows) = app.write("POST", "live_reports?select=id", report(world.stranger.id)).await;
    assert_eq!(status, 201, "{rows}");
    assert!(rows[0]["id"].is_string());
    let (status, _) = app.write("POST", "live_reports?select=id", report(world.viewer.id)).await;
    assert_eq!(status, 403, "in somebody else's name");
}

#[tokio::test]
async fn profiles_are_read_by_their_user_and_shadows_stay_hidden() {
    let world = World::new().await;
    world.project.given().shadow_profile(&world.creator).await;
    let app = world.as_user(&world.viewer);
    let (creator, viewer) = (world.creator.id, world.viewer.id);
    let real = app.row(&format!("profiles?select=display_name,avatar_url&user_id=eq.{creator}&type=eq.real")).await;
    assert_eq!(real["display_name"], json!(world.creator.display_name));
    let two = format!("profiles?select=user_id,display_name&user_id=in.({creator},{viewer})&type=eq.real");
    assert_eq!(app.rows(&two).await.len(), 2);
    assert!(app.rows(&format!("profiles?user_id=eq.{creator}&type=eq.shadow")).await.is_empty());
}

#[tokio::test]
async fn thumbnails_blocks_and_tokens_are_ones_own_to_keep() {
    let world = World::new().await;
    let (me, other) = (world.viewer.id, world.creator.id);
    let app = world.as_user(&world.viewer);
    for (table, mine, anothers, change) in [
        (
            "user_broadcast_thumbnails",
            json!({ "user_id": me, "thumbnail_url": "https://cdn.example/1.jpg", "name": "kapak", "is_default": true }),
            json!({ "user_id": other, "thumbnail_url": "https://cdn.example/1.jpg" }),
            Some(json!({ "is_default": false })),
        ),
        (
            "blocked_users",
            json!({ "blocker_id": me, "blocked_id": other, "reason": "x" }),
            json!({ "blocker_id": other, "blocked_id": me }),
            None,
        ),
        (
            "device_tokens?on_conflict=user_id",
            json!({
                "user_id": me, "token": "ExponentPushToken[x]", "device_type": "ios", "device_name": "n",
                "device_model": "m", "os_version": "26", "is_active": true, "last_used_at": "2026-11-21T12:00:00Z",
            }),
            json!({ "user_id": other, "token": "y" }),
            Some(json!({ "is_active": false })),
        ),
        (
            "push_tokens",
            json!({ "user_id": me, "token": "t", "platform": "ios", "device_name": "n", "updated_at": "2026-11-21T12:00:00Z" }),
            json!({ "user_id": other, "token": "u" }),
            None,
        ),
        (
            "notification_preferences?on_conflict=user_id",
            json!({
                "user_id": me, "push_enabled": true, "email_enabled": false, "notification_types": { "live_started": true },
                "quiet_hours_start": "22:00", "quiet_hours_end": "08:00",
            }),
            json!({ "user_id": other, "push_enabled": false }),
            Some(json!({ "push_enabled": false })),
        ),
    ] {
        let (status, rows) = app.write("POST", table, mine).await;
        assert_eq!(status, 201, "{table}: {rows}");
        assert_eq!(app.write("POST", table, anothers).await.0, 403, "{table}");
        let name = table.split('?').next().unwrap();
        let by_id = format!("{name}?id=eq.{}", rows[0]["id"].as_str().unwrap());
        assert_eq!(app.rows(&by_id).await.len(), 1, "{table}");
        assert!(world.as_user(&world.creator).rows(&by_id).await.is_empty(), "{table}");
        if let Some(change) = change {
            assert_eq!(app.write("PATCH", &by_id, change).await.1.as_array().map(Vec::len), Some(1), "{table}");
        }
        if name == "user_broadcast_thumbnails" || name == "blocked_users" {
            assert_eq!(app.write("DELETE", &by_id, json!({})).await.1.as_array().map(Vec::len), Some(1), "{table}");
        }
    }
}

#[tokio::test]
async fn the_inbox_and_the_subscription_are_ones_own() {
    let world = World::new().await;
    let app = world.as_user(&world.viewer);
    let inbox = format!("notifications?recipient_id=eq.{}&order=created_at.desc&limit=50", world.viewer.id);
    let note = app.rows(&inbox).await[0].clone();
    assert!(world.as_user(&world.stranger).rows(&inbox).await.is_empty());
    let by_id = format!("notifications?id=eq.{}", note["id"].as_str().unwrap());
    let (_, read) = app.write("PATCH", &by_id, json!({ "read": true, "read_at": "2026-11-21T12:00:00Z" })).await;
    assert_eq!(read[0]["read"], true);
    assert_eq!(app.write("DELETE", &by_id, json!({})).await.1.as_array().map(Vec::len), Some(1));

    let (viewer, creator) = (world.viewer.id, world.creator.id);
    let subscription =
        format!("creator_subscriptions?subscriber_id=eq.{viewer}&creator_id=eq.{creator}&status=eq.active");
    app.row(&subscription).await;
    assert!(world.as_user(&world.stranger).rows(&subscription).await.is_empty());
}
