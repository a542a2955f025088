//! How the service is, and what is stuck.

use ipelya_core::api::ops::status::{AskStatus, Health, StuckThings, SystemStatus};
use ipelya_core::health::Checks;
use ipelya_core::{Account, Refusal};
use ipelya_edge::Context;

/// `GET /functions/v1/live-ops/health`: tells everybody whether the service is well: 200 if each part of it is, else 503
/// `DEGRADED` with what is not. Numbers are for staff (`system-status`).
pub(crate) async fn health(cx: &Context) -> Result<Health, Refusal> {
    let now = cx.clock.now();
    let (figures, livekit_is_up) = futures_util::join!(cx.db.health(now), cx.sfu.answers());
    let checks = Checks::of(figures.ok().as_ref(), livekit_is_up);
    if checks.are_healthy() { Ok(Health { checks, checked_at: now }) } else { Err(Refusal::Degraded { checks }) }
}

/// `GET /functions/v1/live-ops/system-status`: how each part of the service is, what of LiveKit's quotas is used, what staff
/// is to look at, and the numbers of the moment.
pub(crate) async fn system_status(cx: &Context, account: &Account, _: AskStatus) -> Result<SystemStatus, Refusal> {
    let now = cx.clock.now();
    let row = cx.db.ops_system_status(account, now).await?;
    Ok(SystemStatus::of(row, cx.sfu.answers().await, now))
}

/// `GET /functions/v1/live-ops/stuck`: lists what should have been done a while ago: sessions and rooms that have lost each
/// other, deadlines that nobody has written down, notifications that nobody sends.
pub(crate) async fn stuck(cx: &Context, account: &Account, _: AskStatus) -> Result<StuckThings, Refusal> {
    cx.db.ops_stuck(account, cx.clock.now()).await
}
