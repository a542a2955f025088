//! The state of the system, and what is stuck.

use serde::{Deserialize, Serialize};

use super::sessions::Overview;
use crate::health::{Alert, Checks, Condition, Figures, Level, alerts};
use crate::ids::StuckId;
use crate::room::RoomName;
use crate::timestamp::Timestamp;

/// The reply of `GET live-ops/health`, where all is well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Health {
    /// Of each part: `healthy`.
    pub checks: Checks,
    pub checked_at: Timestamp,
}

/// `GET live-ops/system-status`, `GET live-ops/stuck`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AskStatus {}

/// What the database answers (`live_ops_system_status`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct StatusRow {
    figures: Figures,
    quotas: Vec<QuotaRow>,
    stats: Overview,
}

/// One of `live_quotas`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct QuotaRow {
    quota: String,
    used: u32,
    limit: Option<u32>,
    percent: u32,
}

/// The reply of `GET live-ops/system-status`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SystemStatus {
    health: PanelHealth,
    quotas: Vec<Quota>,
    /// The worst first.
    alerts: Vec<Alert>,
    stats: Overview,
    /// What the rest follows from.
    figures: Figures,
}

/// The parts of the service by the panel's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
struct PanelHealth {
    livekit: Condition,
    /// The database.
    supabase: Condition,
    realtime: Condition,
    tick: Condition,
    sweep: Condition,
    webhooks: Condition,
    push: Condition,
    last_check: Timestamp,
}

/// How much of something is used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Quota {
    /// `participant_minutes`, `concurrent_participants`, `rooms` or `egress_minutes`.
    name: String,
    used: u32,
    /// `null`: none is set.
    limit: Option<u32>,
    /// Rounded down.
    percentage: u32,
    status: Level,
}

impl SystemStatus {
    /// What follows from the figures, and from whether LiveKit has answered.
    pub fn of(row: StatusRow, livekit_is_up: bool, now: Timestamp) -> Self {
        let StatusRow { figures, quotas, stats } = row;
        let checks = Checks::of(Some(&figures), livekit_is_up);
        let used: Vec<_> = quotas.iter().map(|quota| (quota.quota.as_str(), quota.percent)).collect();
        Self {
            alerts: alerts(checks, &figures, stats.pending_reports(), &used),
            health: PanelHealth {
                livekit: checks.livekit,
                supabase: checks.database,
                realtime: checks.realtime,
                tick: checks.tick,
                sweep: checks.sweep,
                webhooks: checks.webhooks,
                push: checks.push,
                last_check: now,
            },
            quotas: quotas.into_iter().map(Quota::from).collect(),
            stats,
            figures,
        }
    }
}

impl From<QuotaRow> for Quota {
    fn from(row: QuotaRow) -> Self {
        let QuotaRow { quota, used, limit, percent } = row;
        Self { name: quota, used, limit, percentage: percent, status: Level::of_quota(percent) }
    }
}

/// The reply of `GET live-ops/stuck` (`live_ops_stuck`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StuckThings {
    /// By kind, the oldest first, a hundred of each.
    stuck: Vec<Stuck>,
}

/// Something that should have been done a while ago.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Stuck {
    /// `session_without_room`, `room_of_ended_session`, `room_of_ended_call`, `unsent_push`, or `overdue_` and what:
    /// `session`, `host`, `ring`, `call`, `party`, `invitation`, `request`.
    kind: String,
    /// Of a session, a call, a participant, a request or a push, by its kind.
    id: StuckId,
    room_name: Option<RoomName>,
    /// When it was due.
    since: Timestamp,
}
