//! LiveKit's events.

use ipelya_core::standing::Standing;
use ipelya_core::webhook::Event;
use serde::Deserialize;
use serde_json::Value;
use time::OffsetDateTime;

use super::rpc::rpc;

/// What became of an event.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct TakenIn {
    /// `success`, `skipped`, `duplicate` or `error`; the last is for the log, since a repeat would fail the same way.
    pub result: String,
    /// What somebody whom the event shows inside is now.
    #[serde(default)]
    pub standing: Option<Standing>,
}

rpc! {
    /// Takes an event in, once.
    live_webhook_event: pub webhook_event(event: &Event, raw: &Value, now: OffsetDateTime) -> TakenIn as "jsonb";
}
