//! Recordings: the list, the store, what is deleted from it, and what is kept from that.

use ipelya_core::api::ops::recordings::{
    AskStorage, Deletions, FindRecordings, HoldRecording, ListDeletions, ListRecordingReaders, OneRecording,
    RecordingStorage, Recordings, ReleaseRecording,
};
use ipelya_core::api::ops::voice_figures::Readers;
use ipelya_core::{Account, RecordingId, Refusal};
use ipelya_edge::{Context, Staff};

/// `GET /functions/v1/live-ops/recordings`: finds recordings by state, owner, session and call, those that are held and those
/// that only their owner sees, each with when it goes by itself. Staff watches one with `get-recording-url`, which is noted.
pub(crate) async fn list(cx: &Context, account: &Account, request: FindRecordings) -> Result<Recordings, Refusal> {
    let FindRecordings { status, creator_id, session_id, call_id, held, visibility, limit, offset } = request;
    let now = cx.clock.now();
    cx.db.ops_recordings(account, status, creator_id, session_id, call_id, held, visibility, limit, offset, now).await
}

/// `GET /functions/v1/live-ops/recordings/storage`: what the store holds, what is recorded now and was this month, what goes
/// by itself within a week, and what is still to be deleted.
pub(crate) async fn storage(cx: &Context, account: &Account, _: AskStorage) -> Result<RecordingStorage, Refusal> {
    cx.db.ops_recording_storage(account, cx.clock.now()).await
}

/// `GET /functions/v1/live-ops/recordings/deletions`: lists files that are to go, those that the store does not let go, and
/// those that are gone.
pub(crate) async fn deletions(cx: &Context, account: &Account, request: ListDeletions) -> Result<Deletions, Refusal> {
    let ListDeletions { state, limit, offset } = request;
    cx.db.ops_recording_deletions(account, state, limit, offset, cx.clock.now()).await
}

/// `POST /functions/v1/live-ops/recordings/{id}/hold`: keeps a recording, whoever would have it deleted and whatever its age,
/// until a super admin releases it. A repeat changes nothing.
pub(crate) async fn hold(cx: &Context, staff: &Staff, request: HoldRecording) -> Result<OneRecording, Refusal> {
    set(cx, staff, request.id, true, Some(&*request.reason)).await
}

/// `POST /functions/v1/live-ops/recordings/{id}/release`: lets a recording that was held go as every other. One that should
/// have gone meanwhile goes within a minute. For super admins. A repeat changes nothing.
pub(crate) async fn release(cx: &Context, staff: &Staff, request: ReleaseRecording) -> Result<OneRecording, Refusal> {
    set(cx, staff, request.id, false, request.reason.as_deref()).await
}

async fn set(
    cx: &Context,
    staff: &Staff,
    id: RecordingId,
    held: bool,
    reason: Option<&str>,
) -> Result<OneRecording, Refusal> {
    Ok(OneRecording { recording: cx.db.ops_hold_recording(staff, id, held, reason, cx.clock.now()).await? })
}

/// `GET /functions/v1/live-ops/recordings/{id}/readers`: lists who of the staff has watched a recording that is not theirs, or
/// listened to it, and when, latest first, also once it is deleted.
pub(crate) async fn readers(
    cx: &Context,
    account: &Account,
    request: ListRecordingReaders,
) -> Result<Readers, Refusal> {
    let ListRecordingReaders { id, limit, offset } = request;
    cx.db.ops_recording_readers(account, id, limit, offset, cx.clock.now()).await
}
