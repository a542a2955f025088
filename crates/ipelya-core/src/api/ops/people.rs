//! What staff does to people in a session.

use serde::{Deserialize, Serialize};

#[cfg(feature = "schema")]
use super::super::fields::Blank;
use super::super::fields::{Number, Reason, id_or_blank, required_id, text_or_blank};
use super::super::moderation::{ModeratedParticipant, ParticipantBan};
use crate::ban::BanKind;
use crate::ids::{ParticipantId, SessionId};
use crate::moderation::AssignableRole;
use crate::role::Role;

/// The longest ban but one without end, in hours: five years.
const MAX_BAN_HOURS: u16 = 43_800;
const MINUTES_PER_HOUR: u32 = 60;

/// `POST live-ops/participants/{id}/kick`, `…/mute`, `…/unmute`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ActOnParticipant {
    /// Their place in a session, or they themselves, as LiveKit names them.
    #[serde(deserialize_with = "required_id")]
    pub id: ParticipantId,
    /// Where, if they are named themselves; if it is not said, where they have come in last.
    #[serde(default, deserialize_with = "id_or_blank")]
    pub session_id: Option<SessionId>,
    #[serde(default, deserialize_with = "text_or_blank")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Blank<Reason>>"))]
    pub reason: Option<Reason>,
}

/// `POST live-ops/users/{user_id}/kick`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KickUser {
    #[serde(deserialize_with = "required_id")]
    pub user_id: ParticipantId,
    #[serde(deserialize_with = "required_id")]
    pub session_id: SessionId,
    #[serde(default, deserialize_with = "text_or_blank")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Blank<Reason>>"))]
    pub reason: Option<Reason>,
}

/// How far a ban of the panel's reaches.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// This session, if nothing is said.
    #[default]
    Session,
    /// All of its creator's.
    Creator,
    /// Everything live.
    Global,
    /// An older word for all of its creator's, without end.
    Permanent,
}

/// How far and for how long somebody is banned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    ban_type: Reach,
    hours: Option<Number<1, MAX_BAN_HOURS>>,
    minutes: Option<Number<1, 65535>>,
}

impl Extent {
    /// How far it reaches.
    pub const fn kind(&self) -> BanKind {
        match self.ban_type {
            Reach::Session => BanKind::Session,
            Reach::Creator | Reach::Permanent => BanKind::Creator,
            Reach::Global => BanKind::Global,
        }
    }

    /// For how many hours; `None` until it is lifted.
    pub fn hours(&self) -> Option<u16> {
        let minutes = || self.minutes.map(|minutes| u32::from(minutes.get()).div_ceil(MINUTES_PER_HOUR));
        let hours = self.hours.map(Number::get).or_else(|| minutes().and_then(|hours| hours.try_into().ok()));
        hours.filter(|_| self.ban_type != Reach::Permanent)
    }
}

/// `POST live-ops/participants/{id}/ban`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BanParticipant {
    /// Their place in a session, or they themselves, as LiveKit names them.
    #[serde(deserialize_with = "required_id")]
    pub id: ParticipantId,
    /// Where, if they are named themselves; if it is not said, where they have come in last.
    #[serde(default, deserialize_with = "id_or_blank")]
    pub session_id: Option<SessionId>,
    #[serde(default, deserialize_with = "text_or_blank")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Blank<Reason>>"))]
    pub reason: Option<Reason>,
    #[serde(default, alias = "banType")]
    ban_type: Reach,
    /// Until it is lifted, if nothing is said.
    #[serde(default)]
    duration_hours: Option<Number<1, MAX_BAN_HOURS>>,
    /// The same in minutes, as some pages of the panel send it; it is rounded up to hours.
    #[serde(default)]
    duration: Option<Number<1, 65535>>,
}

impl BanParticipant {
    /// How far and for how long.
    pub const fn extent(&self) -> Extent {
        Extent { ban_type: self.ban_type, hours: self.duration_hours, minutes: self.duration }
    }
}

/// `POST live-ops/users/{user_id}/ban`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BanUser {
    #[serde(deserialize_with = "required_id")]
    pub user_id: ParticipantId,
    #[serde(deserialize_with = "required_id")]
    pub session_id: SessionId,
    #[serde(default, deserialize_with = "text_or_blank")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Blank<Reason>>"))]
    pub reason: Option<Reason>,
    #[serde(default, alias = "banType")]
    ban_type: Reach,
    /// Until it is lifted, if nothing is said.
    #[serde(default)]
    duration_hours: Option<Number<1, MAX_BAN_HOURS>>,
    /// The same in minutes, as some pages of the panel send it; it is rounded up to hours.
    #[serde(default)]
    duration: Option<Number<1, 65535>>,
}

impl BanUser {
    /// How far and for how long.
    pub const fn extent(&self) -> Extent {
        Extent { ban_type: self.ban_type, hours: self.duration_hours, minutes: self.duration }
    }
}

/// A rung of the panel's ladder. Nobody becomes a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Rung {
    Viewer,
    Listener,
    Speaker,
    CoHost,
}

impl Rung {
    /// The same as a role that can be given.
    pub const fn role(self) -> AssignableRole {
        match self {
            Self::Viewer => AssignableRole::Viewer,
            Self::Listener => AssignableRole::Listener,
            Self::Speaker => AssignableRole::Speaker,
            Self::CoHost => AssignableRole::CoHost,
        }
    }
}

/// `POST live-ops/participants/{id}/promote`, `…/demote`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Step {
    /// Their place in a session, or they themselves, as LiveKit names them.
    #[serde(deserialize_with = "required_id")]
    pub id: ParticipantId,
    /// Where, if they are named themselves; if it is not said, where they have come in last.
    #[serde(default, deserialize_with = "id_or_blank")]
    pub session_id: Option<SessionId>,
    /// The next role that way, if nothing is said.
    #[serde(default, rename = "targetRole")]
    pub target_role: Option<Rung>,
}

/// Somebody was put out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Kicked {
    /// A sentence for the panel, in Turkish.
    pub message: &'static str,
    pub participant: ModeratedParticipant,
}

/// Somebody was silenced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Muted {
    /// A sentence for the panel, in Turkish.
    pub message: &'static str,
    /// 1 if LiveKit has taken their microphone off the air or keeps it off; 0 if they are not connected, or it could not
    /// be told just now: then `pending`.
    pub muted_tracks: u32,
    pub participant: ModeratedParticipant,
    /// LiveKit could not be told just now; the sweeper tells it.
    pub pending: bool,
}

/// Somebody may speak again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Unmuted {
    /// A sentence for the panel, in Turkish.
    pub message: &'static str,
    /// Always 0: nobody's microphone is opened but by themselves.
    pub unmuted_tracks: u32,
    pub participant: ModeratedParticipant,
    /// LiveKit could not be told just now; the sweeper tells it.
    pub pending: bool,
}

/// Somebody is kept out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Banned {
    /// A sentence for the panel, in Turkish.
    pub message: &'static str,
    pub ban: ParticipantBan,
    /// They may still be inside: LiveKit could not be told just now; the sweeper tells it.
    pub pending: bool,
}

/// Somebody has another role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Stepped {
    /// A sentence for the panel, in Turkish.
    pub message: &'static str,
    pub old_role: Role,
    pub new_role: Role,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn extent(fields: &Value) -> (BanKind, Option<u16>) {
        let mut body = json!({ "id": uuid::Uuid::nil() });
        body.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        let ban: BanParticipant = serde_json::from_value(body).unwrap();
        (ban.extent().kind(), ban.extent().hours())
    }

    #[test]
    fn a_ban_is_as_far_and_as_long_as_any_page_of_the_panel_says() {
        assert_eq!(extent(&json!({})), (BanKind::Session, None));
        assert_eq!(extent(&json!({ "ban_type": "creator", "duration_hours": 24 })), (BanKind::Creator, Some(24)));
        assert_eq!(extent(&json!({ "banType": "global", "duration": 61 })), (BanKind::Global, Some(2)));
        assert_eq!(extent(&json!({ "ban_type": "permanent", "duration_hours": 1 })), (BanKind::Creator, None));
    }
}
