//! The facts a token depends on.

use ipelya_core::facts::Facts;
use ipelya_core::wire::RoomRef;
use ipelya_core::{AuthSessionId, CallId, Caller, Refusal, SessionId, UserId};
use serde::Serialize;
use time::OffsetDateTime;

use super::Db;

#[derive(Serialize)]
struct Parameters {
    p_user_id: UserId,
    p_auth_session_id: Option<AuthSessionId>,
    p_session_id: Option<SessionId>,
    p_call_id: Option<CallId>,
    #[serde(with = "time::serde::rfc3339")]
    p_now: OffsetDateTime,
    p_again: bool,
}

impl Db {
    /// Everything that decides whether `caller` may enter `room`, read in one statement (`live_token_facts`). Counts
    /// against their limit of tokens.
    pub async fn token_facts(&self, caller: &Caller, room: RoomRef, now: OffsetDateTime) -> Result<Facts, Refusal> {
        self.token_facts_of(caller, room, now, false).await
    }

    /// The same once more, for the same request.
    pub async fn token_facts_again(
        &self,
        caller: &Caller,
        room: RoomRef,
        now: OffsetDateTime,
    ) -> Result<Facts, Refusal> {
        self.token_facts_of(caller, room, now, true).await
    }

    async fn token_facts_of(
        &self,
        caller: &Caller,
        room: RoomRef,
        now: OffsetDateTime,
        p_again: bool,
    ) -> Result<Facts, Refusal> {
        let (session_id, call_id) = match room {
            RoomRef::Session(id) => (Some(id), None),
            RoomRef::Call(id) => (None, Some(id)),
        };
        let parameters = Parameters {
            p_user_id: caller.user_id(),
            p_auth_session_id: caller.auth_session(),
            p_session_id: session_id,
            p_call_id: call_id,
            p_now: now,
            p_again,
        };
        Ok(self.call("live_token_facts", &parameters).await?)
    }
}
