//! Who hears of a channel when it goes on air.

use ipelya_core::api::channel::{ChannelRequest, FollowChannel, Following};
use ipelya_core::{Account, Refusal};
use ipelya_edge::Context;

/// `POST /api/live/follow`: the caller hears of a channel when it goes on air. A repeat changes how.
///
/// One round trip.
pub async fn follow_channel(cx: &Context, account: &Account, request: FollowChannel) -> Result<Following, Refusal> {
    cx.db.follow_channel(account, &request.slug, request.push, request.email, cx.clock.now()).await
}

/// `POST /api/live/unfollow`: they hear of it no more. A repeat is answered the same.
///
/// One round trip.
pub async fn unfollow_channel(cx: &Context, account: &Account, request: ChannelRequest) -> Result<Following, Refusal> {
    cx.db.unfollow_channel(account, &request.slug, cx.clock.now()).await
}
