//! Live sessions: their kinds, and where they are in their life.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Whether a live session carries video or only voices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SessionType {
    /// Camera and microphone.
    VideoLive,
    /// Microphones only.
    AudioRoom,
}

/// Who may watch a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AccessType {
    /// Everybody.
    Public,
    /// Whoever subscribes to the creator.
    SubscribersOnly,
    /// Whoever has paid for this session.
    PayPerView,
}

/// Where a session is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SessionStatus {
    /// Announced, not started.
    Scheduled,
    /// On air; also while the host is briefly away.
    Live,
    /// Over.
    Ended,
    /// Never took place.
    Cancelled,
}

/// Why a session is over.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum EndReason {
    /// Its host ended it.
    HostEnded,
    /// Its host was away for too long, or never came.
    HostTimeout,
    /// The longest allowed duration is over.
    MaxDurationReached,
    /// Nothing had happened to it for long, and LiveKit had no room for it.
    OrphanedCleanup,
    /// LiveKit closed its room.
    RoomFinished,
    /// LiveKit never opened its room.
    RoomNotOpened,
    /// Its creator's account is gone.
    AccountDeleted,
    /// An administrator ended it, maybe saying why.
    AdminTerminated(Option<String>),
    /// A word of an earlier time, or written by somebody else.
    Other(String),
}

impl EndReason {
    /// Those without a text of their own, each by its word.
    pub const WORDS: [(&'static str, Self); 8] = [
        ("host_ended", Self::HostEnded),
        ("host_timeout", Self::HostTimeout),
        ("max_duration_reached", Self::MaxDurationReached),
        ("orphaned_cleanup", Self::OrphanedCleanup),
        ("room_finished", Self::RoomFinished),
        ("room_not_opened", Self::RoomNotOpened),
        ("account_deleted", Self::AccountDeleted),
        ("admin_terminated", Self::AdminTerminated(None)),
    ];
}

impl From<String> for EndReason {
    fn from(text: String) -> Self {
        if let Some((_, reason)) = Self::WORDS.into_iter().find(|(word, _)| *word == text) {
            return reason;
        }
        match text.strip_prefix("admin_terminated: ") {
            Some(why) => Self::AdminTerminated(Some(why.to_owned())),
            None => Self::Other(text),
        }
    }
}

impl fmt::Display for EndReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::AdminTerminated(Some(why)) => write!(f, "admin_terminated: {why}"),
            Self::Other(text) => f.write_str(text),
            plain => {
                let word = Self::WORDS.iter().find(|(_, reason)| reason == plain);
                f.write_str(word.map(|(word, _)| *word).unwrap_or_default())
            }
        }
    }
}

impl Serialize for EndReason {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for EndReason {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_read_as_it_is_written() {
        for (word, reason) in EndReason::WORDS {
            assert_eq!((EndReason::from(word.to_owned()), reason.to_string()), (reason, word.to_owned()));
        }
        for text in ["admin_terminated: spam", "something else", ""] {
            assert_eq!(EndReason::from(text.to_owned()).to_string(), text);
        }
        let spam = EndReason::from("admin_terminated: spam".to_owned());
        assert_eq!(spam, EndReason::AdminTerminated(Some("spam".to_owned())));
    }
}
