//! What goes over the wire: Phoenix's messages in both of its serializer versions.
//!
//! Version 1 writes JSON objects, version 2 JSON arrays, and binary frames for broadcasts.

use axum::body::Bytes;
use axum::extract::ws::Message;
use serde::de::IgnoredAny;
use serde_json::{Value, json};
use std::sync::Arc;

/// The serializer a client asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    V1,
    V2,
}

/// A message of a client.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Request {
    pub(super) join_ref: Option<String>,
    pub(super) reference: Option<String>,
    pub(super) topic: String,
    pub(super) event: String,
    pub(super) payload: Value,
    /// What a binary frame carries in place of a payload.
    pub(super) broadcast: Option<Broadcast>,
}

/// A broadcast apart from its envelope, which differs by version.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Broadcast {
    pub(super) event: String,
    pub(super) body: Body,
    /// The id of the row it was read from.
    pub(super) id: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Body {
    /// JSON text.
    Json(String),
    Binary(Bytes),
}

/// A message to a client.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    pub(super) join_ref: Option<String>,
    pub(super) reference: Option<String>,
    pub(super) topic: Arc<str>,
    pub(super) content: Content,
}

impl Frame {
    /// An event of the channel `topic`, which has no prefix.
    pub(super) fn event(join_ref: Option<&String>, topic: &str, event: &'static str, payload: &Value) -> Self {
        let (join_ref, topic) = (join_ref.cloned(), format!("realtime:{topic}").into());
        Self { join_ref, reference: None, topic, content: Content::Event(event, payload.to_string().into()) }
    }
}

#[derive(Debug, Clone)]
pub(super) enum Content {
    /// An event and its payload, JSON text that many frames may share.
    Event(&'static str, Arc<str>),
    Broadcast(Arc<Broadcast>),
}

const USER_BROADCAST_PUSH: u8 = 3;
const USER_BROADCAST: u8 = 4;

/// Reads a client's message; `None` when it is none.
pub(super) fn decode(version: Version, message: &Message) -> Option<Request> {
    match (version, message) {
        (Version::V1, Message::Text(text)) => {
            let message: Value = serde_json::from_str(text).ok()?;
            let field = |name: &str| message.get(name).cloned().unwrap_or_default();
            request([field("join_ref"), field("ref"), field("topic"), field("event"), field("payload")])
        }
        (Version::V2, Message::Text(text)) => request(serde_json::from_str(text).ok()?),
        (Version::V2, Message::Binary(bytes)) => user_broadcast_push(bytes),
        _ => None,
    }
}

fn request([join_ref, reference, topic, event, payload]: [Value; 5]) -> Option<Request> {
    let text = |value: Value| value.as_str().map(str::to_owned);
    Some(Request {
        join_ref: text(join_ref),
        reference: text(reference),
        topic: text(topic)?,
        event: text(event)?,
        payload,
        broadcast: None,
    })
}

/// A broadcast in its binary frame. Between the sizes and the encoding newer clients put the size of metadata; where
/// older ones have the first character of a reference, which is no control character.
fn user_broadcast_push(bytes: &Bytes) -> Option<Request> {
    let (&[kind, join_ref, reference, topic, event, next, after], _) = bytes.split_first_chunk()?;
    let (metadata, encoding, header) = if after <= 1 { (next, after, 7) } else { (0, next, 6) };
    let mut rest = bytes.get(header..)?;
    let mut part = |size: u8| String::from_utf8(rest.split_off(..size.into())?.to_vec()).ok();
    let (join_ref, reference, topic, event) = (part(join_ref)?, part(reference)?, part(topic)?, part(event)?);
    part(metadata)?;
    let body = match encoding {
        0 => Body::Binary(Bytes::copy_from_slice(rest)),
        1 => Body::Json(json_text(rest)?),
        _ => return None,
    };
    (kind == USER_BROADCAST_PUSH).then(|| Request {
        join_ref: Some(join_ref),
        reference: Some(reference),
        topic,
        event: "broadcast".into(),
        payload: Value::Null,
        broadcast: Some(Broadcast { event, body, id: None }),
    })
}

fn json_text(bytes: &[u8]) -> Option<String> {
    serde_json::from_slice::<IgnoredAny>(bytes).ok()?;
    String::from_utf8(bytes.to_vec()).ok()
}

/// Writes a message; `None` when the client's version cannot express it.
pub(super) fn encode(version: Version, frame: &Frame) -> Option<Message> {
    match (&frame.content, version) {
        (Content::Event(event, payload), _) => Some(text(version, frame, event, payload)),
        (Content::Broadcast(broadcast), Version::V2) => user_broadcast(&frame.topic, broadcast),
        (Content::Broadcast(broadcast), Version::V1) => match &broadcast.body {
            Body::Json(body) => {
                let (event, meta) = (json!(broadcast.event), meta_of(broadcast));
                let meta = meta.map(|meta| format!(r#","meta":{meta}"#)).unwrap_or_default();
                let payload = format!(r#"{{"type":"broadcast","event":{event},"payload":{body}{meta}}}"#);
                Some(text(version, frame, "broadcast", &payload))
            }
            Body::Binary(_) => None,
        },
    }
}

fn text(version: Version, frame: &Frame, event: &str, payload: &str) -> Message {
    let Frame { join_ref, reference, topic, .. } = frame;
    let (join_ref, reference, topic, event) = (json!(join_ref), json!(reference), json!(&**topic), json!(event));
    Message::text(match version {
        Version::V1 => format!(r#"{{"topic":{topic},"event":{event},"payload":{payload},"ref":{reference}}}"#),
        Version::V2 => format!("[{join_ref},{reference},{topic},{event},{payload}]"),
    })
}

fn user_broadcast(topic: &str, broadcast: &Broadcast) -> Option<Message> {
    let meta = meta_of(broadcast).unwrap_or_default();
    let (encoding, body) = match &broadcast.body {
        Body::Json(text) => (1, text.as_bytes()),
        Body::Binary(bytes) => (0, bytes.as_ref()),
    };
    let size = |text: &str| u8::try_from(text.len()).ok();
    let mut frame = vec![USER_BROADCAST, size(topic)?, size(&broadcast.event)?, size(&meta)?, encoding];
    for part in [topic.as_bytes(), broadcast.event.as_bytes(), meta.as_bytes(), body] {
        frame.extend_from_slice(part);
    }
    Some(Message::Binary(frame.into()))
}

fn meta_of(broadcast: &Broadcast) -> Option<String> {
    broadcast.id.as_ref().map(|id| json!({ "id": id }).to_string())
}

#[cfg(test)]
mod tests;
