//! Gifts.

use ipelya_core::wire::gift::{CatalogGift, GiftOrder, SentGift};
use ipelya_core::{Caller, Refusal, SessionId};
use time::OffsetDateTime;

use super::Db;
use super::rpc::rpc;
use crate::http::once::{Kept, Once};

rpc! {
    live_send_gift: order_gift(
        caller: &Caller, session_id: SessionId, gift_id: &str, quantity: u16, once: &Once, now: OffsetDateTime,
        deadline: OffsetDateTime,
    ) -> Kept<SentGift> as "jsonb";

    /// What can be given now.
    live_list_gifts: pub gifts() -> Vec<CatalogGift> as "jsonb";
}

impl Db {
    /// Sends a gift: price, coins, gift row and chat line in one transaction (`live_send_gift`).
    pub async fn send_gift(
        &self,
        sender: &Caller,
        order: &GiftOrder,
        once: &Once,
        now: OffsetDateTime,
    ) -> Result<Kept<SentGift>, Refusal> {
        let GiftOrder { session_id, slug, quantity } = order;
        self.order_gift(sender, *session_id, slug, *quantity, once, now, self.coins_deadline()).await
    }
}
