//! Payments of coins.

use ipelya_core::api::ops::payments::{ListPayments, Payments, RefundPayment, Refunded};
use ipelya_core::{Account, Refusal};
use ipelya_edge::{Context, Staff};

/// `GET /functions/v1/live-ops/payments`: finds payments and refunds by who paid or was paid, by session, call and kind.
pub(crate) async fn list(cx: &Context, account: &Account, request: ListPayments) -> Result<Payments, Refusal> {
    let ListPayments { user_id, session_id, call_id, kind, limit, offset } = request;
    cx.db.ops_payments(account, user_id, session_id, call_id, kind, limit, offset, cx.clock.now()).await
}

/// `POST /functions/v1/live-ops/payments/{id}/refund`: gives the coins of a payment back, once: the payer has them at once,
/// and the creator's share is taken back. For super admins.
pub(crate) async fn refund(cx: &Context, staff: &Staff, request: RefundPayment) -> Result<Refunded, Refusal> {
    cx.db.ops_refund(staff, request.id, request.reason.as_deref(), cx.clock.now()).await
}
