//! The function group `token`: hands out LiveKit access tokens.

use std::time::Duration;

use ipelya_core::access::{Identified, Seat};
use ipelya_core::api::token::{TokenReply, TokenRequest};
use ipelya_core::facts::SessionFacts;
use ipelya_core::session::SessionType;
use ipelya_core::{CallId, Caller, Refusal, Role, RoomRef, SessionId};
use ipelya_edge::{Context, Routes};

/// How long an unpaid request for an audio room waits before it looks again. The installed app asks for the token while
/// its join is still paying, and does not ask twice; together a little more than a join takes, cold starts included.
const WAITS_FOR_PAYMENT: [Duration; 3] =
    [Duration::from_millis(200), Duration::from_millis(400), Duration::from_millis(800)];

/// The functions of this group.
pub fn routes() -> Routes {
    Routes::new().user("get-livekit-token", get_livekit_token)
}

/// `get-livekit-token`: a token for the room of a session or a call, with the role the database gives the caller.
///
/// One round trip to the database; up to three more while the entry to an audio room is not paid yet.
pub async fn get_livekit_token(cx: &Context, caller: &Caller, request: TokenRequest) -> Result<TokenReply, Refusal> {
    match request.room()? {
        RoomRef::Session(id) => of_session(cx, caller, id).await,
        RoomRef::Call(id) => of_call(cx, caller, id).await,
    }
}

/// The host's own request also re-creates a room that LiveKit has given up, since nobody else's token may bring one into
/// being.
async fn of_session(cx: &Context, caller: &Caller, id: SessionId) -> Result<TokenReply, Refusal> {
    let mut waits = WAITS_FOR_PAYMENT.into_iter();
    let mut facts = cx.db.session_facts(caller, id, false, cx.clock.now()).await?;
    loop {
        let now = cx.clock.now();
        let known = facts.identify(caller, now)?;
        let seat = known.admit_to_session();
        if may_be_paid_any_moment(&known, &seat)
            && let Some(wait) = waits.next()
        {
            tokio::time::sleep(wait).await;
            facts = cx.db.session_facts(caller, id, true, cx.clock.now()).await?;
            continue;
        }
        let seat = seat?;
        if seat.role == Role::Host {
            cx.sfu.ensure_room(&seat.room_name).await?;
        }
        return cx.tokens.mint(&known, &seat, now);
    }
}

async fn of_call(cx: &Context, caller: &Caller, id: CallId) -> Result<TokenReply, Refusal> {
    let now = cx.clock.now();
    let facts = cx.db.call_facts(caller, id, now).await?;
    let known = facts.identify(caller, now)?;
    cx.tokens.mint(&known, &known.admit_to_call()?, now)
}

fn may_be_paid_any_moment(known: &Identified<'_, SessionFacts>, seat: &Result<Seat, Refusal>) -> bool {
    matches!(seat, Err(Refusal::PaymentRequired { .. }))
        && known.room().is_some_and(|session| session.session_type == SessionType::AudioRoom)
}
