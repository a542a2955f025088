//! A creator's own channel: made, changed, put on air and taken off it.

use ipelya_core::api::channel::{ChannelStats, SaveChannel, SavedChannel, StatsRequest, ToggleActive, ToggledChannel};
use ipelya_core::session::SessionType;
use ipelya_core::{Account, Caller, Refusal, RoomName};
use ipelya_edge::{Context, IdempotencyKey, Replayable, Stored};

use crate::ingress;

/// `POST /api/live/create`: makes the caller's channel, or changes it. What the request leaves out stays as it is.
///
/// Two round trips to the database. A creator has one channel, so a repeat changes nothing. Where LiveKit takes in encoders,
/// one more to it for the stream key, and the first time a third to the database.
pub async fn save_channel(
    cx: &Context,
    caller: &Caller,
    key: IdempotencyKey,
    request: SaveChannel,
) -> Result<Replayable<SavedChannel>, Refusal> {
    let now = cx.clock.now();
    let plan = request.plan()?;
    let facts = cx.db.own_channel_facts(caller, "save", now).await?;
    facts.identify(caller, now)?.admit_to_create()?;

    let Stored { result, replayed } = cx.db.save_channel(caller.user_id(), &plan, &key, now).await?;
    // a stream key is told once; `ingress` tells it again
    let ingress = if replayed { None } else { ingress::of_saved(cx, caller, &result.own_ingress()).await };
    Ok(Replayable { reply: result.reply(ingress), replayed })
}

/// `POST /api/live/toggle-active`: puts the caller's channel on air, or takes it off.
///
/// On: two round trips to the database and one to LiveKit; a creator who is on air already stays so, with their session on
/// the channel, and a new session whose room LiveKit does not open is taken back. Off: one round trip. Either way one more to
/// LiveKit for a channel with an encoder, which is to send into that room or into none. Repeats are safe.
pub async fn toggle_channel(cx: &Context, caller: &Caller, request: ToggleActive) -> Result<ToggledChannel, Refusal> {
    if request.active { go_live(cx, caller).await } else { go_offline(cx, caller).await }
}

async fn go_live(cx: &Context, caller: &Caller) -> Result<ToggledChannel, Refusal> {
    let now = cx.clock.now();
    let facts = cx.db.own_channel_facts(caller, "go live", now).await?;
    let known = facts.identify(caller, now)?;
    known.admit_to_create()?;

    let id = cx.ids.fresh();
    let room_name = RoomName::of_session(SessionType::VideoLive, id);
    let on_air = cx.db.channel_go_live(caller.user_id(), id, &room_name, now).await?;
    let seat = on_air.session.host_seat(on_air.encoder_publishes);
    if let Err(refusal) = cx.sfu.ensure_room(&seat.room_name).await {
        // one that was there before may have people in it, and a repeat of this request opens its room
        if !on_air.existing {
            cx.db.cancel_creation(caller.user_id(), id, None, now).await?;
        }
        return Err(refusal);
    }
    if let Some(known) = on_air.ingress.as_ref().filter(|_| !on_air.encoder_publishes) {
        ingress::point(cx, &known.ingress_id, seat.room_name.as_str()).await;
    }
    let token = cx.tokens.mint(&known, &seat, now)?;
    Ok(ToggledChannel::on(on_air.channel, on_air.session, token))
}

async fn go_offline(cx: &Context, caller: &Caller) -> Result<ToggledChannel, Refusal> {
    let off_air = cx.db.channel_go_offline(caller, cx.clock.now()).await?;
    if let Some(parked) = &off_air.parked {
        ingress::point(cx, &parked.ingress_id, &parked.room_name).await;
    }
    let session = off_air.session;
    cx.stop_recording(session.as_ref().and_then(|session| session.egress_id.as_deref())).await;
    Ok(ToggledChannel::off(off_air.channel, session.map(|session| session.totals)))
}

/// `POST /api/live/stats`: how the caller's channel is now, and what its sessions of a period came to.
///
/// One round trip.
pub async fn channel_stats(cx: &Context, account: &Account, request: StatsRequest) -> Result<ChannelStats, Refusal> {
    let now = cx.clock.now();
    let (from, to) = request.period(now)?;
    cx.db.channel_stats(account, from, to, now).await
}
