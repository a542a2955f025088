//! The function group `webhook`: takes in what LiveKit reports.

use std::time::Duration;

use http::HeaderMap;
use ipelya_core::Refusal;
use ipelya_core::api::webhook::{EventResult, Received};
use ipelya_core::livekit_event::{Event, redacted};
use ipelya_edge::db::TakenIn;
use ipelya_edge::http::LiveKit;
use ipelya_edge::telemetry::{self, Metric};
use ipelya_edge::{Context, Routes};
use serde_json::Value;
use tokio::time::timeout;

/// How long LiveKit may take to correct or put out somebody: its own queue waits for the answer meanwhile.
const SHORT_TRY: Duration = Duration::from_secs(1);

/// The functions of this group: one, by its name and by the names in the guide of voice calls.
pub fn routes() -> Routes {
    Routes::new()
        .webhook(LiveKit, "livekit-webhook", livekit_webhook)
        .webhook(LiveKit, "voice-webhook", livekit_webhook)
        .webhook(LiveKit, "POST /api/voice/webhook", livekit_webhook)
}

/// `livekit-webhook`, `voice-webhook`, `POST /api/voice/webhook`: takes an event in, whatever it is, in whatever order and however often it comes.
///
/// One round trip, and none to LiveKit, whose queue for the room waits for the answer; one short try to correct or put out
/// somebody the event shows inside who may not be there, or not with these rights. LiveKit repeats an event that is
/// answered 5xx; that is how an event outlives a database that is away.
pub async fn livekit_webhook(cx: &Context, headers: &HeaderMap, body: &[u8]) -> Result<Received, Refusal> {
    let now = cx.clock.now();
    cx.webhooks.verify(headers, body, now)?;
    let body: Value = serde_json::from_slice(body).map_err(|_| Refusal::MalformedBody)?;
    let event = Event::read(&body)?;
    let TakenIn { result, standing } = cx.db.webhook_event(&event, &redacted(body), now).await?;
    if let (EventResult::Success, Some(created_at)) = (result, event.created_at) {
        let lag = cx.clock.now() - created_at;
        telemetry::time(Metric::WebhookLag, lag.try_into().unwrap_or_default());
    }
    if result == EventResult::Error {
        tracing::error!(event = event.name, id = event.id, "an event cannot be applied; see live_webhook_logs");
    }
    if let Some(standing) = standing
        && let Some(remedy) = event.remedy(&standing)
    {
        // what fails is the sweeper's
        let mended = timeout(SHORT_TRY, cx.sfu.mend(&standing.room_name, &remedy)).await;
        tracing::warn!(user = %standing.user_id, room = %standing.room_name, ?remedy, ?mended, "not what they may be");
    }
    Ok(Received { result })
}
