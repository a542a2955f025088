//! What the functions of the group `payment` are sent and answer.

use serde::{Deserialize, Serialize};

use super::fields::{Number, Text, id_or_blank, required_id, text_or_blank};
use crate::ids::{CardPaymentId, PassId, StreamId};
use crate::money::{Currency, MinorUnits};
use crate::refusal::Refusal;
use crate::timestamp::Timestamp;

/// What may be donated at once, in minor units.
pub type DonationAmount = Number<200, 50_000>;
/// A page of a list.
pub type Page = Number<1, 10_000>;
/// How many rows a page has.
pub type PageLimit = Number<1, 50>;
/// The rows of a page where the request names no number.
const ROWS_OF_A_PAGE: i64 = 20;

/// `donate` as it arrives.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = one_channel))]
#[serde(rename_all = "camelCase")]
pub struct Donate {
    /// The channel's id; that of a session is understood too.
    #[serde(default, deserialize_with = "id_or_blank")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<StreamId>"))]
    stream_id: Option<StreamId>,
    /// Or its slug.
    #[serde(default, deserialize_with = "text_or_blank")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<super::fields::Blank<Text<30>>>"))]
    slug: Option<Text<30>>,
    /// Minor units of the currency: 1000 is 10.00.
    amount: DonationAmount,
    /// US dollars if left out.
    #[serde(default)]
    currency: Option<Currency>,
    /// Shown with the donation; the rules of the chat apply.
    #[serde(default, deserialize_with = "text_or_blank")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<super::fields::Blank<Text<200>>>"))]
    message: Option<Text<200>>,
    /// Whether the name is left out.
    #[serde(default)]
    anonymous: Option<bool>,
}

/// Says in the API document that a channel is named in one of two ways.
#[cfg(feature = "schema")]
fn one_channel(schema: &mut schemars::Schema) {
    let names = |field: &str| {
        let said = serde_json::json!({ "type": "string", "pattern": r"\S" });
        serde_json::json!({ "required": [field], "properties": { field: said } })
    };
    schema.insert("oneOf".to_owned(), ["streamId", "slug"].map(names).as_slice().into());
}

/// A donation about to be begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Donation {
    /// One of these two.
    pub stream_id: Option<StreamId>,
    pub slug: Option<Text<30>>,
    pub amount: MinorUnits,
    pub currency: Currency,
    pub message: Option<Text<200>>,
    pub anonymous: bool,
}

impl Donate {
    /// The donation, if it says to whom.
    pub fn donation(self) -> Result<Donation, Refusal> {
        if self.stream_id.is_some() == self.slug.is_some() {
            return Err(Refusal::InvalidField { field: "streamId".to_owned() });
        }
        Ok(Donation {
            stream_id: self.stream_id,
            slug: self.slug,
            amount: MinorUnits::of(self.amount.get()),
            currency: self.currency.unwrap_or_default(),
            message: self.message,
            anonymous: self.anonymous.unwrap_or_default(),
        })
    }
}

/// `pay-to-go-live`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PayToGoLive {
    /// The caller's own channel.
    pub slug: Text<30>,
    /// The price that the caller has seen, in minor units.
    pub amount: MinorUnits,
}

/// `payment` and `refund`: one payment of the caller's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PaymentRequest {
    /// Which one.
    #[serde(deserialize_with = "required_id")]
    #[cfg_attr(feature = "schema", schemars(with = "CardPaymentId"))]
    pub payment_id: CardPaymentId,
}

/// How a payment stands. What Stripe took beside what was asked for grants nothing and goes back: `canceled`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PaymentStatus {
    /// Waits for its card.
    Open,
    /// Paid.
    Paid,
    /// Nothing was paid, or nothing counts.
    Canceled,
    /// Given back.
    Refunded,
}

/// What somebody pays for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// A donation.
    Donation,
    /// The fee for going live.
    GoLive,
    /// A month of a pass.
    Pass,
}

/// A payment as the database has it (`live_card_reply`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct CardPayment {
    pub payment_id: CardPaymentId,
    pub purpose: Purpose,
    pub status: PaymentStatus,
    pub amount: MinorUnits,
    pub currency: String,
    /// Stripe's payment intent, once there is one.
    pub intent: Option<String>,
}

/// The reply of `donate`, `pay-to-go-live`, `payment` and `refund`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "the fields are the clients'")]
pub struct Payment {
    payment_id: CardPaymentId,
    status: PaymentStatus,
    amount: MinorUnits,
    currency: String,
    /// By which Stripe's client confirms it with a card; only while it is open.
    client_secret: Option<String>,
    /// With which Stripe's client is opened.
    publishable_key: String,
}

impl Payment {
    /// It as its payer is told.
    pub fn new(payment: CardPayment, client_secret: Option<String>, publishable_key: &str) -> Self {
        Self {
            payment_id: payment.payment_id,
            status: payment.status,
            amount: payment.amount,
            currency: payment.currency,
            client_secret,
            publishable_key: publishable_key.to_owned(),
        }
    }
}

/// What is paid for by the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Plan {
    /// Instead of the fee for going live.
    GoLive,
    /// For a channel's sessions for subscribers.
    Channel,
}

/// `subscribe`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Subscribe {
    /// What is wanted.
    pub plan: Plan,
    /// To which channel; of `go_live` one's own, also if it is left out.
    #[serde(default, deserialize_with = "text_or_blank")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<super::fields::Blank<Text<30>>>"))]
    pub slug: Option<Text<30>>,
}

/// A pass that is begun (`live_pass_reply`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct OpenedPass {
    pub pass_id: PassId,
    pub plan: Plan,
    pub amount: MinorUnits,
    pub currency: String,
    /// Of the channel it is for.
    pub slug: Option<String>,
}

/// The reply of `subscribe`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Checkout {
    /// Stripe's page on which it is paid, for a day.
    pub checkout_url: String,
}

/// `billing`: asks for nothing in particular.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Billing {}

/// The reply of `billing`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Portal {
    /// Stripe's page on which passes are ended and cards changed.
    pub portal_url: String,
}

/// `donations`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ListDonations {
    /// From when on; from the first one if left out.
    #[serde(default)]
    pub from: Option<Timestamp>,
    /// Until before when.
    #[serde(default)]
    pub to: Option<Timestamp>,
    /// From 1.
    #[serde(default)]
    page: Option<Page>,
    /// 20 if left out.
    #[serde(default)]
    limit: Option<PageLimit>,
}

impl ListDonations {
    /// Which page, from 1.
    pub fn page(self) -> u16 {
        self.page.map_or(1, Number::get)
    }

    /// How many rows it has.
    pub fn limit(self) -> u16 {
        self.limit.or_else(|| PageLimit::of(ROWS_OF_A_PAGE)).map_or(1, Number::get)
    }
}

/// The reply of `donations`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct DonationList {
    donations: Vec<ReceivedDonation>,
    total: u32,
    total_pages: u32,
    /// All of the time asked for, by currency.
    money: Vec<Earnings>,
}

/// A page of donations as the database has it (`live_list_donations`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct DonationPage {
    donations: Vec<ReceivedDonation>,
    total: u32,
    money: Vec<Earnings>,
}

impl DonationPage {
    /// The reply, if a page has so many rows.
    pub fn reply(self, limit: u16) -> DonationList {
        DonationList {
            donations: self.donations,
            total: self.total,
            total_pages: self.total.div_ceil(u32::from(limit.max(1))),
            money: self.money,
        }
    }
}

/// A donation as its creator sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all(serialize = "camelCase"))]
pub struct ReceivedDonation {
    payment_id: CardPaymentId,
    amount: MinorUnits,
    currency: String,
    message: Option<String>,
    /// Null where the donor wanted none.
    donor_name: Option<String>,
    status: PaymentStatus,
    created_at: Timestamp,
}

/// What a creator was paid by card, in one currency (`live_card_earnings`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Earnings {
    currency: String,
    /// How many donations.
    donations: u32,
    /// What payers paid, for passes too.
    gross: MinorUnits,
    /// What of it is the creator's.
    net: MinorUnits,
    /// What payers were given back, or took back.
    refunded: MinorUnits,
}

/// The reply of `stripe-webhook`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TakenIn {
    pub result: FactResult,
}

/// What became of what Stripe told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FactResult {
    /// It was applied.
    Applied,
    /// It came before.
    Duplicate,
    /// It came too early, and waits for its payment.
    Waiting,
    /// It is about nothing of ours.
    Unknown,
}

/// `reconcile-payments`: nothing to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReconcileNow {}

/// Counts of one round of `reconcile-payments`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reconciled {
    /// Payments and passes that were asked about.
    pub asked: u32,
    /// Facts that Stripe had not told.
    pub found: u32,
    /// Those that could not be asked about; the next round does.
    pub failed: u32,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, from_value, json};

    use super::*;

    fn donation(change: &Value) -> Result<Donation, String> {
        let mut body = json!({ "streamId": "6f1c1f0e-5b1f-4c55-9d5e-0f6c3e7f5f10", "amount": 1000 });
        for (name, value) in change.as_object().unwrap() {
            body[name] = value.clone();
        }
        let request = from_value::<Donate>(body).map_err(|error| error.to_string())?;
        request.donation().map_err(|refusal| refusal.to_string())
    }

    #[test]
    fn the_donation_of_the_guide_is_understood() {
        let donation = donation(&json!({ "message": " Great stream! " })).unwrap();
        assert_eq!(donation.message.as_deref(), Some("Great stream!"));
        assert_eq!((donation.amount.get(), donation.currency, donation.anonymous), (1000, Currency::Usd, false));
    }

    #[test]
    fn a_donation_is_of_200_to_50000_to_one_channel() {
        for good in [200, 50_000] {
            assert!(donation(&json!({ "amount": good })).is_ok(), "{good}");
        }
        for bad in [json!(199), json!(50_001), json!(-1000), json!(10.5), json!("1000"), json!(null)] {
            assert!(donation(&json!({ "amount": bad })).is_err(), "{bad}");
        }
        for change in [
            json!({ "slug": "ayse" }),
            json!({ "streamId": null }),
            json!({ "currency": "jpy" }),
            json!({ "message": "x".repeat(201) }),
        ] {
            assert!(donation(&change).is_err(), "{change}");
        }
        assert!(donation(&json!({ "streamId": "", "slug": "ayse", "currency": "try", "anonymous": true })).is_ok());
    }

    #[test]
    fn a_page_that_is_not_full_counts() {
        let page = |total| DonationPage { donations: Vec::new(), total, money: Vec::new() }.reply(20).total_pages;
        assert_eq!([0, 1, 20, 21, 40].map(page), [0, 1, 1, 2, 2]);
    }
}
