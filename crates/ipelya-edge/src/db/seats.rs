//! Ways in and out of a show.

use ipelya_core::facts::JoinFacts;
use ipelya_core::wire::session::{TakenSeat, Totals};
use ipelya_core::{AuthSessionId, Caller, Coins, Refusal, SessionId, UserId};
use serde::Serialize;
use time::OffsetDateTime;

use super::Db;
use crate::http::once::{Kept, Once};

#[derive(Serialize)]
struct Facts<'a> {
    p_user_id: UserId,
    p_auth_session_id: Option<AuthSessionId>,
    p_session_id: SessionId,
    p_idempotency_key: Option<&'a str>,
    #[serde(with = "time::serde::rfc3339")]
    p_now: OffsetDateTime,
}

#[derive(Serialize)]
struct TakeSeat<'a> {
    p_user_id: UserId,
    p_session_id: SessionId,
    p_expected_price: Option<Coins>,
    p_room_limit: u32,
    #[serde(with = "time::serde::rfc3339")]
    p_now: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    p_deadline: OffsetDateTime,
    #[serde(flatten)]
    once: &'a Once,
}

#[derive(Serialize)]
struct OneSession {
    p_user_id: UserId,
    p_auth_session_id: Option<AuthSessionId>,
    p_session_id: SessionId,
    #[serde(with = "time::serde::rfc3339")]
    p_now: OffsetDateTime,
}

impl OneSession {
    fn of(caller: &Caller, session: SessionId, now: OffsetDateTime) -> Self {
        Self {
            p_user_id: caller.user_id(),
            p_auth_session_id: caller.auth_session(),
            p_session_id: session,
            p_now: now,
        }
    }
}

impl Db {
    /// Everything that decides whether `caller` may join, and what they are shown (`live_join_facts`). Counts against
    /// their limit of joins; a request with a key counts when it is carried out.
    pub async fn join_facts(
        &self,
        caller: &Caller,
        session: SessionId,
        once: &Once,
        now: OffsetDateTime,
    ) -> Result<JoinFacts, Refusal> {
        let parameters = Facts {
            p_user_id: caller.user_id(),
            p_auth_session_id: caller.auth_session(),
            p_session_id: session,
            p_idempotency_key: once.key(),
            p_now: now,
        };
        Ok(self.call("live_join_facts", &parameters).await?)
    }

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
        let parameters = TakeSeat {
            p_user_id: viewer,
            p_session_id: session,
            p_expected_price: expected_price,
            p_room_limit: room_limit,
            p_now: now,
            p_deadline: self.coins_deadline(),
            once,
        };
        Ok(self.call("live_take_seat", &parameters).await?)
    }

    /// Gives up the caller's own seat (`live_leave_session`).
    pub async fn leave_session(&self, caller: &Caller, session: SessionId, now: OffsetDateTime) -> Result<(), Refusal> {
        Ok(self.call("live_leave_session", &OneSession::of(caller, session, now)).await?)
    }

    /// Ends the caller's own session (`live_end_own_session`).
    pub async fn end_session(
        &self,
        caller: &Caller,
        session: SessionId,
        now: OffsetDateTime,
    ) -> Result<Totals, Refusal> {
        Ok(self.call("live_end_own_session", &OneSession::of(caller, session, now)).await?)
    }
}
