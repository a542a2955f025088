//! Ways in and out of a show.

use ipelya_core::wire::session::{TakenSeat, Totals};
use ipelya_core::{Caller, Coins, Refusal, SessionId, UserId};
use time::OffsetDateTime;

use super::Db;
use super::rpc::rpc;
use crate::http::once::{Kept, Once};

rpc! {
    live_take_seat: take_seat_until(
        user_id: UserId, session_id: SessionId, expected_price: Option<Coins>, room_limit: u32, once: &Once,
        now: OffsetDateTime, deadline: OffsetDateTime,
    ) -> Kept<TakenSeat> as "jsonb";

    /// Gives up the caller's own seat.
    live_leave_session: pub leave_session(caller: &Caller, session_id: SessionId, now: OffsetDateTime) -> () as "void";

    /// Ends the caller's own session.
    live_end_own_session: pub end_session(caller: &Caller, session_id: SessionId, now: OffsetDateTime)
        -> Totals as "jsonb";
}

impl Db {
    /// Lets somebody in whom the rules admit, and charges them if that is due (`live_take_seat`). A room for
    /// `room_limit` people, 0 for any number, is full for whoever is not inside and has not paid.
    pub async fn take_seat(
        &self,
        viewer: UserId,
        session: SessionId,
        expected_price: Option<Coins>,
        room_limit: u32,
        once: &Once,
        now: OffsetDateTime,
    ) -> Result<Kept<TakenSeat>, Refusal> {
        self.take_seat_until(viewer, session, expected_price, room_limit, once, now, self.coins_deadline()).await
    }
}
