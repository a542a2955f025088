//! Sessions and who is in them.

use ipelya_core::api::ops::sessions::{
    ListParticipants, ListSessions, OneSession, Participants, SessionDetail, Sessions,
};
use ipelya_core::{Account, Refusal};
use ipelya_edge::Context;

/// `GET /functions/v1/live-ops/sessions`: lists sessions, those on air unless others are asked for, with the calls under
/// way and the numbers above them.
pub(crate) async fn list(cx: &Context, account: &Account, request: ListSessions) -> Result<Sessions, Refusal> {
    let ListSessions { status, session_type, limit, offset } = request;
    cx.db.ops_sessions(account, status, session_type, limit, offset, cx.clock.now()).await
}

/// `GET /functions/v1/live-ops/sessions/{id}`: shows one session.
pub(crate) async fn show(cx: &Context, account: &Account, request: OneSession) -> Result<SessionDetail, Refusal> {
    cx.db.ops_session(account, request.id, cx.clock.now()).await
}

/// `GET /functions/v1/live-ops/sessions/{id}/participants`: lists who is or was in a session, by role and arrival.
pub(crate) async fn participants(
    cx: &Context,
    account: &Account,
    request: ListParticipants,
) -> Result<Participants, Refusal> {
    let ListParticipants { id, active, role, limit, offset } = request;
    cx.db.ops_participants(account, id, active, role, limit, offset, cx.clock.now()).await
}
