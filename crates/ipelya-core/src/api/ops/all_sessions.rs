//! What is done to all sessions on air. A request does a part of them, and its reply tells how many are left.

use serde::{Deserialize, Serialize};

#[cfg(feature = "schema")]
use super::super::fields::Blank;
use super::super::fields::{Reason, Text, id_or_blank, text_or_blank};
use super::messages::AlertType;
use crate::ids::SessionId;
use crate::room::RoomName;
use crate::timestamp::Timestamp;

/// `POST live-ops/announce-all`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AnnounceToAll {
    pub message: Text<900>,
    #[serde(default, rename = "type")]
    pub alert_type: AlertType,
    /// What the reply before this one said; left out in the first request.
    #[serde(default, deserialize_with = "id_or_blank")]
    pub after: Option<SessionId>,
}

/// The reply of `POST live-ops/announce-all` (`live_ops_announce_all`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AnnouncedToAll {
    /// How many sessions were told, 200 at most.
    announced: u32,
    /// How many are left.
    left: u32,
    /// Where the next request goes on.
    after: Option<SessionId>,
}

/// `POST live-ops/terminate-all`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TerminateAll {
    /// Why; those inside are told.
    pub reason: Reason,
    /// What only staff is to read.
    #[serde(default, rename = "adminNote", deserialize_with = "text_or_blank")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Blank<Text<2000>>>"))]
    pub admin_note: Option<Text<2000>>,
    /// Only those that began before. It must be said: what is left out by mistake would end everything.
    pub started_before: Timestamp,
}

/// What the database has ended (`live_ops_terminate_all`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct EndedSessions {
    pub ended: Vec<EndedSession>,
    pub left: u32,
}

/// One of them, with the room that is to be closed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct EndedSession {
    pub id: SessionId,
    pub room_name: RoomName,
}

/// The reply of `POST live-ops/terminate-all`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TerminatedAll {
    /// Those that were ended, 50 at most.
    pub ended: Vec<SessionId>,
    /// How many are left.
    pub left: u32,
    /// Of how many LiveKit could not be told just now; the sweeper closes their rooms.
    pub pending: u32,
}
