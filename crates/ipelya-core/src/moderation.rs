//! Moderation: who may do what to whom in a session.
//!
//! [`judge`] is the table. `live_may` is the same one in SQL, where it is asked under lock; a test walks both over every
//! cell. Whether the target is inside, whether there is a seat, and how often somebody may act is not its business.

use serde::{Deserialize, Serialize};

use crate::ban::BanKind;
use crate::refusal::Refusal;
use crate::role::Role;

/// What somebody acts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// Staff who may also lift what keeps somebody out of everything.
    SuperAdmin,
    /// Staff.
    Admin,
    /// The session's own creator.
    Host,
    /// Whom the host has made a moderator, as long as they are inside.
    Moderator,
    /// Everybody else: guests on stage and the audience.
    Nobody,
}

/// A role that can be given to somebody in a session. `viewer` and `listener` are both the audience's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AssignableRole {
    CoHost,
    Speaker,
    Moderator,
    Viewer,
    Listener,
}

/// What is done to somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Puts them out; they may come back.
    Kick,
    /// Keeps them out.
    Ban(BanKind),
    /// Takes a ban back.
    Unban(BanKind),
    /// Silences microphone and chat.
    Mute,
    /// Takes that back.
    Unmute,
    /// Gives them a role.
    Assign(AssignableRole),
}

/// The table: actor × action × the target's role → allowed or refused.
///
/// The host's place is nobody's to touch; who is banned from everything is banned for what they are, not for their place in
/// a session.
#[expect(clippy::match_same_arms, reason = "it is read by its actors")]
pub const fn judge(actor: Actor, action: Action, target: Role) -> Result<(), Refusal> {
    use Action::{Assign, Ban, Kick, Mute, Unban, Unmute};
    use AssignableRole::{Listener, Speaker, Viewer};
    match (actor, action, target) {
        (Actor::Nobody, _, _) => Err(Refusal::NotAModerator),

        (Actor::SuperAdmin | Actor::Admin, Ban(BanKind::Global), _) => Ok(()),
        (Actor::SuperAdmin, Unban(BanKind::Global), _) => Ok(()),
        (_, Ban(BanKind::Global) | Unban(BanKind::Global), _) => Err(Refusal::AdminRequired),

        (_, _, Role::Host) => Err(Refusal::TargetProtected),
        (Actor::SuperAdmin | Actor::Admin | Actor::Host, _, _) => Ok(()),

        (
            Actor::Moderator,
            Kick | Mute | Unmute | Assign(Speaker | Viewer | Listener),
            Role::CoHost | Role::Moderator,
        )
        | (Actor::Moderator, Assign(Speaker | Viewer | Listener), Role::InvitedGuest) => Err(Refusal::TargetProtected),
        (Actor::Moderator, Kick | Mute | Unmute | Assign(Speaker | Viewer | Listener), _) => Ok(()),
        (Actor::Moderator, _, _) => Err(Refusal::NotTheHost),
    }
}

impl Actor {
    /// Every kind, for tables and tests.
    pub const ALL: [Self; 5] = [Self::SuperAdmin, Self::Admin, Self::Host, Self::Moderator, Self::Nobody];

    /// Its word in SQL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SuperAdmin => "super_admin",
            Self::Admin => "admin",
            Self::Host => "host",
            Self::Moderator => "moderator",
            Self::Nobody => "nobody",
        }
    }
}

impl AssignableRole {
    /// Every one, for tables and tests.
    pub const ALL: [Self; 5] = [Self::CoHost, Self::Speaker, Self::Moderator, Self::Viewer, Self::Listener];

    /// Its word in SQL, which knows the audience by one.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CoHost => "co_host",
            Self::Speaker => "speaker",
            Self::Moderator => "moderator",
            Self::Viewer | Self::Listener => "audience",
        }
    }
}

impl Action {
    /// Every action, for tables and tests.
    pub fn all() -> impl Iterator<Item = Self> {
        let bans = BanKind::ALL.into_iter().flat_map(|kind| [Self::Ban(kind), Self::Unban(kind)]);
        [Self::Kick, Self::Mute, Self::Unmute].into_iter().chain(bans).chain(AssignableRole::ALL.map(Self::Assign))
    }

    /// Its word in SQL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Kick => "kick",
            Self::Ban(BanKind::Session) => "ban_session",
            Self::Ban(BanKind::Creator) => "ban_creator",
            Self::Ban(BanKind::Global) => "ban_global",
            Self::Unban(BanKind::Session) => "unban_session",
            Self::Unban(BanKind::Creator) => "unban_creator",
            Self::Unban(BanKind::Global) => "unban_global",
            Self::Mute => "mute",
            Self::Unmute => "unmute",
            Self::Assign(AssignableRole::CoHost) => "seat_co_host",
            Self::Assign(AssignableRole::Speaker) => "seat_speaker",
            Self::Assign(AssignableRole::Moderator) => "appoint_moderator",
            Self::Assign(AssignableRole::Viewer | AssignableRole::Listener) => "send_back",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every role somebody can have in a session.
    const TARGETS: [Role; 7] =
        [Role::Host, Role::CoHost, Role::InvitedGuest, Role::Moderator, Role::Speaker, Role::Viewer, Role::Listener];

    #[test]
    fn nobody_touches_the_hosts_place() {
        for actor in Actor::ALL {
            for action in Action::all() {
                let is_global = matches!(action, Action::Ban(BanKind::Global) | Action::Unban(BanKind::Global));
                assert!(is_global || judge(actor, action, Role::Host).is_err(), "{actor:?} {action:?}");
            }
        }
    }

    #[test]
    fn guests_and_audience_do_nothing_to_anybody() {
        for action in Action::all() {
            for target in TARGETS {
                assert_eq!(judge(Actor::Nobody, action, target), Err(Refusal::NotAModerator), "{action:?} {target}");
            }
        }
    }

    #[test]
    fn whoever_may_do_something_may_not_do_less_than_who_stands_below() {
        let below = [
            (Actor::SuperAdmin, Actor::Admin),
            (Actor::Admin, Actor::Host),
            (Actor::Host, Actor::Moderator),
            (Actor::Moderator, Actor::Nobody),
        ];
        for (actor, lower) in below {
            for action in Action::all() {
                for target in TARGETS {
                    if judge(lower, action, target).is_ok() {
                        assert_eq!(judge(actor, action, target), Ok(()), "{actor:?} {action:?} {target}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_moderator_keeps_order_among_the_audience_and_speakers_and_bans_nobody() {
        for target in TARGETS {
            let is_theirs = matches!(target, Role::Speaker | Role::Viewer | Role::Listener);
            for action in [Action::Kick, Action::Mute, Action::Unmute] {
                let expected = is_theirs || target == Role::InvitedGuest;
                assert_eq!(judge(Actor::Moderator, action, target).is_ok(), expected, "{action:?} {target}");
            }
            for role in AssignableRole::ALL {
                let seats = matches!(role, AssignableRole::Speaker | AssignableRole::Viewer | AssignableRole::Listener);
                let judged = judge(Actor::Moderator, Action::Assign(role), target);
                assert_eq!(judged.is_ok(), seats && is_theirs, "{role:?} {target}");
            }
            for kind in BanKind::ALL {
                assert!(judge(Actor::Moderator, Action::Ban(kind), target).is_err(), "{kind:?} {target}");
            }
        }
    }
}
