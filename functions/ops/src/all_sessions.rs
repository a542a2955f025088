//! What staff does to all sessions on air.

use futures_util::{StreamExt, stream};
use ipelya_core::Refusal;
use ipelya_core::api::ops::all_sessions::{AnnounceToAll, AnnouncedToAll, TerminateAll, TerminatedAll};
use ipelya_edge::{Context, Staff};

/// How many rooms are closed at the same time.
const AT_ONCE: usize = 10;

/// `POST /functions/v1/live-ops/announce-all`: says something in the chat and on the channel of every session on air, 200 a
/// request: while `left` is not 0, the next one sends `after` as it was answered.
pub(crate) async fn announce(cx: &Context, staff: &Staff, request: AnnounceToAll) -> Result<AnnouncedToAll, Refusal> {
    let AnnounceToAll { message, alert_type, after } = request;
    cx.db.ops_announce_all(staff, &message, alert_type, after, cx.clock.now()).await
}

/// `POST /functions/v1/live-ops/terminate-all`: ends the sessions on air that began before a moment, and closes
/// their rooms, 50 a request, until `left` is 0. For super admins. Whoever wants no new ones meanwhile switches `live_enabled` off first.
pub(crate) async fn terminate(cx: &Context, staff: &Staff, request: TerminateAll) -> Result<TerminatedAll, Refusal> {
    let TerminateAll { reason, admin_note, started_before } = request;
    let now = cx.clock.now();
    let done = cx.db.ops_terminate_all(staff, started_before, &reason, admin_note.as_deref(), now).await?;
    let (ended, rooms): (Vec<_>, Vec<_>) =
        done.ended.into_iter().map(|session| (session.id, session.room_name)).unzip();
    let closing = stream::iter(rooms).map(|room| async move { cx.sfu.delete_room(&room).await.is_err() });
    let pending =
        closing.buffer_unordered(AT_ONCE).fold(0, async |pending, is_open| pending + u32::from(is_open)).await;
    Ok(TerminatedAll { ended, left: done.left, pending })
}
