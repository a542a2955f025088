//! Who is inside with other rights than they have, or must not be inside.
//!
//! Roles change and bans are spoken while a sweep runs. So whoever looks wrong is asked about once more, in the
//! transaction of the repair, and only what is still wrong then is mended.

use std::collections::BTreeSet;

use super::{RoomFacts, agents};
use crate::call::CallKind;
use crate::ids::UserId;
use crate::participant::{Person, Presence};
use crate::role::Role;
use crate::standing::{self, Remedy, Standing};

/// Whoever is to be asked about again: those who must leave, those whose rights are not their own, and those nobody
/// knew of.
pub(super) fn doubtful(room: &RoomFacts, people: &[Person]) -> Vec<UserId> {
    let leaving: BTreeSet<UserId> = room.stays.iter().filter(|stay| stay.must_leave).map(|stay| stay.user_id).collect();
    let known: BTreeSet<&str> = room.stays.iter().map(|stay| stay.participant_sid.as_str()).collect();
    let has_other_rights = |person: &Person, user: UserId| {
        let is_muted = room.muted.as_ref().is_some_and(|muted| muted.contains(&user));
        room.role_of(user).is_some_and(|role| standing::rights(person, room.kind, role, is_muted).is_some())
    };
    let is_doubtful = |(person, user): &(&Person, UserId)| {
        leaving.contains(user) || !known.contains(&*person.sid) || has_other_rights(person, *user)
    };
    let encoders = encoders(people).filter(|(_, user)| leaving.contains(user));
    let found: BTreeSet<UserId> = phones(people).filter(is_doubtful).chain(encoders).map(|(_, user)| user).collect();
    found.into_iter().collect()
}

/// What LiveKit is to do about the people of a room, given what they are now.
pub fn remedies(people: &[Person], standings: &[Standing]) -> Vec<Remedy> {
    let now_is = |user: UserId| standings.iter().find(|standing| standing.user_id == user);
    let remedies = phones(people).filter_map(|(person, user)| standing::remedy(person, now_is(user)?));
    let removals = encoders(people).filter_map(|(person, user)| standing::removal(&person.identity, now_is(user)?));
    remedies.chain(removals).collect()
}

fn phones(people: &[Person]) -> impl Iterator<Item = (&Person, UserId)> {
    inside(people).filter(|(person, _)| person.is_phone())
}

/// Their rights are their own; but whoever must leave broadcasts by none either.
fn encoders(people: &[Person]) -> impl Iterator<Item = (&Person, UserId)> {
    inside(people).filter(|(person, _)| person.kind == "INGRESS")
}

fn inside(people: &[Person]) -> impl Iterator<Item = (&Person, UserId)> {
    let inside = people.iter().filter(|person| person.presence != Presence::Gone);
    inside.filter_map(|person| Some((person, person.user_id()?)))
}

impl RoomFacts {
    /// What somebody is here; `None` for a stranger in a call.
    fn role_of(&self, user: UserId) -> Option<Role> {
        if self.host == Some(user) {
            return Some(Role::Host);
        }
        self.roles.as_ref().and_then(|roles| roles.get(&user).copied()).or(self.kind.audience())
    }

    /// Whether the host, or a party of the call, is not among these people.
    pub(super) fn lacks_somebody(&self, people: &[Person]) -> bool {
        let present: BTreeSet<UserId> =
            people.iter().filter(|person| person.presence != Presence::Gone).filter_map(Person::user_id).collect();
        match self.call_kind {
            // of a conference, anybody; of a call with support, its agent counts too
            Some(CallKind::Conference) => return present.is_empty(),
            Some(CallKind::Support) => return self.lacks_help(people) || !self.has_owner(&present),
            Some(CallKind::UserToUser) | None => {}
        }
        match (self.host, &self.roles) {
            (Some(host), _) => !present.contains(&host),
            (None, Some(parties)) => parties.keys().any(|party| !present.contains(party)),
            (None, None) => false,
        }
    }

    fn has_owner(&self, present: &BTreeSet<UserId>) -> bool {
        present.iter().any(|user| self.role_of(*user) == Some(Role::Owner))
    }

    /// Whether neither the agent nor anybody of the staff is among these people.
    fn lacks_help(&self, people: &[Person]) -> bool {
        !inside(people).any(|(_, user)| self.role_of(user) == Some(Role::Staff)) && !agents::is_helped(self, people)
    }
}
