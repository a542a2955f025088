//! The function group `gift`: gifts to the host of a live session.

use ipelya_core::api::gift::{GiftList, ListGifts, SendGift, SentGift};
use ipelya_core::{Account, Caller, Refusal};
use ipelya_edge::{Context, IdempotencyKey, Replayable, Routes};

/// The functions of this group.
pub fn routes() -> Routes {
    Routes::new().idempotent("send-live-gift", send_live_gift).softened().user("list-live-gifts", list_live_gifts)
}

/// `send-live-gift`: a gift from somebody inside to the host of a live session, at the catalogue's price.
///
/// One round trip: coins, gift and chat line are one transaction.
pub async fn send_live_gift(
    cx: &Context,
    account: &Account,
    key: IdempotencyKey,
    request: SendGift,
) -> Result<Replayable<SentGift>, Refusal> {
    let order = request.order()?;
    let sent = cx.db.send_gift(account, &order, &key, cx.clock.now()).await?;
    Ok(sent.reply(|sent| sent))
}

/// `list-live-gifts`: what can be given and what it costs, for anybody signed in.
///
/// One round trip.
pub async fn list_live_gifts(cx: &Context, _: &Caller, _: ListGifts) -> Result<GiftList, Refusal> {
    Ok(GiftList { gifts: cx.db.gifts().await? })
}
