//! `pin-live-message`.

use futures_util::future::join_all;
use serde_json::{Value, json};

use super::support::Stage;

impl Stage {
    async fn pinned(&self) -> Vec<String> {
        let sql = "select id::text from public.live_messages where is_pinned";
        self.project.db().query(sql, &[]).await.unwrap().iter().map(|row| row.get(0)).collect()
    }
}

#[tokio::test]
async fn one_message_is_pinned_at_a_time() {
    let stage = Stage::public().await;
    let moderator = stage.moderator().await;
    let (first, second) = (stage.said(&stage.viewer, "bir").await, stage.said(&stage.viewer, "iki").await);

    let reply = stage.pin(&stage.host, &first, true).await;
    assert_eq!((reply.status, &reply.body["message"]["isPinned"]), (200, &json!(true)), "{}", reply.body);
    assert_eq!(stage.pin(&moderator, &second, true).await.status, 200);
    assert_eq!(stage.pinned().await, [second.as_str().unwrap()]);
    assert_eq!(stage.pin(&stage.host, &first, false).await.body["message"]["isPinned"], false);
    assert_eq!(stage.pinned().await, [second.as_str().unwrap()], "what is not pinned is not taken down");
    for _ in 0..2 {
        assert_eq!(stage.pin(&stage.host, &second, false).await.body["message"]["isPinned"], false);
    }
    assert!(stage.pinned().await.is_empty());
}

#[tokio::test]
async fn a_pin_is_told_once_and_said_in_the_chat_for_apps_that_show_no_pins() {
    let stage = Stage::public().await;
    let message = stage.said(&stage.viewer, "kurallar").await;
    for _ in 0..3 {
        assert_eq!(stage.pin(&stage.host, &message, true).await.status, 200);
    }
    let told =
        "select payload - 'id' from realtime.messages where event = 'message_pinned' and topic = 'live:' || $1::uuid";
    let told = stage.project.db().query(told, &[&stage.session.id]).await.unwrap();
    let told: Vec<Value> = told.iter().map(|row| row.get(0)).collect();
    assert_eq!(told, [json!({ "messageId": message, "pinned": true })]);
    let said = "select content from public.live_messages where message_type = 'system' and sender_id = $1";
    let said = stage.project.db().query(said, &[&stage.host.id]).await.unwrap();
    assert_eq!(said.iter().map(|row| row.get(0)).collect::<Vec<String>>(), ["Sabitlendi: kurallar"]);
}

#[tokio::test]
async fn pins_at_the_same_moment_leave_one() {
    let stage = Stage::public().await;
    let moderator = stage.moderator().await;
    let mut messages = Vec::new();
    for number in 0..10 {
        messages.push(stage.said(&stage.viewer, &number.to_string()).await);
    }
    let by_host = join_all(messages.iter().map(|message| stage.pin(&stage.host, message, true)));
    let by_moderator = join_all(messages.iter().rev().map(|message| stage.pin(&moderator, message, true)));
    let (by_host, by_moderator) = tokio::join!(by_host, by_moderator);

    assert!(by_host.iter().chain(&by_moderator).all(|reply| reply.status == 200));
    assert_eq!(stage.pinned().await.len(), 1);
}

#[tokio::test]
async fn a_deleted_message_and_an_ended_show_take_no_pin() {
    let stage = Stage::public().await;
    let (deleted, kept) = (stage.said(&stage.viewer, "bir").await, stage.said(&stage.viewer, "iki").await);
    stage.delete(&stage.viewer, &deleted).await;
    stage.pin(&stage.host, &deleted, true).await.assert_refused(404, "MESSAGE_NOT_FOUND");
    stage.project.db().execute("select public.live_end_session($1, 'host_ended')", &[&stage.session.id]).await.unwrap();
    stage.pin(&stage.host, &kept, true).await.assert_refused(409, "SESSION_ENDED");
    assert!(stage.pinned().await.is_empty());
}
