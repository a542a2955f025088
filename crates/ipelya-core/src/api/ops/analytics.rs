//! Figures as the panel reads them (`live_stats_…`): counted from stays and from the journal, never from counters.
//!
//! Times are seconds, coins whole coins; days are those of the setting `analytics_time_zone`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::super::fields::{Number, required_id};
use crate::ids::{ProfileId, SessionId, UserId};
use crate::session::{AccessType, EndReason, SessionStatus, SessionType};
use crate::timestamp::Timestamp;

/// How many days are wanted, today included.
pub type Days = Number<1, 366>;

/// `GET live-ops/analytics/overview`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AskOverview {}

/// `GET live-ops/analytics/daily` and `concurrency`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AskDays {
    /// 30, if nothing is said.
    #[serde(default)]
    pub days: Option<Days>,
}

/// Today, or the last seven or thirty days with it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Period {
    Day,
    /// If nothing is said.
    #[default]
    Week,
    Month,
}

impl Period {
    /// Its word in SQL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
        }
    }
}

/// `GET live-ops/analytics/creators`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AskCreators {
    #[serde(default)]
    pub period: Period,
    /// 10, if nothing is said.
    #[serde(default)]
    pub limit: Option<Number<1, 100>>,
}

/// What coins are added up by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// If nothing is said.
    #[default]
    Day,
    Creator,
    Session,
    Kind,
}

impl By {
    /// Its word in SQL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Creator => "creator",
            Self::Session => "session",
            Self::Kind => "kind",
        }
    }
}

/// `GET live-ops/analytics/revenue`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AskRevenue {
    #[serde(default)]
    pub by: By,
    /// 30, if nothing is said.
    #[serde(default)]
    pub days: Option<Days>,
    /// 100, if nothing is said.
    #[serde(default)]
    pub limit: Option<Number<1, 500>>,
}

/// `GET live-ops/sessions/{id}/report`, and as `report.csv`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AskReport {
    #[serde(deserialize_with = "required_id")]
    pub id: SessionId,
}

/// Coins that were paid; what was given back is taken off all but `gross`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Revenue {
    gross: i64,
    refunds: i64,
    net: i64,
    creator_share: i64,
    platform_share: i64,
}

/// A day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Day {
    /// `2026-11-22`.
    date: String,
    /// Different people who watched.
    unique_viewers: u64,
    #[serde(flatten)]
    figures: Figures,
}

/// What went on in a day, or in several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Figures {
    /// Sessions that began.
    total_sessions: u64,
    video_sessions: u64,
    audio_sessions: u64,
    /// Their peaks added up.
    viewers: u64,
    /// Their viewers added up.
    total_viewers: u64,
    /// Their durations added up.
    total_duration_seconds: u64,
    avg_duration_seconds: u64,
    /// Of whatever was on air, whenever it began.
    total_joins: u64,
    total_watch_time_seconds: u64,
    /// The most who watched anything at one moment.
    peak_viewers: u64,
    peak_at: Option<Timestamp>,
    total_messages: u64,
    /// In coins.
    total_gifts_received: i64,
    total_calls: u64,
    video_calls: u64,
    audio_calls: u64,
    answered_calls: u64,
    missed_calls: u64,
    total_call_seconds: u64,
    revenue: Revenue,
}

/// The reply of `GET live-ops/analytics/overview` (`live_stats_overview`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Overview {
    time_zone: String,
    /// Whole days that are not rolled up yet and therefore missing.
    days_pending: u64,
    today: Day,
    last_7_days: Figures,
    last_30_days: Figures,
    /// The last seven.
    daily: Vec<Day>,
}

/// The reply of `GET live-ops/analytics/daily` (`live_stats_daily`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Daily {
    time_zone: String,
    /// Whole days that are not rolled up yet and therefore missing.
    days_pending: u64,
    days: Vec<Day>,
}

/// Somebody whose sessions they are; `null` once the account is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CreatorFace {
    id: ProfileId,
    username: Option<String>,
    display_name: Option<String>,
    avatar_url: Option<String>,
}

/// What a creator's sessions came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CreatorFigures {
    creator_id: UserId,
    creator: Option<CreatorFace>,
    total_sessions: u64,
    video_sessions: u64,
    audio_sessions: u64,
    total_viewers: u64,
    /// Of their best session.
    peak_viewers: u64,
    total_duration_seconds: u64,
    avg_duration_seconds: u64,
    last_session_at: Option<Timestamp>,
    total_watch_time_seconds: u64,
    total_joins: u64,
    total_messages: u64,
    /// In coins.
    total_gifts_received: i64,
    revenue: Revenue,
}

/// The reply of `GET live-ops/analytics/creators` (`live_stats_creators`): those with the most viewers first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[expect(clippy::struct_field_names, reason = "the panel's names")]
pub struct Creators {
    period: Period,
    from: String,
    to: String,
    creators: Vec<CreatorFigures>,
}

/// Coins of one day, creator, session or kind: whichever they were added up by is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RevenueRow {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    creator_id: Option<UserId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    session_id: Option<SessionId>,
    /// `gift`, `ppv` or `call`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    payments: u64,
    #[serde(flatten)]
    revenue: Revenue,
}

/// The reply of `GET live-ops/analytics/revenue` (`live_stats_revenue`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RevenueReport {
    from: String,
    to: String,
    /// Of all rows, also of those beyond the limit.
    total: Revenue,
    rows: Vec<RevenueRow>,
}

/// How many watched in the hours of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DayConcurrency {
    date: String,
    starts_at: Timestamp,
    peak_viewers: u64,
    peak_at: Option<Timestamp>,
    /// The peak of each hour from `starts_at` on.
    hours: Vec<u64>,
}

/// The reply of `GET live-ops/analytics/concurrency` (`live_stats_concurrency`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Concurrency {
    time_zone: String,
    /// Who is watching now.
    now: u64,
    days: Vec<DayConcurrency>,
}

/// Numbers at equal steps from a session's start on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Course {
    step_seconds: u32,
    points: Vec<u64>,
}

/// What was said and given in each step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Rates {
    step_seconds: u32,
    messages: Vec<u64>,
    /// In coins.
    gift_coins: Vec<u64>,
}

/// How many watched for so long.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Stayed {
    minutes: u32,
    viewers: u64,
    /// Of all viewers.
    percent: f64,
}

/// How many were watching when so much of the session was over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Present {
    percent_of_session: u32,
    viewers: u64,
    /// Of all viewers.
    percent: f64,
}

/// For how long viewers watched.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Retention {
    stayed: Option<Vec<Stayed>>,
    present: Option<Vec<Present>>,
}

/// What a session brought in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SessionRevenue {
    #[serde(flatten)]
    total: Revenue,
    by_kind: BTreeMap<String, KindRevenue>,
}

/// What a session brought in by payments of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KindRevenue {
    payments: u64,
    #[serde(flatten)]
    revenue: Revenue,
}

/// The report of a session that has been on air (`live_stats_session_report`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SessionReport {
    session_id: SessionId,
    creator_id: UserId,
    title: String,
    session_type: SessionType,
    access_type: AccessType,
    status: SessionStatus,
    started_at: Timestamp,
    ended_at: Option<Timestamp>,
    end_reason: Option<EndReason>,
    total_duration_seconds: u64,
    total_viewers: u64,
    total_joins: u64,
    peak_viewers: u64,
    peak_at: Option<Timestamp>,
    total_watch_time_seconds: u64,
    mean_watch_time_seconds: u64,
    median_watch_time_seconds: u64,
    total_messages: u64,
    revenue: SessionRevenue,
    /// Different people who gave something.
    gifters: u64,
    concurrency: Course,
    joins: Course,
    rates: Rates,
    retention: Retention,
}

/// The reply of `GET live-ops/sessions/{id}/report`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportReply {
    pub report: SessionReport,
}

/// The reply of `GET live-ops/sessions/{id}/report.csv`: a file in a field, as every reply is JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CsvReply {
    /// What to call the file.
    filename: String,
    /// RFC 4180: a line of names, then one for each step.
    csv: String,
}

impl SessionReport {
    /// The course of the session as a table: a row for each step of its joins, with the watchers at its beginning.
    pub fn csv(&self) -> CsvReply {
        let mut csv = "at,minutes,watching,joins,messages,gift_coins\r\n".to_owned();
        let step = self.joins.step_seconds;
        for (row, joins) in self.joins.points.iter().enumerate() {
            let after = u64::from(step) * row as u64;
            let at = self.started_at + std::time::Duration::from_secs(after);
            let watching = point(&self.concurrency.points, after / u64::from(self.concurrency.step_seconds.max(1)));
            let (said, given) = (point(&self.rates.messages, row as u64), point(&self.rates.gift_coins, row as u64));
            // writing to a text cannot fail
            let _ = write!(csv, "{at},{},{watching},{joins},{said},{given}\r\n", after / 60);
        }
        CsvReply { filename: format!("session-{}.csv", self.session_id), csv }
    }
}

/// One of the points, 0 beyond them.
fn point(points: &[u64], index: u64) -> u64 {
    usize::try_from(index).ok().and_then(|index| points.get(index)).copied().unwrap_or(0)
}
