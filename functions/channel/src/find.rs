//! Channels as everybody finds and sees them.

use ipelya_core::Refusal;
use ipelya_core::api::channel::{ChannelList, ChannelPage, ChannelRequest, PopularChannels, SearchChannels};
use ipelya_edge::Context;
use ipelya_edge::http::Visitor;

/// `POST /api/live/search`: channels by name, or near a place and on air, or else all that are on air. Those by name may be
/// off the air too, if that is asked for.
///
/// One round trip. Suspended ones are not found, nor those of creators who are banned, or have blocked the caller or are
/// blocked by them.
pub async fn search_channels(cx: &Context, visitor: &Visitor, request: SearchChannels) -> Result<ChannelList, Refusal> {
    let search = request.search()?;
    let found = cx.db.search_channels(visitor, &search, cx.clock.now()).await?;
    Ok(ChannelList::new(found, search.page, search.limit))
}

/// `GET /api/live/channels/{slug}`: a channel's page. By a slug that it had until lately it says where it has moved.
///
/// One round trip.
pub async fn channel_page(cx: &Context, visitor: &Visitor, request: ChannelRequest) -> Result<ChannelPage, Refusal> {
    cx.db.channel_page(visitor, &request.slug, cx.clock.now()).await
}

/// `POST /api/live/popular`: the channels that are watched most, at this moment or over the last day or week.
///
/// One round trip. Over a day or a week counts how long was watched by those who stayed for half a minute, in sessions that
/// have ended; that is counted anew every five minutes, for the first thousand.
pub async fn popular_channels(
    cx: &Context,
    visitor: &Visitor,
    request: PopularChannels,
) -> Result<ChannelList, Refusal> {
    let (page, limit) = request.page()?;
    let found = cx.db.popular_channels(visitor, request.window, (page, limit), cx.clock.now()).await?;
    Ok(ChannelList::new(found, page, limit))
}
