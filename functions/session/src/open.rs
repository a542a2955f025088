//! How a session begins.

use ipelya_core::api::create_session::CreateSession;
use ipelya_core::api::session::{OpenedSession, SessionRequest};
use ipelya_core::{Caller, Refusal, RoomName};
use ipelya_edge::{Context, IdempotencyKey, Replayable};

/// `create-live-session`: opens a session, or announces one for later.
///
/// Two round trips to the database and one to LiveKit. A creator who is on air is given that session back. A new
/// session whose room LiveKit does not open is taken back.
pub async fn create_live_session(
    cx: &Context,
    caller: &Caller,
    key: IdempotencyKey,
    request: CreateSession,
) -> Result<Replayable<OpenedSession>, Refusal> {
    let now = cx.clock.now();
    let plan = request.plan(now)?;
    let facts = cx.db.create_facts(caller, key.key(), now).await?;
    let known = facts.identify(caller, now)?;
    known.admit_to_create()?;

    let id = cx.ids.fresh();
    let room_name = RoomName::of_session(plan.session_type, id);
    let created = cx.db.create_session(caller.user_id(), id, &room_name, &plan, &key, now).await?;
    let session = &created.result.session;
    let token = if created.result.on_air {
        let seat = session.host_seat(created.result.encoder_publishes);
        if let Err(refusal) = cx.sfu.ensure_room(&seat.room_name).await {
            // one that was there before may have people in it, and a repeat of this request opens its room
            if !created.result.existing && !created.replayed {
                cx.db.cancel_creation(caller.user_id(), session.id, key.key(), now).await?;
            }
            return Err(refusal);
        }
        Some(cx.tokens.mint(&known, &seat, now)?)
    } else {
        None
    };
    Ok(created.reply(|created| OpenedSession::new(created.session, created.existing, token)))
}

/// `start-live-session`: puts a scheduled session of the caller on air. A repeat finds it live and succeeds.
///
/// Two round trips to the database and one to LiveKit. If LiveKit does not open the room, the session stays scheduled.
pub async fn start_live_session(
    cx: &Context,
    caller: &Caller,
    request: SessionRequest,
) -> Result<OpenedSession, Refusal> {
    let now = cx.clock.now();
    let facts = cx.db.session_facts(caller, request.session_id, false, now).await?;
    let known = facts.identify(caller, now)?;
    let seat = known.admit_to_start()?;

    let begun = cx.db.start_session(caller.user_id(), request.session_id, now).await?;
    if let Err(refusal) = cx.sfu.ensure_room(&seat.room_name).await {
        if begun.started {
            cx.db.cancel_start(caller.user_id(), request.session_id, now).await?;
        }
        return Err(refusal);
    }
    let token = cx.tokens.mint(&known, &seat, now)?;
    Ok(OpenedSession::new(begun.session, !begun.started, Some(token)))
}
