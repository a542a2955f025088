//! What the gift functions are sent and answer.

use serde::{Deserialize, Serialize};

use super::fields::required_id;
use crate::coins::Coins;
use crate::ids::{GiftId, SessionId, UserId};
use crate::refusal::Refusal;
use crate::timestamp::Timestamp;

/// The most gifts of one kind in one request.
pub const MAX_QUANTITY: u16 = 999;
/// The longest slug of the catalogue, in characters.
const MAX_SLUG_LENGTH: usize = 50;

/// `send-live-gift` as it arrives. The app sends a `coinAmount` along; prices come from the catalogue only.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SendGift {
    #[serde(deserialize_with = "required_id")]
    session_id: SessionId,
    /// A slug of the catalogue.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = MAX_SLUG_LENGTH)))]
    gift_id: String,
    /// How many; 1 if left out.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = MAX_QUANTITY)))]
    quantity: Option<i64>,
}

/// A gift about to be sent. The catalogue has the last word on whether there is one of this name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GiftOrder {
    /// To whose session.
    pub session_id: SessionId,
    /// A name the catalogue might have.
    pub slug: String,
    /// 1 to 999.
    pub quantity: u16,
}

impl SendGift {
    /// What is ordered; one of it, if the request says no number.
    pub fn order(self) -> Result<GiftOrder, Refusal> {
        let quantity = self.quantity.unwrap_or(1);
        let quantity = u16::try_from(quantity).ok().filter(|quantity| (1..=MAX_QUANTITY).contains(quantity));
        if self.gift_id.len() > MAX_SLUG_LENGTH || self.gift_id.contains('\0') {
            return Err(Refusal::GiftNotFound);
        }
        Ok(GiftOrder {
            session_id: self.session_id,
            slug: self.gift_id,
            quantity: quantity.ok_or(Refusal::InvalidQuantity)?,
        })
    }
}

/// The reply of `send-live-gift` (`live_send_gift`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SentGift {
    gift: Gift,
    /// The sender's coins after it.
    balance: Coins,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all(serialize = "camelCase"))]
#[expect(clippy::struct_field_names, reason = "the fields are the table's columns")]
struct Gift {
    id: GiftId,
    session_id: SessionId,
    gift_id: String,
    quantity: u16,
    coin_amount: Coins,
    receiver_id: UserId,
    created_at: Timestamp,
}

/// `list-live-gifts`: asks for nothing in particular.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ListGifts {}

/// The reply of `list-live-gifts`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GiftList {
    /// What can be given, in the order it is shown.
    pub gifts: Vec<CatalogGift>,
}

/// A gift of the catalogue (`live_list_gifts`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all(serialize = "camelCase"))]
pub struct CatalogGift {
    id: String,
    name_en: String,
    name_tr: String,
    coin_price: Coins,
    animation: String,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, from_value, json};

    use super::*;

    fn order(quantity: &Value, slug: &str) -> Result<GiftOrder, Refusal> {
        let body = json!({
            "sessionId": "6f1c1f0e-5b1f-4c55-9d5e-0f6c3e7f5f10", "giftId": slug, "quantity": quantity, "coinAmount": -1,
        });
        from_value::<SendGift>(body).map_err(|_| Refusal::MalformedBody)?.order()
    }

    #[test]
    fn an_order_is_of_1_to_999() {
        assert_eq!(order(&json!(null), "heart").unwrap().quantity, 1);
        for good in [1, 999] {
            assert_eq!(order(&json!(good), "heart").unwrap().quantity, good);
        }
        for bad in [0, -5, 1_000, 65_537, i64::MIN, i64::MAX] {
            assert_eq!(order(&json!(bad), "heart"), Err(Refusal::InvalidQuantity), "{bad}");
        }
        for nonsense in [json!(1.5), json!("3"), json!(true), json!([1])] {
            assert_eq!(order(&nonsense, "heart"), Err(Refusal::MalformedBody), "{nonsense}");
        }
    }

    #[test]
    fn a_name_no_catalogue_can_have_is_no_gift() {
        for slug in ["a\0b", &"x".repeat(51)] {
            assert_eq!(order(&json!(1), slug), Err(Refusal::GiftNotFound));
        }
    }
}
