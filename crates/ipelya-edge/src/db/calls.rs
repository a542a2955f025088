//! Calls.

use ipelya_core::api::call::Call;
use ipelya_core::call::CallType;
use ipelya_core::call_life::Action;
use ipelya_core::facts::{CallFacts, Facts};
use ipelya_core::{Account, CallId, Coins, Refusal, RoomName, Timestamp, UserId};
use serde::Deserialize;

use super::Db;
use super::rpc::rpc;
use crate::http::idempotency::IdempotencyKey;

/// What placing a call came to: the call of the first request with its key, and what decides about the caller's token now.
#[derive(Debug, Clone, Deserialize)]
pub struct PlacedCall {
    pub result: Call,
    /// It was carried out before.
    pub replayed: bool,
    pub facts: Facts<CallFacts>,
}

/// What came of an action.
#[derive(Debug, Clone, Deserialize)]
pub struct ActedOnCall {
    pub call: Call,
    /// Of an accepted call: what decides about the callee's token.
    pub facts: Option<Facts<CallFacts>>,
    /// What LiveKit is to stop recording.
    pub egress_id: Option<String>,
}

rpc! {
    /// Places a call under this id, or finds the one that rings already. Counts against the caller's limit of calls.
    live_initiate_call: pub initiate_call(
        account: &Account, call_id: CallId, room_name: &RoomName, callee_id: UserId, call_type: CallType,
        expected_rate: Option<Coins>, key: &IdempotencyKey, now: Timestamp,
    ) -> PlacedCall as "jsonb";

    /// Takes back a call whose room LiveKit did not open.
    live_cancel_call_creation: pub cancel_call_creation(
        user_id: UserId, call_id: CallId, idempotency_key: Option<&str>, now: Timestamp,
    ) -> Option<bool> as "boolean";

    live_act_on_call: act_on_call_until(
        account: &Account, call_id: CallId, action: &str, now: Timestamp, deadline: Timestamp,
    ) -> ActedOnCall as "jsonb";
}

impl Db {
    /// Does what a party asks (`live_act_on_call`): `ipelya_core::call_life::step`, under lock.
    pub async fn act_on_call(
        &self,
        account: &Account,
        call: CallId,
        action: Action,
        now: Timestamp,
    ) -> Result<ActedOnCall, Refusal> {
        self.act_on_call_until(account, call, action.as_str(), now, self.coins_deadline()).await
    }
}
