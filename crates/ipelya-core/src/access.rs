//! Access: given the facts, is this caller let into this room, and as what?
//!
//! Pure rules, used by every path that ends in a LiveKit token, refreshes included. Nothing of the request takes
//! part but the id it asked about, so nothing a client sends can widen what it gets.

use time::OffsetDateTime;

use crate::coins::Coins;
use crate::facts::{AccessType, Ban, BanKind, Call, CallStatus, Facts, Profile, Session, SessionStatus};
use crate::grants::Grants;
use crate::identity::Caller;
use crate::ids::UserId;
use crate::refusal::Refusal;
use crate::role::Role;
use crate::rooms::{RoomKind, RoomName};
use crate::wire::RoomRef;

/// A seat in a room: the outcome of a passed access check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seat {
    /// The LiveKit room.
    pub room_name: RoomName,
    /// What kind of room it is.
    pub room_kind: RoomKind,
    /// What the caller is in it.
    pub role: Role,
    /// The role the database gives them, if they asked for a lesser one.
    pub lowered_from: Option<Role>,
    /// They are silenced.
    pub is_muted: bool,
}

impl Seat {
    /// A seat of somebody with a voice, as the database gives it.
    pub const fn new(room_name: RoomName, room_kind: RoomKind, role: Role) -> Self {
        Self { room_name, room_kind, role, lowered_from: None, is_muted: false }
    }

    /// What whoever takes it may do.
    pub const fn grants(&self) -> Grants {
        Grants::of(self.role, self.room_kind).silenced(self.is_muted)
    }

    /// The same seat with a lesser role, if a lesser one is asked for; asking for more changes nothing. The role in the
    /// database stands all the same. A host stays host: a room without one is a show that lost its host.
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

/// Who the caller is now, whatever their token said when it was issued.
///
/// Refuses the signed-out, the deleted and those banned in Auth as not signed in; and those without a real profile,
/// unless they are anonymous.
pub fn identify<'f>(facts: &'f Facts, caller: &Caller, now: OffsetDateTime) -> Result<Option<&'f Profile>, Refusal> {
    let auth = &facts.auth;
    if !auth.user_exists || auth.session_alive == Some(false) || auth.banned_until.is_some_and(|until| now < until) {
        return Err(Refusal::Unauthorized);
    }
    if facts.profile.is_none() && !caller.is_anonymous() {
        return Err(Refusal::ProfileNotFound);
    }
    Ok(facts.profile.as_ref())
}

/// Admits the caller to the room that these facts are about.
pub fn admit(room: RoomRef, facts: &Facts, caller: &Caller, now: OffsetDateTime) -> Result<Seat, Refusal> {
    match room {
        RoomRef::Session(_) => admit_to_session(facts, caller, now),
        RoomRef::Call(_) => admit_to_call(facts, caller, now),
    }
}

/// Admits the caller to the session of these facts.
///
/// The session's own host passes every check but the kill switch, a global ban and the end of the session; a scheduled
/// session is open to nobody else.
pub fn admit_to_session(facts: &Facts, caller: &Caller, now: OffsetDateTime) -> Result<Seat, Refusal> {
    if !facts.settings.live_enabled {
        return Err(Refusal::LiveDisabled);
    }
    let session = facts.session.as_ref().ok_or(Refusal::SessionNotFound)?;
    let is_host = session.creator_id == caller.user_id();

    refuse_banned(&facts.bans, session, is_host, now)?;
    refuse_closed(session, is_host, now)?;
    if !is_host {
        if caller.is_anonymous() && session.access_type != AccessType::Public {
            return Err(Refusal::AccountRequired);
        }
        if facts.blocked {
            return Err(Refusal::Blocked);
        }
        refuse_unentitled(facts, session, now)?;
    }

    Ok(seat(facts, session, is_host))
}

/// A seat in a session, and what taking it costs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The seat.
    pub seat: Seat,
    /// What the caller has to be charged first; `None` where entry is free or paid for.
    pub price: Option<Coins>,
}

/// Admits the caller to the session of these facts as [`admit_to_session`] does, but for the price of a pay-per-view
/// show: whoever has not paid yet is told it.
///
/// Entry is sold only while there is somebody to be seen; `live_pay_entry` asks the same again under lock.
/// `expected_price` is what the caller was shown; if it is another by now, they are refused rather than charged.
pub fn admit_to_join(
    facts: &Facts,
    caller: &Caller,
    expected_price: Option<Coins>,
    now: OffsetDateTime,
) -> Result<Entry, Refusal> {
    match admit_to_session(facts, caller, now) {
        Ok(seat) => Ok(Entry { seat, price: None }),
        Err(Refusal::PaymentRequired { required }) => {
            let session = facts.session.as_ref().ok_or(Refusal::SessionNotFound)?;
            if session.waits_for_host {
                return Err(Refusal::WaitingForHost);
            }
            if expected_price.is_some_and(|expected| expected != required) {
                return Err(Refusal::PriceChanged { required });
            }
            Ok(Entry { seat: seat(facts, session, false), price: Some(required) })
        }
        Err(refusal) => Err(refusal),
    }
}

/// Whether this person may open a session now.
pub fn admit_to_create(facts: &Facts, now: OffsetDateTime) -> Result<(), Refusal> {
    if !facts.settings.live_enabled {
        return Err(Refusal::LiveDisabled);
    }
    if facts.bans.iter().any(|ban| ban.kind == BanKind::Global && in_force(ban, now)) {
        return Err(Refusal::Banned { kind: BanKind::Global });
    }
    let is_creator = facts.profile.as_ref().is_some_and(|profile| profile.is_creator);
    if is_creator { Ok(()) } else { Err(Refusal::NotACreator) }
}

/// Whether this person may put the session of these facts on air.
pub fn admit_to_start(facts: &Facts, caller: &Caller, now: OffsetDateTime) -> Result<Seat, Refusal> {
    let session = facts.session.as_ref().ok_or(Refusal::SessionNotFound)?;
    if session.creator_id != caller.user_id() {
        return Err(Refusal::NotTheHost);
    }
    admit_to_create(facts, now)?;
    admit_to_session(facts, caller, now)
}

/// Admits the caller to the call of these facts: both parties once it is connected, the one who placed it already
/// while it rings. Strangers are told no more than that it isn't theirs.
pub fn admit_to_call(facts: &Facts, caller: &Caller, now: OffsetDateTime) -> Result<Seat, Refusal> {
    if !facts.settings.calls_enabled {
        return Err(Refusal::CallsDisabled);
    }
    caller.require_account()?;
    let call = facts.call.as_ref().ok_or(Refusal::CallNotFound)?;
    let role = party(call, caller.user_id()).ok_or(Refusal::NotAParticipant)?;
    if facts.bans.iter().any(|ban| ban.kind == BanKind::Global && in_force(ban, now)) {
        return Err(Refusal::Banned { kind: BanKind::Global });
    }
    match call.status {
        CallStatus::Connected if !has_passed(call.max_ends_at, now) => {}
        CallStatus::Ringing if !has_passed(call.ring_expires_at, now) => {
            if role == Role::Callee {
                return Err(Refusal::CallNotAnswered);
            }
        }
        CallStatus::Ringing | CallStatus::Connected | CallStatus::Ended => return Err(Refusal::CallEnded),
    }
    Ok(Seat::new(call.room_name.clone(), call.call_type.into(), role))
}

fn seat(facts: &Facts, session: &Session, is_host: bool) -> Seat {
    let role = session_role(facts, session, is_host);
    Seat {
        is_muted: facts.participant.as_ref().is_some_and(|row| row.is_muted),
        ..Seat::new(session.room_name.clone(), session.session_type.into(), role)
    }
}

/// A global ban stops a host too; the other kinds are a creator's means against their viewers.
fn refuse_banned(bans: &[Ban], session: &Session, is_host: bool, now: OffsetDateTime) -> Result<(), Refusal> {
    let applies = |ban: &&Ban| {
        in_force(ban, now)
            && match ban.kind {
                BanKind::Global => true,
                BanKind::Creator => !is_host && ban.creator_id == Some(session.creator_id),
                BanKind::Session => !is_host && ban.session_id == Some(session.id),
            }
    };
    match bans.iter().find(applies) {
        Some(ban) => Err(Refusal::Banned { kind: ban.kind }),
        None => Ok(()),
    }
}

/// A passed deadline counts as the end, whether or not the tick has written it down yet.
fn refuse_closed(session: &Session, is_host: bool, now: OffsetDateTime) -> Result<(), Refusal> {
    match session.status {
        SessionStatus::Scheduled if is_host => Ok(()),
        SessionStatus::Scheduled => Err(Refusal::SessionNotStarted),
        SessionStatus::Ended | SessionStatus::Cancelled => Err(Refusal::SessionEnded),
        SessionStatus::Live if has_passed(session.max_ends_at, now) => Err(Refusal::SessionEnded),
        SessionStatus::Live => Ok(()),
    }
}

fn refuse_unentitled(facts: &Facts, session: &Session, now: OffsetDateTime) -> Result<(), Refusal> {
    match session.access_type {
        AccessType::Public => Ok(()),
        AccessType::SubscribersOnly => {
            let subscribed = facts.subscription.as_ref().is_some_and(|subscription| {
                subscription.status == "active" && !has_passed(subscription.current_period_end, now)
            });
            if subscribed { Ok(()) } else { Err(Refusal::SubscriptionRequired) }
        }
        AccessType::PayPerView if facts.payment.is_some() => Ok(()),
        AccessType::PayPerView => Err(Refusal::PaymentRequired { required: session.ppv_coin_price }),
    }
}

/// The role given to the caller in the database. A row cannot make a host: that is the creator and nobody else.
fn session_role(facts: &Facts, session: &Session, is_host: bool) -> Role {
    if is_host {
        return Role::Host;
    }
    match facts.participant.as_ref().map(|row| row.role) {
        Some(role @ (Role::CoHost | Role::InvitedGuest | Role::Moderator | Role::Speaker)) => role,
        _ => audience(session.session_type.into()),
    }
}

/// What somebody without a part is called in a room of this kind.
fn audience(kind: RoomKind) -> Role {
    kind.audience().unwrap_or(Role::Viewer)
}

fn party(call: &Call, user: UserId) -> Option<Role> {
    if user == call.caller_id {
        Some(Role::Caller)
    } else if user == call.callee_id {
        Some(Role::Callee)
    } else {
        None
    }
}

fn in_force(ban: &Ban, now: OffsetDateTime) -> bool {
    !has_passed(ban.expires_at, now)
}

fn has_passed(deadline: Option<OffsetDateTime>, now: OffsetDateTime) -> bool {
    deadline.is_some_and(|deadline| deadline <= now)
}

#[cfg(test)]
mod tests;
