//! Grants: what a role may do inside a room.
//!
//! LiveKit reads an absent permission as a granted one, so every field is written out for every role.

use crate::participant::{Permission, TrackSource};
use crate::role::Role;
use crate::room::RoomKind;

/// What a participant may do in one room. Holds no administrative right, because no client ever gets one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "they are LiveKit's independent switches")]
pub struct Grants {
    /// The sources the participant may publish. Empty means none: publishing is switched off as a whole, since
    /// LiveKit reads an empty list as "every source".
    pub publish: &'static [TrackSource],
    /// May receive other participants' tracks.
    pub subscribe: bool,
    /// May send data packets (hand-raise, reactions).
    pub publish_data: bool,
    /// May rewrite their own metadata, which is where clients read the role from.
    pub update_own_metadata: bool,
    /// Is not shown to other participants.
    pub hidden: bool,
}

const EVERYTHING: &[TrackSource] =
    &[TrackSource::Camera, TrackSource::Microphone, TrackSource::ScreenShare, TrackSource::ScreenShareAudio];
const CAMERA_AND_MICROPHONE: &[TrackSource] = &[TrackSource::Camera, TrackSource::Microphone];
const CAMERA_AND_SCREEN: &[TrackSource] = &[TrackSource::Camera, TrackSource::ScreenShare];
const CAMERA: &[TrackSource] = &[TrackSource::Camera];
const MICROPHONE: &[TrackSource] = &[TrackSource::Microphone];
const NOTHING: &[TrackSource] = &[];

impl Grants {
    /// The one table of rights.
    pub const fn of(role: Role, room: RoomKind) -> Self {
        match role {
            Role::Host => Self::publishing(EVERYTHING),
            Role::CoHost => Self::publishing(match room {
                RoomKind::AudioRoom | RoomKind::AudioCall => MICROPHONE,
                RoomKind::VideoLive | RoomKind::VideoCall => CAMERA_AND_MICROPHONE,
            }),
            Role::Speaker | Role::Owner | Role::Member | Role::Staff => Self::publishing(MICROPHONE),
            Role::Caller | Role::Callee => Self::publishing(match room {
                RoomKind::AudioRoom | RoomKind::AudioCall => MICROPHONE,
                RoomKind::VideoLive | RoomKind::VideoCall => EVERYTHING,
            }),
            Role::Moderator | Role::InvitedGuest | Role::Viewer | Role::Listener => Self::publishing(NOTHING),
            Role::AdminViewer => Self {
                publish: NOTHING,
                subscribe: true,
                publish_data: false,
                update_own_metadata: false,
                hidden: true,
            },
        }
    }

    /// The same without a sound, for whoever is muted: neither a microphone nor a screen's sound, which would be another
    /// way to be heard.
    #[must_use]
    pub const fn silenced(mut self, is_muted: bool) -> Self {
        if is_muted {
            self.publish = match self.publish {
                [TrackSource::Camera, TrackSource::Microphone] => CAMERA,
                [TrackSource::Camera, TrackSource::Microphone, ..] => CAMERA_AND_SCREEN,
                _ => NOTHING,
            };
        }
        self
    }

    /// Whether LiveKit's permission allows what these grants allow, and nothing else.
    pub fn are(&self, permission: &Permission) -> bool {
        let same_sources = || {
            permission.sources.len() == self.publish.len()
                && self.publish.iter().all(|source| permission.sources.contains(&Some(*source)))
        };
        permission.publish == self.can_publish()
            && (!permission.publish || same_sources())
            && permission.subscribe == self.subscribe
            && permission.publish_data == self.publish_data
            && permission.update_own_metadata == self.update_own_metadata
            && permission.hidden == self.hidden
    }

    /// Whether the participant may publish any media at all.
    pub const fn can_publish(&self) -> bool {
        !self.publish.is_empty()
    }

    const fn publishing(sources: &'static [TrackSource]) -> Self {
        Self { publish: sources, subscribe: true, publish_data: true, update_own_metadata: false, hidden: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(role: Role, room: RoomKind) -> Vec<&'static str> {
        Grants::of(role, room).publish.iter().map(|source| source.as_str()).collect()
    }

    #[test]
    fn only_people_on_stage_publish_and_only_their_sources() {
        let everything = ["camera", "microphone", "screen_share", "screen_share_audio"];
        assert_eq!(sources(Role::Host, RoomKind::VideoLive), everything);
        assert_eq!(sources(Role::Host, RoomKind::AudioRoom), everything);
        assert_eq!(sources(Role::CoHost, RoomKind::VideoLive), ["camera", "microphone"]);
        assert_eq!(sources(Role::CoHost, RoomKind::AudioRoom), ["microphone"]);
        for room in [RoomKind::VideoLive, RoomKind::AudioRoom] {
            assert_eq!(sources(Role::Speaker, room), ["microphone"]);
        }
        for role in [Role::Owner, Role::Member, Role::Staff] {
            assert_eq!(sources(role, RoomKind::AudioCall), ["microphone"]);
        }
        for role in [Role::Caller, Role::Callee] {
            assert_eq!(sources(role, RoomKind::VideoCall), everything);
            assert_eq!(sources(role, RoomKind::AudioCall), ["microphone"]);
        }
        for role in [Role::Moderator, Role::InvitedGuest, Role::Viewer, Role::Listener, Role::AdminViewer] {
            for room in RoomKind::ALL {
                assert!(!Grants::of(role, room).can_publish(), "{role} publishes in {room:?}");
            }
        }
    }

    #[test]
    fn whoever_is_muted_has_every_right_of_their_role_but_to_be_heard() {
        for role in Role::ALL {
            for room in RoomKind::ALL {
                let (grants, silent) = (Grants::of(role, room), Grants::of(role, room).silenced(true));
                let heard =
                    |source: &&TrackSource| matches!(source, TrackSource::Microphone | TrackSource::ScreenShareAudio);
                let quiet: Vec<_> = grants.publish.iter().filter(|source| !heard(source)).collect();
                assert_eq!(silent.publish.iter().collect::<Vec<_>>(), quiet, "{role} in {room:?}");
                assert_eq!(Grants { publish: grants.publish, ..silent }, grants);
                assert_eq!(grants.silenced(false), grants);
            }
        }
    }

    #[test]
    fn everybody_listens_nobody_rewrites_their_metadata_and_only_the_ops_preview_hides() {
        for role in Role::ALL {
            for room in RoomKind::ALL {
                let grants = Grants::of(role, room);
                assert!(grants.subscribe);
                assert!(!grants.update_own_metadata);
                assert_eq!(grants.hidden, role == Role::AdminViewer);
                assert_eq!(grants.publish_data, role != Role::AdminViewer);
            }
        }
    }
}
