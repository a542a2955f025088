//! The same message again.

use futures_util::future::join_all;
use ipelya_test::{LiveSession, Mode, Reply};
use serde_json::json;

use super::support::{count, on_air};

async fn say_once(live: &LiveSession, key: &str, content: &str) -> Reply {
    let body = json!({ "sessionId": live.session.id, "content": content });
    let request = live.api.post("send-live-message").user(&live.viewer).header("Idempotency-Key", key);
    request.json(body).send().await
}

#[tokio::test]
async fn fifty_messages_under_one_key_are_one_message_and_fifty_equal_replies() {
    let live = on_air().await;

    let replies = join_all((0..50).map(|_| say_once(&live, "key-1", "selam"))).await;

    assert!(replies.iter().all(|reply| reply.status == 200 && reply.body == replies[0].body), "{}", replies[0].body);
    let replayed = replies.iter().filter(|reply| reply.header("idempotency-replayed") == Some("true")).count();
    assert_eq!((replayed, count(&live, "text").await), (49, 1));
    say_once(&live, "key-1", "başka").await.assert_refused(422, "IDEMPOTENCY_KEY_REUSED");
}

#[tokio::test]
async fn a_repeat_after_a_lost_reply_says_nothing_twice() {
    let live = on_air().await;
    live.project.rest().set_mode(Mode::LoseReply);
    say_once(&live, "key-1", "selam").await.assert_refused(503, "SERVICE_UNAVAILABLE");
    live.project.rest().set_mode(Mode::Pass);

    let repeat = say_once(&live, "key-1", "selam").await;
    assert_eq!((repeat.status, repeat.header("idempotency-replayed")), (200, Some("true")), "{}", repeat.body);
    assert_eq!(count(&live, "text").await, 1);
}
