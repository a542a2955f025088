//! What LiveKit has of the rooms the database names, and only of those: its other rooms may be somebody else's.

use std::collections::BTreeMap;

use futures_util::StreamExt;
use futures_util::stream::iter;
use ipelya_core::sweep::{self, RoomFacts, RoomView};
use ipelya_core::{RoomName, Timestamp};
use ipelya_edge::livekit::Sfu;

use crate::budget::{Budget, Outcome};

/// Names in one question; LiveKit looks each up by itself.
const NAMES_PER_REQUEST: usize = 100;
/// Questions asked at the same time.
pub(crate) const AT_ONCE: usize = 8;

/// What was seen.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// The rooms LiveKit answered about.
    pub(crate) rooms: BTreeMap<RoomName, RoomView>,
    /// How many questions that took.
    pub(crate) questions: u32,
    /// How many of them failed.
    pub(crate) failures: u32,
    /// Rooms whose people were listed.
    pub(crate) listed: u32,
}

impl Seen {
    /// Whether there was something to ask, and nothing was answered.
    pub(crate) fn is_silent(&self, facts: &[RoomFacts]) -> bool {
        !facts.is_empty() && self.questions <= self.failures
    }
}

/// Asks for the rooms of `facts`, then for the people in them, as far as the budget allows. A room whose people could
/// not be told is forgotten again.
pub(crate) async fn look(sfu: &Sfu, facts: &[RoomFacts], budget: &Budget, now: Timestamp) -> Seen {
    let mut seen = Seen::default();
    let names: Vec<RoomName> = facts.iter().map(|room| room.name.clone()).collect();
    let batches: Vec<_> = names.chunks(NAMES_PER_REQUEST).map(|some| budget.ask(sfu.list_rooms(some))).collect();
    let answers: Vec<_> = iter(batches).buffer_unordered(AT_ONCE).collect().await;
    for answer in answers {
        match answer {
            Outcome::Answered(rooms) => seen.rooms.extend(rooms),
            Outcome::Failed => seen.failures += 1,
            Outcome::NotAsked => {}
        }
    }

    let left = usize::try_from(budget.left()).unwrap_or(usize::MAX);
    let chosen = sweep::worth_listing(facts, &seen.rooms, left, now);
    let questions: Vec<_> = chosen
        .into_iter()
        .map(|room| async move { (&room.name, budget.ask(sfu.list_participants(&room.name)).await) })
        .collect();
    let answers: Vec<_> = iter(questions).buffer_unordered(AT_ONCE).collect().await;
    for (name, answer) in answers {
        match answer {
            Outcome::Answered(found) => {
                seen.listed += 1;
                if let Some(RoomView::Open { people, .. }) = seen.rooms.get_mut(name) {
                    *people = Some(found);
                }
            }
            Outcome::Failed => {
                seen.failures += 1;
                seen.rooms.remove(name);
            }
            Outcome::NotAsked => {}
        }
    }
    seen.questions = budget.asked();
    seen
}
