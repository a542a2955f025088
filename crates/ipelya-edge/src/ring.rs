//! Placing a call between two: the ring, its room, and the caller's token. Two functions do it, by two names.

use ipelya_core::api::call::Call;
use ipelya_core::api::token::TokenReply;
use ipelya_core::call::CallType;
use ipelya_core::metadata::participant_name;
use ipelya_core::{Account, CallId, Caller, Coins, Refusal, RoomName, UserId};

use crate::context::Context;
use crate::http::idempotency::IdempotencyKey;

/// A call that rings.
#[derive(Debug, Clone)]
pub struct Rung {
    pub call: Call,
    /// It rang before.
    pub existing: bool,
    /// It was carried out before.
    pub replayed: bool,
    /// The caller's.
    pub token: TokenReply,
    /// The name that others see of the caller.
    pub name: String,
}

impl Context {
    /// Calls somebody, or finds the call that rings already. A call whose room LiveKit does not open has failed: 503.
    pub async fn ring(
        &self,
        account: &Account,
        key: &IdempotencyKey,
        callee: UserId,
        call_type: CallType,
        expected_rate: Option<Coins>,
    ) -> Result<Rung, Refusal> {
        let now = self.clock.now();
        let id: CallId = self.ids.fresh();
        let name = RoomName::of_call(call_type, id);
        let placed = self.db.initiate_call(account, id, &name, callee, call_type, expected_rate, key, now).await?;

        let known = placed.facts.identify(&Caller::from(*account), now)?;
        let seat = known.admit_to_call()?;
        if let Err(refusal) = self.sfu.ensure_room(&seat.room_name).await {
            // one that rang before rings on, and a repeat of this request opens its room
            if placed.result.id == id {
                self.db.cancel_call_creation(account.user_id(), id, key.key(), now).await?;
            }
            return Err(refusal);
        }
        Ok(Rung {
            existing: placed.result.id != id,
            replayed: placed.replayed,
            token: self.tokens.mint(&known, &seat, now)?,
            name: participant_name(known.profile()).to_owned(),
            call: placed.result,
        })
    }
}
