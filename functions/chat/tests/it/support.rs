//! A session with people in it who talk.

use ipelya_test::{LiveSession, Reply, User};
use serde_json::{Value, json};

/// A session with its viewer inside.
pub(crate) async fn on_air() -> LiveSession {
    LiveSession::of(chat::routes()).with_viewer_inside().start().await
}

pub(crate) async fn say(live: &LiveSession, person: &User, content: impl Into<Value>) -> Reply {
    let body = json!({ "sessionId": live.session.id, "content": content.into() });
    live.api.post("send-live-message").user(person).json(body).send().await
}

/// Says something that must succeed and returns its id.
pub(crate) async fn said(live: &LiveSession, person: &User, content: &str) -> Value {
    let reply = say(live, person, content).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    reply.body["message"]["id"].clone()
}

pub(crate) async fn delete(live: &LiveSession, person: &User, message: &Value) -> Reply {
    let body = json!({ "messageId": message });
    live.api.post("delete-live-message").user(person).json(body).send().await
}

pub(crate) async fn pin(live: &LiveSession, person: &User, message: &Value, pinned: bool) -> Reply {
    let body = json!({ "messageId": message, "pinned": pinned });
    live.api.post("pin-live-message").user(person).json(body).send().await
}

/// A message's row.
pub(crate) async fn row(live: &LiveSession, message: &Value) -> Value {
    let sql = "select to_jsonb(m) from public.live_messages m where m.id = $1::text::uuid";
    live.project.value(sql, &[&message.as_str().unwrap()]).await
}

/// Messages of one kind.
pub(crate) async fn count(live: &LiveSession, kind: &str) -> i64 {
    live.project.count(&format!("public.live_messages where message_type = '{kind}'")).await
}
