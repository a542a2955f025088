//! Passes: bought, ended and paid on Stripe's own pages.

use ipelya_core::api::payment::{Billing, Checkout, Portal, Subscribe};
use ipelya_core::{Account, Refusal};
use ipelya_edge::Context;
use ipelya_edge::stripe::field;

use crate::stripe;

/// `POST /api/live/subscribe`: leads to Stripe's page on which a pass is bought, by the month.
///
/// Two round trips and one to Stripe. A repeat within a day leads to the same page.
pub(crate) async fn subscribe(cx: &Context, account: &Account, request: Subscribe) -> Result<Checkout, Refusal> {
    let stripe = stripe(cx)?;
    let pass = cx.db.open_pass(account, request.plan, request.slug.as_deref(), cx.clock.now()).await?;
    let checkout = stripe.create_checkout(&pass).await?;
    cx.db.attach_checkout(pass.pass_id, &field(&checkout, "id")?).await?;
    Ok(Checkout { checkout_url: field(&checkout, "url")? })
}

/// `POST /api/live/billing`: leads to Stripe's page on which the caller ends passes, changes cards and reads invoices.
///
/// One round trip and one to Stripe.
pub(crate) async fn billing(cx: &Context, account: &Account, _: Billing) -> Result<Portal, Refusal> {
    let stripe = stripe(cx)?;
    let customer = cx.db.billing_customer(account, cx.clock.now()).await?;
    Ok(Portal { portal_url: field(&stripe.create_portal(&customer).await?, "url")? })
}
