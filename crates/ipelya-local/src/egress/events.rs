//! What LiveKit is told of one egress, posted as LiveKit posts it: to each address in order, and again where it is not taken.

use std::time::Duration;

use http::StatusCode;
use livekit_protocol::{EgressInfo, EgressStatus, Room, WebhookEvent};
use serde_json::Value;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::sleep;

use super::worker::is_over;
use super::{Egress, EgressEvents};
use crate::clock::{new_id, seconds};
use crate::http_client::HttpClient;
use crate::stand_in::webhooks::Signed;

/// How long LiveKit waits before each time it tries again.
const WAITS: [u64; 4] = [1, 2, 4, 8];

/// Tells of one egress.
#[derive(Debug)]
pub(super) struct Teller {
    egress: Egress,
    /// One for each address.
    queues: Vec<UnboundedSender<Signed>>,
    /// What is told once the egress has ended.
    held: Vec<Signed>,
}

impl Teller {
    pub(super) fn new(egress: &Egress) -> Self {
        let queue_of = |address: &String| {
            let (queue, events) = unbounded_channel();
            tokio::spawn(deliver(egress.client.clone(), address.clone(), events));
            queue
        };
        Self { queues: egress.webhooks.iter().map(queue_of).collect(), egress: egress.clone(), held: Vec::new() }
    }

    /// Has it told how the egress is.
    pub(super) fn tell(&mut self, info: &EgressInfo) {
        let event = Signed::now(&event(info));
        match self.egress.events() {
            EgressEvents::All => self.send(&event),
            EgressEvents::None => {}
            EgressEvents::Doubled => {
                self.send(&event);
                self.send(&event);
            }
            EgressEvents::Reversed => self.held.push(event),
        }
        if is_over(info) {
            while let Some(event) = self.held.pop() {
                self.send(&event);
            }
        }
    }

    fn send(&self, event: &Signed) {
        for queue in &self.queues {
            // it ends with this one
            let _ = queue.send(event.clone());
        }
    }
}

/// Posts events to one address, each once the one before is taken or given up.
async fn deliver(client: HttpClient, address: String, mut events: UnboundedReceiver<Signed>) {
    while let Some(event) = events.recv().await {
        for wait in WAITS.map(Some).into_iter().chain([None]) {
            let is_taken = match event.post(&client, &address).await {
                Ok((status, _)) => !is_repeated(status),
                Err(_) => false,
            };
            match wait {
                Some(seconds) if !is_taken => sleep(Duration::from_secs(seconds)).await,
                _ => break,
            }
        }
    }
}

/// Whether LiveKit tries again after this answer.
fn is_repeated(status: StatusCode) -> bool {
    status == StatusCode::TOO_MANY_REQUESTS || (status.is_server_error() && status != StatusCode::NOT_IMPLEMENTED)
}

/// The event of an egress that has come so far, in protobuf's JSON.
fn event(info: &EgressInfo) -> Value {
    let name = match info.status() {
        EgressStatus::EgressStarting => "egress_started",
        EgressStatus::EgressActive | EgressStatus::EgressEnding => "egress_updated",
        _ => "egress_ended",
    };
    let room = Room { sid: info.room_id.clone(), name: info.room_name.clone(), ..Room::default() };
    let event = WebhookEvent {
        event: name.to_owned(),
        room: Some(room),
        egress_info: Some(info.clone()),
        id: format!("EV_{}", new_id().simple()),
        created_at: seconds(),
        ..WebhookEvent::default()
    };
    serde_json::to_value(event).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use livekit_protocol::{EncodedFileOutput, FileInfo, RoomCompositeEgressRequest, egress_info};
    use serde_json::json;

    use super::*;

    fn info(status: EgressStatus) -> EgressInfo {
        let file = EncodedFileOutput { filepath: "v1/a.mp4".into(), ..EncodedFileOutput::default() };
        let request = RoomCompositeEgressRequest { file_outputs: vec![file], ..RoomCompositeEgressRequest::default() };
        EgressInfo {
            egress_id: "EG_1".into(),
            room_name: "live-1".into(),
            status: status.into(),
            started_at: 1_800_000_000_123_456_789,
            request: Some(egress_info::Request::RoomComposite(request)),
            ..EgressInfo::default()
        }
    }

    #[test]
    fn an_event_is_written_as_livekit_writes_it() {
        let told = event(&info(EgressStatus::EgressStarting));
        assert_eq!(told["event"], "egress_started");
        assert!(told["createdAt"].is_string() && told["id"].as_str().unwrap().starts_with("EV_"));
        // a status of zero and whatever else is empty are left out
        let expected = json!({
            "egressId": "EG_1", "roomName": "live-1", "startedAt": "1800000000123456789",
            "roomComposite": { "fileOutputs": [{ "filepath": "v1/a.mp4" }] },
        });
        assert_eq!(told["egressInfo"], expected);

        let mut ended = info(EgressStatus::EgressComplete);
        ended.file_results = vec![FileInfo { size: 7, duration: 10_000_000_000, ..FileInfo::default() }];
        let told = event(&ended);
        assert_eq!(
            (&told["event"], &told["egressInfo"]["status"]),
            (&json!("egress_ended"), &json!("EGRESS_COMPLETE"))
        );
        assert_eq!(told["egressInfo"]["fileResults"], json!([{ "size": "7", "duration": "10000000000" }]));
    }

    #[test]
    fn events_are_named_by_how_far_the_egress_has_come() {
        let name = |status| event(&info(status))["event"].as_str().unwrap().to_owned();
        for updated in [EgressStatus::EgressActive, EgressStatus::EgressEnding] {
            assert_eq!(name(updated), "egress_updated");
        }
        for ended in [EgressStatus::EgressFailed, EgressStatus::EgressAborted, EgressStatus::EgressLimitReached] {
            assert_eq!(name(ended), "egress_ended");
        }
    }

    #[test]
    fn what_may_come_to_pass_is_tried_again() {
        for (status, again) in
            [(200, false), (401, false), (404, false), (429, true), (500, true), (501, false), (503, true)]
        {
            assert_eq!(is_repeated(StatusCode::from_u16(status).unwrap()), again, "{status}");
        }
    }
}
