//! Recordings: which there are, what the store holds, what is to be deleted from it, and what is kept all the same.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

#[cfg(feature = "schema")]
use super::super::fields::Blank;
use super::super::fields::{Reason, id_or_blank, required_id, text_or_blank, word_or_blank};
use super::logs::AdminFace;
use super::{Face, Limit, Offset, SessionNote};
use crate::call::CallKind;
use crate::coins::Coins;
use crate::ids::{CallId, RecordingId, SessionId, UserId};
use crate::recording::{Layout, RecordingStatus, Visibility};
use crate::timestamp::Timestamp;

/// `GET live-ops/recordings`. What is left out leaves nothing out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FindRecordings {
    #[serde(default, deserialize_with = "word_or_blank")]
    pub status: Option<RecordingStatus>,
    /// Whose they are: the creator of the session, or whoever placed the call.
    #[serde(default, deserialize_with = "id_or_blank")]
    pub creator_id: Option<UserId>,
    #[serde(default, deserialize_with = "id_or_blank")]
    pub session_id: Option<SessionId>,
    #[serde(default, deserialize_with = "id_or_blank")]
    pub call_id: Option<CallId>,
    /// Only those that are held, or only the others.
    #[serde(default)]
    pub held: Option<bool>,
    #[serde(default, deserialize_with = "word_or_blank")]
    pub visibility: Option<Visibility>,
    /// 50, if nothing is said.
    #[serde(default)]
    pub limit: Option<Limit>,
    #[serde(default)]
    pub offset: Option<Offset>,
}

/// The reply to it (`live_ops_recordings`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Recordings {
    /// The latest first.
    recordings: Vec<RecordingRow>,
    /// How many there are of those that were asked for; 10000 means as many or more.
    total: u32,
}

/// A recording as the panel shows it (`live_ops_recording_row`). Where its file lies nobody is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RecordingRow {
    id: RecordingId,
    session_id: Option<SessionId>,
    session: Option<SessionNote>,
    call_id: Option<CallId>,
    call_kind: Option<CallKind>,
    /// `null` once that account is gone.
    owner_id: Option<UserId>,
    owner: Option<Face>,
    /// Who had it made; `null`: it began by itself.
    requested_by: Option<UserId>,
    requester: Option<Face>,
    /// How many are heard or seen in it.
    subjects: u32,
    status: RecordingStatus,
    /// `null` where there is sound only.
    layout: Option<Layout>,
    visibility: Visibility,
    title: Option<String>,
    /// What it costs after a pay-per-view show, if that is not the show's own price.
    price_coins: Option<Coins>,
    size_bytes: Option<u64>,
    duration_seconds: Option<u32>,
    created_at: Timestamp,
    started_at: Option<Timestamp>,
    ended_at: Option<Timestamp>,
    /// When its file was seen in the store.
    available_at: Option<Timestamp>,
    /// Why there is none.
    error: Option<String>,
    /// Since when nobody can delete it, who has seen to that, and why.
    held_at: Option<Timestamp>,
    held_by: Option<UserId>,
    hold_reason: Option<String>,
    admin: Option<AdminFace>,
    /// When it goes because somebody in it has left with their account, unless it is held.
    erase_at: Option<Timestamp>,
    /// When it goes by itself, for whichever reason is first; `null` while it is held.
    expires_at: Option<Timestamp>,
}

/// `GET live-ops/recordings/storage`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AskStorage {}

/// The reply to it (`live_ops_recording_storage`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RecordingStorage {
    /// What was seen in the store.
    total: Stored,
    sessions: Stored,
    calls: Stored,
    /// By the month in which they were made, the latest first.
    months: Vec<StoredOfMonth>,
    /// All recordings, those that came to nothing too.
    by_status: BTreeMap<String, u32>,
    /// Under way just now.
    open: u32,
    /// The setting: how many may be.
    recordings_count: u32,
    /// Recorded this month, as of a minute ago.
    egress_seconds: u64,
    /// The setting: how many minutes may be; 0: as many as one likes.
    livekit_egress_minutes_count: u32,
    /// The settings: for how many days recordings of sessions, and of calls, are kept.
    recording_days_count: u32,
    call_recording_days_count: u32,
    /// Kept for longer.
    held: u32,
    /// Those that go by themselves within seven days.
    expiring: u32,
    deletions: QueuedDeletions,
}

/// Files of the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Stored {
    recordings: u32,
    bytes: u64,
    /// How long they are.
    seconds: u64,
}

/// Files of a month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct StoredOfMonth {
    /// `2026-11`.
    month: String,
    #[serde(flatten)]
    stored: Stored,
}

/// Files that are still to go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct QueuedDeletions {
    pending: u32,
    /// Those that the store has not let go when it was last asked.
    failing: u32,
    /// Those that are gone, and are deleted once more in case they were uploaded late.
    deleted_once: u32,
    /// When the store is, or was, to be asked about the next one.
    oldest_due_at: Option<Timestamp>,
}

/// Which deletions are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeletionState {
    /// The store is to be asked, for the first time or again.
    Pending,
    /// Of those, the ones that it has not let go when it was last asked.
    Failing,
    /// It is gone, and was a day later.
    Done,
}

/// Why a file is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
enum DeletionReason {
    /// Its owner has deleted it.
    Owner,
    /// Staff has.
    Admin,
    /// It was kept for as long as recordings are.
    Retention,
    /// Its owner's account is gone.
    Account,
    /// The account of somebody in it is.
    Subject,
    /// Its session or call was removed, or its row by hand.
    Removed,
}

/// `GET live-ops/recordings/deletions`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ListDeletions {
    /// All, if nothing is said.
    #[serde(default, deserialize_with = "word_or_blank")]
    pub state: Option<DeletionState>,
    /// 50, if nothing is said.
    #[serde(default)]
    pub limit: Option<Limit>,
    #[serde(default)]
    pub offset: Option<Offset>,
}

/// The reply to it (`live_ops_recording_deletions`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Deletions {
    /// The latest first.
    deletions: Vec<DeletionRow>,
    /// How many there are of those that were asked for; 10000 means as many or more.
    total: u32,
}

/// A file that is to go, or is gone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct DeletionRow {
    /// Of the recording that it was.
    recording_id: Option<RecordingId>,
    reason: DeletionReason,
    created_at: Timestamp,
    /// When the store is to be asked next; `null` once that is done.
    due_at: Option<Timestamp>,
    /// When it was first gone.
    deleted_at: Option<Timestamp>,
    done_at: Option<Timestamp>,
    attempts: u32,
    /// Why the last one has failed.
    error: Option<String>,
}

/// `POST live-ops/recordings/{id}/hold`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HoldRecording {
    #[serde(deserialize_with = "required_id")]
    pub id: RecordingId,
    pub reason: Reason,
}

/// `POST live-ops/recordings/{id}/release`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReleaseRecording {
    #[serde(deserialize_with = "required_id")]
    pub id: RecordingId,
    #[serde(default, deserialize_with = "text_or_blank")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Blank<Reason>>"))]
    pub reason: Option<Reason>,
}

/// The reply of both: the recording as it is then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OneRecording {
    pub recording: RecordingRow,
}

/// `GET live-ops/recordings/{id}/readers`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ListRecordingReaders {
    #[serde(deserialize_with = "required_id")]
    pub id: RecordingId,
    /// 100, if nothing is said.
    #[serde(default)]
    pub limit: Option<Limit>,
    #[serde(default)]
    pub offset: Option<Offset>,
}
