//! LiveKit rooms: their kinds and names.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::call::CallType;
use crate::ids::{CallId, SessionId};
use crate::role::Role;
use crate::session::SessionType;

/// What a room is for; decides what its roles may publish.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoomKind {
    /// A creator's live video (`session_type = 'video_live'`).
    VideoLive,
    /// An audio room with speakers and listeners (`session_type = 'audio_room'`).
    AudioRoom,
    /// A 1:1 video call (`call_type = 'video_call'`).
    VideoCall,
    /// An audio call (`call_type = 'audio_call'`): of two, with support, or of several.
    AudioCall,
}

impl RoomKind {
    /// Every kind, for tables and tests.
    pub const ALL: [Self; 4] = [Self::VideoLive, Self::AudioRoom, Self::VideoCall, Self::AudioCall];

    /// What whoever has no other role is in such a room; `None` where there is no audience.
    pub const fn audience(self) -> Option<Role> {
        match self {
            Self::VideoLive => Some(Role::Viewer),
            Self::AudioRoom => Some(Role::Listener),
            Self::VideoCall | Self::AudioCall => None,
        }
    }
}

impl From<SessionType> for RoomKind {
    fn from(kind: SessionType) -> Self {
        match kind {
            SessionType::VideoLive => Self::VideoLive,
            SessionType::AudioRoom => Self::AudioRoom,
        }
    }
}

impl From<CallType> for RoomKind {
    fn from(kind: CallType) -> Self {
        match kind {
            CallType::VideoCall => Self::VideoCall,
            CallType::AudioCall => Self::AudioCall,
        }
    }
}

/// The one room that something is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoomRef {
    /// That of a live session.
    Session(SessionId),
    /// That of a call.
    Call(CallId),
}

/// The name of a LiveKit room. Made once from the session's or call's own id, stored with it and never reused;
/// a name a client sends is not one of these.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RoomName(String);

impl RoomName {
    /// `live_video_<session uuid>` or `audio_room_<session uuid>`.
    pub fn of_session(kind: SessionType, id: SessionId) -> Self {
        Self(match kind {
            SessionType::VideoLive => format!("live_video_{id}"),
            SessionType::AudioRoom => format!("audio_room_{id}"),
        })
    }

    /// `call_video_<call uuid>` or `call_audio_<call uuid>`.
    pub fn of_call(kind: CallType, id: CallId) -> Self {
        Self(match kind {
            CallType::VideoCall => format!("call_video_{id}"),
            CallType::AudioCall => format!("call_audio_{id}"),
        })
    }

    /// `support-<call uuid>`, by which the worker knows the call.
    pub fn of_support(id: CallId) -> Self {
        Self(format!("support-{id}"))
    }

    /// `conference-<call uuid>`.
    pub fn of_conference(id: CallId) -> Self {
        Self(format!("conference-{id}"))
    }

    /// The name as LiveKit knows it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RoomName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use uuid::uuid;

    use super::*;

    #[test]
    fn a_room_is_named_after_its_kind_and_id() {
        let id = uuid!("6f1c1f0e-5b1f-4c55-9d5e-0f6c3e7f5f10");
        let names = [
            RoomName::of_session(SessionType::VideoLive, SessionId(id)),
            RoomName::of_session(SessionType::AudioRoom, SessionId(id)),
            RoomName::of_call(CallType::VideoCall, CallId(id)),
            RoomName::of_call(CallType::AudioCall, CallId(id)),
            RoomName::of_support(CallId(id)),
            RoomName::of_conference(CallId(id)),
        ];
        assert_eq!(
            names.each_ref().map(RoomName::as_str),
            [
                "live_video_6f1c1f0e-5b1f-4c55-9d5e-0f6c3e7f5f10",
                "audio_room_6f1c1f0e-5b1f-4c55-9d5e-0f6c3e7f5f10",
                "call_video_6f1c1f0e-5b1f-4c55-9d5e-0f6c3e7f5f10",
                "call_audio_6f1c1f0e-5b1f-4c55-9d5e-0f6c3e7f5f10",
                "support-6f1c1f0e-5b1f-4c55-9d5e-0f6c3e7f5f10",
                "conference-6f1c1f0e-5b1f-4c55-9d5e-0f6c3e7f5f10",
            ]
        );
    }
}
