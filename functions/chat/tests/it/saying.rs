//! `send-live-message`: the guard of direct inserts, from the server's side.

use futures_util::future::join_all;
use serde_json::{Value, json};

use super::support::{count, on_air, row, said, say};

#[tokio::test]
async fn what_is_said_is_a_row_and_a_reply() {
    let live = on_air().await;

    let reply = say(&live, &live.viewer, "  merhaba 👋  ").await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    let message = &reply.body["message"];
    for (field, value) in [
        ("sessionId", json!(live.session.id)),
        ("senderId", json!(live.viewer.id)),
        ("senderProfileId", json!(live.viewer.profile_id)),
        ("messageType", json!("text")),
        ("content", json!("merhaba 👋")),
        ("isDeleted", json!(false)),
        ("isPinned", json!(false)),
    ] {
        assert_eq!(message[field], value, "{field}");
    }
    let row = row(&live, &message["id"]).await;
    assert_eq!((&row["content"], &row["sender_id"]), (&json!("merhaba 👋"), &json!(live.viewer.id)));
}

#[tokio::test]
async fn a_message_that_breaks_a_rule_is_named_and_not_written() {
    let live = on_air().await;
    live.project.given().setting("chat_blocked_words", json!(["küfür"])).await;
    for (content, status, code) in [
        (json!(""), 400, "MESSAGE_EMPTY"),
        (json!(" \u{a0}\u{200b} "), 400, "MESSAGE_EMPTY"),
        (json!("ş".repeat(201)), 400, "MESSAGE_TOO_LONG"),
        (json!("ne KÜFÜR ama"), 403, "MESSAGE_REJECTED"),
        (json!("a\u{0}b"), 400, "INVALID_FIELD"),
        (json!(7), 400, "INVALID_FIELD"),
        (Value::Null, 400, "INVALID_FIELD"),
    ] {
        say(&live, &live.viewer, content.clone()).await.assert_refused(status, code);
    }
    let without = json!({ "sessionId": live.session.id });
    let reply = live.api.post("send-live-message").user(&live.viewer).json(without).send().await;
    reply.assert_refused(400, "MESSAGE_EMPTY");
    let nowhere = json!({ "sessionId": "", "content": "selam" });
    let reply = live.api.post("send-live-message").user(&live.viewer).json(nowhere).send().await;
    assert_eq!(reply.body["field"], "sessionId");
    assert_eq!(count(&live, "text").await, 0);

    assert_eq!(say(&live, &live.viewer, "ş".repeat(200)).await.status, 200);
}

#[tokio::test]
async fn the_11th_message_of_a_minute_is_refused_and_the_hosts_is_not() {
    let live = on_air().await;
    for _ in 0..10 {
        said(&live, &live.viewer, "selam").await;
    }
    let reply = say(&live, &live.viewer, "selam").await;
    reply.assert_refused(429, "RATE_LIMITED");
    assert_eq!(reply.header("retry-after"), Some("60"));
    for _ in 0..12 {
        said(&live, &live.host, "hoş geldiniz").await;
    }
    assert_eq!(count(&live, "text").await, 22);
}

#[tokio::test]
async fn refused_messages_are_limited_too_but_for_the_host() {
    let live = on_air().await;
    live.project.given().setting("message_rate_count", 4).await;
    for _ in 0..3 {
        say(&live, &live.viewer, " ").await.assert_refused(400, "MESSAGE_EMPTY");
        say(&live, &live.host, " ").await.assert_refused(400, "MESSAGE_EMPTY");
    }
    let long = "x".repeat(201);
    say(&live, &live.viewer, long.clone()).await.assert_refused(400, "MESSAGE_TOO_LONG");
    let reply = say(&live, &live.viewer, "selam").await;
    reply.assert_refused(429, "RATE_LIMITED");
    assert_eq!(reply.header("retry-after"), Some("15"));
    say(&live, &live.host, long).await.assert_refused(400, "MESSAGE_TOO_LONG");
    said(&live, &live.host, "hoş geldiniz").await;
    assert_eq!(count(&live, "text").await, 1);
}

#[tokio::test]
async fn of_thirty_messages_at_once_ten_are_said() {
    let live = on_air().await;
    let replies = join_all((0..30).map(|_| say(&live, &live.viewer, "selam"))).await;
    for reply in replies.iter().filter(|reply| reply.status != 200) {
        reply.assert_refused(429, "RATE_LIMITED");
    }
    assert_eq!(count(&live, "text").await, 10);
}

#[tokio::test]
async fn nothing_is_said_once_the_session_has_ended() {
    let live = on_air().await;
    let given = live.project.given();
    let mut people = Vec::new();
    for _ in 0..24 {
        let person = given.user().await;
        given.participant(&live.session, &person).insert().await;
        people.push(person);
    }
    let end = async {
        let end = "select public.live_end_session($1, 'host_ended', $2)";
        live.project.db().execute(end, &[&live.session.id, &live.api.now()]).await.unwrap();
    };
    let (replies, ()) = tokio::join!(join_all(people.iter().map(|person| say(&live, person, "selam"))), end);

    for reply in replies.iter().filter(|reply| reply.status != 200) {
        reply.assert_refused(409, "SESSION_ENDED");
    }
    // whatever was said is in the totals that were frozen at the end
    let totals = "select total_messages::bigint from public.live_sessions where id = $1";
    let total: i64 = live.project.db().query_one(totals, &[&live.session.id]).await.unwrap().get(0);
    assert_eq!(total, count(&live, "text").await);
    say(&live, &live.viewer, "bitti mi?").await.assert_refused(409, "SESSION_ENDED");
}

#[tokio::test]
async fn chat_that_is_off_a_mute_and_the_kill_switch_silence() {
    let live = on_air().await;
    let given = live.project.given();
    let muted = given.user().await;
    given.participant(&live.session, &muted).muted().insert().await;
    say(&live, &muted, "selam").await.assert_refused(403, "MUTED");
    let off = "update public.live_sessions set chat_enabled = false where id = $1";
    live.project.db().execute(off, &[&live.session.id]).await.unwrap();
    for person in [&live.viewer, &live.host] {
        say(&live, person, "selam").await.assert_refused(403, "CHAT_DISABLED");
    }
    given.setting("live_enabled", false).await;
    say(&live, &live.viewer, "selam").await.assert_refused(403, "LIVE_DISABLED");
}

#[tokio::test]
async fn a_blocked_word_may_cost_the_sender_their_voice_and_the_refusal_keeps_it_so() {
    let live = on_air().await;
    let given = live.project.given();
    given.setting("chat_blocked_words", json!(["küfür"])).await;
    given.setting("chat_blocked_words_action", "mute_and_flag").await;
    let say_once = async |person| {
        let request = live.api.post("send-live-message").user(person).header("Idempotency-Key", "key-1");
        request.json(json!({ "sessionId": live.session.id, "content": "KUFUR!" })).send().await
    };

    say_once(&live.host).await.assert_refused(403, "MESSAGE_REJECTED");
    say_once(&live.viewer).await.assert_refused(403, "MESSAGE_REJECTED");

    // whoever is refused has used no key up
    say_once(&live.viewer).await.assert_refused(403, "MUTED");
    say(&live, &live.viewer, "özür dilerim").await.assert_refused(403, "MUTED");
    let flagged = "select jsonb_agg(l.target_id) from public.live_admin_logs l where l.action = 'auto_flag_words'";
    assert_eq!(live.project.value(flagged, &[]).await, json!([live.viewer.id]));
    said(&live, &live.host, "selam").await;
    assert_eq!(count(&live, "text").await, 1);
}
