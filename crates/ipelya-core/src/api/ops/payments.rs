//! Payments of coins, and giving them back.

use serde::{Deserialize, Serialize};

#[cfg(feature = "schema")]
use super::super::fields::Blank;
use super::super::fields::{Reason, id_or_blank, required_id, text_or_blank};
use super::{Face, Limit, Offset, SessionNote};
use crate::coins::Coins;
use crate::ids::{CallId, GiftId, PaymentId, RecordingId, SessionId, UserId};
use crate::timestamp::Timestamp;

/// What was paid for, or that it was given back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PaymentKind {
    Gift,
    /// Entry to a pay-per-view session.
    Ppv,
    /// A minute of a call.
    Call,
    Refund,
}

impl PaymentKind {
    /// Its word in SQL.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Gift => "gift",
            Self::Ppv => "ppv",
            Self::Call => "call",
            Self::Refund => "refund",
        }
    }
}

/// `GET live-ops/payments`. What is left out leaves nothing out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ListPayments {
    /// Who paid or was paid.
    #[serde(default, deserialize_with = "id_or_blank")]
    pub user_id: Option<UserId>,
    #[serde(default, deserialize_with = "id_or_blank")]
    pub session_id: Option<SessionId>,
    #[serde(default, deserialize_with = "id_or_blank")]
    pub call_id: Option<CallId>,
    #[serde(default)]
    pub kind: Option<PaymentKind>,
    /// 50, if nothing is said.
    #[serde(default)]
    pub limit: Option<Limit>,
    #[serde(default)]
    pub offset: Option<Offset>,
}

/// `POST live-ops/payments/{id}/refund`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RefundPayment {
    #[serde(deserialize_with = "required_id")]
    pub id: PaymentId,
    /// What only staff is to read.
    #[serde(default, deserialize_with = "text_or_blank")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Blank<Reason>>"))]
    pub reason: Option<Reason>,
}

/// The reply of `GET live-ops/payments` (`live_ops_payments`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Payments {
    /// The latest first.
    payments: Vec<PaymentRow>,
    /// How many there are of those that were asked for; 10000 means as many or more.
    total: u32,
}

/// A line of the journal (`live_ops_payment_row`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct PaymentRow {
    id: PaymentId,
    kind: PaymentKind,
    session_id: Option<SessionId>,
    session: Option<SessionNote>,
    call_id: Option<CallId>,
    gift_id: Option<GiftId>,
    /// Which minute of the call, from 1.
    call_minute: Option<u32>,
    /// Which entry of this payer to this session, from 1.
    entry: u32,
    /// Of an entry that was bought after the show: the recording.
    recording_id: Option<RecordingId>,
    /// Of a refund: the payment that was given back.
    refunds: Option<PaymentId>,
    payer_id: UserId,
    payer: Option<Face>,
    payee_id: UserId,
    payee: Option<Face>,
    coins: Coins,
    creator_share: Coins,
    platform_share: Coins,
    created_at: Timestamp,
    /// The refund, if there is one.
    refunded_by: Option<PaymentId>,
    refunded_at: Option<Timestamp>,
}

/// The reply of `POST live-ops/payments/{id}/refund` (`live_ops_refund`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[expect(clippy::struct_field_names, reason = "it says whether it was just now")]
pub struct Refunded {
    refund_id: PaymentId,
    coins: Coins,
    /// `false`: it had been given back before.
    refunded: bool,
}
