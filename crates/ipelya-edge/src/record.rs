//! Having LiveKit record, and stop: for the functions of recordings, and for those that end what is recorded.

use std::time::Duration;

use ipelya_core::Refusal;
use ipelya_core::api::recording::SentRecording;
use ipelya_core::recording::RecordingOrder;
use tokio::time::timeout;

use crate::context::Context;
use crate::livekit::egress::Started;

/// How long a request may wait for LiveKit to stop recording.
const SHORT_TRY: Duration = Duration::from_secs(1);

impl Context {
    /// Asks LiveKit to record, once, and writes down what came of it. What was given up meanwhile is stopped again. Without
    /// an answer of LiveKit's nothing is written: its reports or the sweeper tell whether anything has begun.
    pub async fn record(&self, order: &RecordingOrder) -> Result<SentRecording, Refusal> {
        let egresses = self.egresses.as_ref().ok_or(Refusal::RecordingDisabled)?;
        let (egress, failure) = match egresses.start(order).await {
            Started::Egress(id) => (Some(id), None),
            Started::Refused(reason) => (None, Some(reason)),
            Started::Unknown => return Err(Refusal::Unavailable),
        };
        let (egress, failure) = (egress.as_deref(), failure.as_deref());
        let sent = self.db.recording_sent(order.id, &order.storage_key, egress, failure, self.clock.now()).await?;
        if sent.stop {
            self.stop_recording(egress).await;
        }
        if egress.is_some() { Ok(sent) } else { Err(Refusal::Unavailable) }
    }

    /// Has LiveKit stop recording, if there is anything to stop. That it is to is written down already: what fails is the
    /// sweeper's.
    pub async fn stop_recording(&self, egress_id: Option<&str>) {
        if let (Some(egresses), Some(egress_id)) = (&self.egresses, egress_id)
            && timeout(SHORT_TRY, egresses.stop(egress_id)).await.is_err()
        {
            tracing::warn!(egress_id, "LiveKit has not stopped recording yet");
        }
    }
}
