//! Who is inside with other rights than their role has, or must not be inside.
//!
//! Roles change and bans are spoken while a sweep runs. So whoever looks wrong is asked about once more, in the
//! transaction of the repair, and only what is still wrong then is mended.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Person, Presence, RoomFacts};
use crate::grants::Grants;
use crate::ids::UserId;
use crate::role::Role;
use crate::rooms::RoomKind;

/// LiveKit's word for a person with a phone, as opposed to a recorder, an encoder or an agent.
const STANDARD: &str = "STANDARD";

/// What somebody is now, according to the database.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Standing {
    /// Who.
    pub user_id: UserId,
    /// Their role; `None` for the audience.
    pub role: Option<Role>,
    /// They must not be inside.
    pub banned: bool,
}

/// What LiveKit is to do about somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remedy {
    /// Put them out.
    Remove {
        /// Who.
        identity: String,
    },
    /// Give them exactly the rights of their role.
    Update {
        /// Who.
        identity: String,
        /// The rights.
        grants: Grants,
        /// What others read of them, if that has to change too.
        metadata: Option<String>,
    },
}

/// Whoever is to be asked about again: the banned, those whose rights are not those of their role, and those nobody
/// knew of.
pub(super) fn doubtful(room: &RoomFacts, people: &[Person]) -> Vec<UserId> {
    let banned: BTreeSet<UserId> = room.stays.iter().filter(|stay| stay.banned).map(|stay| stay.user_id).collect();
    let known: BTreeSet<&str> = room.stays.iter().map(|stay| stay.participant_sid.as_str()).collect();
    let is_doubtful = |(person, user): &(&Person, UserId)| {
        banned.contains(user)
            || !known.contains(&*person.sid)
            || room.role_of(*user).is_some_and(|role| mended(room.kind, person, role).is_some())
    };
    let found: BTreeSet<UserId> = phones(people).filter(is_doubtful).map(|(_, user)| user).collect();
    found.into_iter().collect()
}

/// What LiveKit is to do about the people of a room, given what they are now.
pub fn remedies(kind: RoomKind, people: &[Person], standing: &[Standing]) -> Vec<Remedy> {
    let remedy = |(person, user): (&Person, UserId)| {
        let standing = standing.iter().find(|standing| standing.user_id == user)?;
        if standing.banned {
            return Some(Remedy::Remove { identity: person.identity.clone() });
        }
        mended(kind, person, standing.role.or(audience(kind))?)
    };
    phones(people).filter_map(remedy).collect()
}

fn phones(people: &[Person]) -> impl Iterator<Item = (&Person, UserId)> {
    let phones = people.iter().filter(|person| person.kind == STANDARD && person.presence != Presence::Gone);
    phones.filter_map(|person| Some((person, person.user_id()?)))
}

fn mended(kind: RoomKind, person: &Person, role: Role) -> Option<Remedy> {
    let grants = Grants::of(role, kind);
    let metadata = with_role(&person.metadata, role);
    let differs = metadata.is_some() || !person.permission.is(&grants);
    differs.then(|| Remedy::Update { identity: person.identity.clone(), grants, metadata })
}

/// The metadata with this role in it; `None` if it says so already. Who somebody is was written when they came in and
/// stays, what they are is the database's to say.
fn with_role(metadata: &str, role: Role) -> Option<String> {
    let mut fields: Map<String, Value> = serde_json::from_str(metadata).unwrap_or_default();
    let says = [("role", Value::from(role.as_str())), ("isCreator", Value::from(role == Role::Host))];
    if says.iter().all(|(name, value)| fields.get(*name) == Some(value)) {
        return None;
    }
    fields.extend(says.map(|(name, value)| (name.to_owned(), value)));
    Some(Value::Object(fields).to_string())
}

impl RoomFacts {
    /// What somebody is here; `None` for a stranger in a call.
    fn role_of(&self, user: UserId) -> Option<Role> {
        if self.host == Some(user) {
            return Some(Role::Host);
        }
        self.roles.as_ref().and_then(|roles| roles.get(&user).copied()).or(audience(self.kind))
    }
}

/// What whoever has no other role is in a room; `None` where there is no audience.
const fn audience(kind: RoomKind) -> Option<Role> {
    match kind {
        RoomKind::VideoLive => Some(Role::Viewer),
        RoomKind::AudioRoom => Some(Role::Listener),
        RoomKind::VideoCall | RoomKind::AudioCall => None,
    }
}
