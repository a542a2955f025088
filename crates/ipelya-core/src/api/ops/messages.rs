//! What is said in a session, and what staff does about it and about the session itself.

use serde::{Deserialize, Serialize};

#[cfg(feature = "schema")]
use super::super::fields::Blank;
use super::super::fields::{Reason, Text, required_id, text_or_blank};
use super::{Face, Limit, Offset};
use crate::ids::{MessageId, ProfileId, SessionId, UserId};
use crate::timestamp::Timestamp;

/// `POST live-ops/sessions/{id}/terminate`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TerminateSession {
    #[serde(deserialize_with = "required_id")]
    pub id: SessionId,
    /// Why; those inside are told.
    #[serde(default, deserialize_with = "text_or_blank")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Blank<Reason>>"))]
    pub reason: Option<Reason>,
    /// What only staff is to read.
    #[serde(default, rename = "adminNote", deserialize_with = "text_or_blank")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Blank<Text<2000>>>"))]
    pub admin_note: Option<Text<2000>>,
}

/// How an announcement is meant.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AlertType {
    /// If nothing is said.
    #[default]
    Info,
    Warning,
    Alert,
}

impl AlertType {
    /// Its word in SQL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Alert => "alert",
        }
    }
}

/// `POST live-ops/sessions/{id}/announce`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Announce {
    #[serde(deserialize_with = "required_id")]
    pub id: SessionId,
    pub message: Text<900>,
    #[serde(default, rename = "type")]
    pub alert_type: AlertType,
}

/// `GET live-ops/sessions/{id}/messages`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ListMessages {
    #[serde(deserialize_with = "required_id")]
    pub id: SessionId,
    /// 50, if nothing is said.
    #[serde(default)]
    pub limit: Option<Limit>,
    #[serde(default)]
    pub offset: Option<Offset>,
}

/// `POST live-ops/messages/{id}/delete`, `DELETE live-ops/messages/{id}`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeleteMessage {
    #[serde(deserialize_with = "required_id")]
    pub id: MessageId,
    #[serde(default, deserialize_with = "text_or_blank")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Blank<Reason>>"))]
    pub reason: Option<Reason>,
}

/// The reply of `POST live-ops/sessions/{id}/terminate`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Terminated {
    /// A sentence for the panel, in Turkish.
    pub message: &'static str,
    /// LiveKit could not be told just now; the sweeper closes the room.
    pub pending: bool,
}

/// The reply of `POST live-ops/sessions/{id}/announce`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Announced {
    /// A sentence for the panel, in Turkish.
    pub message: &'static str,
    /// Those connected were told by LiveKit too; else they read it in the chat only.
    pub delivered: bool,
}

/// The reply of `GET live-ops/sessions/{id}/messages` (`live_ops_messages`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all(serialize = "camelCase"))]
#[expect(clippy::struct_field_names, reason = "the panel's names")]
pub struct Messages {
    messages: Vec<MessageRow>,
    /// How many there are.
    total: u32,
    session_id: SessionId,
}

/// A line of the chat as the panel lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MessageRow {
    id: MessageId,
    session_id: SessionId,
    sender_id: UserId,
    sender_profile_id: Option<ProfileId>,
    sender: Option<Face>,
    /// `text`, `gift`, `system` or `pinned`.
    message_type: String,
    content: Option<String>,
    gift_id: Option<String>,
    gift_quantity: u32,
    gift_coin_value: u32,
    is_pinned: bool,
    is_deleted: bool,
    deleted_at: Option<Timestamp>,
    deleted_by: Option<UserId>,
    created_at: Timestamp,
}
