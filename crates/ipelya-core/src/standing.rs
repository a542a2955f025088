//! Standing: what somebody who is inside may be there now, and what mends it if they are something else.
//!
//! LiveKit hands everybody inside a fresh token and checks none of them again: whoever was put out or lost a role may
//! come back with one as long as the room lives. So whoever is seen inside is held against the database.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::grants::Grants;
use crate::ids::UserId;
use crate::metadata::LOWERED_FROM;
use crate::participant::{Person, TrackSource};
use crate::role::Role;
use crate::room::{RoomKind, RoomName};

/// What somebody is now, according to the database (`live_standing`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Standing {
    /// Who.
    pub user_id: UserId,
    /// Their role; `None` for the audience.
    pub role: Option<Role>,
    /// The room they are in.
    pub room_name: RoomName,
    /// Its kind.
    pub room_kind: RoomKind,
    /// They are silenced.
    pub is_muted: bool,
    /// They must not be inside: banned, blocked by the host, shut out by Auth, no party of the call, or
    /// in one that is over.
    pub must_leave: bool,
}

impl Standing {
    /// What they are in the room; `None` for whoever has no part in a call.
    fn role_inside(&self) -> Option<Role> {
        self.role.or(self.room_kind.audience())
    }
}

/// What LiveKit is to do about somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Remedy {
    /// Put them out.
    Remove {
        /// Who.
        identity: String,
    },
    /// Give them exactly the rights they have.
    Update {
        /// Who.
        identity: String,
        /// The rights.
        grants: Grants,
        /// What others read of them, if that has to change too.
        metadata: Option<String>,
    },
}

/// What LiveKit is to do about somebody inside; `None` where they are what they may be.
pub fn remedy(person: &Person, standing: &Standing) -> Option<Remedy> {
    removal(&person.identity, standing)
        .or_else(|| rights(person, standing.room_kind, standing.role_inside()?, standing.is_muted))
}

/// Puts somebody out who must not be inside, whatever their rights are.
pub fn removal(identity: &str, standing: &Standing) -> Option<Remedy> {
    standing.must_leave.then(|| Remedy::Remove { identity: identity.to_owned() })
}

/// What LiveKit is to do about somebody who has just published a track from this source, of whom a webhook tells no
/// rights. A source we know nothing of is `None`, and nobody's right.
pub fn remedy_of_track(identity: &str, source: Option<TrackSource>, standing: &Standing) -> Option<Remedy> {
    if standing.must_leave {
        return removal(identity, standing);
    }
    let grants = Grants::of(standing.role_inside()?, standing.room_kind).silenced(standing.is_muted);
    let is_allowed = source.is_some_and(|source| grants.publish.contains(&source));
    (!is_allowed).then(|| Remedy::Update { identity: identity.to_owned(), grants, metadata: None })
}

/// What gives somebody the rights of this role; `None` if they have them. A token that was asked for with a lesser role
/// is what its holder wanted, as long as the role it was lowered from is still theirs.
pub(crate) fn rights(person: &Person, room: RoomKind, role: Role, is_muted: bool) -> Option<Remedy> {
    let fields: Map<String, Value> = serde_json::from_str(&person.metadata).unwrap_or_default();
    let role = lowered(&fields, role, room).unwrap_or(role);
    let grants = Grants::of(role, room).silenced(is_muted);
    let metadata = with_role(fields, role);
    let differs = metadata.is_some() || !grants.are(&person.permission);
    differs.then(|| Remedy::Update { identity: person.identity.clone(), grants, metadata })
}

/// The lesser role somebody asked for, if their metadata says so of this role.
fn lowered(metadata: &Map<String, Value>, role: Role, room: RoomKind) -> Option<Role> {
    let role_in = |name: &str| serde_json::from_value::<Role>(metadata.get(name)?.clone()).ok();
    let asked = role_in("role").filter(|_| role_in(LOWERED_FROM) == Some(role))?;
    let (has, had) = (Grants::of(asked, room), Grants::of(role, room));
    (role != Role::Host && has.publish.iter().all(|source| had.publish.contains(source))).then_some(asked)
}

/// The metadata with this role in it; `None` if it says so already. Who somebody is was written when they came in and
/// stays, what they are is the database's to say.
fn with_role(mut fields: Map<String, Value>, role: Role) -> Option<String> {
    let says = [("role", Value::from(role.as_str())), ("isCreator", Value::from(role == Role::Host))];
    if says.iter().all(|(name, value)| fields.get(*name) == Some(value)) {
        return None;
    }
    fields.remove(LOWERED_FROM);
    fields.extend(says.map(|(name, value)| (name.to_owned(), value)));
    Some(Value::Object(fields).to_string())
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::*;
    use crate::participant::{Permission, Presence};
    use crate::timestamp::Timestamp;

    const ROOM: RoomKind = RoomKind::VideoLive;

    fn standing(role: Option<Role>) -> Standing {
        let said = json!({
            "user_id": Uuid::nil(), "role": role, "room_name": "live_video_1", "room_kind": "video_live",
            "is_muted": false, "must_leave": false,
        });
        serde_json::from_value(said).unwrap()
    }

    /// Somebody inside with the rights of a role, and metadata that says this.
    fn person(role: Role, metadata: &Value) -> Person {
        let grants = Grants::of(role, ROOM);
        Person {
            sid: "PA_1".to_owned(),
            identity: Uuid::nil().to_string(),
            kind: "STANDARD",
            presence: Presence::Active,
            joined_at: Timestamp::UNIX_EPOCH,
            permission: Permission {
                publish: grants.can_publish(),
                sources: grants.publish.iter().map(|source| Some(*source)).collect(),
                subscribe: true,
                publish_data: true,
                update_own_metadata: false,
                hidden: false,
            },
            metadata: metadata.to_string(),
        }
    }

    fn updated(remedy: Option<Remedy>) -> (Grants, Option<Value>) {
        match remedy {
            Some(Remedy::Update { grants, metadata, .. }) => {
                (grants, metadata.map(|text| serde_json::from_str(&text).unwrap()))
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn whoever_must_leave_is_put_out_whatever_else_they_are() {
        let out = Standing { must_leave: true, ..standing(Some(Role::Host)) };
        let remove = Some(Remedy::Remove { identity: Uuid::nil().to_string() });
        assert_eq!(remedy(&person(Role::Host, &json!({ "role": "host", "isCreator": true })), &out), remove);
        assert_eq!(remedy_of_track(&Uuid::nil().to_string(), Some(TrackSource::Camera), &out), remove);
    }

    #[test]
    fn whoever_came_with_the_rights_of_an_earlier_role_gets_those_of_the_present_one() {
        let co_host = person(Role::CoHost, &json!({ "role": "co_host", "isCreator": false, "username": "ada" }));
        assert_eq!(remedy(&co_host, &standing(Some(Role::CoHost))), None);
        let (grants, metadata) = updated(remedy(&co_host, &standing(None)));
        assert!(!grants.can_publish());
        assert_eq!(metadata.unwrap(), json!({ "role": "viewer", "isCreator": false, "username": "ada" }));
    }

    #[test]
    fn a_muted_person_who_came_with_a_microphone_loses_it_and_nothing_else() {
        let co_host = person(Role::CoHost, &json!({ "role": "co_host", "isCreator": false }));
        let muted = Standing { is_muted: true, ..standing(Some(Role::CoHost)) };
        let (grants, metadata) = updated(remedy(&co_host, &muted));
        assert_eq!((grants.publish, metadata), ([TrackSource::Camera].as_slice(), None));
        assert_eq!(remedy_of_track("ada", Some(TrackSource::Camera), &muted), None);
        assert!(remedy_of_track("ada", Some(TrackSource::Microphone), &muted).is_some());
    }

    #[test]
    fn a_track_from_a_source_that_is_not_theirs_takes_the_right_to_it_away() {
        for (role, source, is_theirs) in [
            (None, Some(TrackSource::Microphone), false),
            (Some(Role::Speaker), Some(TrackSource::Microphone), true),
            (Some(Role::Speaker), Some(TrackSource::Camera), false),
            (Some(Role::CoHost), Some(TrackSource::Camera), true),
            (Some(Role::CoHost), None, false),
            (Some(Role::Host), Some(TrackSource::ScreenShare), true),
        ] {
            let remedy = remedy_of_track("ada", source, &standing(role));
            assert_eq!(remedy.is_none(), is_theirs, "{role:?} {source:?}");
        }
        let stranger = Standing { room_kind: RoomKind::VideoCall, ..standing(None) };
        assert_eq!(remedy_of_track("ada", Some(TrackSource::Camera), &stranger), None, "calls have no audience");
    }

    #[test]
    fn a_role_that_was_lowered_on_request_stays_lowered_until_the_role_itself_changes() {
        let asked = json!({ "role": "viewer", "isCreator": false, "loweredFrom": "co_host" });
        assert_eq!(remedy(&person(Role::Viewer, &asked), &standing(Some(Role::CoHost))), None);

        let (grants, metadata) = updated(remedy(&person(Role::Viewer, &asked), &standing(Some(Role::Speaker))));
        assert_eq!(grants, Grants::of(Role::Speaker, ROOM));
        assert_eq!(metadata.unwrap(), json!({ "role": "speaker", "isCreator": false }));
    }

    #[test]
    fn what_metadata_says_of_a_lowered_role_never_raises_anybody() {
        for role in Role::ALL {
            for said in Role::ALL {
                let metadata = json!({ "role": said, "isCreator": false, "loweredFrom": role });
                let person = person(said, &metadata);
                let has = match remedy(&person, &standing(Some(role))) {
                    Some(Remedy::Update { grants, .. }) => grants.publish,
                    _ => Grants::of(said, ROOM).publish,
                };
                let own = Grants::of(role, ROOM).publish;
                assert!(has.iter().all(|source| own.contains(source)), "{role} as {said}");
            }
        }
    }
}
