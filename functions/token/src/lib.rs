//! The function group `token`: hands out LiveKit access tokens.

use ipelya_core::wire::{TokenReply, TokenRequest};
use ipelya_core::{Caller, Refusal, Role, access};
use ipelya_edge::{Context, FailureForm, Routes};

/// The functions of this group.
pub fn routes() -> Routes {
    Routes::new().user("get-livekit-token", FailureForm::StatusOnly, |cx, caller, request| {
        Box::pin(get_livekit_token(cx, caller, request))
    })
}

/// `get-livekit-token`: a token for the room of a session or a call, with the role the database gives the caller.
///
/// One round trip to the database. The host's own request also re-creates a room that LiveKit has given up, since
/// nobody else's token may bring one into being.
pub async fn get_livekit_token(cx: &Context, caller: &Caller, request: TokenRequest) -> Result<TokenReply, Refusal> {
    let room = request.room()?;
    let now = cx.clock.now();
    let facts = cx.db.token_facts(caller, room, now).await?;
    let profile = access::identify(&facts, caller, now)?;
    let seat = access::admit(room, &facts, caller, now)?;
    if seat.role == Role::Host {
        cx.sfu.ensure_room(&seat.room_name).await?;
    }
    cx.tokens.mint(caller.user_id(), profile, &seat, now)
}
