//! What LiveKit says of a room, as far as a sweep reads it.

use time::OffsetDateTime;
use uuid::Uuid;

use super::{Arrival, OpenedRoom};
use crate::grants::{Grants, TrackSource};
use crate::ids::UserId;

/// LiveKit's answer about one room. No answer is no view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RoomView {
    /// There is none of this name.
    Absent,
    /// There is one.
    Open {
        /// Which, and since when.
        opened: OpenedRoom,
        /// How many are in it, according to the list of rooms, which may lag behind.
        participants: usize,
        /// Who is in it; `None` if that was not asked or not answered.
        people: Option<Vec<Person>>,
    },
}

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
    pub joined_at: OffsetDateTime,
    /// What they may do.
    pub permission: Permission,
    /// What other clients read of them, as JSON text.
    pub metadata: String,
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

impl Permission {
    /// Whether it allows what these grants allow, and nothing else.
    pub fn is(&self, grants: &Grants) -> bool {
        let same_sources = || {
            self.sources.len() == grants.publish.len()
                && grants.publish.iter().all(|source| self.sources.contains(&Some(*source)))
        };
        self.publish == grants.can_publish()
            && (!self.publish || same_sources())
            && self.subscribe == grants.subscribe
            && self.publish_data == grants.publish_data
            && self.update_own_metadata == grants.update_own_metadata
            && self.hidden == grants.hidden
    }
}

impl Person {
    /// Who it is; `None` for whatever is not a user of ours, such as an ops preview (`admin_…`) or a recorder.
    pub fn user_id(&self) -> Option<UserId> {
        let user = UserId(Uuid::try_parse(&self.identity).ok()?);
        (user.to_string() == self.identity).then_some(user)
    }

    pub(super) fn arrival(&self) -> Option<Arrival> {
        self.user_id()?;
        Some(Arrival {
            participant_sid: self.sid.clone(),
            identity: self.identity.clone(),
            kind: self.kind,
            joined_at: self.joined_at,
        })
    }
}
