//! The RPCs of the sweeper.

use ipelya_core::Timestamp;
use ipelya_core::standing::Standing;
use ipelya_core::sweep::{Repair, RoomFacts};
use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use super::rpc::rpc;

/// How much of a repair was news to the database.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Repaired {
    /// Rooms it had not heard of.
    pub opened: u32,
    /// People it had not heard of.
    pub joined: u32,
    /// People it had not heard leave.
    pub left: u32,
    /// Rooms it had not heard finish.
    pub finished: u32,
    /// Sessions and calls without a room, given up.
    pub ended: u32,
    /// What those who looked wrong are now.
    pub standing: Vec<Standing>,
    /// Agents that must leave, by their identities.
    pub strays: Vec<String>,
}

/// What is measured once a minute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Gauges {
    /// Coins charged in the whole minute before.
    pub coins_moved: u32,
    /// Pushes that are not sent yet.
    pub pushes_due: u32,
    /// For how long the oldest of them has waited, in ms; 0 if there is none.
    pub oldest_push_ms: u64,
}

rpc! {
    /// What no request shows by itself.
    live_gauges: pub gauges(now: Timestamp) -> Gauges as "jsonb";

    /// Runs what is due if nothing has run it for half a minute. Returns what came of it by the names of its parts, or
    /// `None` if it was not needed.
    live_tick_when_late: pub tick_when_late(now: Timestamp) -> Option<Value> as "jsonb";

    /// What the database believes of every room that is, or may be, open; or of those only whose host or call party is
    /// waited for, and of calls that nobody answered.
    live_sweep_facts: pub sweep_facts(away_only: bool, now: Timestamp) -> Vec<RoomFacts> as "jsonb";

    /// Repairs what was found of one room, `now` being the moment LiveKit was first asked.
    live_sweep_apply: pub sweep_apply(repair: &Repair, now: Timestamp) -> Repaired as "jsonb";

    /// Writes down what came of a sweep. Returns the row's id.
    live_sweep_report: pub sweep_report(
        report: &Value, error: Option<&str>, milliseconds: u32, now: Timestamp,
    ) -> Uuid as "uuid";
}
