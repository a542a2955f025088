//! Reports, and what is done about them.

use serde::{Deserialize, Serialize};

#[cfg(feature = "schema")]
use super::super::fields::Blank;
use super::super::fields::{Number, Text, required_id, text_or_blank};
use super::{Face, Limit, Offset, SessionNote};
use crate::ban::BanKind;
use crate::ids::{BanId, ReportId, SessionId, UserId};
use crate::timestamp::Timestamp;

/// How long a ban from one session is, in hours, unless it is said.
const SESSION_BAN_HOURS: u16 = 24;
/// How long a ban from one creator is, in days, unless it is said.
const CREATOR_BAN_DAYS: u16 = 7;
const HOURS_PER_DAY: u16 = 24;

/// Which reports are wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum StatusFilter {
    /// Nobody has decided yet; if nothing is said.
    #[default]
    #[serde(alias = "reviewing")]
    Pending,
    /// Something was done.
    #[serde(alias = "reviewed", alias = "action_taken", alias = "actioned")]
    Resolved,
    /// Nothing was done.
    Dismissed,
    All,
}

impl StatusFilter {
    /// Its word in SQL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Resolved => "resolved",
            Self::Dismissed => "dismissed",
            Self::All => "all",
        }
    }
}

/// `GET live-ops/reports`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ListReports {
    #[serde(default)]
    pub status: StatusFilter,
    /// 50, if nothing is said.
    #[serde(default)]
    pub limit: Option<Limit>,
    #[serde(default)]
    pub offset: Option<Offset>,
}

/// `GET live-ops/reports/{id}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OneReport {
    #[serde(deserialize_with = "required_id")]
    pub id: ReportId,
}

/// What is done about a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReportAction {
    /// Nothing.
    Dismiss,
    /// The reported is told that this must not be.
    Warn,
    /// The reported is put out of the session.
    Kick,
    /// For `banDuration` hours, 24 if it is not said.
    BanSession,
    /// For `banDuration` days, 7 if it is not said.
    BanCreator,
    /// Until it is lifted.
    BanGlobal,
}

impl ReportAction {
    /// Its word in SQL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Dismiss => "dismiss",
            Self::Warn => "warn",
            Self::Kick => "kick",
            Self::BanSession => "ban_session",
            Self::BanCreator => "ban_creator",
            Self::BanGlobal => "ban_global",
        }
    }
}

/// Whether a ban has an end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Term {
    /// If nothing is said.
    #[default]
    Temporary,
    Permanent,
}

/// `POST live-ops/reports/{id}/action`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ActOnReport {
    #[serde(deserialize_with = "required_id")]
    pub id: ReportId,
    pub action: ReportAction,
    #[serde(default)]
    ban_type: Term,
    #[serde(default)]
    ban_duration: Option<Number<1, 1825>>,
    /// What only staff is to read.
    #[serde(default, deserialize_with = "text_or_blank")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Blank<Text<2000>>>"))]
    pub notes: Option<Text<2000>>,
}

impl ActOnReport {
    /// For how many hours somebody is banned; `None` until it is lifted.
    pub fn hours(&self) -> Option<u16> {
        let said = self.ban_duration.map(Number::get);
        match (self.action, self.ban_type) {
            (ReportAction::BanSession, Term::Temporary) => Some(said.unwrap_or(SESSION_BAN_HOURS)),
            (ReportAction::BanCreator, Term::Temporary) => Some(said.unwrap_or(CREATOR_BAN_DAYS) * HOURS_PER_DAY),
            _ => None,
        }
    }
}

/// The reply of `POST live-ops/reports/{id}/action`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportActedOn {
    /// What was done.
    pub action: ReportAction,
    /// Whoever was kicked or banned may still be inside: LiveKit could not be told just now.
    pub pending: bool,
}

/// The reply of `GET live-ops/reports` (`live_ops_reports`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all(serialize = "camelCase"))]
#[expect(clippy::struct_field_names, reason = "the panel's names")]
pub struct Reports {
    reports: Vec<ReportRow>,
    /// How many there are of those that were asked for.
    total: u32,
    status_counts: StatusCounts,
}

/// How many reports there are of each status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StatusCounts {
    pending: u32,
    resolved: u32,
    dismissed: u32,
}

/// A report as the panel shows it (`live_ops_report_row`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportRow {
    id: ReportId,
    session_id: Option<SessionId>,
    session: Option<SessionNote>,
    reporter_id: UserId,
    reporter: Option<Face>,
    reported_user_id: UserId,
    reported_user: Option<Face>,
    reason: String,
    description: Option<String>,
    evidence_urls: Vec<String>,
    status: String,
    reviewed_by: Option<UserId>,
    reviewed_at: Option<Timestamp>,
    action_taken: Option<String>,
    action_note: Option<String>,
    resolved_by: Option<UserId>,
    resolved_at: Option<Timestamp>,
    admin_notes: Option<String>,
    created_at: Timestamp,
    updated_at: Timestamp,
}

/// The reply of `GET live-ops/reports/{id}` (`live_ops_report`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportDetail {
    report: ReportRow,
    context: ReportContext,
}

/// What is known of whom a report is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all(serialize = "camelCase"))]
pub struct ReportContext {
    /// The latest five others.
    previous_reports: Vec<PreviousReport>,
    previous_report_count: u32,
    /// The latest five.
    ban_history: Vec<PreviousBan>,
    ban_count: u32,
}

/// Another report of the same person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PreviousReport {
    id: ReportId,
    reason: String,
    status: String,
    created_at: Timestamp,
}

/// A ban of the same person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PreviousBan {
    id: BanId,
    ban_type: BanKind,
    reason: Option<String>,
    is_active: bool,
    created_at: Timestamp,
}
