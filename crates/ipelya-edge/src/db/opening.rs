//! How a session begins: create, start, and their undoing when LiveKit opens no room.

use ipelya_core::api::create_session::SessionPlan;
use ipelya_core::api::session::OwnSession;
use ipelya_core::{RoomName, SessionId, Timestamp, UserId};
use serde::Deserialize;

use super::rpc::rpc;
use crate::http::idempotency::{IdempotencyKey, Stored};

/// What creating came to.
#[derive(Debug, Clone, Deserialize)]
pub struct Created {
    /// The session: a new one, or the one the creator is on air with.
    pub session: OwnSession,
    /// It was there before.
    pub existing: bool,
    /// It is live, so it needs a room.
    pub on_air: bool,
    /// An encoder sends into it in its host's name.
    pub encoder_publishes: bool,
}

/// What starting came to.
#[derive(Debug, Clone, Deserialize)]
pub struct Started {
    /// The session, live.
    pub session: OwnSession,
    /// This request put it on air, not an earlier one.
    pub started: bool,
}

rpc! {
    /// Creates a session of this id, or finds the one the creator is on air with.
    live_create_session: pub create_session(
        user_id: UserId, session_id: SessionId, room_name: &RoomName, plan: &SessionPlan, key: &IdempotencyKey,
        now: Timestamp,
    ) -> Stored<Created> as "jsonb";

    /// Takes a creation back whose room LiveKit did not open.
    live_cancel_creation: pub cancel_creation(
        user_id: UserId, session_id: SessionId, idempotency_key: Option<&str>, now: Timestamp,
    ) -> bool as "boolean";

    /// Puts a scheduled session on air.
    live_start_session: pub start_session(user_id: UserId, session_id: SessionId, now: Timestamp)
        -> Started as "jsonb";

    /// Takes a start back whose room LiveKit did not open.
    live_cancel_start: pub cancel_start(user_id: UserId, session_id: SessionId, started_at: Timestamp)
        -> bool as "boolean";
}
