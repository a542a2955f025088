//! What the owner of a recording does with it.

use ipelya_core::Refusal;
use ipelya_core::api::recording::{DeleteRecording, DeletedRecording, RecordingReply, UpdateRecording};
use ipelya_edge::{Context, Staff};

/// `update-recording`: who sees it, what it is called, what it costs after the show. For its owner, and staff, which is
/// noted.
///
/// One round trip.
pub async fn update_recording(
    cx: &Context,
    staff: &Staff,
    request: UpdateRecording,
) -> Result<RecordingReply, Refusal> {
    let (price, title) = (request.price()?, request.title.as_deref());
    let UpdateRecording { recording_id, visibility, .. } = request;
    let recording = cx.db.update_recording(staff, recording_id, visibility, title, price, cx.clock.now()).await?;
    Ok(RecordingReply { recording })
}

/// `delete-recording`: the recording at once, its file within minutes. One that is being made is stopped. For its owner, and
/// staff, which is noted.
///
/// One round trip to the database, and one short try with LiveKit where something is to end.
pub async fn delete_recording(
    cx: &Context,
    staff: &Staff,
    request: DeleteRecording,
) -> Result<DeletedRecording, Refusal> {
    let ended = cx.db.delete_recording(staff, request.recording_id, cx.clock.now()).await?;
    cx.stop_recording(ended.egress_id.as_deref()).await;
    Ok(DeletedRecording { deleted: true })
}
