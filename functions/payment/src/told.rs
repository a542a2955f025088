//! What Stripe tells.

use http::HeaderMap;
use ipelya_core::Refusal;
use ipelya_core::api::payment::{FactResult, TakenIn};
use ipelya_core::stripe_event::{Fact, Told};
use ipelya_edge::Context;
use ipelya_edge::telemetry::{self, Metric};
use serde_json::Value;

/// `POST /api/live/stripe-webhook`: takes an event in, whatever it is about, in whatever order and however often it comes.
///
/// One round trip, and none for an event that says nothing about payments of ours. Stripe repeats for days what is answered
/// by anything but 2xx; that is how an event outlives a database that is away.
pub(crate) async fn stripe_webhook(cx: &Context, headers: &HeaderMap, body: &[u8]) -> Result<TakenIn, Refusal> {
    // without a key to Stripe nobody's signature counts
    let stripe = cx.stripe.as_ref().ok_or(Refusal::Unauthorized)?;
    stripe.verify(headers, body, cx.clock.now())?;
    let event: Value = serde_json::from_slice(body).map_err(|_| Refusal::MalformedBody)?;
    Ok(TakenIn { result: take_in_event(cx, &event).await? })
}

/// Takes in an event of Stripe's, if it says anything about payments of ours.
pub(crate) async fn take_in_event(cx: &Context, event: &Value) -> Result<FactResult, Refusal> {
    match Fact::read(event)? {
        Some(fact) => keep(cx, &fact).await,
        None => Ok(FactResult::Unknown),
    }
}

/// Takes in what Stripe has answered, as if it had told it; says whether it was news.
pub(crate) async fn take_in(cx: &Context, told: Told) -> Result<bool, Refusal> {
    let result = keep(cx, &Fact::answered(told, cx.clock.now())).await?;
    Ok(result == FactResult::Applied)
}

async fn keep(cx: &Context, fact: &Fact) -> Result<FactResult, Refusal> {
    let taken = cx.db.stripe_fact(fact, cx.clock.now()).await?;
    if taken.mismatch {
        telemetry::count(Metric::PaymentMismatches, 1);
        tracing::error!(fact = fact.id, "another sum or currency was paid than was asked for; it is sent back");
    }
    Ok(taken.result)
}
