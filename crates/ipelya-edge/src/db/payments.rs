//! Payments by card.

use ipelya_core::api::payment::{CardPayment, DonationPage, FactResult, OpenedPass, Plan};
use ipelya_core::stripe_event::Fact;
use ipelya_core::{Account, CardPaymentId, Currency, MinorUnits, PassId, StreamId, Timestamp};
use serde::Deserialize;

use super::rpc::rpc;
use crate::http::idempotency::{IdempotencyKey, Stored};

/// What became of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct TakenFact {
    pub result: FactResult,
    /// Money has come that nobody asked for.
    pub mismatch: bool,
}

/// What Stripe is to be asked or told.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct CardTask {
    pub task: Task,
    pub payment: Option<CardPayment>,
    /// Stripe's ids.
    pub invoice: Option<String>,
    pub checkout: Option<String>,
}

/// See `live_card_work`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// Make the intent of a payment of which none is known.
    Create,
    /// Look at an intent.
    Look,
    /// Look at one that has been open for an hour, and give it up.
    Cancel,
    /// Give a payment back.
    Refund,
    /// Look at an invoice.
    Invoice,
    /// Look at a checkout.
    Checkout,
}

rpc! {
    /// Begins a donation.
    live_open_donation: pub open_donation(
        account: &Account, stream_id: Option<StreamId>, slug: Option<&str>, amount: MinorUnits, currency: Currency,
        message: Option<&str>, anonymous: bool, now: Timestamp, key: &IdempotencyKey,
    ) -> Stored<CardPayment> as "jsonb";

    /// Begins the payment of a fee, or finds the one at hand.
    live_open_fee: pub open_fee(
        account: &Account, slug: &str, amount: MinorUnits, now: Timestamp, key: &IdempotencyKey,
    ) -> Stored<CardPayment> as "jsonb";

    /// Writes down which intent Stripe has made for a payment.
    live_attach_intent: pub attach_intent(payment_id: CardPaymentId, intent: &str) -> CardPayment as "jsonb";

    /// An own payment.
    live_own_payment: pub own_payment(
        account: &Account, payment_id: CardPaymentId, now: Timestamp,
    ) -> CardPayment as "jsonb";

    /// Asks an own fee back that was not used.
    live_request_refund: pub request_refund(
        account: &Account, payment_id: CardPaymentId, now: Timestamp,
    ) -> CardPayment as "jsonb";

    /// Begins a pass.
    live_open_pass: pub open_pass(
        account: &Account, plan: Plan, slug: Option<&str>, now: Timestamp,
    ) -> OpenedPass as "jsonb";

    /// Writes down which checkout Stripe has made for a pass.
    live_attach_checkout: pub attach_checkout(pass_id: PassId, checkout: &str) -> () as "void";

    /// As whom Stripe knows the caller.
    live_billing_customer: pub billing_customer(account: &Account, now: Timestamp) -> String as "text";

    /// A page of the donations to the caller.
    live_list_donations: pub donations(
        account: &Account, from: Option<Timestamp>, to: Option<Timestamp>, page: u16, limit: u16, now: Timestamp,
    ) -> DonationPage as "jsonb";

    /// Takes in what Stripe has told.
    live_stripe_fact: pub stripe_fact(fact: &Fact, now: Timestamp) -> TakenFact as "jsonb";

    /// Takes so much of what Stripe is to be asked or told.
    live_card_work: pub card_work(many: u32, now: Timestamp) -> Vec<CardTask> as "jsonb";

    /// Those of some of its events that were not taken in.
    live_unknown_events: pub unknown_events(ids: &[String]) -> Vec<String> as "text[]";
}
