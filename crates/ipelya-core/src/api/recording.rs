//! What the recording functions are sent and answer.

use serde::{Deserialize, Serialize};

use super::fields::{self, Text, id_or_blank, required_id, text_or_blank, word_or_blank};
use crate::coins::Coins;
use crate::ids::{CallId, RecordingId, SessionId, UserId};
use crate::recording::{Layout, RecordingOrder, RecordingStatus, Visibility};
use crate::refusal::Refusal;
use crate::room::RoomRef;
use crate::timestamp::Timestamp;

/// `start-recording`: of what.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = super::token::one_room))]
#[serde(rename_all = "camelCase")]
pub struct StartRecording {
    #[serde(flatten)]
    subject: Recorded,
    /// How the people on stage are arranged, where there is a picture; `speaker`, if it is left out.
    #[serde(default, deserialize_with = "word_or_blank")]
    pub layout: Option<Layout>,
}

/// What is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
struct Recorded {
    /// A live session…
    #[serde(default, deserialize_with = "id_or_blank")]
    session_id: Option<SessionId>,
    /// …or a call; exactly one of both.
    #[serde(default, deserialize_with = "id_or_blank")]
    call_id: Option<CallId>,
}

impl Recorded {
    fn room(self) -> Result<RoomRef, Refusal> {
        match (self.session_id, self.call_id) {
            (Some(id), None) => Ok(RoomRef::Session(id)),
            (None, Some(id)) => Ok(RoomRef::Call(id)),
            (None, None) | (Some(_), Some(_)) => Err(Refusal::OneRoomRequired),
        }
    }
}

impl StartRecording {
    /// What is to be recorded: exactly one must be named.
    pub fn room(&self) -> Result<RoomRef, Refusal> {
        self.subject.room()
    }
}

/// `stop-recording`: of what.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = super::token::one_room))]
pub struct StopRecording {
    #[serde(flatten)]
    subject: Recorded,
}

impl StopRecording {
    /// What is to be recorded no longer: exactly one must be named.
    pub fn room(&self) -> Result<RoomRef, Refusal> {
        self.subject.room()
    }
}

/// A recording, as everybody is told of it (`live_recording_reply`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all(serialize = "camelCase"))]
pub struct Recording {
    /// `recordings.id`.
    pub id: RecordingId,
    session_id: Option<SessionId>,
    call_id: Option<CallId>,
    /// How far it has come.
    pub status: RecordingStatus,
    title: Option<String>,
    visibility: Visibility,
    /// What entry costs after a pay-per-view show, if that is not the show's own price.
    price_coins: Option<Coins>,
    /// When LiveKit began; null until it says so.
    started_at: Option<Timestamp>,
    duration_seconds: Option<u32>,
    size_bytes: Option<u64>,
    /// It can be watched.
    available: bool,
    /// Of a list: when it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    created_at: Option<Timestamp>,
}

/// What `live_start_recording` answers: the recording, and what LiveKit is to be asked if that has not happened yet.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ClaimedRecording {
    pub recording: Recording,
    pub order: Option<RecordingOrder>,
}

/// What came of asking LiveKit (`live_recording_sent`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct SentRecording {
    /// `None` if it was deleted meanwhile.
    pub recording: Option<Recording>,
    /// LiveKit is to stop it at once.
    pub stop: bool,
}

/// What is to be stopped (`live_stop_recording`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct StoppedRecording {
    pub recording: Recording,
    /// What LiveKit is to stop.
    pub egress_id: Option<String>,
}

/// What a deletion, or a consent that is taken back, leaves LiveKit to stop.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct EndedRecording {
    /// Of a call: whether it is still recorded.
    #[serde(default)]
    pub is_recording: bool,
    pub egress_id: Option<String>,
}

/// What is to be done about recordings of a room (`live_recording_event`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct RecordingChores {
    /// What begins by itself.
    pub order: Option<RecordingOrder>,
    /// What LiveKit is to stop.
    pub stop: Vec<String>,
}

/// The reply of `start-recording`, `stop-recording` and `update-recording`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RecordingReply {
    pub recording: Recording,
}

/// How many recordings to a page.
type PageSize = fields::Number<1, 100>;

/// Where a page begins: after the last recording of the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    pub created_at: Timestamp,
    pub id: RecordingId,
}

impl Cursor {
    fn parse(text: &str) -> Option<Self> {
        let (at, id) = text.split_once('_')?;
        Some(Self { created_at: Timestamp::parse(at)?, id: RecordingId(id.parse().ok()?) })
    }
}

/// `list-recordings`: which ones; all there are to see, if nothing is named.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ListRecordings {
    #[serde(default, deserialize_with = "id_or_blank")]
    pub session_id: Option<SessionId>,
    /// Of this creator's sessions.
    #[serde(default, deserialize_with = "id_or_blank")]
    pub creator_id: Option<UserId>,
    #[serde(default, deserialize_with = "id_or_blank")]
    pub call_id: Option<CallId>,
    /// 20 if left out.
    limit: Option<PageSize>,
    /// `nextBefore` of the page before.
    #[serde(default, deserialize_with = "text_or_blank")]
    before: Option<Text<100>>,
}

impl ListRecordings {
    /// How many at most.
    pub fn limit(&self) -> u16 {
        self.limit.map_or(20, PageSize::get)
    }

    /// Where the page begins; `None` for the first one.
    pub fn before(&self) -> Result<Option<Cursor>, Refusal> {
        let invalid = || Refusal::InvalidField { field: "before".to_owned() };
        self.before.as_ref().map(|text| Cursor::parse(text).ok_or_else(invalid)).transpose()
    }
}

/// The reply of `list-recordings`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RecordingList {
    /// Newest first.
    recordings: Vec<Recording>,
    /// What `before` is for the next page; null on the last one.
    next_before: Option<String>,
}

impl RecordingList {
    /// A page of those that were found, which are one more than asked for where there are more.
    pub fn new(mut recordings: Vec<Recording>, limit: u16) -> Self {
        let has_more = recordings.len() > usize::from(limit);
        recordings.truncate(limit.into());
        let last = recordings.last().filter(|_| has_more);
        let next_before = last.and_then(|recording| Some(format!("{}_{}", recording.created_at?, recording.id)));
        Self { recordings, next_before }
    }
}

/// `get-recording-url`: of which recording.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RecordingUrlRequest {
    #[serde(deserialize_with = "required_id")]
    #[cfg_attr(feature = "schema", schemars(with = "RecordingId"))]
    pub recording_id: RecordingId,
    /// To be kept as a file, not played.
    #[serde(default)]
    pub download: bool,
}

/// The reply of `get-recording-url`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RecordingUrl {
    /// Where the file is to be had, from anywhere in it (`Range`). Whoever has it can watch: it is nobody else's.
    pub url: String,
    /// Until when.
    pub expires_at: Timestamp,
}

/// `buy-recording`: which one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct BuyRecording {
    #[serde(deserialize_with = "required_id")]
    #[cfg_attr(feature = "schema", schemars(with = "RecordingId"))]
    pub recording_id: RecordingId,
    /// The price the caller was shown; if it is another by now, nothing is charged.
    #[serde(default)]
    pub expected_price: Option<Coins>,
}

/// What was paid (`live_buy_recording`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all(serialize = "camelCase"))]
pub struct BoughtRecording {
    /// What entry has cost the caller, now or earlier; 0 where it is free.
    #[serde(rename(serialize = "paid"))]
    pub coins: Coins,
    /// It was charged just now.
    pub charged: bool,
    /// The balance after that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub balance: Option<Coins>,
}

/// `update-recording`: what is to be different.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct UpdateRecording {
    #[serde(deserialize_with = "required_id")]
    #[cfg_attr(feature = "schema", schemars(with = "RecordingId"))]
    pub recording_id: RecordingId,
    #[serde(default, deserialize_with = "word_or_blank")]
    pub visibility: Option<Visibility>,
    #[serde(default, deserialize_with = "text_or_blank")]
    pub title: Option<Text<100>>,
    /// What entry costs after a pay-per-view show, 1 or more.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    price_coins: Option<Coins>,
}

impl UpdateRecording {
    /// The new price, if there is to be one.
    pub fn price(&self) -> Result<Option<Coins>, Refusal> {
        match self.price_coins {
            Some(Coins::ZERO) => Err(Refusal::InvalidField { field: "priceCoins".to_owned() }),
            price => Ok(price),
        }
    }
}

/// `delete-recording`: which one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct DeleteRecording {
    #[serde(deserialize_with = "required_id")]
    #[cfg_attr(feature = "schema", schemars(with = "RecordingId"))]
    pub recording_id: RecordingId,
}

/// The reply of `delete-recording`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DeletedRecording {
    /// Its file goes within minutes, and once more a day later.
    pub deleted: bool,
}

/// `set-recording-consent`: whether the caller lets a call of theirs be recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct RecordingConsent {
    #[serde(deserialize_with = "required_id")]
    #[cfg_attr(feature = "schema", schemars(with = "CallId"))]
    pub call_id: CallId,
    /// `false` also ends what is being recorded.
    pub recording: bool,
}

/// The reply of `set-recording-consent`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ConsentReply {
    /// What was said.
    pub recording: bool,
    /// Whether the call is recorded, or is until LiveKit has ended it.
    pub is_recording: bool,
}
