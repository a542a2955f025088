//! A show's ways in and out.

use ipelya_core::wire::session::{Acknowledged, EndedSession, JoinSession, JoinedSession, SessionRequest};
use ipelya_core::{Caller, Refusal, access};
use ipelya_edge::{Context, Done, Once};

/// `join-live-session`: lets the caller into a live session and hands them a token. The entry to a pay-per-view show
/// is charged here, once per session and person, whatever runs in parallel, and only while its host is in it.
///
/// Two round trips to the database, none to LiveKit. Repeats succeed and charge nothing.
pub async fn join_live_session(
    cx: &Context,
    caller: &Caller,
    once: Once,
    request: JoinSession,
) -> Result<Done<JoinedSession>, Refusal> {
    let now = cx.clock.now();
    let known = cx.db.join_facts(caller, request.session_id, once.key(), now).await?;
    let profile = access::identify(&known.facts, caller, now)?;
    let entry = access::admit_to_join(&known.facts, caller, request.expected_price, now)?;
    let (Some(session), Some(show)) = (&known.facts.session, known.show) else {
        return Err(Refusal::SessionNotFound);
    };

    let taken = cx.db.take_seat(caller.user_id(), request.session_id, entry.price, cx.room_limit, &once, now).await?;
    let seat = entry.seat.lowered(request.requested_role);
    let token = cx.tokens.mint(caller.user_id(), profile, &seat, now)?;
    Ok(taken.done(|taken| JoinedSession::new(session, show, taken, token)))
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

/// `end-live-session`: ends the caller's own show, for good. A repeat is told the same totals.
///
/// One round trip, and none to LiveKit, which may be down: the sweeper closes the room a little later, so that phones
/// show the end of a show and not an admin's intervention.
pub async fn end_live_session(cx: &Context, caller: &Caller, request: SessionRequest) -> Result<EndedSession, Refusal> {
    let session = cx.db.end_session(caller, request.session_id, cx.clock.now()).await?;
    Ok(EndedSession { session })
}
