//! Channels, and what staff does about them.

use ipelya_core::Refusal;
use ipelya_core::api::ops::channels::{FreeSlug, FreedSlug, SuspendChannel, SuspendedChannel};
use ipelya_edge::{Context, Staff};

/// `POST /functions/v1/live-ops/channels/{id}/suspend`: nobody finds the channel any more, its creator does not go live on
/// it, and what it is on air with ends. A repeat changes nothing.
pub(crate) async fn suspend(cx: &Context, staff: &Staff, request: SuspendChannel) -> Result<SuspendedChannel, Refusal> {
    set(cx, staff, request, true).await
}

/// `POST /functions/v1/live-ops/channels/{id}/unsuspend`: the channel is as every other again.
pub(crate) async fn unsuspend(
    cx: &Context,
    staff: &Staff,
    request: SuspendChannel,
) -> Result<SuspendedChannel, Refusal> {
    set(cx, staff, request, false).await
}

async fn set(
    cx: &Context,
    staff: &Staff,
    request: SuspendChannel,
    suspended: bool,
) -> Result<SuspendedChannel, Refusal> {
    let SuspendChannel { id, reason } = request;
    let done = cx.db.ops_suspend_channel(staff, id, suspended, &reason, cx.clock.now()).await?;
    let pending = match &done.room_name {
        Some(room) => cx.sfu.delete_room(room).await.is_err(),
        None => false,
    };
    Ok(SuspendedChannel { suspended_at: done.suspended_at, pending })
}

/// `POST /functions/v1/live-ops/slugs/{slug}/free`: a name that is kept for whoever was called so until lately can be had
/// again.
pub(crate) async fn free_slug(cx: &Context, staff: &Staff, request: FreeSlug) -> Result<FreedSlug, Refusal> {
    let freed = cx.db.ops_free_slug(staff, &request.slug, &request.reason, cx.clock.now()).await?;
    Ok(FreedSlug { freed })
}
