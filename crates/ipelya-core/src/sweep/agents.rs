//! AI agents in rooms: the one of a call with support, and those that belong nowhere.

use super::RoomFacts;
use crate::agent::{identity, is_inside};
use crate::participant::{Person, Presence};

/// The agents inside, by their identities, if they are others than was believed: one that nobody has reported, one that is
/// gone, one of another call or of nobody. `None` if there is nothing to write down.
pub(super) fn unexpected(room: &RoomFacts, people: &[Person]) -> Option<Vec<String>> {
    let is_agent = |person: &&Person| person.kind == "AGENT" && person.presence != Presence::Gone;
    let mut inside: Vec<String> = people.iter().filter(is_agent).map(|person| person.identity.clone()).collect();
    inside.sort();
    let believed: Vec<String> =
        room.agent.iter().filter(|agent| agent.is_inside).map(|agent| identity(agent.id)).collect();
    (inside != believed).then_some(inside)
}

/// Whether the call's own agent is among these people.
pub(super) fn is_helped(room: &RoomFacts, people: &[Person]) -> bool {
    room.agent.is_some_and(|agent| people.iter().any(|person| is_inside(person, agent.id)))
}
