//! What is left of calls: history and transcripts as their people ask for them, and what agents report of what was said.

use std::collections::BTreeMap;

use serde::de::{Deserializer, Error as _};
use serde::{Deserialize, Serialize};
use serde_json::Number;
use time::Duration;

use super::fields::{self, required_id};
use crate::call::{CallEndDetail, CallEndReason};
use crate::ids::{CallId, UserId};
use crate::refusal::Refusal;
use crate::timestamp::Timestamp;

/// The kind of a call, in the documents' words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum VoiceCallType {
    /// With support.
    Support,
    /// Of one with another; `user_to_user` is taken for it too.
    #[serde(alias = "user_to_user")]
    UserToUser,
    /// Of several.
    Conference,
}

impl VoiceCallType {
    /// The word for it in SQL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Support => "support",
            Self::UserToUser => "user-to-user",
            Self::Conference => "conference",
        }
    }
}

/// Where a call is in its life, or how it ended, in the documents' words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum VoiceCallStatus {
    /// Placed, and nobody is in its room yet.
    Pending,
    /// Somebody waits in its room.
    Ringing,
    /// They talk.
    Connected,
    /// They talked.
    Completed,
    /// They did not: it was missed, declined or given up, or somebody was busy.
    Missed,
    /// It could not be carried on.
    Failed,
}

impl VoiceCallStatus {
    /// The word for it in SQL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Ringing => "ringing",
            Self::Connected => "connected",
            Self::Completed => "completed",
            Self::Missed => "missed",
            Self::Failed => "failed",
        }
    }
}

/// How many calls to a page.
type PageSize = fields::Number<1, 100>;
/// How many calls before it.
type Offset = fields::Number<0, 10_000>;

/// `voice-history`: which calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct VoiceHistoryRequest {
    /// Of every kind if left out.
    pub call_type: Option<VoiceCallType>,
    /// Whatever they are or were if left out.
    pub status: Option<VoiceCallStatus>,
    /// 20 if left out.
    limit: Option<PageSize>,
    /// 0 if left out.
    offset: Option<Offset>,
    /// Figures too, of all calls: not of those alone that are asked for.
    #[serde(default)]
    pub include_stats: bool,
    /// Everybody's calls, for staff.
    #[serde(default)]
    pub all_users: bool,
}

impl VoiceHistoryRequest {
    /// How many at most, and how many before them.
    pub fn page(&self) -> (u32, u32) {
        (self.limit.map_or(20, PageSize::get).into(), self.offset.map_or(0, Offset::get).into())
    }
}

/// The calls that were found (`live_voice_history`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct FoundCalls {
    calls: Vec<VoiceCall>,
    total: u64,
    stats: Option<VoiceStats>,
}

/// The reply of `voice-history`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VoiceHistory {
    /// Latest first.
    calls: Vec<VoiceCall>,
    pagination: Pagination,
    #[serde(skip_serializing_if = "Option::is_none")]
    stats: Option<VoiceStats>,
}

/// Where a page is among the calls that were asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Pagination {
    total: u64,
    limit: u32,
    offset: u32,
    /// Whether there are calls after this page.
    has_more: bool,
}

impl VoiceHistory {
    /// The page of so many calls at most, after so many others.
    pub fn new(found: FoundCalls, (limit, offset): (u32, u32)) -> Self {
        let FoundCalls { calls, total, stats } = found;
        let has_more = total > u64::from(offset) + u64::from(limit);
        Self { calls, pagination: Pagination { total, limit, offset, has_more }, stats }
    }
}

/// A call of any kind (`live_voice_call`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all(serialize = "camelCase"))]
pub struct VoiceCall {
    id: CallId,
    room_name: String,
    caller_id: UserId,
    /// Of a call between two.
    callee_id: Option<UserId>,
    call_type: VoiceCallType,
    status: VoiceCallStatus,
    started_at: Timestamp,
    connected_at: Option<Timestamp>,
    ended_at: Option<Timestamp>,
    duration_seconds: u32,
    recording_url: Option<String>,
    /// What was said, one line for each time somebody spoke; null where nothing is written down, and in everybody's calls.
    transcript: Option<String>,
    metadata: VoiceCallMetadata,
    created_at: Timestamp,
    /// One for each connection of a person, and for each agent that came.
    participants: Vec<VoiceParticipant>,
    has_recording: bool,
}

/// What else there is to a call, spelled as in the view `voice_calls`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VoiceCallMetadata {
    /// What the agent of a support call speaks.
    language: Option<String>,
    /// Whether what is said is written down.
    transcript: bool,
    media: Media,
    end_reason: Option<CallEndReason>,
    end_detail: Option<CallEndDetail>,
    /// Who hung up, if somebody did.
    ended_by: Option<UserId>,
}

/// What a call carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Media {
    Audio,
    Video,
}

/// Somebody who was in a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all(serialize = "camelCase"))]
pub struct VoiceParticipant {
    /// The same each time it is told.
    id: u32,
    call_id: CallId,
    /// An account's id, or `agent-…`.
    user_id: String,
    /// Null once there is no profile.
    participant_name: Option<String>,
    joined_at: Option<Timestamp>,
    /// Null while they are there.
    left_at: Option<Timestamp>,
    duration_seconds: Option<u32>,
    is_muted: bool,
}

/// Figures of all calls of the same people (`live_voice_history`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all(serialize = "camelCase"))]
pub struct VoiceStats {
    #[serde(rename(serialize = "totalCalls", deserialize = "total"))]
    total_calls: u64,
    #[serde(rename(serialize = "completedCalls", deserialize = "completed"))]
    completed_calls: u64,
    #[serde(rename(serialize = "missedCalls", deserialize = "missed"))]
    missed_calls: u64,
    #[serde(rename(serialize = "failedCalls", deserialize = "failed"))]
    failed_calls: u64,
    /// Of all, whatever became of them.
    total_duration_seconds: u64,
    /// Of the completed ones.
    average_duration_seconds: u64,
    by_type: StatsByType,
}

/// Figures of each kind of call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub struct StatsByType {
    support: TypeStats,
    user_to_user: TypeStats,
    conference: TypeStats,
}

/// Figures of one kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all(serialize = "camelCase"))]
pub struct TypeStats {
    total: u64,
    completed: u64,
    missed: u64,
    failed: u64,
    /// Of the completed ones.
    average_duration_seconds: u64,
}

/// `voice-get-transcript`: of which call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TranscriptRequest {
    #[serde(deserialize_with = "required_id")]
    pub call_id: CallId,
}

/// What was said in a call (`live_read_transcript`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Transcript {
    /// `Speaker: text`, one line for each of the lines; null where there are none.
    transcript: Option<String>,
    /// In the order in which they were said.
    lines: Vec<TranscriptLine>,
}

/// One time that somebody spoke.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all(serialize = "camelCase"))]
pub struct TranscriptLine {
    item_id: String,
    speaker: Speaker,
    text: String,
    /// The speaker was cut short; the text is what was said until then.
    interrupted: bool,
    at: Timestamp,
}

/// Who speaks in a support call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Speaker {
    /// The caller.
    User,
    /// The AI agent.
    Agent,
    /// Somebody of the staff.
    Staff,
}

/// A text of 1 to `MAX` characters as it was said or named by another program, line breaks and all; only a NUL, which
/// Postgres cannot hold, has no place in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Verbatim<const MAX: usize>(String);

impl<'de, const MAX: usize> Deserialize<'de> for Verbatim<MAX> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match text.chars().count() {
            0 => Err(D::Error::custom("blank")),
            count if count > MAX => Err(D::Error::custom("too long")),
            _ if text.contains('\0') => Err(D::Error::custom("a NUL character")),
            _ => Ok(Self(text)),
        }
    }
}

/// `voice-transcript`: what the agent of a call reports.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TranscriptReport {
    /// What was said since the last report; those that were reported before are counted and stay as they were.
    #[serde(deserialize_with = "lines")]
    #[cfg_attr(feature = "schema", schemars(length(max = MAX_LINES)))]
    lines: Vec<ReportedLine>,
    /// What the agent's models used, with the last report.
    usage: Option<Usage>,
}

/// How many lines a report has at most.
const MAX_LINES: usize = 50;

fn lines<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<ReportedLine>, D::Error> {
    let lines = Vec::deserialize(deserializer)?;
    if lines.len() > MAX_LINES { Err(D::Error::custom("too many")) } else { Ok(lines) }
}

/// A line as it is reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all(deserialize = "camelCase"))]
pub struct ReportedLine {
    /// The worker's own id of it.
    item_id: Verbatim<200>,
    speaker: Speaker,
    text: Verbatim<4000>,
    interrupted: bool,
    /// When it was said, within a day of now.
    at: Timestamp,
}

/// What models used: up to 32 numbers by their names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(extend("maxProperties" = MAX_NUMBERS, "propertyNames" = schema::verbatim(64)))
)]
#[serde(transparent)]
pub struct Usage(BTreeMap<String, Number>);

/// How many numbers are kept.
const MAX_NUMBERS: usize = 32;

impl<'de> Deserialize<'de> for Usage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let numbers = BTreeMap::<Verbatim<64>, Number>::deserialize(deserializer)?;
        if numbers.len() > MAX_NUMBERS {
            return Err(D::Error::custom("too many"));
        }
        Ok(Self(numbers.into_iter().map(|(name, number)| (name.0, number)).collect()))
    }
}

/// How far the worker's clock may be from ours: further off, lines would be kept for ever or for no time.
const CLOCK: Duration = Duration::days(1);

impl TranscriptReport {
    /// The lines and the numbers. Names the first line that was said at no likely time.
    pub fn checked(&self, now: Timestamp) -> Result<(&[ReportedLine], Option<&Usage>), Refusal> {
        let unlikely = self.lines.iter().position(|line| (line.at - now).abs() > CLOCK);
        match unlikely {
            Some(place) => Err(Refusal::InvalidField { field: format!("lines[{place}].at") }),
            None => Ok((&self.lines, self.usage.as_ref())),
        }
    }
}

/// The reply of `voice-transcript` (`live_take_transcript`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TakenTranscript {
    /// Lines that are new.
    stored: u32,
    /// Lines that were known.
    duplicates: u32,
}

#[cfg(feature = "schema")]
mod schema {
    use std::borrow::Cow;

    use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

    use super::Verbatim;

    impl<const MAX: usize> JsonSchema for Verbatim<MAX> {
        fn inline_schema() -> bool {
            true
        }

        fn schema_name() -> Cow<'static, str> {
            format!("VerbatimOfUpTo{MAX}").into()
        }

        fn json_schema(_: &mut SchemaGenerator) -> Schema {
            verbatim(MAX)
        }
    }

    pub(super) fn verbatim(max: usize) -> Schema {
        json_schema!({ "type": "string", "minLength": 1, "maxLength": max, "pattern": r"^[^\u0000]*$" })
    }
}
