//! LiveKit's events.

use ipelya_core::Refusal;
use ipelya_core::webhook::Event;
use serde::Serialize;
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

impl Db {
    /// Takes an event in, once (`live_webhook_event`). Returns `success`, `skipped`, `duplicate` or `error`; the last
    /// is for the log, since a repeat would fail the same way.
    pub async fn webhook_event(&self, event: &Event, raw: &Value, now: OffsetDateTime) -> Result<String, Refusal> {
        Ok(self.call("live_webhook_event", &TakeIn { p_event: event, p_raw: raw, p_now: now }).await?)
    }
}
