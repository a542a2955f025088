//! The facts a token depends on.

use ipelya_core::facts::Facts;
use ipelya_core::wire::RoomRef;
use ipelya_core::{CallId, Caller, Refusal, SessionId};
use time::OffsetDateTime;

use super::Db;
use super::rpc::rpc;

rpc! {
    live_token_facts: token_facts_of(
        caller: &Caller, session_id: Option<SessionId>, call_id: Option<CallId>, now: OffsetDateTime, again: bool,
    ) -> Facts as "jsonb";
}

impl Db {
    /// Everything that decides whether `caller` may enter `room`, read in one statement (`live_token_facts`). Counts
    /// against their limit of tokens.
    pub async fn token_facts(&self, caller: &Caller, room: RoomRef, now: OffsetDateTime) -> Result<Facts, Refusal> {
        self.token_facts_of(caller, room.session(), room.call(), now, false).await
    }

    /// The same once more, for the same request.
    pub async fn token_facts_again(
        &self,
        caller: &Caller,
        room: RoomRef,
        now: OffsetDateTime,
    ) -> Result<Facts, Refusal> {
        self.token_facts_of(caller, room.session(), room.call(), now, true).await
    }
}
