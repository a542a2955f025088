//! What LiveKit says of a room, as far as a sweep reads it.

use super::{Arrival, OpenedRoom};
use crate::participant::Person;

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

impl Arrival {
    /// Of this person; `None` for whatever is not a user of ours.
    pub(super) fn of(person: &Person) -> Option<Self> {
        person.user_id()?;
        Some(Self {
            participant_sid: person.sid.clone(),
            identity: person.identity.clone(),
            kind: person.kind,
            joined_at: person.joined_at,
        })
    }
}
