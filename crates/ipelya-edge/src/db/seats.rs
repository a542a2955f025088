//! Ways in and out of a session.

use ipelya_core::access::Entry;
use ipelya_core::api::session::Totals;
use ipelya_core::facts::TakenSeat;
use ipelya_core::{Caller, Coins, Refusal, SessionId, Timestamp, UserId};

use super::Db;
use serde::Deserialize;

use super::rpc::rpc;
use crate::http::idempotency::{IdempotencyKey, Stored};

rpc! {
    live_take_seat: take_seat_until(
        user_id: UserId, session_id: SessionId, expected_price: Option<Coins>, room_limit: u32, key: &IdempotencyKey,
        now: Timestamp, deadline: Timestamp,
    ) -> Stored<TakenSeat> as "jsonb";

    /// Gives up the caller's own seat.
    live_leave_session: pub leave_session(caller: &Caller, session_id: SessionId, now: Timestamp) -> () as "void";

    /// Ends the caller's own session.
    live_end_own_session: pub end_session(caller: &Caller, session_id: SessionId, now: Timestamp)
        -> EndedOwnSession as "jsonb";
}

/// How the caller's session has ended.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct EndedOwnSession {
    #[serde(flatten)]
    pub totals: Totals,
    /// What LiveKit is to stop recording.
    pub egress_id: Option<String>,
}

impl Db {
    /// Lets somebody in whom the rules admit, and charges them if that is due (`live_take_seat`). A room for
    /// `room_limit` people, 0 for any number, is full for whoever is not inside and has not paid.
    pub async fn take_seat<Details>(
        &self,
        viewer: UserId,
        entry: &Entry<'_, Details>,
        room_limit: u32,
        key: &IdempotencyKey,
        now: Timestamp,
    ) -> Result<Stored<TakenSeat>, Refusal> {
        let (session, price) = (entry.session.id, entry.price);
        self.take_seat_until(viewer, session, price, room_limit, key, now, self.coins_deadline()).await
    }
}
