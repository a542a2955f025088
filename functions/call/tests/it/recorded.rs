//! The examples of the API document, which the functions really answer.

use serde_json::json;

use super::support::{Line, id_of};

#[tokio::test]
async fn calls_are_answered_as_the_document_shows() {
    let line = Line::open().await;
    let post = |name: &str, user| line.api.post(name).user(user);
    let (caller, callee) = (&line.caller, &line.callee);

    let body = json!({ "calleeId": callee.id, "callType": "video" });
    let first = id_of(&post("create-call", caller).json(body).recorded().await);
    post("cancel-call", caller).json(json!({ "callId": first })).recorded().await;

    let body = json!({ "calleeId": callee.id, "callType": "audio_call" });
    let second = id_of(&post("initiate-call", caller).json(body.clone()).recorded().await);
    post("answer-call", callee).json(json!({ "callId": second, "accept": true })).recorded().await;
    post("get-call", caller).json(json!({ "callId": second })).recorded().await;
    post("end-call", caller).json(json!({ "callId": second })).recorded().await;

    let third = id_of(&post("initiate-call", caller).json(body.clone()).send().await);
    post("accept-call", callee).json(json!({ "callId": third })).recorded().await;
    post("end-call", caller).json(json!({ "callId": third })).send().await;

    let fourth = id_of(&post("initiate-call", caller).json(body).send().await);
    post("decline-call", callee).json(json!({ "callId": fourth })).recorded().await;
}
