//! Bans: how far they reach.

use serde::{Deserialize, Serialize};

use crate::ids::{SessionId, UserId};
use crate::timestamp::Timestamp;

/// A ban that has not been lifted.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Ban {
    #[serde(rename = "ban_type")]
    pub kind: BanKind,
    /// The session a [`BanKind::Session`] ban is for.
    pub session_id: Option<SessionId>,
    /// The creator a [`BanKind::Creator`] ban is for.
    pub creator_id: Option<UserId>,
    /// Until when; `None` until lifted.
    pub expires_at: Option<Timestamp>,
}

/// How far a ban reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum BanKind {
    /// One session.
    Session,
    /// Every session of one creator.
    Creator,
    /// Everything live, one's own sessions and calls included.
    Global,
}

impl BanKind {
    /// Every kind, for tables and tests.
    pub const ALL: [Self; 3] = [Self::Session, Self::Creator, Self::Global];

    /// Its word in SQL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Creator => "creator",
            Self::Global => "global",
        }
    }
}
