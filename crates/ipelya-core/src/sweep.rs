//! Sweeping: where the database and LiveKit disagree about a room, and what mends it.
//!
//! Webhooks are hints that may get lost; LiveKit is the truth about who is connected, the database about who may be.
//! A sweep compares the two. What LiveKit did not answer about is not in the comparison, so it changes nothing.

mod agents;
mod rights;
mod view;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use time::Duration;

pub use self::rights::remedies;
pub use self::view::RoomView;
use crate::call::CallKind;
use crate::ids::{AgentId, UserId};
use crate::participant::{Person, Presence};
use crate::role::Role;
use crate::room::{RoomKind, RoomName};
use crate::timestamp::Timestamp;

/// A stay younger than that is left alone: LiveKit's own lists lag behind a join.
const LISTED_BY_THEN: Duration = Duration::minutes(1);
/// A session without a room is given up once nothing has happened to it for that long.
const ORPHANED: Duration = Duration::minutes(30);
/// People of one repair, which is one transaction and must stay a short one.
const PEOPLE_PER_REPAIR: usize = 200;

/// What the database believes of one room (`live_sweep_facts`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct RoomFacts {
    /// Its name.
    pub name: RoomName,
    /// What it is for.
    pub kind: RoomKind,
    /// Whether it should be open.
    pub state: RoomState,
    /// The session's host, or a party of the call, is waited for.
    pub away: bool,
    /// The SIDs known of it: of an open room the latest, of a leftover those not seen to finish.
    pub sids: Vec<String>,
    /// When something last happened to its session or call.
    pub quiet_since: Timestamp,
    /// The session's host.
    pub host: Option<UserId>,
    /// Whoever is not of the audience.
    pub roles: Option<BTreeMap<UserId, Role>>,
    /// Whoever of them is silenced.
    #[serde(default)]
    pub muted: Option<BTreeSet<UserId>>,
    /// Who is believed to be inside.
    pub stays: Vec<OpenStay>,
    /// Of a call: its kind.
    #[serde(default)]
    pub call_kind: Option<CallKind>,
    /// Of a call with support: the one agent that may be inside.
    #[serde(default)]
    pub agent: Option<OwnAgent>,
    /// Its caller waits for another.
    #[serde(default)]
    pub wants_agent: bool,
}

/// The agent of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct OwnAgent {
    pub id: AgentId,
    /// It has been seen inside.
    pub is_inside: bool,
}

/// Whether a room should be open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoomState {
    /// Its session is on air, or its call is not over.
    Open,
    /// What it was for ended a while ago.
    Leftover,
}

/// A connection that has not been reported to end.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct OpenStay {
    /// LiveKit's id of the connection.
    pub participant_sid: String,
    /// Whose it is.
    pub user_id: UserId,
    /// Since when, if that was reported.
    pub joined_at: Option<Timestamp>,
    /// They must not be inside.
    pub must_leave: bool,
}

/// What is to be written of one room, in one transaction (`live_sweep_apply`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Repair {
    /// The room.
    pub room_name: RoomName,
    /// The room LiveKit has under this name.
    pub opened: Option<OpenedRoom>,
    /// Who is inside and has no open stay.
    pub joined: Vec<Arrival>,
    /// Open stays of people who are not inside, by participant SID.
    pub left: Vec<String>,
    /// Rooms of something that is over which LiveKit no longer has, by SID.
    pub finished: Vec<String>,
    /// LiveKit has had no room for this for too long.
    pub orphaned: bool,
    /// LiveKit does not have the host, or not both parties of the call, and they are waited for.
    pub absent: bool,
    /// Who seems to be inside with the wrong rights, or wrongly.
    pub standing: Vec<UserId>,
    /// The agents inside, by their identities, if they are others than was believed.
    pub agents: Option<Vec<String>>,
}

/// A room as LiveKit opened it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OpenedRoom {
    /// LiveKit's id of it.
    pub room_sid: String,
    /// When.
    pub started_at: Timestamp,
}

/// A connection nobody has reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Arrival {
    /// LiveKit's id of the connection.
    pub participant_sid: String,
    /// Whose it is, in LiveKit's words.
    pub identity: String,
    /// LiveKit's word for what kind of participant it is.
    pub kind: &'static str,
    /// Since when.
    pub joined_at: Timestamp,
}

/// What mends the differences of one sweep.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Plan {
    /// What to write, in this order within one room.
    pub repairs: Vec<Repair>,
    /// Rooms to close.
    pub delete: Vec<RoomName>,
}

/// The rooms whose participants to ask for, at most `budget` of them. First those where a difference shows already;
/// then the others, because rights and swapped people show nowhere else. Where there are more than fit, each minute
/// takes the next ones.
pub fn worth_listing<'f>(
    facts: &'f [RoomFacts],
    seen: &BTreeMap<RoomName, RoomView>,
    budget: usize,
    now: Timestamp,
) -> Vec<&'f RoomFacts> {
    let is_open = |room: &&RoomFacts| {
        room.state == RoomState::Open && matches!(seen.get(&room.name), Some(RoomView::Open { .. }))
    };
    let differs = |room: &&RoomFacts| seen.get(&room.name).is_some_and(|view| shows_difference(room, view));
    let (suspicious, calm): (Vec<_>, Vec<_>) = facts.iter().filter(is_open).partition(differs);
    let mut chosen = in_turn(&suspicious, budget, now);
    chosen.extend(in_turn(&calm, budget - chosen.len(), now));
    chosen
}

fn shows_difference(room: &RoomFacts, view: &RoomView) -> bool {
    match view {
        RoomView::Absent => false,
        RoomView::Open { opened, participants, .. } => {
            room.away
                || room.sids != [opened.room_sid.as_str()]
                || room.stays.len() != *participants
                || room.stays.iter().any(|stay| stay.must_leave)
        }
    }
}

fn in_turn<'f>(rooms: &[&'f RoomFacts], budget: usize, now: Timestamp) -> Vec<&'f RoomFacts> {
    let minutes = usize::try_from(now.unix_seconds() / 60).unwrap_or(0);
    let first = (minutes * budget).checked_rem(rooms.len()).unwrap_or(0);
    rooms.iter().cycle().skip(first).take(budget.min(rooms.len())).copied().collect()
}

/// What mends the differences between `facts` and what LiveKit was `seen` to have, being asked from `now` on.
pub fn plan(facts: &[RoomFacts], seen: &BTreeMap<RoomName, RoomView>, now: Timestamp) -> Plan {
    let mut plan = Plan::default();
    for room in facts {
        let Some(view) = seen.get(&room.name) else { continue };
        match (room.state, view) {
            (RoomState::Leftover, RoomView::Open { .. }) => plan.delete.push(room.name.clone()),
            (_, RoomView::Absent) => plan.repairs.extend(of_absent(room, now)),
            (RoomState::Open, RoomView::Open { opened, people, .. }) => {
                plan.repairs.extend(of_open(room, opened, people.as_deref(), now));
            }
        }
    }
    plan
}

/// LiveKit has no room of this name, hence nobody in it.
fn of_absent(room: &RoomFacts, now: Timestamp) -> Vec<Repair> {
    let is_over = room.state == RoomState::Leftover;
    let is_empty = room.stays.is_empty();
    let repair = Repair {
        finished: if is_over && is_empty { room.sids.clone() } else { Vec::new() },
        orphaned: !is_over && is_empty && room.quiet_since <= now - ORPHANED,
        absent: room.away,
        ..Repair::of(room)
    };
    let is_news = repair.orphaned || repair.absent || !repair.finished.is_empty();
    in_parts(repair, is_news, &[], &gone(room, &BTreeSet::new(), now))
}

fn of_open(room: &RoomFacts, opened: &OpenedRoom, people: Option<&[Person]>, now: Timestamp) -> Vec<Repair> {
    let repair = Repair { opened: Some(opened.clone()), ..Repair::of(room) };
    let is_news = room.sids != [opened.room_sid.as_str()];
    let Some(people) = people else {
        return in_parts(repair, is_news, &[], &[]);
    };
    let known: BTreeSet<&str> = room.stays.iter().map(|stay| stay.participant_sid.as_str()).collect();
    let arrived = people.iter().filter(|person| person.presence == Presence::Active && !known.contains(&*person.sid));
    let joined: Vec<Arrival> = arrived.filter_map(Arrival::of).collect();
    let present = people.iter().filter(|person| person.presence != Presence::Gone);
    let left = gone(room, &present.map(|person| person.sid.as_str()).collect(), now);
    let standing = rights::doubtful(room, people);
    let absent = room.away && room.lacks_somebody(people);
    let agents = agents::unexpected(room, people);
    let is_news = is_news || absent || !standing.is_empty() || agents.is_some();
    in_parts(Repair { absent, standing, agents, ..repair }, is_news, &joined, &left)
}

/// Stays of people who are not among those present, and would be listed if they were.
fn gone(room: &RoomFacts, present: &BTreeSet<&str>, now: Timestamp) -> Vec<String> {
    let is_listed = |stay: &&OpenStay| stay.joined_at.is_none_or(|joined_at| joined_at <= now - LISTED_BY_THEN);
    let missing = room.stays.iter().filter(is_listed).filter(|stay| !present.contains(&*stay.participant_sid));
    missing.map(|stay| stay.participant_sid.clone()).collect()
}

/// A repair, in several parts if it is about a crowd; none if nothing of it is news. Arrivals come first, so that
/// nobody who reconnected is missing in between; whatever is not about single people comes with the last part.
fn in_parts(repair: Repair, is_news: bool, joined: &[Arrival], left: &[String]) -> Vec<Repair> {
    let part = Repair {
        finished: Vec::new(),
        orphaned: false,
        absent: false,
        standing: Vec::new(),
        agents: None,
        ..repair.clone()
    };
    let arrivals = joined.chunks(PEOPLE_PER_REPAIR).map(|joined| Repair { joined: joined.to_vec(), ..part.clone() });
    let departures = left.chunks(PEOPLE_PER_REPAIR).map(|left| Repair { left: left.to_vec(), ..part.clone() });
    let mut parts: Vec<Repair> = arrivals.chain(departures).collect();
    match parts.pop() {
        Some(Repair { joined, left, .. }) => parts.push(Repair { joined, left, ..repair }),
        None if is_news => parts.push(repair),
        None => {}
    }
    parts
}

impl Repair {
    /// Of this room, and nothing to do yet.
    fn of(room: &RoomFacts) -> Self {
        Self {
            room_name: room.name.clone(),
            opened: None,
            joined: Vec::new(),
            left: Vec::new(),
            finished: Vec::new(),
            orphaned: false,
            absent: false,
            standing: Vec::new(),
            agents: None,
        }
    }
}

#[cfg(test)]
mod tests;
