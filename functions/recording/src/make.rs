//! How something begins to be recorded, and ends.

use ipelya_core::api::recording::{
    ConsentReply, RecordingConsent, RecordingReply, SentRecording, StartRecording, StopRecording,
};
use ipelya_core::recording::RecordingOrder;
use ipelya_core::{Account, RecordingId, Refusal, RoomRef};
use ipelya_edge::livekit::egress::{Egresses, Started};
use ipelya_edge::{Context, Staff};

/// `start-recording`: has a session recorded, for its host; a conference, for its owner; a call between two, for either of
/// them, where operations allow it; any of them for staff, which is noted. Everybody in it is told, and in a call everybody
/// has agreed. What is recorded already is answered, and nothing is asked of LiveKit.
///
/// Two round trips to the database and two to LiveKit: whether there is anything to be heard or seen, without which LiveKit
/// would give up, and the recording. LiveKit is never asked twice; what it did not answer is settled by its reports, or the
/// sweeper.
pub async fn start_recording(cx: &Context, staff: &Staff, request: StartRecording) -> Result<RecordingReply, Refusal> {
    let egresses = cx.egresses.as_ref().ok_or(Refusal::RecordingDisabled)?;
    let (session, call) = parts(request.room()?);
    let id = RecordingId(cx.ids.next());
    let claimed = cx.db.start_recording(staff, session, call, id, request.layout, cx.clock.now()).await?;
    let Some(order) = &claimed.order else {
        return Ok(RecordingReply { recording: claimed.recording });
    };
    let is_heard = cx.sfu.is_anybody_publishing(&order.room_name).await;
    if is_heard != Ok(true) {
        // nothing was asked of LiveKit, and nothing will be
        let refusal = is_heard.err().unwrap_or(Refusal::NoMedia);
        cx.db.recording_sent(order.id, &order.storage_key, None, Some(refusal.row().code), cx.clock.now()).await?;
        return Err(refusal);
    }
    let sent = send(cx, egresses, order).await?;
    sent.recording.map(|recording| RecordingReply { recording }).ok_or(Refusal::RecordingNotFound)
}

/// Asks LiveKit to record, and writes down what came of it. What was given up meanwhile is stopped at once.
pub(crate) async fn send(cx: &Context, egresses: &Egresses, order: &RecordingOrder) -> Result<SentRecording, Refusal> {
    let (egress, failure) = match egresses.start(order).await {
        Started::Egress(id) => (Some(id), None),
        Started::Refused(reason) => (None, Some(reason)),
        Started::Unknown => return Err(Refusal::Unavailable),
    };
    let now = cx.clock.now();
    let sent = cx.db.recording_sent(order.id, &order.storage_key, egress.as_deref(), failure.as_deref(), now).await?;
    if sent.stop {
        stop(cx, egress.as_deref()).await;
    }
    if egress.is_none() { Err(Refusal::Unavailable) } else { Ok(sent) }
}

/// `stop-recording`: for whoever may start one. What is recorded no longer is answered as it was left.
///
/// One round trip to the database, and one short try with LiveKit; the rest is the sweeper's.
pub async fn stop_recording(cx: &Context, staff: &Staff, request: StopRecording) -> Result<RecordingReply, Refusal> {
    let (session, call) = parts(request.room()?);
    let stopped = cx.db.stop_recording(staff, session, call, cx.clock.now()).await?;
    stop(cx, stopped.egress_id.as_deref()).await;
    Ok(RecordingReply { recording: stopped.recording })
}

/// `set-recording-consent`: whether somebody in a call lets it be recorded. Whoever takes that back ends the recording.
///
/// One round trip to the database, and one short try with LiveKit where something is to end.
pub async fn set_recording_consent(
    cx: &Context,
    account: &Account,
    request: RecordingConsent,
) -> Result<ConsentReply, Refusal> {
    let RecordingConsent { call_id, recording } = request;
    let ended = cx.db.set_recording_consent(account, call_id, recording, cx.clock.now()).await?;
    stop(cx, ended.egress_id.as_deref()).await;
    Ok(ConsentReply { recording, is_recording: ended.is_recording })
}

/// Has LiveKit stop recording, if there is anything to stop. That it is to is written down already: should it not answer,
/// the sweeper asks again.
pub(crate) async fn stop(cx: &Context, egress_id: Option<&str>) {
    if let (Some(egresses), Some(egress_id)) = (&cx.egresses, egress_id) {
        egresses.stop_soon(egress_id).await;
    }
}

fn parts(room: RoomRef) -> (Option<ipelya_core::SessionId>, Option<ipelya_core::CallId>) {
    match room {
        RoomRef::Session(id) => (Some(id), None),
        RoomRef::Call(id) => (None, Some(id)),
    }
}
