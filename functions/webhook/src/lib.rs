//! The function group `webhook`: takes in what LiveKit reports.

use http::HeaderMap;
use ipelya_core::Refusal;
use ipelya_core::webhook::{Event, redacted};
use ipelya_edge::{Context, Routes};
use serde::Serialize;
use serde_json::Value;

/// The functions of this group.
pub fn routes() -> Routes {
    Routes::new().webhook("livekit-webhook", |cx, headers, body| Box::pin(livekit_webhook(cx, headers, body)))
}

/// The reply of `livekit-webhook`.
#[derive(Debug, Serialize)]
pub struct Received {
    /// `success`, `skipped`, `duplicate` or `error`.
    result: String,
}

/// `livekit-webhook`: takes an event in, whatever it is, in whatever order and however often it comes.
///
/// One round trip, and none to LiveKit, whose queue for the room waits for the answer. LiveKit repeats an event that is
/// answered 5xx; that is how an event outlives a database that is away.
pub async fn livekit_webhook(cx: &Context, headers: &HeaderMap, body: &[u8]) -> Result<Received, Refusal> {
    let now = cx.clock.now();
    cx.webhooks.verify(headers, body, now)?;
    let body: Value = serde_json::from_slice(body).map_err(|_| Refusal::MalformedBody)?;
    let event = Event::read(&body)?;
    let result = cx.db.webhook_event(&event, &redacted(body), now).await?;
    if result == "error" {
        tracing::error!(event = event.name, id = event.id, "an event cannot be applied; see live_webhook_logs");
    }
    Ok(Received { result })
}
