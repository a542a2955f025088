//! The function group `payment`: card payments, and what Stripe tells of them. No other group has Stripe's key; where there
//! is none, all of them refuse.

mod passes;
mod paying;
mod reconcile;
mod told;

use ipelya_core::Refusal;
use ipelya_edge::http::Stripe as SignedByStripe;
use ipelya_edge::stripe::Stripe;
use ipelya_edge::{Context, Routes};

pub use self::reconcile::scheduled;

/// The functions of this group.
pub fn routes() -> Routes {
    Routes::new()
        .idempotent("POST /api/live/donate", paying::donate)
        .idempotent("POST /api/live/pay-to-go-live", paying::pay_to_go_live)
        .user("POST /api/live/payment", paying::payment)
        .user("POST /api/live/refund", paying::refund)
        .user("POST /api/live/subscribe", passes::subscribe)
        .user("POST /api/live/billing", passes::billing)
        .user("POST /api/live/donations", paying::donations)
        .webhook(SignedByStripe, "POST /api/live/stripe-webhook", told::stripe_webhook)
        .service("reconcile-payments", reconcile::reconcile_payments)
}

/// Stripe, where there is a key to it.
fn stripe(cx: &Context) -> Result<&Stripe, Refusal> {
    cx.stripe.as_ref().ok_or(Refusal::PaymentsDisabled)
}
