//! What `report-live-user` is sent and answers.

use serde::{Deserialize, Serialize};

#[cfg(feature = "schema")]
use super::fields::Blank;
use super::fields::{Reason, Text, required_id, text_or_blank};
use crate::ids::{ReportId, SessionId, UserId};

/// What somebody adds to a report.
pub type Description = Text<2000>;

/// `report-live-user`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ReportUser {
    /// Where it happened.
    #[serde(deserialize_with = "required_id")]
    pub session_id: SessionId,
    /// Who is reported.
    #[serde(deserialize_with = "required_id")]
    pub target_user_id: UserId,
    /// One of the app's nine words (`harassment`, `spam`, `nudity`, `violence`, `hate_speech`, `scam`, `underage`,
    /// `copyright`, `other`), or why in one's own.
    pub reason: Reason,
    /// What happened, if there is more to say.
    #[serde(default, deserialize_with = "text_or_blank")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Blank<Description>>"))]
    pub description: Option<Description>,
}

/// The reply of `report-live-user`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportReply {
    /// The report that stands now: this one, or an earlier one of the same.
    pub report: Report,
}

/// A report, as far as it is the reporter's (`live_report_reply`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Report {
    id: ReportId,
    status: ReportStatus,
}

/// How far a report has come. What came of it is not told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReportStatus {
    /// Nobody has looked into it yet.
    Pending,
    /// Somebody has.
    Reviewed,
}
