//! Somebody in the audience asks to come on stage.

use serde_json::json;

use super::support::Stage;

#[tokio::test]
async fn who_asks_and_is_let_in_is_a_guest_of_the_kind_of_room() {
    for (stage, role) in [(Stage::open().await, "co_host"), (Stage::audio_room().await, "speaker")] {
        let viewer = stage.live.viewer.clone();
        let asked = stage.post("request-to-join", &viewer, json!({ "message": "  Merhaba!  " })).await;
        assert_eq!(asked.status, 200, "{}", asked.body);
        assert_eq!(asked.body["requestId"], asked.body["request"]["id"], "both spellings");
        assert_eq!(asked.body["request"]["message"], "Merhaba!");
        assert_eq!(asked.body["request"]["status"], "pending");

        let id = asked.body["requestId"].clone();
        for _ in 0..2 {
            let approved = stage.answer(&id, true).await;
            assert_eq!((approved.status, &approved.body["approved"]), (200, &json!(true)), "{}", approved.body);
            assert_eq!(approved.body["request"]["status"], "approved");
        }
        assert_eq!(stage.place(&viewer).await, json!([role, null]));
        stage.answer(&id, false).await.assert_refused(409, "REQUEST_CLOSED");
        stage.cancel(&viewer, &id).await.assert_refused(409, "REQUEST_CLOSED");
    }
}

#[tokio::test]
async fn who_has_asked_is_answered_with_the_same_request_until_it_is_closed() {
    let stage = Stage::open().await;
    let viewer = stage.live.viewer.clone();
    let first = stage.ask(&viewer).await;
    let second = stage.ask(&viewer).await;
    assert_eq!(first.body, second.body);
    assert_eq!(stage.events(&stage.host_phone()).await, ["join_request"]);
}

#[tokio::test]
async fn one_asks_once_in_five_minutes_and_ten_after_a_refusal() {
    let stage = Stage::open().await;
    let viewer = stage.live.viewer.clone();
    let cancelled = stage.asked(&viewer).await;
    assert_eq!(stage.cancel(&viewer, &cancelled).await.body["request"]["status"], "cancelled");
    let soon = stage.ask(&viewer).await;
    soon.assert_refused(429, "RATE_LIMITED");
    assert_eq!(soon.header("retry-after"), Some("300"));

    stage.wait(299).await;
    stage.ask(&viewer).await.assert_refused(429, "RATE_LIMITED");
    stage.wait(1).await;
    let refused = stage.asked(&viewer).await;
    for _ in 0..2 {
        let answer = stage.answer(&refused, false).await;
        assert_eq!((answer.status, &answer.body["approved"]), (200, &json!(false)));
    }
    stage.wait(599).await;
    stage.ask(&viewer).await.assert_refused(429, "RATE_LIMITED");
    stage.wait(1).await;
    stage.asked(&viewer).await;
    stage.asked(&stage.viewer().await).await;
}

#[tokio::test]
async fn a_request_counts_for_a_minute() {
    let stage = Stage::open().await;
    let viewer = stage.live.viewer.clone();
    let id = stage.asked(&viewer).await;
    stage.wait(60).await;
    stage.answer(&id, true).await.assert_refused(410, "REQUEST_EXPIRED");
    stage.live.tick(0).await;
    assert_eq!(stage.request(&id).await, "expired");
    stage.answer(&id, true).await.assert_refused(410, "REQUEST_EXPIRED");
    let told = stage.heard(&Stage::phone(&viewer)).await;
    assert_eq!((told[0].0.as_str(), &told[0].1["expired"]), ("join_request_response", &json!(true)));
    assert_eq!(stage.cancel(&viewer, &id).await.body["request"]["status"], "expired");
    stage.wait(240).await;
    stage.asked(&viewer).await;
}

#[tokio::test]
async fn a_request_that_expired_unnoticed_stands_in_nobodys_way() {
    let stage = Stage::open().await;
    let viewer = stage.live.viewer.clone();
    let first = stage.asked(&viewer).await;
    stage.wait(300).await;
    let second = stage.asked(&viewer).await;
    assert_ne!(first, second);
    assert_eq!(stage.request(&first).await, "expired");
    assert_eq!(stage.cancel(&viewer, &second).await.status, 200);
}

#[tokio::test]
async fn only_somebody_inside_with_a_voice_asks() {
    let stage = Stage::open().await;
    let given = stage.live.project.given();
    stage.ask(&stage.live.host).await.assert_refused(409, "SELF_GUEST");
    for role in ["co_host", "speaker", "moderator"] {
        stage.ask(&stage.live.person(role).await).await.assert_refused(409, "NOT_IN_AUDIENCE");
    }
    let muted = given.user().await;
    given.participant(&stage.live.session, &muted).muted().insert().await;
    stage.ask(&muted).await.assert_refused(403, "MUTED");
    stage.ask(&given.user().await).await.assert_refused(403, "NOT_IN_SESSION");
    let anonymous = given.anonymous_user().await;
    given.participant(&stage.live.session, &anonymous).insert().await;
    stage.ask(&anonymous).await.assert_refused(403, "ACCOUNT_REQUIRED");
    let banned = stage.viewer().await;
    given.ban(&banned).from_creator(&stage.live.host).insert().await;
    stage.ask(&banned).await.assert_refused(403, "BANNED");
    let blocked = stage.viewer().await;
    given.block(&stage.live.host, &blocked).await;
    stage.ask(&blocked).await.assert_refused(403, "BLOCKED");
    assert_eq!(stage.live.project.count("public.live_guest_requests").await, 0);
}

#[tokio::test]
async fn without_guests_or_without_a_seat_nobody_asks_and_nobody_is_let_in() {
    let stage = Stage::open().await;
    let viewer = stage.live.viewer.clone();
    let id = stage.asked(&viewer).await;
    stage.set("guest_enabled = false").await;
    stage.answer(&id, true).await.assert_refused(403, "GUESTS_DISABLED");
    stage.ask(&stage.viewer().await).await.assert_refused(403, "GUESTS_DISABLED");

    stage.set("guest_enabled = true, max_guests = 1").await;
    stage.live.person("co_host").await;
    stage.answer(&id, true).await.assert_refused(409, "STAGE_FULL");
    stage.ask(&stage.viewer().await).await.assert_refused(409, "STAGE_FULL");
    assert_eq!(stage.request(&id).await, "pending", "it still waits");
}

#[tokio::test]
async fn somebody_put_out_since_they_asked_is_not_let_on_stage() {
    let stage = Stage::open().await;
    let given = stage.live.project.given();
    let (banned, blocked, gone) = (stage.viewer().await, stage.viewer().await, stage.viewer().await);
    let mut ids = Vec::new();
    for viewer in [&banned, &blocked, &gone] {
        ids.push(stage.asked(viewer).await);
    }
    given.ban(&banned).everywhere().insert().await;
    given.block(&stage.live.host, &blocked).await;
    let leave = "update public.live_participants set is_active = false where user_id = $1";
    stage.live.project.execute(leave, &[&gone.id]).await;
    for id in &ids {
        stage.answer(id, true).await.assert_refused(409, "GUEST_UNAVAILABLE");
    }
    assert_eq!(stage.seats().await, 0);
    assert_eq!(stage.answer(&ids[0], false).await.status, 200, "refused it can be");
}

#[tokio::test]
async fn a_message_to_the_host_is_held_to_the_rules_of_the_chat() {
    let stage = Stage::open().await;
    let words = "update public.live_settings set value = '[\"kaba\"]' where key = 'chat_blocked_words'";
    stage.live.project.execute(words, &[]).await;
    let ask =
        async |message: &str| stage.post("request-to-join", &stage.live.viewer, json!({ "message": message })).await;
    ask("KABA!").await.assert_refused(403, "MESSAGE_REJECTED");
    ask(&"a".repeat(201)).await.assert_refused(400, "INVALID_FIELD");
    assert_eq!(ask(&"a".repeat(200)).await.status, 200);
}

#[tokio::test]
async fn a_key_answers_with_the_request_it_made_although_that_is_closed() {
    let stage = Stage::open().await;
    let ask = async |key: &str, message: &str| {
        let body = json!({ "sessionId": stage.live.session.id, "message": message });
        let request = stage.live.api.post("request-to-join").user(&stage.live.viewer).json(body);
        request.header("idempotency-key", key).send().await
    };
    let first = ask("one", "a").await;
    stage.cancel(&stage.live.viewer, &first.body["requestId"]).await;
    let again = ask("one", "a").await;
    assert_eq!((again.header("idempotency-replayed"), &again.body), (Some("true"), &first.body));
    ask("one", "b").await.assert_refused(422, "IDEMPOTENCY_KEY_REUSED");
    ask("two", "a").await.assert_refused(429, "RATE_LIMITED");
}
