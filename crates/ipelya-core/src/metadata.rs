//! What LiveKit tells everybody in a room about a participant: their name and their metadata.

use serde::Serialize;

use crate::access::Seat;
use crate::facts::Profile;
use crate::ids::ProfileId;
use crate::role::Role;

/// The metadata field that names the role a token was lowered from.
pub(crate) const LOWERED_FROM: &str = "loweredFrom";

/// What other clients read of a participant, carried as JSON text in their LiveKit metadata.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ParticipantMetadata<'a> {
    profile_id: Option<ProfileId>,
    username: Option<&'a str>,
    avatar_url: Option<&'a str>,
    role: Role,
    is_creator: bool,
    /// The role this one was lowered from, as its holder asked; else the sweeper would raise it again.
    #[serde(skip_serializing_if = "Option::is_none")]
    lowered_from: Option<Role>,
}

impl<'a> ParticipantMetadata<'a> {
    /// Metadata of this person in this seat. Clients take `isCreator` for "host of this room", so it says nothing
    /// about being a creator elsewhere.
    pub fn new(profile: Option<&'a Profile>, seat: &Seat) -> Self {
        Self {
            profile_id: profile.map(|profile| profile.id),
            username: profile.and_then(|profile| profile.username.as_deref()).map(bounded),
            // half an address leads nowhere
            avatar_url: profile
                .and_then(|profile| profile.avatar_url.as_deref())
                .filter(|url| url.len() <= MAX_AVATAR_URL_BYTES),
            role: seat.role,
            is_creator: seat.role == Role::Host,
            lowered_from: seat.lowered_from,
        }
    }
}

/// LiveKit's limit on a participant's name, in bytes; a token with a longer one is refused at connect. A handle in the
/// metadata, which everybody in the room receives, gets no more.
const MAX_NAME_BYTES: usize = 256;
/// The longest address of a picture that goes into the metadata, in bytes; what browsers and gateways take for certain.
const MAX_AVATAR_URL_BYTES: usize = 2048;

/// The name others see; the handle if there is none, and the Turkish for "guest" if there is neither.
pub fn participant_name(profile: Option<&Profile>) -> &str {
    let named = |name: &'_ &str| !name.trim().is_empty();
    let name = profile
        .and_then(|profile| {
            let display_name = profile.display_name.as_deref().filter(named);
            display_name.or_else(|| profile.username.as_deref().filter(named))
        })
        .unwrap_or("Misafir");
    bounded(name)
}

/// A name cut between characters to what LiveKit takes.
fn bounded(name: &str) -> &str {
    let end = name.char_indices().map(|(start, char)| start + char.len_utf8()).take_while(|end| *end <= MAX_NAME_BYTES);
    name.get(..end.last().unwrap_or(0)).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::*;
    use crate::ids::SessionId;
    use crate::room::{RoomKind, RoomName};
    use crate::session::SessionType;

    #[test]
    fn metadata_calls_only_the_host_of_the_room_a_creator() {
        let profile = Profile {
            id: ProfileId(Uuid::nil()),
            username: Some("ada".to_owned()),
            display_name: Some("Ada".to_owned()),
            avatar_url: None,
            is_creator: true,
        };
        for role in Role::ALL {
            let room = RoomName::of_session(SessionType::VideoLive, SessionId(Uuid::nil()));
            let seat = Seat::new(room, RoomKind::VideoLive, role);
            let metadata = serde_json::to_value(ParticipantMetadata::new(Some(&profile), &seat)).unwrap();
            let expected = json!({
                "profileId": Uuid::nil(), "username": "ada", "avatarUrl": null, "role": role.as_str(),
                "isCreator": role == Role::Host,
            });
            assert_eq!(metadata, expected);
        }
    }

    #[test]
    fn what_a_profile_puts_into_the_metadata_is_bounded() {
        let room = RoomName::of_session(SessionType::VideoLive, SessionId(Uuid::nil()));
        let seat = Seat::new(room, RoomKind::VideoLive, Role::Viewer);
        let metadata = |username: &str, avatar_url: &str| {
            let profile = Profile {
                id: ProfileId(Uuid::nil()),
                username: Some(username.to_owned()),
                display_name: None,
                avatar_url: Some(avatar_url.to_owned()),
                is_creator: false,
            };
            serde_json::to_value(ParticipantMetadata::new(Some(&profile), &seat)).unwrap()
        };
        let short = metadata("ada", &"u".repeat(2048));
        assert_eq!((&short["username"], short["avatarUrl"].as_str().unwrap().len()), (&json!("ada"), 2048));
        let long = metadata(&"ş".repeat(10_000), &"u".repeat(2049));
        assert_eq!((long["username"].as_str().unwrap().len(), &long["avatarUrl"]), (256, &json!(null)));
    }

    #[test]
    fn a_participant_is_named_by_display_name_then_handle_then_as_a_guest() {
        let mut profile = Profile {
            id: ProfileId(Uuid::nil()),
            username: Some("ada".to_owned()),
            display_name: Some("Ada".to_owned()),
            avatar_url: None,
            is_creator: false,
        };
        assert_eq!(participant_name(Some(&profile)), "Ada");
        profile.display_name = Some("  ".to_owned());
        assert_eq!(participant_name(Some(&profile)), "ada");
        profile.username = None;
        assert_eq!(participant_name(Some(&profile)), "Misafir");
        assert_eq!(participant_name(None), "Misafir");
    }

    #[test]
    fn a_name_too_long_for_livekit_is_cut_between_characters() {
        let profile = Profile {
            id: ProfileId(Uuid::nil()),
            username: None,
            display_name: Some("ş".repeat(200)),
            avatar_url: None,
            is_creator: false,
        };
        assert_eq!(participant_name(Some(&profile)), "ş".repeat(128));
    }
}
