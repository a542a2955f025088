//! Recordings: what LiveKit's egress is asked to do, and what it says became of it.

use serde::{Deserialize, Serialize};

use crate::ids::RecordingId;
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

/// Who gets at a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Whoever might watch the session, or has a part in the call.
    Session,
    /// Its owner, and staff.
    Private,
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

/// What LiveKit says went wrong, as it is kept.
pub fn shortened(error: &str) -> String {
    error.chars().take(MAX_ERROR_CHARS).collect()
}

/// Whole seconds of a duration in nanoseconds, which is how LiveKit tells them.
pub const fn whole_seconds(nanoseconds: i64) -> i64 {
    nanoseconds / 1_000_000_000
}

/// What the sweeper asks about (`live_recordings_to_sweep`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct RecordingsToSweep {
    /// What may be under way.
    pub open: Vec<OpenRecording>,
    /// What has ended and was not seen in the store.
    pub unseen: Vec<UnseenFile>,
    /// What is to be deleted now.
    pub deletions: Vec<DueDeletion>,
    /// What is to be recorded by itself and is not yet.
    pub orders: Vec<RecordingOrder>,
}

/// A recording that may be under way.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct OpenRecording {
    pub id: RecordingId,
    /// `None` until LiveKit has told it.
    pub egress_id: Option<String>,
    pub storage_key: String,
    pub room_name: RoomName,
    /// It has been ending for half an hour.
    pub is_late: bool,
}

impl OpenRecording {
    /// Whether this is it.
    pub fn is(&self, egress: &SeenEgress) -> bool {
        match &self.egress_id {
            Some(id) => *id == egress.id,
            None => egress.key.as_ref() == Some(&self.storage_key),
        }
    }
}

/// A recording whose file may be there by now.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct UnseenFile {
    pub id: RecordingId,
    pub storage_key: String,
}

/// A file that is to go.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct DueDeletion {
    pub storage_key: String,
    /// What may still be writing it.
    pub egress_id: Option<String>,
}

/// A recording that LiveKit knows nothing of, or that does not end, with what the store has of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LostRecording {
    pub id: RecordingId,
    pub error: &'static str,
    /// `None` if there is no file.
    pub size_bytes: Option<i64>,
}

/// A recording whose file is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct FoundFile {
    pub id: RecordingId,
    pub size_bytes: i64,
}

/// What the store has said to a deletion.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DeletedObject {
    pub storage_key: String,
    /// `None` if it is gone.
    pub error: Option<&'static str>,
    /// It may come back: something writes it.
    pub is_written: bool,
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn open(egress_id: Option<&str>) -> OpenRecording {
        OpenRecording {
            id: RecordingId(Uuid::from_u128(1)),
            egress_id: egress_id.map(str::to_owned),
            storage_key: "v1/session/a/b.mp4".to_owned(),
            room_name: serde_json::from_str(r#""live_video_x""#).unwrap(),
            is_late: false,
        }
    }

    fn egress(id: &str, key: Option<&str>) -> SeenEgress {
        SeenEgress {
            id: id.to_owned(),
            key: key.map(str::to_owned),
            status: RecordingStatus::Active,
            error: None,
            started_at: None,
            ended_at: None,
            size_bytes: None,
            duration_seconds: None,
        }
    }

    #[test]
    fn a_recording_is_known_by_livekits_id_and_before_that_is_known_by_its_file() {
        let ours = Some("v1/session/a/b.mp4");
        assert!(open(Some("EG_1")).is(&egress("EG_1", None)));
        assert!(!open(Some("EG_1")).is(&egress("EG_2", ours)), "of another attempt");
        assert!(open(None).is(&egress("EG_2", ours)));
        assert!(!open(None).is(&egress("EG_2", Some("v1/session/a/c.mp4"))));
        assert!(!open(None).is(&egress("EG_2", None)));
    }

    #[test]
    fn of_livekits_words_the_last_four_are_final() {
        let words = ["STARTING", "ACTIVE", "ENDING", "COMPLETE", "FAILED", "ABORTED", "LIMIT_REACHED"];
        let over: Vec<bool> = words
            .iter()
            .map(|word| RecordingStatus::of_livekit(&format!("EGRESS_{word}")).unwrap().is_over())
            .collect();
        assert_eq!(over, [false, false, false, true, true, true, true]);
        assert!(!RecordingStatus::Requested.is_over());
        assert_eq!(RecordingStatus::of_livekit("EGRESS_PAUSED"), None);
    }
}
