//! The function group `gift`: gifts to the host of a live session.

use ipelya_core::wire::gift::{GiftList, SendGift, SentGift};
use ipelya_core::{Caller, Refusal};
use ipelya_edge::{Context, Done, FailureForm, Once, Routes};
use serde::Deserialize;

/// The functions of this group.
pub fn routes() -> Routes {
    Routes::new()
        .once("send-live-gift", FailureForm::Body, |cx, caller, once, request| {
            Box::pin(send_live_gift(cx, caller, once, request))
        })
        .user("list-live-gifts", FailureForm::StatusOnly, |cx, _, request| Box::pin(list_live_gifts(cx, request)))
}

/// `send-live-gift`: a gift from somebody inside to the host of a live session, at the catalogue's price.
///
/// One round trip: coins, gift and chat line are one transaction.
pub async fn send_live_gift(
    cx: &Context,
    caller: &Caller,
    once: Once,
    request: SendGift,
) -> Result<Done<SentGift>, Refusal> {
    caller.require_account()?;
    let order = request.order()?;
    let sent = cx.db.send_gift(caller, &order, &once, cx.clock.now()).await?;
    Ok(sent.done(|sent| sent))
}

/// `list-live-gifts` asks for nothing in particular.
#[derive(Debug, Deserialize)]
pub struct ListGifts {}

/// `list-live-gifts`: what can be given and what it costs, for anybody signed in.
///
/// One round trip.
pub async fn list_live_gifts(cx: &Context, _: ListGifts) -> Result<GiftList, Refusal> {
    Ok(GiftList { gifts: cx.db.gifts().await? })
}
