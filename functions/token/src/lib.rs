//! The function group `token`: hands out LiveKit access tokens.

use std::time::Duration;

use ipelya_core::access::Seat;
use ipelya_core::facts::{Facts, Profile};
use ipelya_core::rooms::SessionType;
use ipelya_core::wire::{RoomRef, TokenReply, TokenRequest};
use ipelya_core::{Caller, Refusal, Role, access};
use ipelya_edge::{Context, FailureForm, Routes};

/// How long an unpaid request for an audio room waits before it looks again. The installed app asks for the token while
/// its join is still paying, and does not ask twice; together a little more than a join takes, cold starts included.
const WAITS_FOR_PAYMENT: [Duration; 3] =
    [Duration::from_millis(200), Duration::from_millis(400), Duration::from_millis(800)];

/// The functions of this group.
pub fn routes() -> Routes {
    Routes::new().user("get-livekit-token", FailureForm::StatusOnly, |cx, caller, request| {
        Box::pin(get_livekit_token(cx, caller, request))
    })
}

/// `get-livekit-token`: a token for the room of a session or a call, with the role the database gives the caller.
///
/// One round trip to the database; up to three more while the entry to an audio room is not paid yet. The host's own
/// request also re-creates a room that LiveKit has given up, since nobody else's token may bring one into being.
pub async fn get_livekit_token(cx: &Context, caller: &Caller, request: TokenRequest) -> Result<TokenReply, Refusal> {
    let room = request.room()?;
    let mut facts = facts_of(cx, caller, room, false).await?;
    for wait in WAITS_FOR_PAYMENT {
        if !may_be_paid_any_moment(cx, caller, room, &facts) {
            break;
        }
        tokio::time::sleep(wait).await;
        facts = facts_of(cx, caller, room, true).await?;
    }

    let (profile, seat) = seat_of(cx, caller, room, &facts)?;
    if seat.role == Role::Host {
        cx.sfu.ensure_room(&seat.room_name).await?;
    }
    cx.tokens.mint(caller.user_id(), profile, &seat, cx.clock.now())
}

async fn facts_of(cx: &Context, caller: &Caller, room: RoomRef, again: bool) -> Result<Facts, Refusal> {
    let now = cx.clock.now();
    match room {
        RoomRef::Session(id) => cx.db.session_facts(caller, id, again, now).await,
        RoomRef::Call(id) => cx.db.call_facts(caller, id, now).await,
    }
}

fn seat_of<'a>(
    cx: &Context,
    caller: &Caller,
    room: RoomRef,
    facts: &'a Facts,
) -> Result<(Option<&'a Profile>, Seat), Refusal> {
    let now = cx.clock.now();
    let profile = access::identify(facts, caller, now)?;
    Ok((profile, access::admit(room, facts, caller, now)?))
}

fn may_be_paid_any_moment(cx: &Context, caller: &Caller, room: RoomRef, facts: &Facts) -> bool {
    facts.session.as_ref().is_some_and(|session| session.session_type == SessionType::AudioRoom)
        && matches!(seat_of(cx, caller, room, facts), Err(Refusal::PaymentRequired { .. }))
}
