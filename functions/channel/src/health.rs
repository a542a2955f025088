//! How a creator's broadcast goes.

use ipelya_core::api::ingress::{ChannelHealth, HealthRequest};
use ipelya_core::{Caller, Refusal};
use ipelya_edge::Context;

/// `POST /api/live/health`: takes in what the caller's client measures of their own broadcast, of which nothing is made but
/// what is shown to them again; or with an empty body only tells: that, and what LiveKit last said of their encoder.
///
/// One round trip.
pub async fn channel_health(cx: &Context, caller: &Caller, request: HealthRequest) -> Result<ChannelHealth, Refusal> {
    let sample = request.sample()?;
    cx.db.channel_health(caller, sample.as_ref(), cx.clock.now()).await
}
