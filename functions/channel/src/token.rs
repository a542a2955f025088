//! The way into a channel that is on air.

use ipelya_core::api::channel::{ChannelToken, ChannelTokenRequest};
use ipelya_core::{Caller, Refusal, Role};
use ipelya_edge::{Context, IdempotencyKey};

/// `POST /api/live/token`: a seat in the session that a channel is on air with, and the token for it. Never charges: whoever
/// has not paid for a pay-per-view session is told its price.
///
/// Two round trips to the database; for the host one to LiveKit, which may have given the room up.
pub async fn channel_token(
    cx: &Context,
    caller: &Caller,
    request: ChannelTokenRequest,
) -> Result<ChannelToken, Refusal> {
    let now = cx.clock.now();
    let facts = cx.db.channel_facts(caller, request.channel()?, now).await?;
    let known = facts.identify(caller, now)?;
    let entry = known.admit_to_channel(request.is_to_broadcast())?;

    let taken = cx.db.take_seat(caller.user_id(), &entry, cx.room_limit, &IdempotencyKey::default(), now).await?;
    let seat = entry.taken(&taken.result);
    if seat.role == Role::Host {
        cx.sfu.ensure_room(&seat.room_name).await?;
    }
    Ok(ChannelToken { session_id: entry.session.id, token: cx.tokens.mint(&known, &seat, now)? })
}
