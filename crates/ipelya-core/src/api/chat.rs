//! What the chat functions are sent and answer.

use serde::{Deserialize, Serialize};

use super::fields::required_id;
use crate::ids::{MessageId, ProfileId, SessionId, UserId};
use crate::refusal::Refusal;
use crate::timestamp::Timestamp;

/// `send-live-message`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SendMessage {
    /// In which session.
    #[serde(deserialize_with = "required_id")]
    pub session_id: SessionId,
    /// 1 to 200 characters.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(length(max = 200)))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct DeleteMessage {
    /// Which one.
    #[serde(deserialize_with = "required_id")]
    pub message_id: MessageId,
}

/// `pin-live-message`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MessageReply {
    /// The message as it is now.
    pub message: Message,
}

/// What kind of line a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MessageType {
    /// Somebody said it.
    Text,
    /// Somebody gave something.
    Gift,
    /// The service said it.
    System,
    /// A pinned line, as earlier versions of the app wrote one.
    Pinned,
}

/// A message (`live_message_reply`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all(serialize = "camelCase"))]
#[expect(clippy::struct_field_names, reason = "the fields are the table's columns")]
pub struct Message {
    id: MessageId,
    session_id: SessionId,
    sender_id: UserId,
    sender_profile_id: Option<ProfileId>,
    message_type: MessageType,
    content: Option<String>,
    is_pinned: bool,
    is_deleted: bool,
    created_at: Timestamp,
}
