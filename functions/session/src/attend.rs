//! A session's ways in and out.

use ipelya_core::api::session::{Acknowledged, EndedSession, JoinSession, JoinedSession, SessionRequest};
use ipelya_core::{Caller, Refusal};
use ipelya_edge::{Context, IdempotencyKey, Replayable};

/// `join-live-session`: lets the caller into a live session and hands them a token. The entry to a pay-per-view session
/// is charged here, once per session and person, whatever runs in parallel, and only while its host is in it.
///
/// Two round trips to the database, none to LiveKit. Repeats succeed and charge nothing.
pub async fn join_live_session(
    cx: &Context,
    caller: &Caller,
    key: IdempotencyKey,
    request: JoinSession,
) -> Result<Replayable<JoinedSession>, Refusal> {
    let now = cx.clock.now();
    let facts = cx.db.join_facts(caller, request.session_id, key.key(), now).await?;
    let known = facts.identify(caller, now)?;
    let entry = known.admit_to_join(request.expected_price)?;

    let taken = cx.db.take_seat(caller.user_id(), &entry, cx.room_limit, &key, now).await?;
    let seat = entry.taken(&taken.result).lowered(request.requested_role);
    let token = cx.tokens.mint(&known, &seat, now)?;
    Ok(taken.reply(|taken| JoinedSession::new(&entry, taken, token)))
}

/// `leave-live-session`: gives up the caller's seat. Whoever LiveKit still has inside stays active until LiveKit says
/// they left.
///
/// One round trip. Leaving twice, or a session one never joined, succeeds.
pub async fn leave_live_session(
    cx: &Context,
    caller: &Caller,
    request: SessionRequest,
) -> Result<Acknowledged, Refusal> {
    cx.db.leave_session(caller, request.session_id, cx.clock.now()).await?;
    Ok(Acknowledged {})
}

/// `end-live-session`: ends the caller's own session, for good. A repeat is told the same totals.
///
/// One round trip, and none to LiveKit, which may be down: the sweeper closes the room a little later, so that phones
/// show the end of a session and not an admin's intervention. Of what is recorded it is told, in one short try.
pub async fn end_live_session(cx: &Context, caller: &Caller, request: SessionRequest) -> Result<EndedSession, Refusal> {
    let ended = cx.db.end_session(caller, request.session_id, cx.clock.now()).await?;
    cx.stop_recording(ended.egress_id.as_deref()).await;
    Ok(EndedSession { session: ended.totals })
}
