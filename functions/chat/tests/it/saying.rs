//! `send-live-message`: the guard of direct inserts, from the server's side.

use futures_util::future::join_all;
use serde_json::{Value, json};

use super::support::Stage;

#[tokio::test]
async fn what_is_said_is_a_row_and_a_reply() {
    let stage = Stage::public().await;

    let reply = stage.say(&stage.viewer, "  merhaba 👋  ").await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    let message = &reply.body["message"];
    for (field, value) in [
        ("sessionId", json!(stage.session.id)),
        ("senderId", json!(stage.viewer.id)),
        ("senderProfileId", json!(stage.viewer.profile_id)),
        ("messageType", json!("text")),
        ("content", json!("merhaba 👋")),
        ("isDeleted", json!(false)),
        ("isPinned", json!(false)),
    ] {
        assert_eq!(message[field], value, "{field}");
    }
    let row = stage.row(&message["id"]).await;
    assert_eq!((&row["content"], &row["sender_id"]), (&json!("merhaba 👋"), &json!(stage.viewer.id)));
}

#[tokio::test]
async fn a_message_that_breaks_a_rule_is_named_and_not_written() {
    let stage = Stage::public().await;
    stage.project.given().setting("chat_blocked_words", json!(["küfür"])).await;
    for (content, status, code) in [
        (json!(""), 400, "MESSAGE_EMPTY"),
        (json!(" \u{a0}\u{200b} "), 400, "MESSAGE_EMPTY"),
        (json!("ş".repeat(201)), 400, "MESSAGE_TOO_LONG"),
        (json!("ne KÜFÜR ama"), 403, "MESSAGE_REJECTED"),
        (json!("a\u{0}b"), 400, "INVALID_FIELD"),
        (json!(7), 400, "INVALID_FIELD"),
        (Value::Null, 400, "INVALID_FIELD"),
    ] {
        stage.say(&stage.viewer, content.clone()).await.assert_refused(status, code);
    }
    let without = json!({ "sessionId": stage.session.id });
    let reply = stage.api.post("send-live-message").user(&stage.viewer).json(without).send().await;
    reply.assert_refused(400, "MESSAGE_EMPTY");
    let nowhere = json!({ "sessionId": "", "content": "selam" });
    let reply = stage.api.post("send-live-message").user(&stage.viewer).json(nowhere).send().await;
    assert_eq!(reply.body["field"], "sessionId");
    assert_eq!(stage.count("text").await, 0);

    assert_eq!(stage.say(&stage.viewer, "ş".repeat(200)).await.status, 200);
}

#[tokio::test]
async fn the_11th_message_of_a_minute_is_refused_and_the_hosts_is_not() {
    let stage = Stage::public().await;
    for _ in 0..10 {
        stage.said(&stage.viewer, "selam").await;
    }
    let reply = stage.say(&stage.viewer, "selam").await;
    reply.assert_refused(429, "RATE_LIMITED");
    assert_eq!(reply.header("retry-after"), Some("60"));
    for _ in 0..12 {
        stage.said(&stage.host, "hoş geldiniz").await;
    }
    assert_eq!(stage.count("text").await, 22);
}

#[tokio::test]
async fn refused_messages_are_limited_too_but_for_the_host() {
    let stage = Stage::public().await;
    stage.project.given().setting("message_rate_count", 4).await;
    for _ in 0..3 {
        stage.say(&stage.viewer, " ").await.assert_refused(400, "MESSAGE_EMPTY");
        stage.say(&stage.host, " ").await.assert_refused(400, "MESSAGE_EMPTY");
    }
    let long = "x".repeat(201);
    stage.say(&stage.viewer, long.clone()).await.assert_refused(400, "MESSAGE_TOO_LONG");
    let reply = stage.say(&stage.viewer, "selam").await;
    reply.assert_refused(429, "RATE_LIMITED");
    assert_eq!(reply.header("retry-after"), Some("15"));
    stage.say(&stage.host, long).await.assert_refused(400, "MESSAGE_TOO_LONG");
    stage.said(&stage.host, "hoş geldiniz").await;
    assert_eq!(stage.count("text").await, 1);
}

#[tokio::test]
async fn of_thirty_messages_at_once_ten_are_said() {
    let stage = Stage::public().await;
    let replies = join_all((0..30).map(|_| stage.say(&stage.viewer, "selam"))).await;
    for reply in replies.iter().filter(|reply| reply.status != 200) {
        reply.assert_refused(429, "RATE_LIMITED");
    }
    assert_eq!(stage.count("text").await, 10);
}

#[tokio::test]
async fn nothing_is_said_once_the_show_has_ended() {
    let stage = Stage::public().await;
    let given = stage.project.given();
    let mut people = Vec::new();
    for _ in 0..24 {
        let person = given.user().await;
        given.participant(&stage.session, &person).insert().await;
        people.push(person);
    }
    let end = async {
        let end = "select public.live_end_session($1, 'host_ended', $2)";
        stage.project.db().execute(end, &[&stage.session.id, &stage.api.now()]).await.unwrap();
    };
    let (replies, ()) = tokio::join!(join_all(people.iter().map(|person| stage.say(person, "selam"))), end);

    for reply in replies.iter().filter(|reply| reply.status != 200) {
        reply.assert_refused(409, "SESSION_ENDED");
    }
    // whatever was said is in the totals that were frozen at the end
    let totals = "select total_messages::bigint from public.live_sessions where id = $1";
    let total: i64 = stage.project.db().query_one(totals, &[&stage.session.id]).await.unwrap().get(0);
    assert_eq!(total, stage.count("text").await);
    stage.say(&stage.viewer, "bitti mi?").await.assert_refused(409, "SESSION_ENDED");
}

#[tokio::test]
async fn chat_that_is_off_a_mute_and_the_kill_switch_silence() {
    let stage = Stage::public().await;
    let given = stage.project.given();
    let muted = given.user().await;
    given.participant(&stage.session, &muted).muted().insert().await;
    stage.say(&muted, "selam").await.assert_refused(403, "MUTED");
    let off = "update public.live_sessions set chat_enabled = false where id = $1";
    stage.project.db().execute(off, &[&stage.session.id]).await.unwrap();
    for person in [&stage.viewer, &stage.host] {
        stage.say(person, "selam").await.assert_refused(403, "CHAT_DISABLED");
    }
    given.setting("live_enabled", false).await;
    stage.say(&stage.viewer, "selam").await.assert_refused(403, "LIVE_DISABLED");
}
