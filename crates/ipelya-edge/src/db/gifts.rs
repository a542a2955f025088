//! Gifts.

use ipelya_core::api::gift::{CatalogGift, GiftOrder, SentGift};
use ipelya_core::{Account, Refusal, SessionId, Timestamp};

use super::Db;
use super::rpc::rpc;
use crate::http::idempotency::{IdempotencyKey, Stored};

rpc! {
    live_send_gift: order_gift(
        account: &Account, session_id: SessionId, gift_id: &str, quantity: u16, key: &IdempotencyKey, now: Timestamp,
        deadline: Timestamp,
    ) -> Stored<SentGift> as "jsonb";

    /// What can be given now.
    live_list_gifts: pub gifts() -> Vec<CatalogGift> as "jsonb";
}

impl Db {
    /// Sends a gift: price, coins, gift row and chat line in one transaction (`live_send_gift`).
    pub async fn send_gift(
        &self,
        sender: &Account,
        order: &GiftOrder,
        key: &IdempotencyKey,
        now: Timestamp,
    ) -> Result<Stored<SentGift>, Refusal> {
        let GiftOrder { session_id, slug, quantity } = order;
        self.order_gift(sender, *session_id, slug, *quantity, key, now, self.coins_deadline()).await
    }
}
