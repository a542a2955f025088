//! LiveKit's events.

use ipelya_core::Refusal;
use ipelya_core::standing::Standing;
use ipelya_core::webhook::Event;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::OffsetDateTime;

use super::Db;

#[derive(Serialize)]
struct TakeIn<'a> {
    p_event: &'a Event,
    p_raw: &'a Value,
    #[serde(with = "time::serde::rfc3339")]
    p_now: OffsetDateTime,
}

/// What became of an event.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct TakenIn {
    /// `success`, `skipped`, `duplicate` or `error`; the last is for the log, since a repeat would fail the same way.
    pub result: String,
    /// What somebody whom the event shows inside is now.
    #[serde(default)]
    pub standing: Option<Standing>,
}

impl Db {
    /// Takes an event in, once (`live_webhook_event`).
    pub async fn webhook_event(&self, event: &Event, raw: &Value, now: OffsetDateTime) -> Result<TakenIn, Refusal> {
        Ok(self.call("live_webhook_event", &TakeIn { p_event: event, p_raw: raw, p_now: now }).await?)
    }
}
