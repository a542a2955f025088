//! The shape of requests and replies.

use ipelya_test::{Api, Project, assert_published};
use serde_json::json;

#[tokio::test]
async fn every_route_is_on_the_local_stack_and_in_the_readme() {
    assert_published("token", &token::routes()).await;
}

#[tokio::test]
async fn exactly_one_room_is_asked_for_by_uuid() {
    let project = Project::start().await;
    let api = Api::new(&project, token::routes());
    let given = project.given();
    let person = given.user().await;
    let session = given.live_session(&given.creator().await).insert().await;
    let id = session.id;

    for body in [
        json!({}),
        json!({ "sessionId": "", "callId": "" }),
        json!({ "sessionId": id, "callId": id }),
        json!({ "roomName": session.room_name }),
    ] {
        let reply = api.post("get-livekit-token").user(&person).json(body).send().await;
        reply.assert_refused(400, "ONE_ROOM_REQUIRED");
    }
    for (field, value) in [("sessionId", json!("42")), ("callId", json!(42)), ("sessionId", json!({ "id": id }))] {
        let reply = api.post("get-livekit-token").user(&person).json(json!({ field: value })).send().await;
        reply.assert_refused(400, "INVALID_FIELD");
        assert_eq!(reply.body["field"], field);
    }

    // what the audio-room screens send: the other id blank, a guessed and wrong room name
    let as_sent = json!({ "sessionId": id, "callId": "", "roomName": "live_video_x", "isHost": false });
    let reply = api.post("get-livekit-token").user(&person).json(as_sent).send().await;
    assert_eq!(reply.body["roomName"], json!(session.room_name));
}

#[tokio::test]
async fn a_request_that_is_not_json_by_post_within_64_kib_is_refused() {
    let project = Project::start().await;
    let api = Api::new(&project, token::routes());
    let given = project.given();
    let person = given.user().await;
    let session = given.live_session(&given.creator().await).insert().await;
    let valid = json!({ "sessionId": session.id }).to_string();
    let post = || api.post("get-livekit-token").user(&person);

    post().raw("application/json", "{\"sessionId\":").send().await.assert_refused(400, "MALFORMED_BODY");
    post().raw("application/json", "[]").send().await.assert_refused(400, "MALFORMED_BODY");
    let padded = format!("{valid}{}", " ".repeat(70 * 1024));
    post().raw("application/json", &padded).send().await.assert_refused(413, "BODY_TOO_LARGE");
    post().raw("application/xml", &valid).send().await.assert_refused(415, "UNSUPPORTED_MEDIA_TYPE");
    assert_eq!(post().raw("text/plain;charset=UTF-8", &valid).send().await.status, 200);
    assert_eq!(post().raw_base64("application/json", &valid).send().await.status, 200, "as API Gateway may encode it");

    for method in ["GET", "PUT", "DELETE"] {
        let reply = post().method(method).send().await;
        reply.assert_refused(405, "METHOD_NOT_ALLOWED");
        assert_eq!(reply.header("allow"), Some("POST, OPTIONS"));
    }
    api.post("no-such-function")
        .user(&person)
        .raw("application/json", &valid)
        .send()
        .await
        .assert_refused(404, "FUNCTION_NOT_FOUND");
}

#[tokio::test]
async fn every_reply_is_json_with_a_request_id_and_cors_headers() {
    let project = Project::start().await;
    let api = Api::new(&project, token::routes());
    let given = project.given();
    let person = given.user().await;
    let session = given.live_session(&given.creator().await).insert().await;
    let body = json!({ "sessionId": session.id });

    for reply in [
        api.post("get-livekit-token").user(&person).json(body.clone()).send().await,
        api.post("get-livekit-token").json(body.clone()).send().await,
        api.post("get-livekit-token").method("OPTIONS").send().await,
        api.post("get-livekit-token").method("GET").send().await,
        api.post("unknown").send().await,
    ] {
        assert_eq!(reply.header("content-type"), Some("application/json"));
        assert_eq!(reply.header("access-control-allow-origin"), Some("*"));
        assert!(reply.header("access-control-allow-headers").unwrap().contains("x-client-info"));
        assert!(reply.header("x-request-id").is_some_and(|id| !id.is_empty()));
        assert_eq!(reply.header("x-relay-error"), None);
        if reply.status != 200 {
            assert_eq!(reply.body["requestId"], json!(reply.header("x-request-id").unwrap()));
        }
    }
    let preflight = api.post("get-livekit-token").method("OPTIONS").send().await;
    assert_eq!((preflight.status, preflight.body), (200, json!({ "success": true })));
}

#[tokio::test]
async fn a_refusal_speaks_turkish_to_who_asks_for_it() {
    let project = Project::start().await;
    let api = Api::new(&project, token::routes());

    let english = api.post("get-livekit-token").send().await;
    let turkish = api.post("get-livekit-token").header("accept-language", "tr-TR,tr;q=0.9").send().await;

    assert_eq!(english.body["error"], "Please sign in.");
    assert_eq!(turkish.body["error"], "Lütfen giriş yap.");
    assert_eq!(english.body["errorCode"], turkish.body["errorCode"]);
}

#[tokio::test]
async fn the_installed_app_notices_only_statuses_here_so_none_is_softened() {
    let project = Project::start().await;
    let api = Api::new(&project, token::routes()).with_setting("IPELYA_REFUSAL_STATUS", "ok");
    let given = project.given();
    let person = given.user().await;
    let session = given.live_session(&given.creator().await).pay_per_view(50).insert().await;

    let reply = api.post("get-livekit-token").user(&person).json(json!({ "sessionId": session.id })).send().await;

    reply.assert_refused(402, "PAYMENT_REQUIRED");
    assert_eq!(reply.body.get("status"), None);
}
