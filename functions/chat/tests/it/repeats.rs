//! The same message again.

use futures_util::future::join_all;
use ipelya_test::{Mode, Reply};
use serde_json::json;

use super::support::Stage;

impl Stage {
    async fn say_once(&self, key: &str, content: &str) -> Reply {
        let body = json!({ "sessionId": self.session.id, "content": content });
        let request = self.api.post("send-live-message").user(&self.viewer).header("Idempotency-Key", key);
        request.json(body).send().await
    }
}

#[tokio::test]
async fn fifty_messages_under_one_key_are_one_message_and_fifty_equal_replies() {
    let stage = Stage::public().await;

    let replies = join_all((0..50).map(|_| stage.say_once("key-1", "selam"))).await;

    assert!(replies.iter().all(|reply| reply.status == 200 && reply.body == replies[0].body), "{}", replies[0].body);
    let replayed = replies.iter().filter(|reply| reply.header("idempotency-replayed") == Some("true")).count();
    assert_eq!((replayed, stage.count("text").await), (49, 1));
    stage.say_once("key-1", "başka").await.assert_refused(422, "IDEMPOTENCY_KEY_REUSED");
}

#[tokio::test]
async fn a_repeat_after_a_lost_reply_says_nothing_twice() {
    let stage = Stage::public().await;
    stage.project.rest().set_mode(Mode::LoseReply);
    stage.say_once("key-1", "selam").await.assert_refused(503, "SERVICE_UNAVAILABLE");
    stage.project.rest().set_mode(Mode::Pass);

    let repeat = stage.say_once("key-1", "selam").await;
    assert_eq!((repeat.status, repeat.header("idempotency-replayed")), (200, Some("true")), "{}", repeat.body);
    assert_eq!(stage.count("text").await, 1);
}
