//! Calls with support and conferences, and the agent of one.

use serde::{Deserialize, Serialize};

use super::super::fields::{required_id, word_or_blank};
use super::super::voice::{AgentReason, AgentReply, AgentStatus, VoiceRole};
use super::{Face, Limit, Offset};
use crate::agent::{AgentOrder, AgentVoice};
use crate::call::{CallEndDetail, CallEndReason, CallKind, CallStatus};
use crate::ids::{AgentId, CallId, UserId};
use crate::language::Language;
use crate::room::RoomName;
use crate::timestamp::Timestamp;

/// Which of these calls are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum VoiceKind {
    Support,
    Conference,
}

impl VoiceKind {
    /// Its word in SQL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Support => "support",
            Self::Conference => "conference",
        }
    }
}

/// `GET live-ops/voice/calls`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ListVoiceCalls {
    /// Those under way, if nothing is said; `false`: those that are over.
    #[serde(default)]
    pub active: Option<bool>,
    /// Both, if nothing is said.
    #[serde(default, deserialize_with = "word_or_blank")]
    pub kind: Option<VoiceKind>,
    /// 50, if nothing is said.
    #[serde(default)]
    pub limit: Option<Limit>,
    #[serde(default)]
    pub offset: Option<Offset>,
}

/// The reply of `GET live-ops/voice/calls` (`live_ops_voice_calls`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VoiceCalls {
    calls: Vec<VoiceCallRow>,
    /// How many there are of those that were asked for; 10000 means as many or more.
    total: u32,
}

/// A call with support or a conference as the panel lists it (`live_ops_voice_row`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct VoiceCallRow {
    id: CallId,
    kind: CallKind,
    caller_id: UserId,
    caller: Option<Face>,
    livekit_room_name: RoomName,
    /// What the agent of a support call speaks.
    language: Option<Language>,
    /// What is said is written down.
    transcript_on: bool,
    status: CallStatus,
    initiated_at: Timestamp,
    answered_at: Option<Timestamp>,
    ended_at: Option<Timestamp>,
    max_ends_at: Option<Timestamp>,
    duration_seconds: u32,
    end_reason: Option<CallEndReason>,
    end_detail: Option<CallEndDetail>,
    /// The same in the documents' words: ringing, accepted, ended, rejected, missed, busy or failed.
    outcome: String,
    /// Who is inside, agents aside.
    people: Vec<PersonInside>,
    /// The one that is inside or on its way.
    agent: Option<OpenAgent>,
    /// Staff has sent it away, and none comes unless staff sends for one.
    agent_dismissed: bool,
    /// How many were sent, by the caller, by staff and by themselves.
    agents_sent: u32,
    /// Something of what was said is stored.
    has_transcript: bool,
    /// For how long the caller is inside without anybody to help; `null` if that is not so.
    waiting_seconds: Option<u32>,
}

/// Somebody in a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct PersonInside {
    user_id: UserId,
    profile: Option<Face>,
    role: VoiceRole,
    joined_at: Timestamp,
}

/// The agent of a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct OpenAgent {
    id: AgentId,
    status: AgentStatus,
    voice: AgentVoice,
    language: Language,
    /// `null`: it is on its way.
    joined_at: Option<Timestamp>,
}

/// `POST live-ops/voice/calls/{id}/agent`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SwitchAgent {
    #[serde(deserialize_with = "required_id")]
    pub id: CallId,
    /// Whether there is to be one.
    pub on: bool,
    /// The one before it had, if it is left out.
    #[serde(default, deserialize_with = "word_or_blank")]
    pub voice: Option<AgentVoice>,
    /// The one before it had, if it is left out.
    #[serde(default, deserialize_with = "word_or_blank")]
    pub language: Option<Language>,
}

/// What came of it in the database (`live_ops_switch_agent`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct AgentSwitch {
    pub room_name: RoomName,
    #[serde(default)]
    pub voice: Option<AgentVoice>,
    /// It is there already, with these settings.
    #[serde(default)]
    pub present: Option<AgentId>,
    #[serde(default)]
    pub order: Option<AgentOrder>,
    /// LiveKit's dispatch of the one that goes.
    #[serde(default)]
    pub recall: Option<String>,
    /// One goes of which it is not known yet whether LiveKit has sent it.
    #[serde(default)]
    pub is_being_sent: bool,
}

/// The reply of `POST live-ops/voice/calls/{id}/agent`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SwitchedAgent {
    /// Whether there is to be one.
    pub on: bool,
    /// The one that is there, on its way, or was not sent.
    pub agent: Option<AgentReply>,
    /// Where it is not in the room: why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<AgentReason>,
    /// The one that goes could not be recalled just now; the sweeper puts it out.
    pub pending: bool,
}
