//! Access: given the facts, is this caller let into this room, and as what?
//!
//! Pure rules, used by every path that ends in a LiveKit token, refreshes included. Nothing of the request takes
//! part but the id it asked about, so nothing a client sends can widen what it gets. The rules are methods of
//! [`Identified`], so that nobody is admitted whom the database has not been asked about.

use crate::ban::{Ban, BanKind};
use crate::call::{CallKind, CallStatus};
use crate::coins::Coins;
use crate::facts::{
    CallFacts, ChannelFacts, Facts, IngressFacts, JoinFacts, Profile, RecordingFacts, SessionFacts, TakenSeat,
};
use crate::grants::Grants;
use crate::identity::{Account, Caller};
use crate::ids::UserId;
use crate::recording::Visibility;
use crate::refusal::Refusal;
use crate::role::Role;
use crate::room::{RoomKind, RoomName};
use crate::session::{AccessType, SessionStatus};
use crate::timestamp::Timestamp;

/// A seat in a room: the outcome of a passed access check. Made by the rules here, or from a session that its creator has
/// just put on air.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Seat {
    pub room_name: RoomName,
    pub room_kind: RoomKind,
    /// What the caller is in it.
    pub role: Role,
    /// The role the database gives them, if they asked for a lesser one.
    pub lowered_from: Option<Role>,
    /// They are silenced.
    pub is_muted: bool,
    /// They look on only, under another identity: an encoder broadcasts in their name, and LiveKit lets nobody in twice.
    pub is_monitor: bool,
}

impl Seat {
    /// A seat of somebody with a voice, as the database gives it.
    pub(crate) const fn new(room_name: RoomName, room_kind: RoomKind, role: Role) -> Self {
        Self { room_name, room_kind, role, lowered_from: None, is_muted: false, is_monitor: false }
    }

    /// What whoever takes it may do.
    pub const fn grants(&self) -> Grants {
        if self.is_monitor {
            return Grants::of(Role::AdminViewer, self.room_kind);
        }
        Grants::of(self.role, self.room_kind).silenced(self.is_muted)
    }

    /// The same seat of somebody who only looks on, if they are to.
    #[must_use]
    pub(crate) const fn looking_on(mut self, is_monitor: bool) -> Self {
        self.is_monitor = is_monitor;
        self
    }

    /// The same seat with a lesser role, if a lesser one is asked for; asking for more changes nothing. The role in the
    /// database stands all the same. A host stays host: a room without one is a session that lost its host.
    #[must_use]
    pub fn lowered(mut self, requested: Option<Role>) -> Self {
        let own = self.role;
        self.role = match (own, requested) {
            (Role::Host, _) => Role::Host,
            (_, Some(Role::Viewer | Role::Listener)) => audience(self.room_kind),
            (Role::CoHost, Some(Role::Speaker)) => Role::Speaker,
            (own, _) => own,
        };
        self.lowered_from = (self.role != own).then_some(own);
        self
    }
}

/// A seat in a session before it is taken, and what taking it costs.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry<'f, Details> {
    seat: Seat,
    /// What the caller has to be charged first; `None` where entry is free or paid for.
    pub price: Option<Coins>,
    pub session: &'f SessionFacts,
    pub details: &'f Details,
}

impl<Details> Entry<'_, Details> {
    /// What the caller will be in it.
    pub const fn role(&self) -> Role {
        self.seat.role
    }

    /// The seat, now that the database has given it.
    #[must_use]
    pub fn taken(&self, _: &TakenSeat) -> Seat {
        self.seat.clone()
    }
}

/// A caller whom the database knows, at one moment, together with the facts to decide by.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Identified<'f, Room> {
    caller: Caller,
    facts: &'f Facts<Room>,
    now: Timestamp,
}

impl<Room> Facts<Room> {
    /// Who the caller is now, whatever their token said when it was issued.
    ///
    /// Refuses the signed-out, the deleted and those banned in Auth as not signed in; and those without a real profile,
    /// unless they are anonymous.
    pub fn identify(&self, caller: &Caller, now: Timestamp) -> Result<Identified<'_, Room>, Refusal> {
        let known = &self.caller;
        let is_banned = known.banned_until.is_some_and(|until| now < until);
        if !known.user_exists || known.session_alive == Some(false) || is_banned {
            return Err(Refusal::Unauthorized);
        }
        if known.profile.is_none() && !caller.is_anonymous() {
            return Err(Refusal::ProfileNotFound);
        }
        Ok(Identified { caller: *caller, facts: self, now })
    }
}

impl<'f, Room> Identified<'f, Room> {
    /// Whose request it is; also the LiveKit identity.
    pub const fn user_id(&self) -> UserId {
        self.caller.user_id()
    }

    /// Their real profile; only the anonymous may have none.
    pub const fn profile(&self) -> Option<&'f Profile> {
        self.facts.caller.profile.as_ref()
    }

    /// What they ask about; `None` if there is nothing of that id.
    pub const fn room(&self) -> Option<&'f Room> {
        self.facts.room.as_ref()
    }

    /// Whether they may open a session now.
    pub fn admit_to_create(&self) -> Result<(), Refusal> {
        self.require_live_enabled()?;
        self.refuse_banned_everywhere()?;
        let is_creator = self.profile().is_some_and(|profile| profile.is_creator);
        if is_creator { Ok(()) } else { Err(Refusal::NotACreator) }
    }

    fn require_live_enabled(&self) -> Result<(), Refusal> {
        if self.facts.switches.live_enabled { Ok(()) } else { Err(Refusal::LiveDisabled) }
    }

    fn refuse_banned_everywhere(&self) -> Result<(), Refusal> {
        let is_banned = self.bans_in_force().any(|ban| ban.kind == BanKind::Global);
        if is_banned { Err(Refusal::Banned { kind: BanKind::Global }) } else { Ok(()) }
    }

    fn bans_in_force(&self) -> impl Iterator<Item = &'f Ban> {
        let now = self.now;
        self.facts.caller.bans.iter().filter(move |ban| !has_passed(ban.expires_at, now))
    }

    /// The session's own host passes every check but the kill switch, a global ban and the end of the session; a
    /// scheduled session is open to nobody else.
    fn admit_to(&self, session: &SessionFacts) -> Result<Seat, Refusal> {
        let is_host = self.hosts(session);
        self.refuse_banned(session, is_host)?;
        self.refuse_closed(session, is_host)?;
        if !is_host {
            self.refuse_uninvited(session)?;
        }
        Ok(self.seat_in(session))
    }

    fn refuse_uninvited(&self, session: &SessionFacts) -> Result<(), Refusal> {
        if self.caller.is_anonymous() && session.access_type != AccessType::Public {
            return Err(Refusal::AccountRequired);
        }
        if session.is_blocked {
            return Err(Refusal::Blocked);
        }
        self.refuse_unentitled(session)
    }

    fn hosts(&self, session: &SessionFacts) -> bool {
        session.creator_id == self.user_id()
    }

    /// A global ban stops a host too; the other kinds are a creator's means against their viewers.
    fn refuse_banned(&self, session: &SessionFacts, is_host: bool) -> Result<(), Refusal> {
        let applies = |ban: &&Ban| match ban.kind {
            BanKind::Global => true,
            BanKind::Creator => !is_host && ban.creator_id == Some(session.creator_id),
            BanKind::Session => !is_host && ban.session_id == Some(session.id),
        };
        match self.bans_in_force().find(applies) {
            Some(ban) => Err(Refusal::Banned { kind: ban.kind }),
            None => Ok(()),
        }
    }

    /// A passed deadline counts as the end, whether or not the tick has written it down yet.
    fn refuse_closed(&self, session: &SessionFacts, is_host: bool) -> Result<(), Refusal> {
        match session.status {
            SessionStatus::Scheduled if is_host => Ok(()),
            SessionStatus::Scheduled => Err(Refusal::SessionNotStarted),
            SessionStatus::Ended | SessionStatus::Cancelled => Err(Refusal::SessionEnded),
            SessionStatus::Live if has_passed(session.max_ends_at, self.now) => Err(Refusal::SessionEnded),
            SessionStatus::Live => Ok(()),
        }
    }

    fn refuse_unentitled(&self, session: &SessionFacts) -> Result<(), Refusal> {
        match session.access_type {
            AccessType::Public => Ok(()),
            AccessType::SubscribersOnly => {
                let is_subscribed = session.subscription.as_ref().is_some_and(|subscription| {
                    subscription.status == "active" && !has_passed(subscription.current_period_end, self.now)
                });
                if is_subscribed { Ok(()) } else { Err(Refusal::SubscriptionRequired) }
            }
            AccessType::PayPerView if session.has_paid => Ok(()),
            AccessType::PayPerView => Err(Refusal::PaymentRequired { required: session.ppv_coin_price }),
        }
    }

    fn seat_in(&self, session: &SessionFacts) -> Seat {
        Seat {
            is_muted: session.participant.as_ref().is_some_and(|row| row.is_muted),
            is_monitor: session.encoder_publishes,
            ..Seat::new(session.room_name.clone(), session.session_type.into(), self.role_in(session))
        }
    }

    /// The role given to the caller in the database. A row cannot make a host: that is the creator and nobody else. Somebody
    /// invited is of the audience: their token tells everybody in the room what they are, and an invitation is nobody else's
    /// business.
    fn role_in(&self, session: &SessionFacts) -> Role {
        if self.hosts(session) {
            return Role::Host;
        }
        match session.participant.as_ref().map(|row| row.role) {
            Some(role @ (Role::CoHost | Role::Moderator | Role::Speaker)) => role,
            _ => audience(session.session_type.into()),
        }
    }
}

impl<'f> Identified<'f, SessionFacts> {
    /// Admits the caller to the session.
    pub fn admit_to_session(&self) -> Result<Seat, Refusal> {
        self.require_live_enabled()?;
        self.admit_to(self.session()?)
    }

    /// Whether this person may put the session on air.
    pub fn admit_to_start(&self) -> Result<Seat, Refusal> {
        let session = self.session()?;
        if !self.hosts(session) {
            return Err(Refusal::NotTheHost);
        }
        self.admit_to_create()?;
        self.admit_to(session)
    }

    fn session(&self) -> Result<&'f SessionFacts, Refusal> {
        self.room().ok_or(Refusal::SessionNotFound)
    }
}

impl<'f, Details> Identified<'f, JoinFacts<Details>> {
    /// Admits the caller to the session, but for the price of a pay-per-view one: whoever has not paid yet is told it.
    ///
    /// Entry is sold only while there is somebody to be seen; `live_pay_entry` asks the same again under lock.
    /// `expected_price` is what the caller was shown; if it is another by now, they are refused rather than charged.
    pub fn admit_to_join(&self, expected_price: Option<Coins>) -> Result<Entry<'f, Details>, Refusal> {
        self.require_live_enabled()?;
        let JoinFacts { session, details } = self.room().ok_or(Refusal::SessionNotFound)?;
        let (seat, price) = match self.admit_to(session) {
            Ok(seat) => (seat, None),
            Err(Refusal::PaymentRequired { required }) => {
                if session.waits_for_host {
                    return Err(Refusal::WaitingForHost);
                }
                if expected_price.is_some_and(|expected| expected != required) {
                    return Err(Refusal::PriceChanged { required });
                }
                (self.seat_in(session), Some(required))
            }
            Err(refusal) => return Err(refusal),
        };
        let details = details.as_ref().ok_or(Refusal::SessionNotFound)?;
        Ok(Entry { seat, price, session, details })
    }
}

impl<'f> Identified<'f, ChannelFacts> {
    /// Admits the caller to the session that the channel is on air with. Nobody is charged here: whoever has not paid for a
    /// pay-per-view session is told its price. Its creator is its host; nobody else gets in as one.
    pub fn admit_to_channel(&self, is_to_broadcast: bool) -> Result<Entry<'f, ()>, Refusal> {
        self.require_live_enabled()?;
        let channel = self.room().ok_or(Refusal::ChannelNotFound)?;
        let session = channel.session.as_ref().ok_or(Refusal::ChannelOffline)?;
        if is_to_broadcast && !self.hosts(session) {
            return Err(Refusal::NotTheHost);
        }
        // nothing, also for somebody who is given their coins back at this very moment
        Ok(Entry { seat: self.admit_to(session)?, price: Some(Coins::ZERO), session, details: &() })
    }
}

impl<'f> Identified<'f, IngressFacts> {
    /// Lets the caller at the encoder of their own channel; a new stream key is for those only who may go live on it.
    pub fn admit_to_ingress(&self, makes_key: bool) -> Result<&'f IngressFacts, Refusal> {
        let channel = self.room().ok_or(Refusal::ChannelNotFound)?;
        if makes_key {
            self.admit_to_create()?;
            if channel.is_suspended {
                return Err(Refusal::ChannelSuspended);
            }
        }
        Ok(channel)
    }
}

impl Identified<'_, CallFacts> {
    /// Admits the caller to the call: both parties once it is connected, the one who placed it already while it rings; to
    /// one with support, or of several, whoever may enter it, at any time. To a stranger there is no such call.
    pub fn admit_to_call(&self) -> Result<Seat, Refusal> {
        let switches = self.facts.switches;
        let (is_on, off) = match self.room().map_or(CallKind::UserToUser, |call| call.kind) {
            CallKind::UserToUser => (switches.calls_enabled, Refusal::CallsDisabled),
            CallKind::Support | CallKind::Conference => (switches.voice_enabled, Refusal::VoiceDisabled),
        };
        if !is_on {
            return Err(off);
        }
        Account::try_from(self.caller)?;
        let call = self.room().ok_or(Refusal::CallNotFound)?;
        let role = call.role.ok_or(Refusal::CallNotFound)?;
        self.refuse_banned_everywhere()?;
        match call.status {
            CallStatus::Connected if !has_passed(call.max_ends_at, self.now) => {}
            CallStatus::Ringing if !has_passed(call.ring_expires_at, self.now) => {
                if role == Role::Callee {
                    return Err(Refusal::CallNotAnswered);
                }
            }
            CallStatus::Ringing | CallStatus::Connected | CallStatus::Ended => return Err(Refusal::CallEnded),
        }
        if call.lacks_consent {
            return Err(Refusal::RecordingConsentRequired);
        }
        Ok(Seat::new(call.room_name.clone(), call.call_type.into(), role))
    }
}

/// A recording that somebody may watch.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Playback<'f> {
    pub recording: &'f RecordingFacts,
    /// They may as staff, which has to be noted first.
    pub as_staff: bool,
}

impl<'f> Identified<'f, RecordingFacts> {
    /// Lets the caller watch a recording: its owner, staff, and whoever the session it is of would let in were it on air, or
    /// who has a part in the call. Whether it is on air, and whether anything is, does not matter; what was paid for the show
    /// is paid for the recording. To whoever may not know of it there is none.
    pub fn admit_to_recording(&self) -> Result<Playback<'f>, Refusal> {
        let recording = self.room().ok_or(Refusal::RecordingNotFound)?;
        let is_owner = recording.owner_id == Some(self.user_id());
        let as_staff = recording.is_staff && !is_owner;
        if is_owner {
            self.refuse_banned_everywhere()?;
        } else if !as_staff {
            self.refuse_unwelcome(recording)?;
        }
        if recording.is_available { Ok(Playback { recording, as_staff }) } else { Err(Refusal::RecordingNotReady) }
    }

    fn refuse_unwelcome(&self, recording: &RecordingFacts) -> Result<(), Refusal> {
        if recording.visibility == Visibility::Private {
            return Err(Refusal::RecordingNotFound);
        }
        let Some(session) = &recording.session else {
            recording.call_role.ok_or(Refusal::RecordingNotFound)?;
            return self.refuse_banned_everywhere();
        };
        self.refuse_banned(session, false)?;
        self.refuse_uninvited(session).map_err(|refusal| match (refusal, recording.price_coins) {
            (Refusal::PaymentRequired { .. }, Some(required)) => Refusal::PaymentRequired { required },
            (refusal, _) => refusal,
        })
    }
}

/// What somebody without a part is called in a room of this kind.
fn audience(kind: RoomKind) -> Role {
    kind.audience().unwrap_or(Role::Viewer)
}

fn has_passed(deadline: Option<Timestamp>, now: Timestamp) -> bool {
    deadline.is_some_and(|deadline| deadline <= now)
}

#[cfg(test)]
mod tests;
