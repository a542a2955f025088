//! What LiveKit is told of somebody whose place in a session was changed: the complete rights and metadata of what they are
//! now, so that they need no new token.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::access::Seat;
use crate::facts::Profile;
use crate::ids::{SessionId, UserId};
use crate::metadata::ParticipantMetadata;
use crate::refusal::Refusal;
use crate::role::Role;
use crate::room::RoomName;
use crate::standing::{Remedy, Standing};

/// Somebody's place after a change (`live_change`).
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct StandingChange {
    standing: Standing,
    profile: Option<Profile>,
    /// What undoes the change, if it is one that is undone where LiveKit cannot be told.
    pub undo: Option<Undo>,
}

/// What takes a change of role back (`live_take_back_role`), unless another has followed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Undo {
    pub session_id: SessionId,
    pub version: u32,
    /// What was there before, for SQL to read.
    pub before: Value,
}

impl StandingChange {
    /// Whose place it is.
    pub const fn user_id(&self) -> UserId {
        self.standing.user_id
    }

    /// Where.
    pub const fn room_name(&self) -> &RoomName {
        &self.standing.room_name
    }

    /// They are silenced.
    pub const fn is_muted(&self) -> bool {
        self.standing.is_muted
    }

    /// What they are there now.
    pub fn role(&self) -> Role {
        self.standing.role.or(self.standing.room_kind.audience()).unwrap_or(Role::Viewer)
    }

    /// Puts them out.
    pub fn removal(&self) -> Remedy {
        Remedy::Remove { identity: self.user_id().to_string() }
    }

    /// Makes them what they are now; puts them out if they must not be inside.
    pub fn remedy(&self) -> Result<Remedy, Refusal> {
        if self.standing.must_leave {
            return Ok(self.removal());
        }
        let Standing { room_name, room_kind, is_muted, .. } = &self.standing;
        let seat = Seat { is_muted: *is_muted, ..Seat::new(room_name.clone(), *room_kind, self.role()) };
        let metadata = ParticipantMetadata::new(self.profile.as_ref(), &seat);
        Ok(Remedy::Update {
            identity: self.user_id().to_string(),
            grants: seat.grants(),
            metadata: Some(serde_json::to_string(&metadata).map_err(|_| Refusal::Internal)?),
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::*;
    use crate::participant::TrackSource;

    fn change(role: Option<Role>, is_muted: bool, must_leave: bool) -> StandingChange {
        let said = json!({
            "standing": {
                "user_id": Uuid::nil(), "role": role, "room_name": "live_video_1", "room_kind": "video_live",
                "is_muted": is_muted, "must_leave": must_leave,
            },
            "profile": {
                "id": Uuid::nil(), "username": "ada", "display_name": "Ada", "avatar_url": null, "is_creator": true,
            },
            "undo": null,
        });
        serde_json::from_value(said).unwrap()
    }

    #[test]
    fn livekit_is_told_all_of_what_somebody_is_now() {
        let Remedy::Update { identity, grants, metadata } = change(Some(Role::CoHost), true, false).remedy().unwrap()
        else {
            panic!("a co-host stays inside");
        };
        assert_eq!((identity, grants.publish), (Uuid::nil().to_string(), [TrackSource::Camera].as_slice()));
        let metadata: Value = serde_json::from_str(&metadata.unwrap()).unwrap();
        let expected = json!({
            "profileId": Uuid::nil(), "username": "ada", "avatarUrl": null, "role": "co_host", "isCreator": false,
        });
        assert_eq!(metadata, expected);
        assert_eq!(change(None, false, false).role(), Role::Viewer);
    }

    #[test]
    fn whoever_must_leave_is_put_out() {
        let out = Remedy::Remove { identity: Uuid::nil().to_string() };
        assert_eq!(change(Some(Role::CoHost), false, true).remedy(), Ok(out));
    }
}
