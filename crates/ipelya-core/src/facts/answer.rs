//! The JSON of the facts functions, and how it becomes [`Facts`] and [`JoinFacts`].

use serde::Deserialize;

use super::{AuthState, Ban, Call, Facts, JoinFacts, Participant, Payment, Profile, Session, Subscription, Switches};
use crate::wire::session::Show;

#[derive(Deserialize)]
pub(super) struct Answer {
    caller: CallerFacts,
    switches: Switches,
    room: Option<Room>,
}

#[derive(Deserialize)]
struct CallerFacts {
    #[serde(flatten)]
    auth: AuthState,
    profile: Option<Profile>,
    bans: Vec<Ban>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Room {
    Joined { session: SessionRoom, details: Box<Option<Show>> },
    Session(SessionRoom),
    Call(Call),
}

#[derive(Deserialize)]
struct SessionRoom {
    #[serde(flatten)]
    session: Session,
    participant: Option<Participant>,
    is_blocked: bool,
    subscription: Option<Subscription>,
    has_paid: bool,
}

impl From<Answer> for JoinFacts {
    fn from(answer: Answer) -> Self {
        let CallerFacts { auth, profile, bans } = answer.caller;
        let (room, call, show) = match answer.room {
            Some(Room::Joined { session, details }) => (Some(session), None, *details),
            Some(Room::Session(session)) => (Some(session), None, None),
            Some(Room::Call(call)) => (None, Some(call), None),
            None => (None, None, None),
        };
        let mut facts = Facts {
            auth,
            profile,
            settings: answer.switches,
            session: None,
            participant: None,
            bans,
            blocked: false,
            subscription: None,
            payment: None,
            call,
        };
        if let Some(room) = room {
            facts.payment = room.has_paid.then_some(Payment { coins: room.session.ppv_coin_price });
            facts.session = Some(room.session);
            facts.participant = room.participant;
            facts.blocked = room.is_blocked;
            facts.subscription = room.subscription;
        }
        Self { facts, show }
    }
}

impl From<Answer> for Facts {
    fn from(answer: Answer) -> Self {
        JoinFacts::from(answer).facts
    }
}
