//! What the token of each role grants, read from the JWT itself and by LiveKit.

use ipelya_test::{Api, LiveSession, Project, decode_jwt};
use livekit_api::access_token::TokenVerifier;
use serde_json::{Value, json};

const EVERYTHING: [&str; 4] = ["camera", "microphone", "screen_share", "screen_share_audio"];

/// The whole payload a token must have: anything more than this is a right too many.
fn payload(api: &Api, user: &ipelya_test::User, room: &str, role: &str, sources: &[&str]) -> Value {
    let now = api.now().unix_timestamp();
    let mut video = json!({
        "room": room, "roomJoin": true, "canPublish": !sources.is_empty(), "canSubscribe": true,
        "canPublishData": true, "canUpdateOwnMetadata": false,
    });
    if !sources.is_empty() {
        video["canPublishSources"] = json!(sources);
    }
    let metadata = json!({
        "profileId": user.profile_id, "username": user.username, "avatarUrl": user.avatar_url, "role": role,
        "isCreator": role == "host",
    });
    json!({
        "iss": api.setting("LIVEKIT_API_KEY"), "sub": user.id, "nbf": now, "exp": now + 600,
        "name": user.display_name, "metadata": metadata, "video": video,
    })
}

/// The token's payload, with the metadata parsed so that its order does not matter.
fn decoded(token: &Value) -> Value {
    let mut payload = decode_jwt(token.as_str().unwrap()).payload;
    payload["metadata"] = serde_json::from_str(payload["metadata"].as_str().unwrap()).unwrap();
    payload
}

#[tokio::test]
async fn every_role_of_a_session_gets_exactly_its_grants() {
    let project = Project::start().await;
    let api = Api::new(&project, token::routes());
    let given = project.given();
    let creator = given.creator().await;

    for (audio, role, sources) in [
        (false, "host", EVERYTHING.as_slice()),
        (true, "host", EVERYTHING.as_slice()),
        (false, "co_host", &["camera", "microphone"]),
        (true, "co_host", &["microphone"]),
        (true, "speaker", &["microphone"]),
        (false, "moderator", &[]),
        (false, "invited_guest", &[]),
        (false, "viewer", &[]),
        (true, "listener", &[]),
    ] {
        let session = given.live_session(&creator);
        let session = if audio { session.audio_room() } else { session }.insert().await;
        let person = if role == "host" { creator.clone() } else { given.user().await };
        if role != "host" {
            given.participant(&session, &person).role(role).insert().await;
        }
        // nobody in the room learns who is invited
        let role = if role == "invited_guest" { "viewer" } else { role };

        let reply = api.post("get-livekit-token").user(&person).json(json!({ "sessionId": session.id })).send().await;

        assert_eq!(reply.status, 200, "{role}: {}", reply.body);
        assert_eq!(decoded(&reply.body["token"]), payload(&api, &person, &session.room_name, role, sources), "{role}");
        assert_eq!(
            reply.body,
            json!({
                "success": true, "token": reply.body["token"], "participant_token": reply.body["token"],
                "wsUrl": api.setting("LIVEKIT_URL"), "server_url": api.setting("LIVEKIT_URL"),
                "roomName": session.room_name, "role": role,
            })
        );
        given.end(&session).await;
    }
}

#[tokio::test]
async fn both_parties_of_a_call_get_exactly_their_grants() {
    let project = Project::start().await;
    let api = Api::new(&project, token::routes());
    let given = project.given();

    for (audio, status, sources) in [
        (false, "ringing", EVERYTHING.as_slice()),
        (false, "connected", EVERYTHING.as_slice()),
        (true, "connected", &["microphone"]),
    ] {
        let (caller, callee) = (given.user().await, given.user().await);
        let call = given.call(&caller, &callee);
        let call = if audio { call.audio() } else { call.video() }.status(status).insert().await;
        for (person, role) in [(&caller, "caller"), (&callee, "callee")] {
            let reply = api.post("get-livekit-token").user(person).json(json!({ "callId": call.id })).send().await;
            if status == "ringing" && role == "callee" {
                reply.assert_refused(409, "CALL_NOT_ANSWERED");
                continue;
            }
            assert_eq!(reply.status, 200, "{role}: {}", reply.body);
            assert_eq!(decoded(&reply.body["token"]), payload(&api, person, &call.room_name, role, sources), "{role}");
            assert_eq!(reply.body["role"], role);
            assert_eq!(reply.body["roomName"], json!(call.room_name));
        }
    }
}

#[tokio::test]
async fn livekit_accepts_the_tokens() {
    let LiveSession { project, api, host: creator, viewer, session, .. } =
        LiveSession::of(token::routes()).at_system_time().start().await;
    let verifier = TokenVerifier::with_api_key(&api.setting("LIVEKIT_API_KEY"), &api.setting("LIVEKIT_API_SECRET"));

    for person in [&creator, &viewer] {
        let reply = api.post("get-livekit-token").user(person).json(json!({ "sessionId": session.id })).send().await;
        let token = reply.body["token"].as_str().unwrap();

        let claims = verifier.verify(token).unwrap();
        assert_eq!(claims.sub, person.id.to_string());
        assert_eq!(claims.video.room, session.room_name);
        assert!(!claims.video.room_admin && !claims.video.room_create && !claims.video.room_record);

        assert_eq!(project.validate_with_livekit(token).await, (200, "success".to_owned()));
    }
}

#[tokio::test]
async fn a_creator_who_watches_another_creator_is_a_viewer_like_any_other() {
    let project = Project::start().await;
    let api = Api::new(&project, token::routes());
    let given = project.given();
    let (host, watcher) = (given.creator().await, given.creator().await);
    let session = given.live_session(&host).insert().await;

    let reply = api.post("get-livekit-token").user(&watcher).json(json!({ "sessionId": session.id })).send().await;

    assert_eq!(decoded(&reply.body["token"])["metadata"]["isCreator"], false);
    assert_eq!(reply.body["role"], "viewer");
}

#[tokio::test]
async fn a_muted_persons_token_has_no_microphone_until_they_are_unmuted() {
    let project = Project::start().await;
    let api = Api::new(&project, token::routes());
    let given = project.given();
    let session = given.live_session(&given.creator().await).insert().await;
    let co_host = given.user().await;
    let sources = async || {
        let reply = api.post("get-livekit-token").user(&co_host).json(json!({ "sessionId": session.id })).send().await;
        decoded(&reply.body["token"])["video"]["canPublishSources"].clone()
    };
    given.participant(&session, &co_host).role("co_host").muted().insert().await;
    assert_eq!(sources().await, json!(["camera"]));
    given.participant(&session, &co_host).role("co_host").insert().await;
    assert_eq!(sources().await, json!(["camera", "microphone"]));
}
