//! `pin-live-message`.

use futures_util::future::join_all;
use ipelya_test::LiveSession;
use serde_json::{Value, json};

use super::support::{delete, on_air, pin, said};

async fn pinned(live: &LiveSession) -> Vec<String> {
    let sql = "select id::text from public.live_messages where is_pinned";
    live.project.db().query(sql, &[]).await.unwrap().iter().map(|row| row.get(0)).collect()
}

#[tokio::test]
async fn one_message_is_pinned_at_a_time() {
    let live = on_air().await;
    let moderator = live.person("moderator").await;
    let (first, second) = (said(&live, &live.viewer, "bir").await, said(&live, &live.viewer, "iki").await);

    let reply = pin(&live, &live.host, &first, true).await;
    assert_eq!((reply.status, &reply.body["message"]["isPinned"]), (200, &json!(true)), "{}", reply.body);
    assert_eq!(pin(&live, &moderator, &second, true).await.status, 200);
    assert_eq!(pinned(&live).await, [second.as_str().unwrap()]);
    assert_eq!(pin(&live, &live.host, &first, false).await.body["message"]["isPinned"], false);
    assert_eq!(pinned(&live).await, [second.as_str().unwrap()], "what is not pinned is not taken down");
    for _ in 0..2 {
        assert_eq!(pin(&live, &live.host, &second, false).await.body["message"]["isPinned"], false);
    }
    assert!(pinned(&live).await.is_empty());
}

#[tokio::test]
async fn a_pin_is_told_once_and_said_in_the_chat_for_apps_that_show_no_pins() {
    let live = on_air().await;
    let message = said(&live, &live.viewer, "kurallar").await;
    for _ in 0..3 {
        assert_eq!(pin(&live, &live.host, &message, true).await.status, 200);
    }
    let told =
        "select payload - 'id' from realtime.messages where event = 'message_pinned' and topic = 'live:' || $1::uuid";
    let told = live.project.db().query(told, &[&live.session.id]).await.unwrap();
    let told: Vec<Value> = told.iter().map(|row| row.get(0)).collect();
    assert_eq!(told, [json!({ "messageId": message, "pinned": true })]);
    let said = "select content from public.live_messages where message_type = 'system' and sender_id = $1";
    let said = live.project.db().query(said, &[&live.host.id]).await.unwrap();
    assert_eq!(said.iter().map(|row| row.get(0)).collect::<Vec<String>>(), ["Sabitlendi: kurallar"]);
}

#[tokio::test]
async fn pins_at_the_same_moment_leave_one() {
    let live = on_air().await;
    let moderator = live.person("moderator").await;
    let mut messages = Vec::new();
    for number in 0..10 {
        messages.push(said(&live, &live.viewer, &number.to_string()).await);
    }
    let by_host = join_all(messages.iter().map(|message| pin(&live, &live.host, message, true)));
    let by_moderator = join_all(messages.iter().rev().map(|message| pin(&live, &moderator, message, true)));
    let (by_host, by_moderator) = tokio::join!(by_host, by_moderator);

    assert!(by_host.iter().chain(&by_moderator).all(|reply| reply.status == 200));
    assert_eq!(pinned(&live).await.len(), 1);
}

#[tokio::test]
async fn a_deleted_message_and_an_ended_session_take_no_pin() {
    let live = on_air().await;
    let (deleted, kept) = (said(&live, &live.viewer, "bir").await, said(&live, &live.viewer, "iki").await);
    delete(&live, &live.viewer, &deleted).await;
    pin(&live, &live.host, &deleted, true).await.assert_refused(404, "MESSAGE_NOT_FOUND");
    live.end().await;
    pin(&live, &live.host, &kept, true).await.assert_refused(409, "SESSION_ENDED");
    assert!(pinned(&live).await.is_empty());
}
