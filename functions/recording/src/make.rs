//! How something begins to be recorded, and ends.

use ipelya_core::api::recording::{ConsentReply, RecordingConsent, RecordingReply, StartRecording, StopRecording};
use ipelya_core::{Account, CallId, Refusal, RoomRef, SessionId};
use ipelya_edge::{Context, Staff};

/// `start-recording`: has a session recorded, for its host; a conference, for its owner; a call between two, for either of
/// them, where operations allow it; any of them for staff, which is noted. Everybody in it is told, and in a call everybody
/// has agreed. What is recorded already is answered, and nothing is asked of LiveKit.
///
/// Two round trips to the database and two to LiveKit: whether there is anything to be heard or seen, without which LiveKit
/// would give up, and the recording. LiveKit is never asked twice; what it did not answer is settled by its reports, or the
/// sweeper.
pub async fn start_recording(cx: &Context, staff: &Staff, request: StartRecording) -> Result<RecordingReply, Refusal> {
    if cx.egresses.is_none() {
        return Err(Refusal::RecordingDisabled);
    }
    let (session, call) = parts(request.room()?);
    let id = cx.ids.fresh();
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
    let sent = cx.record(order).await?;
    sent.recording.map(|recording| RecordingReply { recording }).ok_or(Refusal::RecordingNotFound)
}

/// `stop-recording`: for whoever may start one. What is recorded no longer is answered as it was left.
///
/// One round trip to the database, and one short try with LiveKit; the rest is the sweeper's.
pub async fn stop_recording(cx: &Context, staff: &Staff, request: StopRecording) -> Result<RecordingReply, Refusal> {
    let (session, call) = parts(request.room()?);
    let stopped = cx.db.stop_recording(staff, session, call, cx.clock.now()).await?;
    cx.stop_recording(stopped.egress_id.as_deref()).await;
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
    cx.stop_recording(ended.egress_id.as_deref()).await;
    Ok(ConsentReply { recording, is_recording: ended.is_recording })
}

fn parts(room: RoomRef) -> (Option<SessionId>, Option<CallId>) {
    match room {
        RoomRef::Session(id) => (Some(id), None),
        RoomRef::Call(id) => (None, Some(id)),
    }
}
