//! Recordings: what LiveKit's egress is asked to do, and what it says became of it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::ids::RecordingId;
use crate::livekit_event::{nanoseconds, number, plain};
use crate::room::RoomName;
use crate::timestamp::Timestamp;

/// How far a recording has come. What has come further never goes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RecordingStatus {
    /// LiveKit is about to be asked.
    Requested,
    /// LiveKit has begun to begin.
    Starting,
    /// It is being recorded.
    Active,
    /// It is being written to the store.
    Ending,
    /// There is a file.
    Complete,
    /// There is none.
    Failed,
    /// LiveKit gave up before anything was recorded.
    Aborted,
    /// There is a file, which ends where LiveKit was to stop.
    LimitReached,
}

impl RecordingStatus {
    /// The status by LiveKit's word for it; `None` for one we know nothing of.
    pub fn of_livekit(word: &str) -> Option<Self> {
        match word {
            "EGRESS_STARTING" => Some(Self::Starting),
            "EGRESS_ACTIVE" => Some(Self::Active),
            "EGRESS_ENDING" => Some(Self::Ending),
            "EGRESS_COMPLETE" => Some(Self::Complete),
            "EGRESS_FAILED" => Some(Self::Failed),
            "EGRESS_ABORTED" => Some(Self::Aborted),
            "EGRESS_LIMIT_REACHED" => Some(Self::LimitReached),
            _ => None,
        }
    }

    /// Whether nothing more comes.
    pub fn is_over(self) -> bool {
        self >= Self::Complete
    }
}

/// How the people on stage are arranged in a recording, by LiveKit's name for it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// Whoever speaks large, the others beside them.
    #[default]
    Speaker,
    /// Everybody alike.
    Grid,
    /// Whoever speaks, and nobody else.
    SingleSpeaker,
}

impl Layout {
    /// LiveKit's name for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Speaker => "speaker",
            Self::Grid => "grid",
            Self::SingleSpeaker => "single-speaker",
        }
    }
}

/// What LiveKit is to record, as the database has written it down (`live_write_recording`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct RecordingOrder {
    pub id: RecordingId,
    pub room_name: RoomName,
    /// The key of its file. Nobody but LiveKit and the store is told it.
    pub storage_key: String,
    /// `None` where only the sound is recorded.
    pub layout: Option<Layout>,
}

/// What LiveKit says of an egress (`live_egress_seen`). What it does not say is null, and changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SeenEgress {
    /// LiveKit's id of it.
    pub id: String,
    /// The key of the file it writes.
    pub key: Option<String>,
    pub status: RecordingStatus,
    /// Why there is no file, in LiveKit's words.
    pub error: Option<String>,
    pub started_at: Option<Timestamp>,
    pub ended_at: Option<Timestamp>,
    pub size_bytes: Option<i64>,
    pub duration_seconds: Option<i64>,
}

/// As much of what LiveKit says went wrong as is kept.
const MAX_ERROR_CHARS: usize = 300;

impl SeenEgress {
    /// What a webhook's `egressInfo` says; `None` if it is of no use. Protobuf's JSON leaves out what is the first of all
    /// words, or zero.
    pub fn read(info: &Value) -> Option<Self> {
        let text = |path: &str| info.pointer(path).and_then(plain);
        let status = info.get("status").and_then(Value::as_str).unwrap_or("EGRESS_STARTING");
        let result = info.pointer("/fileResults/0").unwrap_or(&Value::Null);
        let filepaths =
            ["/roomComposite/fileOutputs/0/filepath", "/roomComposite/file/filepath", "/egress/outputs/0/file/filepath"];
        Some(Self {
            id: text("/egressId")?,
            key: filepaths.iter().find_map(|path| text(path)).or_else(|| text("/fileResults/0/filename")),
            status: RecordingStatus::of_livekit(status)?,
            error: text("/error").map(shortened),
            started_at: nanoseconds(info, "startedAt"),
            ended_at: nanoseconds(info, "endedAt"),
            size_bytes: number(result, "size"),
            duration_seconds: number(result, "duration").map(whole_seconds),
        })
    }
}

/// What LiveKit says went wrong, as it is kept.
pub fn shortened(error: String) -> String {
    error.chars().take(MAX_ERROR_CHARS).collect()
}

/// Whole seconds of a duration in nanoseconds, which is how LiveKit tells them.
pub const fn whole_seconds(nanoseconds: i64) -> i64 {
    nanoseconds / 1_000_000_000
}
