//! Payments by card, and what creators are paid out of them.

use ipelya_core::api::fields::Number;
use ipelya_core::api::ops::card_payments::{
    AskCardRevenue, CardPayments, CardRevenue, ListCardPayments, ListPayouts, PaidOut, PayOut, Payouts, PayoutsDue,
    RefundCard, RefundedCard,
};
use ipelya_core::{Account, Refusal};
use ipelya_edge::{Context, Staff};

/// `GET /functions/v1/live-ops/card-payments`: finds card payments by who paid or was paid, by session, purpose and state,
/// and those with a dispute.
pub(crate) async fn list(cx: &Context, account: &Account, request: ListCardPayments) -> Result<CardPayments, Refusal> {
    let ListCardPayments { user_id, session_id, purpose, status, disputed, limit, offset } = request;
    let now = cx.clock.now();
    cx.db.ops_card_payments(account, user_id, session_id, purpose, status, disputed, limit, offset, now).await
}

/// `POST /functions/v1/live-ops/card-payments/{id}/refund`: has a card payment given back in full. It is sent to Stripe
/// within five minutes, and the creator's share is taken back when Stripe says that it went through. For super admins.
pub(crate) async fn refund(cx: &Context, staff: &Staff, request: RefundCard) -> Result<RefundedCard, Refusal> {
    let payment = cx.db.ops_refund_card(staff, request.id, &request.reason, cx.clock.now()).await?;
    Ok(RefundedCard { payment })
}

/// `GET /functions/v1/live-ops/analytics/card-revenue`: what was paid by card, by day, creator or purpose, in each currency.
/// What has gone back is taken off the day on which it had been paid.
pub(crate) async fn revenue(cx: &Context, account: &Account, request: AskCardRevenue) -> Result<CardRevenue, Refusal> {
    let (days, limit) = (request.days.map_or(30, Number::get), request.limit.map_or(100, Number::get));
    cx.db.ops_card_revenue(account, request.by, days, limit, cx.clock.now()).await
}

/// `GET /functions/v1/live-ops/payouts/due`: what creators have, and what of it may be paid out: nothing of the last
/// fourteen days.
pub(crate) async fn due(cx: &Context, account: &Account, request: ListPayouts) -> Result<PayoutsDue, Refusal> {
    let ListPayouts { creator_id, limit, offset } = request;
    cx.db.ops_payouts_due(account, creator_id, limit, offset, cx.clock.now()).await
}

/// `POST /functions/v1/live-ops/payouts`: enters a transfer that the bank has made, once for each of its references. For
/// super admins.
pub(crate) async fn pay_out(cx: &Context, staff: &Staff, request: PayOut) -> Result<PaidOut, Refusal> {
    let PayOut { creator_id, amount, currency, reference } = request;
    let payout = cx.db.ops_pay_out(staff, creator_id, amount.into(), currency, &reference, cx.clock.now()).await?;
    Ok(PaidOut { payout })
}

/// `GET /functions/v1/live-ops/payouts`: the transfers that were entered.
pub(crate) async fn payouts(cx: &Context, account: &Account, request: ListPayouts) -> Result<Payouts, Refusal> {
    let ListPayouts { creator_id, limit, offset } = request;
    cx.db.ops_payouts(account, creator_id, limit, offset, cx.clock.now()).await
}
