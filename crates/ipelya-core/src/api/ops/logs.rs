//! Logs, calls, and looking on unseen.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

#[cfg(feature = "schema")]
use super::super::fields::Blank;
use super::super::fields::{Reason, Text, required_id, text_or_blank};
use super::sessions::CallRow;
use super::{Face, Limit, Offset};
use crate::ids::{CallId, LogId, SessionId, UserId};
use crate::timestamp::Timestamp;

/// How an event was processed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProcessingStatus {
    Success,
    Error,
    Skipped,
}

impl ProcessingStatus {
    /// Its word in SQL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Error => "error",
            Self::Skipped => "skipped",
        }
    }
}

/// `GET live-ops/webhook-logs`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ListWebhookLogs {
    #[serde(default, deserialize_with = "text_or_blank")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Blank<Text<100>>>"))]
    pub event_type: Option<Text<100>>,
    #[serde(default)]
    pub status: Option<ProcessingStatus>,
    /// Any part of a room's name.
    #[serde(default, deserialize_with = "text_or_blank")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Blank<Text<100>>>"))]
    pub room_name: Option<Text<100>>,
    /// 100, if nothing is said.
    #[serde(default)]
    pub limit: Option<Limit>,
    #[serde(default)]
    pub offset: Option<Offset>,
}

/// `GET live-ops/admin-logs`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ListAdminLogs {
    #[serde(default, deserialize_with = "text_or_blank")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Blank<Text<100>>>"))]
    pub action: Option<Text<100>>,
    /// 100, if nothing is said.
    #[serde(default)]
    pub limit: Option<Limit>,
    #[serde(default)]
    pub offset: Option<Offset>,
}

/// `POST live-ops/webhook-logs/{id}/replay`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReplayWebhook {
    /// Of the log's row.
    #[serde(deserialize_with = "required_id")]
    pub id: LogId,
}

/// `GET live-ops/calls`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ListCalls {
    /// Those under way, if nothing is said; `false`: those that are over.
    #[serde(default)]
    pub active: Option<bool>,
    /// 50, if nothing is said.
    #[serde(default)]
    pub limit: Option<Limit>,
    #[serde(default)]
    pub offset: Option<Offset>,
}

/// `POST live-ops/calls/{id}/terminate`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TerminateCall {
    #[serde(deserialize_with = "required_id")]
    pub id: CallId,
    #[serde(default, deserialize_with = "text_or_blank")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Blank<Reason>>"))]
    pub reason: Option<Reason>,
}

/// `POST live-ops/livekit-token`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Preview {
    /// A session's room.
    pub room_name: Text<200>,
}

/// The reply of `GET live-ops/webhook-logs` (`live_ops_webhook_logs`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WebhookLogs {
    logs: Vec<WebhookLog>,
    /// How many there are of those that were asked for; 10000 means as many or more.
    total: u32,
    stats: WebhookStats,
}

/// The numbers of the last 24 hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all(serialize = "camelCase"))]
pub struct WebhookStats {
    event_counts: BTreeMap<String, u32>,
    status_counts: ProcessingCounts,
    total: u32,
}

/// How many events were processed which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProcessingCounts {
    success: u32,
    error: u32,
    skipped: u32,
}

/// An event of LiveKit's, and what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WebhookLog {
    id: LogId,
    event_id: Option<String>,
    event_type: String,
    room_name: Option<String>,
    room_sid: Option<String>,
    participant_identity: Option<String>,
    participant_sid: Option<String>,
    participant_profile: Option<Face>,
    session_id: Option<SessionId>,
    call_id: Option<CallId>,
    /// As it came, without secrets.
    raw_payload: Option<Value>,
    processing_status: ProcessingStatus,
    error_message: Option<String>,
    processing_time_ms: Option<u32>,
    created_at: Timestamp,
}

/// The reply of `POST live-ops/webhook-logs/{id}/replay` (`live_ops_replay_webhook`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Replayed {
    result: ProcessingStatus,
}

/// The reply of `GET live-ops/admin-logs` (`live_ops_admin_logs`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all(serialize = "camelCase"))]
pub struct AdminLogs {
    logs: Vec<AdminLog>,
    /// How many there are of those that were asked for; 10000 means as many or more.
    total: u32,
    /// How often each was done in the last 7 days.
    action_counts: BTreeMap<String, u32>,
}

/// What an admin did, or what was flagged for them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AdminLog {
    id: LogId,
    /// `null` of a flag, and of an admin who is gone.
    admin_id: Option<UserId>,
    admin: Option<AdminFace>,
    action: String,
    target_type: Option<String>,
    target_id: Option<String>,
    /// What it was done to and why, and what was before and after.
    metadata: Value,
    /// What older routes of the panel wrote instead.
    details: Option<Value>,
    ip_address: Option<String>,
    user_agent: Option<String>,
    created_at: Timestamp,
}

/// An admin as the panel shows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AdminFace {
    id: UserId,
    full_name: Option<String>,
    email: Option<String>,
    avatar_url: Option<String>,
}

/// The reply of `GET live-ops/calls` (`live_ops_calls`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Calls {
    calls: Vec<CallRow>,
    /// How many there are of those that were asked for; 10000 means as many or more.
    total: u32,
}

/// The reply of `POST live-ops/calls/{id}/terminate`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TerminatedCall {
    /// A sentence for the panel, in Turkish.
    pub message: &'static str,
    /// LiveKit could not be told just now; the sweeper closes the room.
    pub pending: bool,
}
