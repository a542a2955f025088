//! LiveKit's reports, at an address of their own: what begins by itself takes longer than the other one may.

use http::HeaderMap;
use ipelya_core::Refusal;
use ipelya_core::api::webhook::{EventResult, Received};
use ipelya_core::livekit_event::{Event, redacted};
use ipelya_edge::Context;
use ipelya_edge::db::TakenIn;
use serde_json::Value;

/// `recording-webhook`: has LiveKit record what is to be recorded by itself, once somebody is heard or seen in it; stops what
/// somebody has come into who has not agreed; and takes in what LiveKit reports of recordings, as `livekit-webhook` does.
/// Everything else is that one's.
///
/// One round trip, one more and one to LiveKit where something begins. LiveKit repeats what is answered 5xx, and what it
/// repeats finds what has begun.
pub async fn recording_webhook(cx: &Context, headers: &HeaderMap, body: &[u8]) -> Result<Received, Refusal> {
    let now = cx.clock.now();
    cx.webhooks.verify(headers, body, now)?;
    let body: Value = serde_json::from_slice(body).map_err(|_| Refusal::MalformedBody)?;
    let event = Event::read(&body)?;
    if event.name.starts_with("egress_") {
        let TakenIn { result, .. } = cx.db.webhook_event(&event, &redacted(body), now).await?;
        return Ok(Received { result });
    }
    let is_presence = ["track_published", "participant_joined"].contains(&event.name.as_str());
    let (true, Some(room_name), true) = (cx.egresses.is_some(), &event.room_name, is_presence) else {
        return Ok(Received { result: EventResult::Skipped });
    };
    let chores = cx.db.recording_event(room_name, event.identity.as_deref(), cx.ids.fresh(), now).await?;
    for egress_id in &chores.stop {
        cx.stop_recording(Some(egress_id)).await;
    }
    let Some(order) = &chores.order else {
        let is_done = !chores.stop.is_empty();
        return Ok(Received { result: if is_done { EventResult::Success } else { EventResult::Skipped } });
    };
    // it is written down, and what LiveKit did not answer is the sweeper's: a repeat would find it begun
    let sent = cx.record(order).await;
    Ok(Received { result: if sent.is_ok() { EventResult::Success } else { EventResult::Error } })
}
