//! What the app and the documents send and read, in both refusal modes.

use ipelya_test::{Api, assert_published};
use serde_json::json;

use super::support::{Line, id_of};

#[tokio::test]
async fn every_route_is_on_the_local_stack_and_in_the_readme() {
    assert_published("call", &call::routes()).await;
}

#[tokio::test]
async fn each_vocabulary_is_answered_in_its_own_words() {
    for (place, asked, answer, word) in [
        ("create-call", "video", "accept-call", "video"),
        ("create-call", "audio", "accept-call", "audio"),
        ("initiate-call", "video_call", "answer-call", "video_call"),
        ("initiate-call", "audio_call", "answer-call", "audio_call"),
    ] {
        let line = Line::open().await;
        let body = json!({ "calleeId": line.callee.id, "callType": asked });
        let placed = line.api.post(place).user(&line.caller).json(body).send().await;
        let id = id_of(&placed);
        let kind = if asked.starts_with("video") { "video" } else { "audio" };
        for (field, value) in [
            ("callerId", json!(line.caller.id)),
            ("calleeId", json!(line.callee.id)),
            ("roomName", json!(format!("call_{kind}_{}", id.as_str().unwrap()))),
            ("callType", json!(asked)),
            ("status", json!("ringing")),
            ("isPaid", json!(false)),
        ] {
            assert_eq!(placed.body["call"][field], value, "{place} {field}");
        }
        assert_eq!(placed.body["call"]["callee"]["display_name"], json!(line.callee.display_name));
        assert_eq!((&placed.body["role"], placed.body["token"].is_string()), (&json!("caller"), true));

        let body = json!({ "callId": id, "accept": true });
        let answered = line.api.post(answer).user(&line.callee).json(body).send().await;
        assert_eq!(answered.status, 200, "{}", answered.body);
        assert_eq!(
            (&answered.body["call"]["status"], &answered.body["call"]["callType"], &answered.body["role"]),
            (&json!("connected"), &json!(word), &json!("callee")),
        );
    }
}

#[tokio::test]
async fn refusals_reach_installed_apps_where_these_read_them() {
    let line = Line::open().await;
    let api = Api::new(&line.project, call::routes()).with_setting("IPELYA_REFUSAL_STATUS", "ok");
    let nobody = json!({ "calleeId": "6f1c1f0e-5b1f-4c55-9d5e-0f6c3e7f5f10", "callType": "video" });
    for name in ["create-call", "initiate-call"] {
        let reply = api.post(name).user(&line.caller).json(nobody.clone()).send().await;
        reply.assert_refused(200, "USER_NOT_FOUND");
        assert_eq!(reply.body["status"], json!(404));
    }
    let unknown = json!({ "callId": "6f1c1f0e-5b1f-4c55-9d5e-0f6c3e7f5f10", "accept": true });
    for (name, status) in [
        ("accept-call", 200),
        ("answer-call", 200),
        ("decline-call", 404),
        ("cancel-call", 404),
        ("end-call", 404),
        ("get-call", 404),
    ] {
        let reply = api.post(name).user(&line.caller).json(unknown.clone()).send().await;
        reply.assert_refused(status, "CALL_NOT_FOUND");
    }
}

#[tokio::test]
async fn the_callees_phone_is_told_in_words_and_with_an_address_to_open() {
    let line = Line::open().await;
    let id = line.ring().await;
    line.act("cancel-call", &line.caller, &id).await;
    let sql =
        "select jsonb_agg(jsonb_build_array(n.recipient_id, n.type, n.body, n.data ->> 'url') order by n.created_at)
               from public.notifications n";
    let url = format!("/(live)/call/{}?callType=video", id.as_str().unwrap());
    let name = &line.caller.display_name;
    assert_eq!(
        line.project.value(sql, &[]).await,
        json!([
            [line.callee.id, "incoming_call", format!("{name} seni arıyor."), url],
            [line.callee.id, "missed_call", format!("{name} seni aradı."), url],
        ])
    );
}
