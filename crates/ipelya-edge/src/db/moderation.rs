//! Roles, kicks, mutes, bans and reports; and the way back from a change of role.

use ipelya_core::api::moderation::{ParticipantBan, UnbannedParticipant};
use ipelya_core::api::report::Report;
use ipelya_core::ban::BanKind;
use ipelya_core::moderation::AssignableRole;
use ipelya_core::standing_change::StandingChange;
use ipelya_core::{Account, Role, RoomName, SessionId, Timestamp, UserId};
use serde::Deserialize;
use serde_json::Value;

use super::rpc::rpc;
use crate::http::idempotency::{IdempotencyKey, Stored};

/// What came of giving somebody a role.
#[derive(Debug, Clone, Deserialize)]
pub struct ChangedRole {
    pub old_role: Role,
    pub new_role: Role,
    pub change: StandingChange,
}

/// What came of a kick or a mute.
#[derive(Debug, Clone, Deserialize)]
pub struct Moderated {
    pub change: StandingChange,
}

/// What came of a ban.
#[derive(Debug, Clone, Deserialize)]
pub struct Banned {
    pub ban: ParticipantBan,
    /// Where they are to be put out.
    pub room_name: RoomName,
}

rpc! {
    /// Gives somebody a role.
    live_change_role: pub change_role(
        account: &Account, session_id: SessionId, target_id: UserId, role: AssignableRole, now: Timestamp,
    ) -> ChangedRole as "jsonb";

    /// Takes a change of role back that LiveKit could not be told of. Returns whether it was still the latest.
    live_take_back_role: pub take_back_role(
        session_id: SessionId, user_id: UserId, version: u32, before: &Value, now: Timestamp,
    ) -> bool as "boolean";

    /// Puts somebody out, who may come back.
    live_kick: pub kick(
        account: &Account, session_id: SessionId, target_id: UserId, reason: Option<&str>, now: Timestamp,
    ) -> Moderated as "jsonb";

    /// Silences somebody, or takes that back.
    live_mute: pub mute(
        account: &Account, session_id: SessionId, target_id: UserId, muted: bool, reason: Option<&str>, now: Timestamp,
    ) -> Moderated as "jsonb";

    /// Keeps somebody out.
    live_ban: pub ban(
        account: &Account, session_id: SessionId, target_id: UserId, ban_type: BanKind, reason: &str, hours: Option<u16>,
        now: Timestamp, key: &IdempotencyKey,
    ) -> Stored<Banned> as "jsonb";

    /// Lifts bans.
    live_unban: pub unban(
        account: &Account, session_id: SessionId, target_id: UserId, ban_type: Option<BanKind>, reason: Option<&str>,
        now: Timestamp,
    ) -> UnbannedParticipant as "jsonb";

    /// Reports somebody, unless they have done so already.
    live_report_user: pub report_user(
        account: &Account, session_id: SessionId, target_user_id: UserId, reason: &str, description: Option<&str>,
        key: &IdempotencyKey, now: Timestamp,
    ) -> Stored<Report> as "jsonb";
}
