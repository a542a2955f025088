//! Sessions and the people in them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::super::fields::required_id;
use super::{Face, Limit, Offset};
use crate::call::{CallEndDetail, CallEndReason, CallKind, CallStatus, CallType};
use crate::coins::Coins;
use crate::ids::{CallId, InvitationId, ParticipantId, PaymentId, ProfileId, SessionId, UserId};
use crate::language::Language;
use crate::role::Role;
use crate::room::RoomName;
use crate::session::{AccessType, EndReason, SessionStatus, SessionType};
use crate::timestamp::Timestamp;

/// Which sessions are wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum StatusFilter {
    Scheduled,
    /// If nothing is said.
    #[default]
    Live,
    Ended,
    Cancelled,
    All,
}

impl StatusFilter {
    /// Its word in SQL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Live => "live",
            Self::Ended => "ended",
            Self::Cancelled => "cancelled",
            Self::All => "all",
        }
    }
}

/// Which kinds of sessions are wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TypeFilter {
    VideoLive,
    AudioRoom,
    /// If nothing is said.
    #[default]
    All,
}

impl TypeFilter {
    /// Its word in SQL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::VideoLive => "video_live",
            Self::AudioRoom => "audio_room",
            Self::All => "all",
        }
    }
}

/// `GET live-ops/sessions`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ListSessions {
    #[serde(default)]
    pub status: StatusFilter,
    #[serde(default, rename = "type")]
    pub session_type: TypeFilter,
    /// 50, if nothing is said.
    #[serde(default)]
    pub limit: Option<Limit>,
    #[serde(default)]
    pub offset: Option<Offset>,
}

/// A request about one session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OneSession {
    #[serde(deserialize_with = "required_id")]
    pub id: SessionId,
}

/// `GET live-ops/sessions/{id}/participants`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ListParticipants {
    #[serde(deserialize_with = "required_id")]
    pub id: SessionId,
    /// Only who is inside, or only who is not.
    #[serde(default)]
    pub active: Option<bool>,
    #[serde(default)]
    pub role: Option<Role>,
    /// 100, if nothing is said.
    #[serde(default)]
    pub limit: Option<Limit>,
    #[serde(default)]
    pub offset: Option<Offset>,
}

/// The reply of `GET live-ops/sessions` (`live_ops_sessions`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[expect(clippy::struct_field_names, reason = "the panel's names")]
pub struct Sessions {
    sessions: Vec<SessionRow>,
    /// Those that ring or are connected, 20 at most.
    calls: Vec<CallRow>,
    overview: Overview,
}

/// The numbers above the list (`live_ops_overview`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Overview {
    active_sessions: u32,
    active_video_sessions: u32,
    active_audio_rooms: u32,
    active_calls: u32,
    /// In all sessions on air together.
    total_viewers: u64,
    pending_reports: u32,
    active_bans: u32,
}

impl Overview {
    /// How many reports nobody has decided.
    pub const fn pending_reports(&self) -> u32 {
        self.pending_reports
    }
}

/// A session as the panel lists it (`live_ops_session_row`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[expect(clippy::struct_excessive_bools, reason = "they are the row's independent switches")]
pub struct SessionRow {
    id: SessionId,
    creator_id: UserId,
    creator_profile_id: Option<ProfileId>,
    creator: Option<Face>,
    title: String,
    description: Option<String>,
    thumbnail_url: Option<String>,
    session_type: SessionType,
    access_type: AccessType,
    ppv_coin_price: Coins,
    livekit_room_name: RoomName,
    livekit_room_sid: Option<String>,
    status: SessionStatus,
    scheduled_at: Option<Timestamp>,
    started_at: Option<Timestamp>,
    announced_at: Option<Timestamp>,
    ended_at: Option<Timestamp>,
    end_reason: Option<EndReason>,
    /// Since when its host is away.
    host_left_at: Option<Timestamp>,
    max_ends_at: Option<Timestamp>,
    /// Who is watching, of a session on air; else everybody who did.
    total_viewers: u32,
    peak_viewers: u32,
    total_duration_seconds: u32,
    /// In coins.
    total_gifts_received: Coins,
    total_messages: u32,
    stats_refreshed_at: Option<Timestamp>,
    chat_enabled: bool,
    gifts_enabled: bool,
    guest_enabled: bool,
    max_guests: u8,
    /// It is to be recorded by itself.
    recording_enabled: bool,
    /// It is, now.
    is_recording: bool,
    created_at: Timestamp,
    updated_at: Timestamp,
    current_viewers: u32,
    /// Up to now, of a session on air.
    duration_seconds: u32,
}

/// The reply of `GET live-ops/sessions/{id}` (`live_ops_session`): the session's row, and more of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SessionDetail {
    #[serde(flatten)]
    row: SessionRow,
    /// How many people have been in it, its host aside.
    total_joins: u32,
    message_count: u32,
    gift_count: u32,
}

/// The reply of `GET live-ops/sessions/{id}/participants` (`live_ops_participants`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[expect(clippy::struct_field_names, reason = "the panel's names")]
pub struct Participants {
    participants: Vec<ParticipantRow>,
    /// How many have each role, whatever was asked for.
    by_role: BTreeMap<String, u32>,
    /// How many there are, whatever was asked for.
    total: u32,
    /// How many of them are inside.
    active_count: u32,
}

/// Somebody's place in a session (`live_ops_participant_row`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ParticipantRow {
    id: ParticipantId,
    session_id: SessionId,
    user_id: UserId,
    profile_id: Option<ProfileId>,
    profile: Option<Face>,
    role: Role,
    seated_at: Option<Timestamp>,
    is_active: bool,
    is_muted: bool,
    is_video_enabled: bool,
    invitation_id: Option<InvitationId>,
    invited_at: Option<Timestamp>,
    invitation_expires_at: Option<Timestamp>,
    invitation_response: Option<String>,
    livekit_participant_sid: Option<String>,
    livekit_identity: Option<String>,
    admitted_at: Option<Timestamp>,
    joined_at: Option<Timestamp>,
    left_at: Option<Timestamp>,
    guest_left_at: Option<Timestamp>,
    total_watch_time_seconds: u32,
    paid_amount: Coins,
    payment_id: Option<PaymentId>,
    created_at: Timestamp,
    updated_at: Timestamp,
    /// Up to now, of somebody inside.
    watch_time_seconds: u32,
}

/// A call as the panel lists it (`live_ops_call_row`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CallRow {
    id: CallId,
    kind: CallKind,
    caller_id: UserId,
    /// Of a call between two.
    callee_id: Option<UserId>,
    caller_profile_id: Option<ProfileId>,
    callee_profile_id: Option<ProfileId>,
    caller: Option<Face>,
    callee: Option<Face>,
    call_type: CallType,
    /// Of a call with support.
    language: Option<Language>,
    transcript_on: bool,
    is_recording: bool,
    livekit_room_name: RoomName,
    livekit_room_sid: Option<String>,
    status: CallStatus,
    initiated_at: Timestamp,
    answered_at: Option<Timestamp>,
    ended_at: Option<Timestamp>,
    duration_seconds: u32,
    ended_by: Option<UserId>,
    end_reason: Option<CallEndReason>,
    end_detail: Option<CallEndDetail>,
    ring_expires_at: Option<Timestamp>,
    max_ends_at: Option<Timestamp>,
    party_left_at: Option<Timestamp>,
    is_paid: bool,
    coin_per_minute: Coins,
    total_coin_spent: Coins,
    created_at: Timestamp,
    updated_at: Timestamp,
    /// The same in the documents' words: ringing, accepted, ended, rejected, missed, busy or failed.
    outcome: String,
}
