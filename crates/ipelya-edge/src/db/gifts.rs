//! Gifts.

use ipelya_core::wire::gift::{CatalogGift, GiftOrder, SentGift};
use ipelya_core::{AuthSessionId, Caller, Refusal, SessionId, UserId};
use serde::Serialize;
use time::OffsetDateTime;

use super::Db;
use crate::http::once::{Kept, Once};

#[derive(Serialize)]
struct SendGift<'a> {
    p_user_id: UserId,
    p_auth_session_id: Option<AuthSessionId>,
    p_session_id: SessionId,
    p_gift_id: &'a str,
    p_quantity: u16,
    #[serde(with = "time::serde::rfc3339")]
    p_now: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    p_deadline: OffsetDateTime,
    #[serde(flatten)]
    once: &'a Once,
}

#[derive(Serialize)]
struct Nothing {}

impl Db {
    /// Sends a gift: price, coins, gift row and chat line in one transaction (`live_send_gift`).
    pub async fn send_gift(
        &self,
        sender: &Caller,
        order: &GiftOrder,
        once: &Once,
        now: OffsetDateTime,
    ) -> Result<Kept<SentGift>, Refusal> {
        let parameters = SendGift {
            p_user_id: sender.user_id(),
            p_auth_session_id: sender.auth_session(),
            p_session_id: order.session_id,
            p_gift_id: &order.slug,
            p_quantity: order.quantity,
            p_now: now,
            p_deadline: self.coins_deadline(),
            once,
        };
        Ok(self.call("live_send_gift", &parameters).await?)
    }

    /// What can be given now (`live_list_gifts`).
    pub async fn gifts(&self) -> Result<Vec<CatalogGift>, Refusal> {
        Ok(self.call("live_list_gifts", &Nothing {}).await?)
    }
}
