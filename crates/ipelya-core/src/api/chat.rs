//! What the chat functions are sent and answer.

use serde::{Deserialize, Serialize};

#[cfg(feature = "schema")]
use super::fields::Blank;
use super::fields::{Reason, required_id, text_or_blank};
use crate::ids::{MessageId, ProfileId, SessionId, UserId};
use crate::refusal::Refusal;
use crate::timestamp::Timestamp;

/// `send-live-message`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = with_content))]
#[serde(rename_all = "camelCase")]
pub struct SendMessage {
    /// In which session.
    #[serde(deserialize_with = "required_id")]
    pub session_id: SessionId,
    /// 1 to 200 characters. None at all is refused as an empty message is.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 200), regex(pattern = SAYS_SOMETHING)))]
    content: String,
}

/// Something to see, as `live_chat_guard` wants it, and no NUL.
#[cfg(feature = "schema")]
const SAYS_SOMETHING: &str =
    concat!(r"^[^\u0000]*[^\u0000\s\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufeff]", r"[^\u0000]*$");

/// Says in the API document that a message must have content, although one without is decoded.
#[cfg(feature = "schema")]
fn with_content(schema: &mut schemars::Schema) {
    schema.insert("required".to_owned(), ["sessionId", "content"].as_slice().into());
    if let Some(content) = schema.pointer_mut("/properties/content").and_then(serde_json::Value::as_object_mut) {
        content.remove("default");
    }
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
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct DeleteMessage {
    /// Which one.
    #[serde(deserialize_with = "required_id")]
    pub message_id: MessageId,
    /// Why somebody else's message goes: for the host and admins to read, not for the chat.
    #[serde(default, deserialize_with = "text_or_blank")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Blank<Reason>>"))]
    pub reason: Option<Reason>,
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
    /// Somebody donated something.
    Donation,
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
