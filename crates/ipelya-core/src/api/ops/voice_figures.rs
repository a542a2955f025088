//! What became of agents and support calls, and who has read what was said.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::super::fields::{Number, required_id};
use super::logs::AdminFace;
use super::{Face, Limit, Offset};
use crate::ids::{CallId, UserId};
use crate::timestamp::Timestamp;

/// `GET live-ops/voice/failures`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AskFailures {
    /// Today included; 7, if nothing is said.
    #[serde(default)]
    pub days: Option<Number<1, 90>>,
}

/// The reply of `GET live-ops/voice/failures` (`live_ops_agent_failures`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Failures {
    /// Whose midnights part the days.
    time_zone: String,
    /// All days together.
    total: AgentFigures,
    /// One by one, today first.
    days: Vec<AgentDay>,
    today: AgentUse,
}

/// A day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct AgentDay {
    /// `2026-11-22`.
    date: String,
    #[serde(flatten)]
    figures: AgentFigures,
}

/// Agents that were sent for, and support calls that were placed, in some time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct AgentFigures {
    /// Agents that LiveKit was asked for.
    sent: u32,
    /// How many of them came.
    joined: u32,
    /// Agents that were not sent (`quota` and `capacity`, each once a call; `unavailable`) or did not come (`timeout`,
    /// `call_ended`), by reason.
    failed: BTreeMap<String, u32>,
    /// Agents that went, by reason: `dismissed`, `replaced`, `overdue`, `swept`, `room_closed`, or LiveKit's.
    left: BTreeMap<String, u32>,
    calls: u32,
    /// By what became of them so far: ringing, accepted, ended, missed, failed.
    calls_by_outcome: BTreeMap<String, u32>,
    /// Those whose end has a detail, such as `agent_absent`.
    calls_by_detail: BTreeMap<String, u32>,
}

/// What agents may talk today, and what of it is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct AgentUse {
    /// Of one under way all that it may take.
    agent_seconds: u32,
    /// The setting: with all callers together.
    agent_day_seconds: u32,
    /// The setting: with one caller.
    agent_user_day_seconds: u32,
    /// Ten at most.
    busiest_callers: Vec<BusyCaller>,
}

/// Somebody whom agents talked with today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct BusyCaller {
    user_id: UserId,
    profile: Option<Face>,
    seconds: u32,
}

/// `GET live-ops/voice/transcripts/{id}/readers`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ListReaders {
    /// Of the call.
    #[serde(deserialize_with = "required_id")]
    pub id: CallId,
    /// 100, if nothing is said.
    #[serde(default)]
    pub limit: Option<Limit>,
    #[serde(default)]
    pub offset: Option<Offset>,
}

/// The reply of `GET live-ops/voice/transcripts/{id}/readers` (`live_ops_transcript_readers`), and of `GET
/// live-ops/recordings/{id}/readers` (`live_ops_recording_readers`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Readers {
    readers: Vec<Reader>,
    /// How many times it was read; 10000 means as many or more.
    total: u32,
}

/// Somebody of the staff who has read what was said in a call, or watched a recording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Reader {
    /// `null` of an admin who is gone.
    admin_id: Option<UserId>,
    admin: Option<AdminFace>,
    read_at: Timestamp,
}
