//! LiveKit's events.

use ipelya_core::Timestamp;
use ipelya_core::api::webhook::EventResult;
use ipelya_core::livekit_event::Event;
use ipelya_core::standing::Standing;
use serde::Deserialize;
use serde_json::Value;

use super::rpc::rpc;

/// What became of an event.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct TakenIn {
    pub result: EventResult,
    /// What somebody whom the event shows inside is now.
    #[serde(default)]
    pub standing: Option<Standing>,
}

rpc! {
    /// Takes an event in, once.
    live_webhook_event: pub webhook_event(event: &Event, raw: &Value, now: Timestamp) -> TakenIn as "jsonb";
}
