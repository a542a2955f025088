//! Bans, and their lifting.

use serde::{Deserialize, Serialize};

#[cfg(feature = "schema")]
use super::super::fields::Blank;
use super::super::fields::{Reason, required_id, text_or_blank};
use super::{Face, Limit, Offset, SessionNote};
use crate::ban::BanKind;
use crate::ids::{BanId, SessionId, UserId};
use crate::timestamp::Timestamp;

/// Which kinds of bans are wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum KindFilter {
    Session,
    Creator,
    Global,
    /// If nothing is said.
    #[default]
    All,
}

impl KindFilter {
    /// Its word in SQL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Creator => "creator",
            Self::Global => "global",
            Self::All => "all",
        }
    }
}

/// `GET live-ops/bans`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ListBans {
    #[serde(default, rename = "type")]
    pub kind: KindFilter,
    /// Those that hold, if nothing is said; `false`: those that were lifted or have run out.
    #[serde(default)]
    pub active: Option<bool>,
    /// 50, if nothing is said.
    #[serde(default)]
    pub limit: Option<Limit>,
    #[serde(default)]
    pub offset: Option<Offset>,
}

/// `DELETE live-ops/bans/{id}`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LiftBan {
    #[serde(deserialize_with = "required_id")]
    pub id: BanId,
    #[serde(default, deserialize_with = "text_or_blank")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Blank<Reason>>"))]
    pub reason: Option<Reason>,
}

/// The reply of `GET live-ops/bans` (`live_ops_bans`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all(serialize = "camelCase"))]
#[expect(clippy::struct_field_names, reason = "the panel's names")]
pub struct Bans {
    bans: Vec<BanRow>,
    /// How many there are of the kind that was asked for.
    total: u32,
    type_counts: TypeCounts,
}

/// How many bans there are of each kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TypeCounts {
    session: u32,
    creator: u32,
    global: u32,
    total: u32,
}

/// A ban as the panel lists it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BanRow {
    id: BanId,
    ban_type: BanKind,
    session_id: Option<SessionId>,
    session: Option<SessionNote>,
    creator_id: Option<UserId>,
    creator: Option<Face>,
    banned_user_id: UserId,
    banned_user: Option<Face>,
    banned_by: Option<UserId>,
    reason: Option<String>,
    /// `null`: until it is lifted.
    expires_at: Option<Timestamp>,
    is_active: bool,
    lifted_at: Option<Timestamp>,
    lifted_by: Option<UserId>,
    lift_reason: Option<String>,
    created_at: Timestamp,
}
