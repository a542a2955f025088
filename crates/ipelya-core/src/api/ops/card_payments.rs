//! Payments by card, giving them back, what they came to, and what creators are paid out of them.
//!
//! Amounts are minor units of their currency; no currency is turned into another.

use serde::{Deserialize, Serialize};

use super::super::fields::{Number, Reason, Text, id_or_blank, required_id};
use super::super::payment::Purpose;
use super::analytics::Days;
use super::{Face, Limit, Offset, SessionNote};
use crate::ids::{CardPaymentId, ChannelId, PassId, PayoutId, SessionId, UserId};
use crate::money::{Currency, MinorUnits, PositiveAmount};
use crate::timestamp::Timestamp;

/// How a card payment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CardStatus {
    /// Waits for its card.
    Open,
    Paid,
    /// Nothing was paid.
    Canceled,
    /// Given back in full.
    Refunded,
    /// Something else was paid than was asked for: nothing was granted, and it goes back.
    Mismatch,
}

/// `GET live-ops/card-payments`. What is left out leaves nothing out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ListCardPayments {
    /// Who paid or was paid.
    #[serde(default, deserialize_with = "id_or_blank")]
    pub user_id: Option<UserId>,
    #[serde(default, deserialize_with = "id_or_blank")]
    pub session_id: Option<SessionId>,
    #[serde(default)]
    pub purpose: Option<Purpose>,
    #[serde(default)]
    pub status: Option<CardStatus>,
    /// Only those with a dispute that is open or lost, or only the others.
    #[serde(default)]
    pub disputed: Option<bool>,
    /// 50, if nothing is said.
    #[serde(default)]
    pub limit: Option<Limit>,
    #[serde(default)]
    pub offset: Option<Offset>,
}

/// The reply to it (`live_ops_card_payments`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CardPayments {
    /// The latest first.
    payments: Vec<CardPaymentRow>,
    /// How many there are of those that were asked for; 10000 means as many or more.
    total: u32,
}

/// A card payment (`live_ops_card_row`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CardPaymentRow {
    id: CardPaymentId,
    purpose: Purpose,
    status: CardStatus,
    payer_id: UserId,
    payer: Option<Face>,
    /// The creator who has a share of it.
    payee_id: Option<UserId>,
    payee: Option<Face>,
    channel_id: Option<ChannelId>,
    session_id: Option<SessionId>,
    session: Option<SessionNote>,
    pass_id: Option<PassId>,
    /// What was asked for.
    amount: MinorUnits,
    currency: String,
    message: Option<String>,
    anonymous: bool,
    /// What Stripe took.
    received_amount: Option<MinorUnits>,
    received_currency: Option<String>,
    /// The creator's, of all that was received.
    creator_share: MinorUnits,
    refunded_amount: MinorUnits,
    disputed_amount: MinorUnits,
    /// Stripe's disputes by their ids: `open`, `won` or `lost`.
    disputes: std::collections::BTreeMap<String, String>,
    /// One of them is open or lost; its payer cannot pay by card.
    is_disputed: bool,
    /// When it was to be given back, why, and when Stripe took that.
    refund_requested_at: Option<Timestamp>,
    refund_reason: Option<String>,
    refund_sent_at: Option<Timestamp>,
    /// When Stripe's own fee was booked.
    fee_booked_at: Option<Timestamp>,
    /// Of a fee: when the session began that it opened.
    used_at: Option<Timestamp>,
    stripe_intent_id: Option<String>,
    stripe_invoice_id: Option<String>,
    created_at: Timestamp,
    paid_at: Option<Timestamp>,
    canceled_at: Option<Timestamp>,
}

/// `POST live-ops/card-payments/{id}/refund`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RefundCard {
    #[serde(deserialize_with = "required_id")]
    pub id: CardPaymentId,
    /// What only staff is to read.
    pub reason: Reason,
}

/// The reply to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RefundedCard {
    /// It is refunded once Stripe says so.
    pub payment: CardPaymentRow,
}

/// By what card payments are added up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CardsBy {
    /// If nothing is said.
    #[default]
    Day,
    Creator,
    Purpose,
}

/// `GET live-ops/analytics/card-revenue`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AskCardRevenue {
    #[serde(default)]
    pub by: CardsBy,
    /// 30, if nothing is said.
    #[serde(default)]
    pub days: Option<Days>,
    /// 100, if nothing is said.
    #[serde(default)]
    pub limit: Option<Number<1, 500>>,
}

/// The reply to it (`live_ops_card_revenue`). Days are those of the setting `analytics_time_zone`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CardRevenue {
    from: String,
    to: String,
    /// Days in their order; creators and purposes with the most paid first.
    rows: Vec<CardRevenueRow>,
}

/// What was paid on a day, to a creator or for a purpose, in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct CardRevenueRow {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    creator_id: Option<UserId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    purpose: Option<Purpose>,
    currency: String,
    payments: u64,
    /// How many people paid.
    payers: u64,
    gross: MinorUnits,
    /// What has gone back of it, by refunds and disputes.
    refunded: MinorUnits,
    /// The creators', after that.
    creator_share: MinorUnits,
    /// The platform's, after that and before Stripe's own fees.
    platform_share: MinorUnits,
}

/// `GET live-ops/payouts` and `live-ops/payouts/due`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ListPayouts {
    /// All, if it is left out.
    #[serde(default, deserialize_with = "id_or_blank")]
    pub creator_id: Option<UserId>,
    /// 50, if nothing is said.
    #[serde(default)]
    pub limit: Option<Limit>,
    #[serde(default)]
    pub offset: Option<Offset>,
}

/// The reply of `GET live-ops/payouts/due` (`live_ops_payouts_due`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PayoutsDue {
    /// Those with the most due first.
    creators: Vec<Owed>,
    total: u32,
}

/// What a creator has in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Owed {
    creator_id: UserId,
    creator: Option<Face>,
    currency: String,
    /// Below zero where something has gone back after it was paid out.
    balance: i64,
    /// Shares of the last fourteen days.
    held: i64,
    /// What may be paid out.
    due: i64,
}

/// `POST live-ops/payouts`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PayOut {
    #[serde(deserialize_with = "required_id")]
    pub creator_id: UserId,
    pub amount: PositiveAmount,
    pub currency: Currency,
    /// How the bank knows the transfer. A repeat with the same one enters nothing.
    pub reference: Text<200>,
}

/// The reply to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PaidOut {
    pub payout: Payout,
}

/// The reply of `GET live-ops/payouts` (`live_ops_payouts`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Payouts {
    /// The latest first.
    payouts: Vec<Payout>,
    /// How many there are; 10000 means as many or more.
    total: u32,
}

/// A transfer to a creator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Payout {
    id: PayoutId,
    creator_id: UserId,
    creator: Option<Face>,
    amount: MinorUnits,
    currency: String,
    reference: String,
    /// Who has entered it.
    admin_id: UserId,
    created_at: Timestamp,
}
