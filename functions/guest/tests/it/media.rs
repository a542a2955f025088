//! Guests with real cameras and microphones, in the real LiveKit.

use ipelya_test::{LiveSession, RoomClient, User};
use serde_json::json;

use super::support::Stage;

/// A session whose host and viewer are connected; and their connections.
async fn connected() -> (Stage, RoomClient, RoomClient) {
    let live = LiveSession::of(guest::routes()).at_system_time().with_room().with_viewer_inside().start().await;
    let stage = Stage { live };
    let host = stage.live.host_client().join().await;
    let viewer = stage.live.viewer_joins(&stage.live.viewer).await;
    seen_to_join(&stage, &stage.live.viewer, &viewer.sid).await;
    (stage, host, viewer)
}

/// The database hears that somebody is connected.
async fn seen_to_join(stage: &Stage, user: &User, sid: &str) {
    let sql = "select public.live_stay_seen($1, 'RM_1', $2, $3, 'STANDARD', now(), null, null, now())";
    let room = &stage.live.session.room_name;
    stage.live.project.execute(sql, &[room, &sid, &user.id.to_string()]).await;
}

#[tokio::test]
async fn somebody_let_on_stage_is_seen_and_heard_without_connecting_anew_and_gone_once_ended() {
    let (stage, mut host, mut guest) = connected().await;
    let viewer = stage.live.viewer.clone();
    assert!(!guest.publishes("camera").await, "a viewer publishes nothing");

    let id = stage.asked(&viewer).await;
    assert_eq!(stage.answer(&id, true).await.status, 200);
    assert!(guest.publishes("camera").await);
    assert_eq!(host.sees().await, viewer.id.to_string());
    assert!(guest.publishes("microphone").await);
    assert_eq!(host.hears().await, viewer.id.to_string());
    let seen = stage.live.seen_by_livekit(&viewer).await.unwrap();
    let metadata: serde_json::Value = serde_json::from_str(seen["metadata"].as_str().unwrap()).unwrap();
    let expected = json!({
        "profileId": viewer.profile_id, "username": viewer.username, "avatarUrl": viewer.avatar_url, "role": "co_host",
        "isCreator": false,
    });
    assert_eq!((&seen["sid"], metadata), (&json!(guest.sid), expected));

    assert_eq!(stage.end(&stage.live.host, &viewer).await.status, 200);
    for _ in 0..2 {
        assert_eq!(host.loses().await, viewer.id.to_string());
    }
    let seen = stage.live.seen_by_livekit(&viewer).await.unwrap();
    assert_eq!((&seen["sid"], &seen["permission"]["can_publish"]), (&json!(guest.sid), &json!(false)));
    assert!(seen["tracks"].as_array().is_none_or(Vec::is_empty), "{seen}");
    assert!(!guest.publishes("microphone").await, "a viewer again");
}

#[tokio::test]
async fn a_packet_that_says_one_may_speak_gives_nobody_anything() {
    let (stage, mut host, mut viewer) = connected().await;
    let hand = json!({ "type": "hand_raise", "senderId": stage.live.viewer.id });
    viewer.tells(&hand.to_string()).await;
    assert_eq!(host.is_told().await, hand.to_string(), "a raised hand arrives");

    let grant = json!({ "type": "grant_speak", "payload": { "targetUserId": stage.live.viewer.id } });
    host.tells(&grant.to_string()).await;
    assert_eq!(viewer.is_told().await, grant.to_string());
    assert!(!viewer.publishes("microphone").await);

    stage.invite(&stage.live.viewer).await;
    assert_eq!(stage.respond(&stage.live.viewer, true).await.status, 200, "the function is the way");
    assert!(viewer.publishes("microphone").await);
}

#[tokio::test]
async fn nobody_in_the_room_sees_an_invitation_and_a_guest_without_a_connection_costs_nothing() {
    let (stage, _host, guest) = connected().await;
    let before = stage.live.seen_by_livekit(&stage.live.viewer).await.unwrap();
    stage.invite(&stage.live.viewer).await;
    let after = stage.live.seen_by_livekit(&stage.live.viewer).await.unwrap();
    assert_eq!((&before["metadata"], &before["permission"]), (&after["metadata"], &after["permission"]));

    guest.leave().await;
    stage.live.project.until_gone(&stage.live.session.room_name, after["sid"].as_str().unwrap()).await;
    assert_eq!(stage.respond(&stage.live.viewer, true).await.status, 200, "not connected is fine");
}
