//! Whoever comes back with a token of better days: LiveKit lets them in, the webhook does not let them stay.

use ipelya_edge::{Clock, Context, Settings};
use ipelya_test::{LiveSession, Mode, RoomClient, User};
use serde_json::{Value, json};
use tokio::time::{Duration, sleep, timeout};

use super::livekit::on_air_and_reported;
use super::support::{deliver, on_air};

const PATIENCE: Duration = Duration::from_mins(1);

fn on_stage() -> Value {
    json!({
        "canPublish": true, "canPublishSources": ["camera", "microphone"], "canSubscribe": true,
        "canPublishData": true, "canUpdateOwnMetadata": false,
    })
}

async fn arrives_as_co_host(live: &LiveSession, user: &User) -> RoomClient {
    let metadata = json!({ "role": "co_host", "isCreator": false });
    live.project.room_client(&live.session.room_name, user.id).grants(on_stage()).metadata(metadata).join().await
}

/// LiveKit's word that somebody who is inside has just joined, as it words it.
async fn joined_now(live: &LiveSession, user: &User) -> Value {
    let seen = live.seen_by_livekit(user).await.unwrap();
    let mut event = live.joined(user, seen["sid"].as_str().unwrap(), 0);
    let may = &seen["permission"];
    event["participant"]["metadata"] = seen["metadata"].clone();
    event["participant"]["permission"] = json!({
        "canPublish": may["can_publish"], "canPublishSources": may["can_publish_sources"],
        "canSubscribe": may["can_subscribe"], "canPublishData": may["can_publish_data"],
    });
    event
}

async fn until_silent(live: &LiveSession, user: &User) {
    let silent = async {
        loop {
            let seen = live.seen_by_livekit(user).await.unwrap();
            let has_no_tracks = seen["tracks"].as_array().is_none_or(Vec::is_empty);
            if seen["permission"]["can_publish"] == json!(false) && has_no_tracks {
                return seen;
            }
            sleep(Duration::from_millis(20)).await;
        }
    };
    let seen = timeout(PATIENCE, silent).await.unwrap();
    let metadata: Value = serde_json::from_str(seen["metadata"].as_str().unwrap()).unwrap();
    assert_eq!(metadata["role"], "viewer");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_banned_person_who_rejoins_with_a_kept_token_is_out_again_without_a_sweep() {
    let (live, deliveries) = on_air_and_reported().await;
    let room = &live.session.room_name;
    live.project.open_room(room).await;
    let mut viewer = live.project.room_client(room, live.viewer.id).join().await;
    let kept = viewer.refreshed_token().await;
    deliveries.until_about("participant_joined", &viewer.sid).await;

    live.project.given().ban(&live.viewer).from_session(&live.session).insert().await;
    let env = live.project.env();
    let cx = Context::new(&Settings::from_source(|name| env.get(name).cloned()).unwrap(), Clock::system()).unwrap();
    let name = serde_json::from_value(json!(room)).unwrap();
    cx.sfu.remove_participant(&name, &live.viewer.id.to_string()).await.unwrap();
    viewer.until_put_out().await;

    for _ in 0..2 {
        let back = live.project.room_client(room, live.viewer.id).token(&kept).connect().await;
        let sid = back.sid.clone();
        back.until_put_out().await;
        deliveries.until_about("participant_left", &sid).await;
    }
    assert_eq!(live.open_stays().await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_demoted_person_who_rejoins_with_a_kept_token_is_inside_but_cannot_publish() {
    let (live, deliveries) = on_air_and_reported().await;
    let room = &live.session.room_name;
    live.project.open_room(room).await;
    let co_host = live.person("co_host").await;
    let mut client = arrives_as_co_host(&live, &co_host).await;
    let kept = client.refreshed_token().await;
    client.leave().await;
    let demote = "update public.live_participants set role = 'viewer' where user_id = $1";
    live.project.db().execute(demote, &[&co_host.id]).await.unwrap();

    let back = live.project.room_client(room, co_host.id).token(&kept).microphone().join().await;
    until_silent(&live, &co_host).await;

    // what LiveKit hands them now opens the room with the rights they have
    deliveries.until_about("participant_joined", &back.sid).await;
    assert_eq!(live.seen_by_livekit(&co_host).await.unwrap()["sid"], back.sid.as_str());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_may_not_be_inside_is_put_out_and_everybody_else_costs_livekit_nothing() {
    let live = on_air().await;
    let room = &live.session.room_name;
    live.project.open_room(room).await;
    let given = live.project.given();
    let tomorrow = live.api.now() + time::Duration::DAY;
    for case in ["nothing", "lifted", "auth ban over", "ban", "global", "auth ban", "deleted", "blocked"] {
        let user = given.user().await;
        given.participant(&live.session, &user).insert().await;
        let client = live.project.room_client(room, user.id).join().await;
        match case {
            "lifted" => given.ban(&user).from_session(&live.session).lifted().insert().await,
            "auth ban over" => given.auth_ban(&user, live.api.now()).await,
            "ban" => given.ban(&user).from_creator(&live.host).insert().await,
            "global" => given.ban(&user).everywhere().insert().await,
            "auth ban" => given.auth_ban(&user, tomorrow).await,
            "deleted" => given.delete_user(&user).await,
            "blocked" => given.block(&live.host, &user).await,
            _ => {}
        }
        let event = joined_now(&live, &user).await;
        live.project.livekit().reset();

        assert_eq!(deliver(&live, &event).await, "success", "{case}");

        let may_stay = ["nothing", "lifted", "auth ban over"].contains(&case);
        assert_eq!(live.project.livekit().requests(), usize::from(!may_stay), "{case}");
        if may_stay {
            assert!(live.seen_by_livekit(&user).await.is_some(), "{case}");
        } else {
            client.until_put_out().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_published_track_alone_tells_that_somebody_may_not_publish() {
    let live = on_air().await;
    live.project.open_room(&live.session.room_name).await;
    let (co_host, demoted, muted) =
        (live.person("co_host").await, live.person("co_host").await, live.person("co_host").await);
    let _clients = (
        arrives_as_co_host(&live, &co_host).await,
        arrives_as_co_host(&live, &demoted).await,
        arrives_as_co_host(&live, &muted).await,
    );
    let change = "update public.live_participants
                  set role = case when user_id = $1 then 'viewer' else role end, is_muted = user_id = $2";
    live.project.db().execute(change, &[&demoted.id, &muted.id]).await.unwrap();
    let published = async |user: &User, source: &str| {
        let mut event = live.event("track_published", &format!("EV_{source}_{}", user.id), 0);
        event["participant"] = json!({ "sid": format!("PA_{}", user.id), "identity": user.id });
        event["track"] = json!({ "sid": "TR_1", "source": source });
        live.project.livekit().reset();
        deliver(&live, &event).await;
        let may = live.seen_by_livekit(user).await.unwrap()["permission"].take();
        (live.project.livekit().requests(), may["can_publish"].clone(), may["can_publish_sources"].clone())
    };

    let both = json!(["CAMERA", "MICROPHONE"]);
    assert_eq!(published(&co_host, "MICROPHONE").await, (0, json!(true), both.clone()));
    assert_eq!(published(&muted, "CAMERA").await, (0, json!(true), both));
    assert_eq!(published(&muted, "MICROPHONE").await, (1, json!(true), json!(["CAMERA"])));
    let (requests, may_publish, _) = published(&demoted, "CAMERA").await;
    assert_eq!((requests, may_publish), (1, json!(false)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stranger_in_the_room_of_a_call_is_put_out_and_its_parties_are_not() {
    let live = on_air().await;
    let given = live.project.given();
    let (caller, callee, stranger) = (given.user().await, given.user().await, given.user().await);
    let call = given.call(&caller, &callee).status("connected").insert().await;
    live.project.open_room(&call.room_name).await;
    let everything = json!(["camera", "microphone", "screen_share", "screen_share_audio"]);
    for (user, role, requests) in [(&caller, "caller", 0), (&callee, "callee", 0), (&stranger, "callee", 1)] {
        let metadata = json!({ "role": role, "isCreator": false });
        let grants = json!({
            "canPublish": true, "canPublishSources": everything, "canSubscribe": true, "canPublishData": true,
        });
        let client =
            live.project.room_client(&call.room_name, user.id).grants(grants).metadata(metadata.clone()).join().await;
        let mut event = live.joined(user, &client.sid, 0);
        event["room"]["name"] = json!(call.room_name);
        event["participant"]["metadata"] = json!(metadata.to_string());
        event["participant"]["permission"] = json!({
            "canPublish": true, "canSubscribe": true, "canPublishData": true,
            "canPublishSources": ["CAMERA", "MICROPHONE", "SCREEN_SHARE", "SCREEN_SHARE_AUDIO"],
        });
        live.project.livekit().reset();

        deliver(&live, &event).await;

        assert_eq!(live.project.livekit().requests(), requests, "{role}");
        if requests > 0 {
            client.until_put_out().await;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_party_who_comes_back_to_a_call_that_is_over_is_put_out() {
    let live = on_air().await;
    let given = live.project.given();
    let (caller, callee) = (given.user().await, given.user().await);
    let call = given.call(&caller, &callee).ended("completed").insert().await;
    // its room is closed half a minute after the end
    live.project.open_room(&call.room_name).await;
    for (user, role) in [(&caller, "caller"), (&callee, "callee")] {
        let metadata = json!({ "role": role, "isCreator": false });
        let client = live.project.room_client(&call.room_name, user.id).metadata(metadata).join().await;
        let mut event = live.joined(user, &client.sid, 0);
        event["room"]["name"] = json!(call.room_name);
        live.project.livekit().reset();
        assert_eq!(deliver(&live, &event).await, "success", "{role}");
        assert_eq!(live.project.livekit().requests(), 1, "{role}");
        client.until_put_out().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_livekit_that_does_not_answer_keeps_no_event_waiting() {
    let live = on_air().await;
    live.project.open_room(&live.session.room_name).await;
    let _client = live.project.room_client(&live.session.room_name, live.viewer.id).join().await;
    live.project.given().ban(&live.viewer).from_session(&live.session).insert().await;
    let event = joined_now(&live, &live.viewer).await;
    for mode in [Mode::Hang, Mode::Status(503), Mode::Refuse] {
        let mut event = event.clone();
        event["id"] = json!(format!("EV_{mode:?}"));
        live.project.livekit().set_mode(mode);
        live.project.livekit().reset();
        assert_eq!(deliver(&live, &event).await, "success", "{mode:?}");
        assert_eq!(live.project.livekit().requests(), 1, "one try: {mode:?}");
    }
    assert!(live.seen_by_livekit(&live.viewer).await.is_some(), "the sweeper puts them out");
}
