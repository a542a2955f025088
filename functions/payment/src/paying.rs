//! Donations and fees: begun, looked at, given back.

use ipelya_core::api::payment::{
    CardPayment, Donate, DonationList, ListDonations, PayToGoLive, Payment, PaymentRequest, PaymentStatus,
};
use ipelya_core::stripe_event::Told;
use ipelya_core::{Account, Refusal};
use ipelya_edge::stripe::{Intent, Stripe};
use ipelya_edge::{Context, IdempotencyKey, Replayable, Stored};

use crate::stripe;
use crate::told::take_in;

/// `POST /api/live/donate`: begins a donation to a channel that is on air, which Stripe's client then pays with a card.
///
/// Two round trips and one to Stripe: our row, Stripe's intent for it, its id beside the row. A repeat takes one and one.
pub(crate) async fn donate(
    cx: &Context,
    account: &Account,
    key: IdempotencyKey,
    request: Donate,
) -> Result<Replayable<Payment>, Refusal> {
    let stripe = stripe(cx)?;
    let donation = request.donation()?;
    let (slug, message) = (donation.slug.as_deref(), donation.message.as_deref());
    let begun = cx
        .db
        .open_donation(
            account,
            donation.stream_id,
            slug,
            donation.amount,
            donation.currency,
            message,
            donation.anonymous,
            cx.clock.now(),
            &key,
        )
        .await?;
    opened(cx, stripe, begun).await
}

/// `POST /api/live/pay-to-go-live`: begins the payment of the fee for going live, at the price that the caller has seen.
///
/// Round trips as of `donate`. Whoever has a fee that is not used is given that one.
pub(crate) async fn pay_to_go_live(
    cx: &Context,
    account: &Account,
    key: IdempotencyKey,
    request: PayToGoLive,
) -> Result<Replayable<Payment>, Refusal> {
    let stripe = stripe(cx)?;
    let begun = cx.db.open_fee(account, &request.slug, request.amount, cx.clock.now(), &key).await?;
    opened(cx, stripe, begun).await
}

/// `POST /api/live/payment`: a payment of the caller's as it is now, also where Stripe has not told yet.
///
/// One round trip, and while it is open one to Stripe; one more for what that did not tell.
pub(crate) async fn payment(cx: &Context, account: &Account, request: PaymentRequest) -> Result<Payment, Refusal> {
    let stripe = stripe(cx)?;
    let payment = cx.db.own_payment(account, request.payment_id, cx.clock.now()).await?;
    let Some(intent) = payment.intent.as_deref().filter(|_| payment.status == PaymentStatus::Open) else {
        return Ok(Payment::new(payment, None, stripe.publishable_key()));
    };
    let answer = stripe.intent(intent).await?;
    if let Some(told) = Told::of_intent(&answer) {
        take_in(cx, told).await?;
        let payment = cx.db.own_payment(account, request.payment_id, cx.clock.now()).await?;
        return Ok(Payment::new(payment, None, stripe.publishable_key()));
    }
    Ok(Payment::new(payment, Intent::of(&answer)?.client_secret, stripe.publishable_key()))
}

/// `POST /api/live/refund`: gives back a fee of the caller's that was not used.
///
/// One round trip and one to Stripe, and one more for what that answers. Where Stripe does not, it is asked again by
/// itself, and the payment is refunded once it has.
pub(crate) async fn refund(cx: &Context, account: &Account, request: PaymentRequest) -> Result<Payment, Refusal> {
    let stripe = stripe(cx)?;
    let now = cx.clock.now();
    let mut payment = cx.db.request_refund(account, request.payment_id, now).await?;
    if let Some(intent) = payment.intent.as_deref().filter(|_| payment.status == PaymentStatus::Paid)
        && let Ok(answer) = stripe.refund(&payment, intent).await
        && let Some(told) = Told::of_refund(&answer)
    {
        take_in(cx, told).await?;
        payment = cx.db.own_payment(account, request.payment_id, now).await?;
    }
    Ok(Payment::new(payment, None, stripe.publishable_key()))
}

/// `POST /api/live/donations`: what the caller was given, the latest first, and what of it is theirs.
///
/// One round trip.
pub(crate) async fn donations(
    cx: &Context,
    account: &Account,
    request: ListDonations,
) -> Result<DonationList, Refusal> {
    stripe(cx)?;
    let (page, limit) = (request.page(), request.limit());
    let found = cx.db.donations(account, request.from, request.to, page, limit, cx.clock.now()).await?;
    Ok(found.reply(limit))
}

/// A payment that was begun, with the secret by which it is paid: of an intent made now, or read again from that made
/// before.
async fn opened(cx: &Context, stripe: &Stripe, begun: Stored<CardPayment>) -> Result<Replayable<Payment>, Refusal> {
    let Stored { result: payment, replayed } = begun;
    let (payment, secret) = match (payment.status, payment.intent.as_deref()) {
        (PaymentStatus::Open, None) => {
            let intent = Intent::of(&stripe.create_intent(&payment).await?)?;
            (cx.db.attach_intent(payment.payment_id, &intent.id).await?, intent.client_secret)
        }
        (PaymentStatus::Open, Some(id)) => {
            let secret = Intent::of(&stripe.intent(id).await?)?.client_secret;
            (payment, secret)
        }
        _ => (payment, None),
    };
    Ok(Replayable { reply: Payment::new(payment, secret, stripe.publishable_key()), replayed })
}
