//! What LiveKit tells of encoders.

use ipelya_test::LiveSession;
use serde_json::{Value, json};

use super::support::{deliver, on_air};

/// The session is a channel's, whose encoder sends to `IN_1`.
async fn on_air_with_encoder() -> LiveSession {
    let live = on_air().await;
    let channel = "insert into public.live_channels (creator_id, creator_profile_id, slug, room_name, title)
                   values ($1, $2, 'ayse', 'live-ayse-1', 'Kanal')";
    live.project.execute(channel, &[&live.host.id, &live.host.profile_id]).await;
    let ingress = "insert into public.live_channel_ingress (channel_id, ingress_id, key_hint, input, url, status_at)
                   select id, 'IN_1', 'WXYZ', 'rtmp', 'rtmp://x', '2020-01-01' from public.live_channels";
    live.project.execute(ingress, &[]).await;
    live.project
        .execute("update public.live_sessions set channel_id = (select id from public.live_channels)", &[])
        .await;
    live
}

fn told(live: &LiveSession, name: &str, id: &str, second: i64, status: Option<&str>) -> Value {
    let state = status.map_or(json!({}), |status| json!({ "status": status }));
    json!({
        "event": name, "id": id, "createdAt": (live.api.now().unix_timestamp() + second).to_string(),
        "ingressInfo": {
            "ingressId": "IN_1", "streamKey": "secret-stream-key", "url": "rtmp://live.example/x/secret-stream-key",
            "roomName": live.session.room_name, "participantIdentity": live.host.id, "state": state,
        },
    })
}

async fn status(live: &LiveSession) -> Value {
    live.project.value("select to_jsonb(status) from public.live_channel_ingress", &[]).await
}

#[tokio::test]
async fn events_of_an_encoder_tell_how_it_is_and_nothing_else_in_whatever_order_they_come() {
    let live = on_air_with_encoder().await;
    let started = told(&live, "ingress_started", "EV_1", 10, Some("ENDPOINT_PUBLISHING"));
    let ended = told(&live, "ingress_ended", "EV_2", 20, None);
    let before = live.row().await;
    assert_eq!(deliver(&live, &started).await, "success");
    assert_eq!(status(&live).await, "publishing");
    assert_eq!(deliver(&live, &started).await, "duplicate");
    assert_eq!(deliver(&live, &ended).await, "success");
    assert_eq!(status(&live).await, "inactive");
    let late = told(&live, "ingress_started", "EV_late", 15, Some("ENDPOINT_PUBLISHING"));
    deliver(&live, &late).await;
    assert_eq!(status(&live).await, "inactive", "what comes late changes nothing");
    deliver(&live, &told(&live, "ingress_ended", "EV_new", 30, Some("ENDPOINT_SOMETHING_NEW"))).await;
    assert_eq!(status(&live).await, "inactive");
    assert_eq!(live.row().await, before);
    assert_eq!(live.project.count("public.live_stays").await, 0);
    let keys = live.project.count("public.live_webhook_logs w where w::text like '%secret-stream-key%'").await;
    assert_eq!(keys, 0);
}

#[tokio::test]
async fn what_an_encoder_does_within_the_second_in_which_its_ingress_was_made_counts() {
    let live = on_air_with_encoder().await;
    let made = live.api.now() + time::Duration::milliseconds(900);
    live.project.execute("update public.live_channel_ingress set status_at = $1", &[&made]).await;
    deliver(&live, &told(&live, "ingress_started", "EV_before", -1, Some("ENDPOINT_BUFFERING"))).await;
    assert_eq!(status(&live).await, "inactive");
    deliver(&live, &told(&live, "ingress_started", "EV_1", 0, Some("ENDPOINT_PUBLISHING"))).await;
    assert_eq!(status(&live).await, "publishing");
}

#[tokio::test]
async fn an_encoder_inside_keeps_its_own_rights_and_a_banned_ones_is_put_out() {
    let live = on_air_with_encoder().await;
    let mut joined = live.joined(&live.host, "PA_1", 1);
    joined["participant"]["kind"] = json!("INGRESS");
    joined["participant"]["permission"] = json!({ "canPublish": true });
    live.project.livekit().reset();
    assert_eq!(deliver(&live, &joined).await, "success");
    assert_eq!(live.project.livekit().requests(), 0, "it may publish and hear nobody");
    assert_eq!(live.project.count("public.live_stays where kind = 'INGRESS'").await, 1);

    live.project.given().ban(&live.host).everywhere().insert().await;
    joined["id"] = json!("EV_again");
    joined["participant"]["sid"] = json!("PA_2");
    deliver(&live, &joined).await;
    assert_eq!(live.project.livekit().paths(), ["/twirp/livekit.RoomService/RemoveParticipant"]);
}
