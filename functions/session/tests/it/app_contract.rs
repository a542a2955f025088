//! What the installed app sends and reads, word for word, in both refusal modes.

use ipelya_test::{Api, Project, assert_published};
use serde_json::{Value, json};

use super::support::{ask, post, session_id};

#[tokio::test]
async fn every_route_is_on_the_local_stack_and_in_the_readme() {
    assert_published("session", &session::routes()).await;
}

/// All ten keys, as the create screen sends them.
fn as_the_create_screen_sends(session_type: &str) -> Value {
    json!({
        "title": "Akşam sohbeti", "description": "", "thumbnailUrl": "https://cdn.test/t.jpg", "sessionType": session_type,
        "accessType": "public", "ppvCoinPrice": 0, "chatEnabled": true, "giftsEnabled": true, "guestEnabled": true,
        "maxGuests": 3,
    })
}

#[tokio::test]
async fn a_session_by_the_apps_own_requests_for_video_and_audio_in_both_modes() {
    for mode in ["http", "ok"] {
        for (session_type, room, audience) in
            [("video_live", "live_video", "viewer"), ("audio_room", "audio_room", "listener")]
        {
            let project = Project::start().await;
            let api = Api::new(&project, session::routes()).with_setting("IPELYA_REFUSAL_STATUS", mode);
            let given = project.given();
            let (creator, viewer) = (given.creator().await, given.user().await);

            let body = as_the_create_screen_sends(session_type);
            let created = api.post("create-live-session").user(&creator).json(body).send().await;
            let id = session_id(&created);
            let session = &created.body["session"];
            assert_eq!((created.status, &created.body["success"]), (200, &json!(true)));
            for (field, value) in [
                ("id", json!(id)),
                ("roomName", json!(format!("{room}_{id}"))),
                ("livekitRoomName", json!(format!("{room}_{id}"))),
                ("title", json!("Akşam sohbeti")),
                ("sessionType", json!(session_type)),
                ("accessType", json!("public")),
                ("status", json!("live")),
            ] {
                assert_eq!(session[field], value, "{field}");
            }

            let joined = api.post("join-live-session").user(&viewer).json(json!({ "sessionId": id })).send().await;
            assert_eq!((joined.status, &joined.body["success"]), (200, &json!(true)));
            let started = ask(&project, "select started_at from public.live_sessions where id = $1", id).await;
            let session = &joined.body["session"];
            for (field, value) in [
                ("id", json!(id)),
                ("roomName", json!(format!("{room}_{id}"))),
                ("title", json!("Akşam sohbeti")),
                ("sessionType", json!(session_type)),
                ("chatEnabled", json!(true)),
                ("giftsEnabled", json!(true)),
                ("viewerCount", json!(0)),
            ] {
                assert_eq!(session[field], value, "{field}");
            }
            let seconds = |value: &Value| value.as_str().unwrap().get(..19).unwrap().to_owned();
            assert_eq!(seconds(&session["startedAt"]), seconds(&started["started_at"]));
            for (field, value) in [
                ("id", json!(creator.profile_id)),
                ("user_id", json!(creator.id)),
                ("display_name", json!(creator.display_name)),
                ("avatar_url", json!(creator.avatar_url)),
                ("is_verified", json!(false)),
            ] {
                assert_eq!(session["creator"][field], value, "{field}");
            }
            assert_eq!(joined.body["role"], audience);
            assert_eq!(joined.body["server_url"], joined.body["wsUrl"]);
            assert_eq!(joined.body["participant_token"], joined.body["token"]);

            // the audio room's host sends the session's id for a reason
            let body = json!({ "sessionId": id, "reason": id });
            let ended = api.post("end-live-session").user(&creator).json(body).send().await;
            assert_eq!((ended.status, &ended.body["success"]), (200, &json!(true)));
            assert_eq!(post(&api, "end-live-session", &creator, id).await.status, 200);
        }
    }
}

#[tokio::test]
async fn a_refusal_by_the_rules_reaches_the_installed_app_as_a_body_it_can_read() {
    let project = Project::start().await;
    let strict = Api::new(&project, session::routes());
    let softened = Api::new(&project, session::routes()).with_setting("IPELYA_REFUSAL_STATUS", "ok");
    let given = project.given();
    let (viewer, banned) = (given.user().await, given.user().await);
    let creator = given.creator().await;
    let paid = given.live_session(&creator).pay_per_view(50).host_connected().insert().await;
    let closed = given.live_session(&given.creator().await).subscribers_only().insert().await;
    let over = given.live_session(&given.creator().await).status("ended").insert().await;
    given.ban(&banned).everywhere().insert().await;

    for (person, session, status, code, flag, value) in [
        (&viewer, paid.id, 402, "PAYMENT_REQUIRED", "required", json!(50)),
        (&viewer, paid.id, 402, "PAYMENT_REQUIRED", "requiresPayment", json!(true)),
        (&viewer, closed.id, 403, "SUBSCRIPTION_REQUIRED", "requiresSubscription", json!(true)),
        (&viewer, over.id, 409, "SESSION_ENDED", "success", json!(false)),
        (&banned, closed.id, 403, "BANNED", "banType", json!("global")),
        (&viewer, viewer.id, 404, "SESSION_NOT_FOUND", "success", json!(false)),
    ] {
        let reply = post(&strict, "join-live-session", person, session).await;
        reply.assert_refused(status, code);
        assert_eq!((&reply.body[flag], reply.body.get("status")), (&value, None));
        let reply = post(&softened, "join-live-session", person, session).await;
        reply.assert_refused(200, code);
        assert_eq!((&reply.body[flag], &reply.body["status"]), (&value, &json!(status)));
    }

    for (name, person, body, status, code) in [
        ("create-live-session", &viewer, as_the_create_screen_sends("video_live"), 403, "NOT_A_CREATOR"),
        ("end-live-session", &viewer, json!({ "sessionId": paid.id }), 403, "NOT_THE_HOST"),
        ("join-live-session", &viewer, json!({ "sessionId": paid.id, "expectedPrice": 40 }), 409, "PRICE_CHANGED"),
    ] {
        strict.post(name).user(person).json(body.clone()).send().await.assert_refused(status, code);
        let reply = softened.post(name).user(person).json(body).send().await;
        reply.assert_refused(200, code);
        assert_eq!(reply.body["status"], status);
    }
    // nor does what the installed app does not call
    softened
        .post("start-live-session")
        .user(&viewer)
        .json(json!({ "sessionId": paid.id }))
        .send()
        .await
        .assert_refused(403, "NOT_THE_HOST");

    // what is no refusal by the rules keeps its status
    for (reply, status, code) in [
        (softened.post("join-live-session").json(json!({ "sessionId": paid.id })).send().await, 401, "UNAUTHORIZED"),
        (
            softened.post("join-live-session").user(&viewer).json(json!({ "sessionId": "" })).send().await,
            400,
            "INVALID_FIELD",
        ),
        (
            softened.post("join-live-session").user(&viewer).raw("application/json", "{").send().await,
            400,
            "MALFORMED_BODY",
        ),
        (
            softened.post("create-live-session").user(&creator).json(json!({ "title": "x" })).send().await,
            400,
            "INVALID_FIELD",
        ),
    ] {
        reply.assert_refused(status, code);
    }
    given.setting("join_rate_count", 1).await;
    let limited = given.user().await;
    post(&softened, "join-live-session", &limited, closed.id).await;
    post(&softened, "join-live-session", &limited, closed.id).await.assert_refused(429, "RATE_LIMITED");
}
