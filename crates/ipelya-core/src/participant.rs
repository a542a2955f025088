//! A participant as LiveKit tells of them, in a list or in a webhook.

use uuid::Uuid;

use crate::ids::UserId;
use crate::timestamp::Timestamp;

/// Somebody, or something, in a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// LiveKit's id of the connection.
    pub sid: String,
    /// The identity of the token they came with.
    pub identity: String,
    /// LiveKit's word for what kind of participant it is.
    pub kind: &'static str,
    /// Where the connection is in its life.
    pub presence: Presence,
    /// Since when.
    pub joined_at: Timestamp,
    /// What they may do.
    pub permission: Permission,
    /// What other clients read of them, as JSON text.
    pub metadata: String,
}

/// A source of media a participant can publish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TrackSource {
    /// The phone's camera.
    Camera,
    /// The microphone.
    Microphone,
    /// The screen's picture.
    ScreenShare,
    /// The screen's sound.
    ScreenShareAudio,
}

impl TrackSource {
    /// LiveKit's word for it in a token's `canPublishSources`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Camera => "camera",
            Self::Microphone => "microphone",
            Self::ScreenShare => "screen_share",
            Self::ScreenShareAudio => "screen_share_audio",
        }
    }
}

/// Where a connection is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// On the way in. Some never get further.
    Arriving,
    /// Inside.
    Active,
    /// On the way out.
    Gone,
}

/// What LiveKit lets a participant do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "they are LiveKit's independent switches")]
pub struct Permission {
    /// May publish media.
    pub publish: bool,
    /// Which; none listed means all. A source we know nothing of is `None`.
    pub sources: Vec<Option<TrackSource>>,
    /// May receive other participants' tracks.
    pub subscribe: bool,
    /// May send data packets.
    pub publish_data: bool,
    /// May rewrite their own metadata.
    pub update_own_metadata: bool,
    /// Is not shown to other participants.
    pub hidden: bool,
}

impl Person {
    /// Who it is; `None` for whatever is not a user of ours, such as an ops preview (`admin_…`) or a recorder.
    pub fn user_id(&self) -> Option<UserId> {
        let user = UserId(Uuid::try_parse(&self.identity).ok()?);
        (user.to_string() == self.identity).then_some(user)
    }

    /// Whether it is somebody with a phone, as opposed to a recorder, an encoder or an agent.
    pub fn is_phone(&self) -> bool {
        self.kind == "STANDARD"
    }
}
