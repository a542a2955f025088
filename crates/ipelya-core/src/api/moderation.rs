//! What the moderation functions are sent and answer.

use serde::{Deserialize, Serialize};

#[cfg(feature = "schema")]
use super::fields::Blank;
use super::fields::{Number, Reason, required_id, text_or_blank};
use crate::ban::BanKind;
use crate::ids::{BanId, SessionId, UserId};
use crate::moderation::AssignableRole;
use crate::role::Role;
use crate::standing_change::StandingChange;
use crate::timestamp::Timestamp;

/// The longest ban but one without end, in hours: five years.
const MAX_BAN_HOURS: u16 = 43_800;

/// `update-participant-role`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct UpdateParticipantRole {
    #[serde(deserialize_with = "required_id")]
    pub session_id: SessionId,
    /// Whose: the id of their account.
    #[serde(deserialize_with = "required_id")]
    pub target_user_id: UserId,
    /// `viewer` and `listener` send back to the audience, whatever it is called in a session of this kind.
    pub role: AssignableRole,
}

/// `promote-to-speaker`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PromoteToSpeaker {
    #[serde(deserialize_with = "required_id")]
    pub session_id: SessionId,
    #[serde(deserialize_with = "required_id")]
    pub target_user_id: UserId,
}

/// `kick-participant`, `unmute-participant`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ParticipantRequest {
    #[serde(deserialize_with = "required_id")]
    pub session_id: SessionId,
    #[serde(deserialize_with = "required_id")]
    pub target_user_id: UserId,
    #[serde(default, deserialize_with = "text_or_blank")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Blank<Reason>>"))]
    pub reason: Option<Reason>,
}

/// `mute-participant`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct MuteParticipant {
    #[serde(deserialize_with = "required_id")]
    pub session_id: SessionId,
    #[serde(deserialize_with = "required_id")]
    pub target_user_id: UserId,
    #[serde(default, deserialize_with = "text_or_blank")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Blank<Reason>>"))]
    pub reason: Option<Reason>,
    /// `false` takes it back, as `unmute-participant` does.
    #[serde(default = "yes")]
    pub muted: bool,
}

const fn yes() -> bool {
    true
}

/// `ban-participant`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct BanParticipant {
    #[serde(deserialize_with = "required_id")]
    pub session_id: SessionId,
    #[serde(deserialize_with = "required_id")]
    pub target_user_id: UserId,
    /// Why; for the banned person, the session's host and staff to read.
    pub reason: Reason,
    /// How far it reaches: this session, if nothing is said; `global` is for staff.
    #[serde(default)]
    pub ban_type: Option<BanKind>,
    /// For how many hours; until it is lifted, if nothing is said.
    #[serde(default)]
    pub duration_hours: Option<Number<1, MAX_BAN_HOURS>>,
}

/// `unban-participant`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct UnbanParticipant {
    #[serde(deserialize_with = "required_id")]
    pub session_id: SessionId,
    #[serde(deserialize_with = "required_id")]
    pub target_user_id: UserId,
    /// Which; if nothing is said, whatever keeps them out of this session but a global ban.
    #[serde(default)]
    pub ban_type: Option<BanKind>,
    #[serde(default, deserialize_with = "text_or_blank")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Blank<Reason>>"))]
    pub reason: Option<Reason>,
}

/// Somebody as an action has left them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ModeratedParticipant {
    pub user_id: UserId,
    /// What they are now.
    pub role: Role,
    pub is_muted: bool,
}

impl From<&StandingChange> for ModeratedParticipant {
    fn from(change: &StandingChange) -> Self {
        Self { user_id: change.user_id(), role: change.role(), is_muted: change.is_muted() }
    }
}

/// The reply of `update-participant-role` and `promote-to-speaker`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct UpdatedRole {
    pub participant: ModeratedParticipant,
    pub old_role: Role,
    pub new_role: Role,
}

/// The reply of `kick-participant`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KickedParticipant {
    pub participant: ModeratedParticipant,
}

/// The reply of `mute-participant` and `unmute-participant`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MutedParticipant {
    pub participant: ModeratedParticipant,
    /// LiveKit could not be told just now; the sweeper tells it.
    pub pending: bool,
}

/// A ban (`live_ban_reply`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all(serialize = "camelCase"))]
pub struct ParticipantBan {
    id: BanId,
    ban_type: BanKind,
    /// Of a ban from one session.
    session_id: Option<SessionId>,
    /// Of a ban from everything of one creator.
    creator_id: Option<UserId>,
    /// Who is banned.
    user_id: UserId,
    reason: Option<String>,
    /// `null`: until it is lifted.
    expires_at: Option<Timestamp>,
    created_at: Timestamp,
}

impl ParticipantBan {
    /// Who is banned.
    pub const fn user_id(&self) -> UserId {
        self.user_id
    }
}

/// The reply of `ban-participant`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BannedParticipant {
    pub ban: ParticipantBan,
    /// They may still be inside: LiveKit could not be told just now; the sweeper tells it.
    pub pending: bool,
}

/// The reply of `unban-participant` (`live_unban`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UnbannedParticipant {
    /// How many bans; none if there were none.
    lifted: u32,
}
