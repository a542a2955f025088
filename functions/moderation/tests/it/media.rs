//! Order among people with real cameras and microphones, in the real LiveKit.

use std::sync::Arc;

use ipelya_core::moderation::{Action, AssignableRole};
use ipelya_test::{Api, Deliveries, LiveSession, Mode, Receiver, RoomClient, User};
use serde_json::{Value, json};
use tokio::time::{Duration, sleep, timeout};

use super::support::Order;

const PATIENCE: Duration = Duration::from_mins(1);

/// A session in a LiveKit that posts its webhooks to the webhook function, with its host connected.
async fn on_air() -> (Order, RoomClient, Deliveries) {
    let receiver = Receiver::open().await;
    let live = LiveSession::of(moderation::routes()).reporting_to(&receiver.url()).at_system_time();
    let live = live.with_viewer_inside().start().await;
    let webhooks = Api::new(&live.project, webhook::routes()).at_system_time();
    let deliveries = receiver.serve(Arc::new(webhooks));
    live.project.open_room(&live.session.room_name).await;
    let host = live.host_client().join().await;
    (Order { live }, host, deliveries)
}

/// Somebody with the viewer's token of LiveKit who is connected, and whom the database knows to be.
async fn connected(order: &Order, user: &User, deliveries: &Deliveries) -> RoomClient {
    let client = order.live.viewer_joins(user).await;
    deliveries.until_about("participant_joined", &client.sid).await;
    client
}

async fn until_allowed(order: &Order, user: &User, sources: &Value) {
    let allowed = async {
        while order.live.seen_by_livekit(user).await.unwrap()["permission"]["can_publish_sources"] != *sources {
            sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(PATIENCE, allowed).await.unwrap();
}

/// Whether the room is one of those that the sweeper looks at every ten seconds.
async fn is_looked_at(order: &Order) -> bool {
    let rooms = "select coalesce(jsonb_agg(room ->> 'name'), '[]')
                 from jsonb_array_elements(public.live_sweep_facts(now(), true)) room";
    order.live.project.value(rooms, &[]).await == json!([order.live.session.room_name])
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_muted_speaker_is_silent_and_an_unmuted_one_heard_only_after_opening_the_microphone() {
    let (order, mut host, deliveries) = on_air().await;
    let viewer = order.live.viewer.clone();
    let mut speaker = connected(&order, &viewer, &deliveries).await;
    assert_eq!(order.assign(AssignableRole::CoHost, &viewer).await.status, 200);
    assert!(speaker.publishes("microphone").await);
    assert_eq!(host.hears().await, viewer.id.to_string());

    let muted = order.act(&order.live.host, Action::Mute, &viewer).await;
    assert_eq!((muted.status, &muted.body["pending"]), (200, &json!(false)), "{}", muted.body);
    assert_eq!(host.loses().await, viewer.id.to_string());
    assert!(!speaker.publishes("microphone").await, "nor can it be put back");
    assert!(speaker.publishes("camera").await, "a picture makes no sound");

    assert_eq!(order.act(&order.live.host, Action::Unmute, &viewer).await.body["pending"], false);
    let seen = order.live.seen_by_livekit(&viewer).await.unwrap();
    let microphones = seen["tracks"].as_array().unwrap().iter().filter(|track| track["source"] == "MICROPHONE").count();
    assert_eq!(microphones, 0, "nothing is opened by force: {seen}");
    assert!(speaker.publishes("microphone").await);
    assert_eq!(host.hears().await, viewer.id.to_string());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kicked_person_may_come_back_and_a_banned_one_is_out_again_with_any_kept_token() {
    let (order, _host, deliveries) = on_air().await;
    let viewer = order.live.viewer.clone();
    let room = &order.live.session.room_name;
    let mut first = connected(&order, &viewer, &deliveries).await;
    let kept = first.refreshed_token().await;
    assert_eq!(order.act(&order.live.host, Action::Kick, &viewer).await.status, 200);
    first.until_put_out().await;

    let mut second = order.live.project.room_client(room, viewer.id).token(&kept).join().await;
    deliveries.until_about("participant_joined", &second.sid).await;
    let kept = second.refreshed_token().await;
    assert!(order.live.seen_by_livekit(&viewer).await.is_some(), "they may");

    let banned = order.ban(&viewer).await;
    assert_eq!((banned.status, &banned.body["pending"]), (200, &json!(false)));
    second.until_put_out().await;
    let third = order.live.project.room_client(room, viewer.id).token(&kept).connect().await;
    third.until_put_out().await;
    assert!(order.live.seen_by_livekit(&viewer).await.is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_demoted_person_who_comes_back_with_the_token_of_better_days_has_the_rights_of_today() {
    let (order, mut host, deliveries) = on_air().await;
    let viewer = order.live.viewer.clone();
    let room = &order.live.session.room_name;
    let mut client = connected(&order, &viewer, &deliveries).await;
    order.assign(AssignableRole::CoHost, &viewer).await;
    assert!(client.publishes("microphone").await);
    assert_eq!(host.hears().await, viewer.id.to_string());
    let raised = json!({
        "canPublish": true, "canPublishSources": ["camera", "microphone"], "canSubscribe": true, "canPublishData": true,
        "canUpdateOwnMetadata": false,
    });
    assert_eq!(order.assign(AssignableRole::Viewer, &viewer).await.status, 200);
    assert_eq!(host.loses().await, viewer.id.to_string());
    client.leave().await;

    let back = order.live.project.room_client(room, viewer.id).grants(raised);
    let back = back.metadata(json!({ "role": "co_host", "isCreator": false })).join().await;
    deliveries.until_about("participant_joined", &back.sid).await;
    until_allowed(&order, &viewer, &json!([])).await;

    // and the other way: a promotion survives a token of the audience
    assert_eq!(order.assign(AssignableRole::Speaker, &viewer).await.status, 200);
    back.leave().await;
    let again = connected(&order, &viewer, &deliveries).await;
    until_allowed(&order, &viewer, &json!(["MICROPHONE"])).await;
    drop(again);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_livekit_could_not_be_told_the_next_sweep_tells_it() {
    let (order, _host, deliveries) = on_air().await;
    let (muted, banned) = (order.live.person("co_host").await, order.live.viewer.clone());
    let co_host = connected(&order, &muted, &deliveries).await;
    until_allowed(&order, &muted, &json!(["CAMERA", "MICROPHONE"])).await;
    let viewer = connected(&order, &banned, &deliveries).await;

    order.live.project.livekit().set_mode(Mode::Refuse);
    assert_eq!(order.act(&order.live.host, Action::Mute, &muted).await.body["pending"], true);
    assert_eq!(order.ban(&banned).await.body["pending"], true);
    order.assign(AssignableRole::Speaker, &muted).await.assert_refused(503, "SERVICE_UNAVAILABLE");
    order.live.project.livekit().set_mode(Mode::Pass);

    let unban = "update public.live_session_bans set lifted_at = now()";
    assert!(is_looked_at(&order).await);
    let lifted = order.live.project.db().batch_execute(&format!("begin; {unban}")).await;
    lifted.unwrap();
    assert!(is_looked_at(&order).await, "for the muted one too");
    order.live.project.db().batch_execute("rollback").await.unwrap();
    let sweeper = Api::new(&order.live.project, sweeper::routes()).at_system_time();
    let key = order.live.project.env()["SUPABASE_SERVICE_ROLE_KEY"].clone();
    let report = sweeper.post("sweeper").bearer(&key).json(json!({})).send().await;
    assert_eq!((&report.body["removed"], &report.body["updated"]), (&json!(1), &json!(1)), "{}", report.body);
    viewer.until_put_out().await;
    until_allowed(&order, &muted, &json!(["CAMERA"])).await;
    assert_eq!(order.place(&muted).await, json!(["co_host", true]));
    drop(co_host);
}

/// Those whom the session's host blocks while they are inside: the app writes the block itself.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_the_host_blocks_while_on_the_air_is_put_out_by_the_next_look() {
    let (order, _host, deliveries) = on_air().await;
    let (blocked, other) = (order.live.viewer.clone(), order.live.person("viewer").await);
    let client = connected(&order, &blocked, &deliveries).await;
    let stays = connected(&order, &other, &deliveries).await;
    assert!(!is_looked_at(&order).await);
    order.live.project.given().block(&order.live.host, &blocked).await;

    assert!(is_looked_at(&order).await);
    let sweeper = Api::new(&order.live.project, sweeper::routes()).at_system_time();
    let key = order.live.project.env()["SUPABASE_SERVICE_ROLE_KEY"].clone();
    let report = sweeper.post("sweeper").bearer(&key).json(json!({})).send().await;
    assert_eq!(report.body["removed"], 1, "{}", report.body);
    client.until_put_out().await;
    assert_eq!(order.live.place_of(&other).await, json!([true, stays.sid]));
}

/// Two changes of one person may reach LiveKit in another order than the database.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_is_done_to_somebody_at_once_rows_and_livekit_agree_after_a_sweep() {
    let (order, _host, deliveries) = on_air().await;
    let viewer = order.live.viewer.clone();
    let moderator = order.live.person("moderator").await;
    let client = connected(&order, &viewer, &deliveries).await;
    let sweeper = Api::new(&order.live.project, sweeper::routes()).at_system_time();
    let key = order.live.project.env()["SUPABASE_SERVICE_ROLE_KEY"].clone();
    for _ in 0..10 {
        let (host, target) = (&order.live.host, &viewer);
        let replies = tokio::join!(
            order.assign(AssignableRole::CoHost, target),
            order.act(&moderator, Action::Mute, target),
            order.act(host, Action::Assign(AssignableRole::Viewer), target),
            order.act(&moderator, Action::Unmute, target),
            order.act(&moderator, Action::Assign(AssignableRole::Speaker), target),
        );
        for reply in [replies.0, replies.1, replies.2, replies.3, replies.4] {
            assert!(reply.status == 200 || reply.body["errorCode"] == "TARGET_PROTECTED", "{}", reply.body);
        }
        assert_eq!(sweeper.post("sweeper").bearer(&key).json(json!({})).send().await.status, 200);
        let place = order.place(&viewer).await;
        let sources = match (place[0].as_str().unwrap(), place[1].as_bool().unwrap()) {
            ("co_host", false) => json!(["CAMERA", "MICROPHONE"]),
            ("co_host", true) => json!(["CAMERA"]),
            ("speaker", false) => json!(["MICROPHONE"]),
            _ => json!([]),
        };
        let seen = order.live.seen_by_livekit(&viewer).await.unwrap();
        let metadata: Value = serde_json::from_str(seen["metadata"].as_str().unwrap()).unwrap();
        assert_eq!((&seen["permission"]["can_publish_sources"], &metadata["role"]), (&sources, &place[0]), "{place}");
    }
    drop(client);
}
