//! What the chat functions are sent and answer.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::required_id;
use crate::ids::{MessageId, ProfileId, SessionId, UserId};
use crate::refusal::Refusal;

/// `send-live-message`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SendMessage {
    /// In which session.
    #[serde(deserialize_with = "required_id")]
    pub session_id: SessionId,
    #[serde(default)]
    content: String,
}

impl SendMessage {
    /// The text, as Postgres can store it. Its length and words are judged where direct inserts are judged too.
    pub fn content(&self) -> Result<&str, Refusal> {
        if self.content.contains('\0') {
            return Err(Refusal::InvalidField { field: "content".to_owned() });
        }
        Ok(&self.content)
    }
}

/// `delete-live-message`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeleteMessage {
    /// Which one.
    #[serde(deserialize_with = "required_id")]
    pub message_id: MessageId,
}

/// `pin-live-message`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PinMessage {
    /// Which one.
    #[serde(deserialize_with = "required_id")]
    pub message_id: MessageId,
    /// `false` takes it down.
    #[serde(default = "yes")]
    pub pinned: bool,
}

const fn yes() -> bool {
    true
}

/// The reply of every chat function.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MessageReply {
    /// The message as it is now.
    pub message: Message,
}

/// A message (`live_message_reply`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all(serialize = "camelCase"))]
#[expect(clippy::struct_field_names, reason = "the fields are the table's columns")]
pub struct Message {
    id: MessageId,
    session_id: SessionId,
    sender_id: UserId,
    sender_profile_id: Option<ProfileId>,
    message_type: String,
    content: Option<String>,
    is_pinned: bool,
    is_deleted: bool,
    #[serde(with = "time::serde::rfc3339")]
    created_at: OffsetDateTime,
}
