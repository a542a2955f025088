//! Roles: what a person is inside one room.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a person is inside one room. Comes from the database only; a request may ask for less, never for more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// The creator whose session it is.
    Host,
    /// A guest on stage with camera and microphone.
    CoHost,
    /// Invited on stage, has not answered yet.
    InvitedGuest,
    /// Helps the host keep order; does not publish.
    Moderator,
    /// Speaks in an audio room.
    Speaker,
    /// Watches a live video.
    Viewer,
    /// Listens in an audio room.
    Listener,
    /// Placed the call.
    Caller,
    /// Was called.
    Callee,
    /// Has called several, or support.
    Owner,
    /// Was called with others.
    Member,
    /// Helps the caller of a support call.
    Staff,
    /// Watches unseen from the ops panel.
    AdminViewer,
}

impl Role {
    /// Every role, for tables and tests.
    pub const ALL: [Self; 13] = [
        Self::Host,
        Self::CoHost,
        Self::InvitedGuest,
        Self::Moderator,
        Self::Speaker,
        Self::Viewer,
        Self::Listener,
        Self::Caller,
        Self::Callee,
        Self::Owner,
        Self::Member,
        Self::Staff,
        Self::AdminViewer,
    ];

    /// The role's word in the database, in token metadata and in replies.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::CoHost => "co_host",
            Self::InvitedGuest => "invited_guest",
            Self::Moderator => "moderator",
            Self::Speaker => "speaker",
            Self::Viewer => "viewer",
            Self::Listener => "listener",
            Self::Caller => "caller",
            Self::Callee => "callee",
            Self::Owner => "owner",
            Self::Member => "member",
            Self::Staff => "staff",
            Self::AdminViewer => "admin_viewer",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
