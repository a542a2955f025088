//! What Stripe tells, by a webhook or by an answer: the facts about our payments in it.
//!
//! Reads only the fields that are used; objects and kinds of events we do not know say nothing to us. Whatever has none of
//! our ids is not ours. Knows nothing of signatures; by the time a body gets here it is Stripe's.

use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use crate::ids::{CardPaymentId, PassId};
use crate::refusal::Refusal;
use crate::timestamp::Timestamp;

/// A fact. The names are those that `live_stripe_fact` reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// The same at every delivery.
    pub id: String,
    /// By Stripe's clock, in whole seconds.
    pub happened_at: Timestamp,
    /// What.
    #[serde(flatten)]
    pub told: Told,
}

/// What is told. Amounts are minor units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Told {
    /// A payment intent took money.
    IntentSucceeded { intent: String, payment_id: CardPaymentId, amount: i64, currency: String },
    /// It never will.
    IntentCanceled { intent: String, payment_id: CardPaymentId },
    /// A card was declined.
    CardDeclined { intent: String, payment_id: CardPaymentId },
    /// A refund that Stripe has taken.
    RefundPending(Refund),
    /// A refund that went through.
    RefundSucceeded(Refund),
    /// A refund that will not, whatever was said before.
    RefundFailed(Refund),
    /// A dispute as it is by now.
    Dispute {
        intent: String,
        dispute: String,
        status: DisputeStatus,
        amount: i64,
        currency: String,
        transactions: Vec<Transaction>,
    },
    /// What Stripe keeps of a payment for itself.
    Fee { intent: String, transaction: String, fee: i64, currency: String },
    /// A month of a pass was paid.
    InvoicePaid {
        invoice: String,
        pass_id: PassId,
        amount: i64,
        currency: String,
        subscription: Option<String>,
        customer: Option<String>,
        paid_until: Timestamp,
    },
    /// Which payment intent has paid an invoice.
    InvoiceIntent { invoice: String, intent: String },
    /// A pass has become a subscription.
    PassBegun { pass_id: PassId, subscription: Option<String>, customer: Option<String> },
    /// It is over.
    PassEnded { pass_id: PassId, subscription: Option<String>, customer: Option<String>, ended_at: Timestamp },
}

/// A refund.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Refund {
    pub intent: String,
    pub refund: String,
    pub amount: i64,
    pub currency: String,
}

/// How a dispute stands. An inquiry counts like one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DisputeStatus {
    /// Nobody knows yet.
    Open,
    /// Ours, or never more than an inquiry.
    Won,
    /// The payer's.
    Lost,
}

/// A movement of Stripe's balance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Transaction {
    pub id: String,
    /// Below zero where it was taken.
    pub amount: i64,
    pub fee: i64,
    pub currency: String,
}

impl Fact {
    /// Reads a webhook's body, which must be an event. `None` if it says nothing about anything of ours.
    pub fn read(event: &Value) -> Result<Option<Self>, Refusal> {
        let malformed = || Refusal::MalformedBody;
        let id = text(event, "id").ok_or_else(malformed)?;
        let name = text(event, "type").ok_or_else(malformed)?;
        let created = whole(event, "created").filter(|seconds| (0..=LATEST).contains(seconds)).ok_or_else(malformed)?;
        let happened_at = Timestamp::from_unix_seconds(created).ok_or_else(malformed)?;
        let object = event.pointer("/data/object").filter(|object| object.is_object()).ok_or_else(malformed)?;
        Ok(Told::by(&name, object).map(|told| Self { id, happened_at, told }))
    }

    /// The same of what Stripe answered at a moment. It is known again by what it is about.
    pub fn answered(told: Told, at: Timestamp) -> Self {
        Self { id: format!("answer {}", told.key()), happened_at: at, told }
    }
}

/// The latest moment of an event, in Unix seconds: the year 2100.
pub const LATEST: i64 = 4_102_444_800;

/// The events that are read here, which Stripe's webhook is to be subscribed to.
pub const EVENT_TYPES: [&str; 16] = [
    "payment_intent.succeeded",
    "payment_intent.canceled",
    "payment_intent.payment_failed",
    "refund.created",
    "refund.updated",
    "refund.failed",
    "charge.refund.updated",
    "charge.dispute.created",
    "charge.dispute.updated",
    "charge.dispute.closed",
    "charge.dispute.funds_withdrawn",
    "charge.dispute.funds_reinstated",
    "invoice.paid",
    "invoice_payment.paid",
    "checkout.session.completed",
    "customer.subscription.deleted",
];

impl Told {
    fn by(name: &str, object: &Value) -> Option<Self> {
        match name {
            "payment_intent.succeeded" | "payment_intent.canceled" => Self::of_intent(object),
            "payment_intent.payment_failed" => {
                Some(Self::CardDeclined { intent: text(object, "id")?, payment_id: payment_id(object)? })
            }
            "refund.created" | "refund.updated" | "refund.failed" | "charge.refund.updated" => Self::of_refund(object),
            "charge.dispute.created"
            | "charge.dispute.updated"
            | "charge.dispute.closed"
            | "charge.dispute.funds_withdrawn"
            | "charge.dispute.funds_reinstated" => Self::of_dispute(object),
            "invoice.paid" => Self::of_invoice(object),
            "invoice_payment.paid" => Self::of_invoice_payment(object),
            "checkout.session.completed" => Some(Self::PassBegun {
                pass_id: pass_id(object.get("metadata")?)?,
                subscription: id_of(object.get("subscription")),
                customer: id_of(object.get("customer")),
            }),
            "customer.subscription.deleted" => Self::of_subscription(object),
            _ => None,
        }
    }

    /// What a payment intent has come to; `None` while it is open.
    pub fn of_intent(intent: &Value) -> Option<Self> {
        let id = text(intent, "id")?;
        let payment_id = payment_id(intent)?;
        match intent.get("status")?.as_str()? {
            "succeeded" => Some(Self::IntentSucceeded {
                intent: id,
                payment_id,
                amount: number(intent, "amount_received")?,
                currency: text(intent, "currency")?,
            }),
            "canceled" => Some(Self::IntentCanceled { intent: id, payment_id }),
            _ => None,
        }
    }

    /// All that an intent says whose charge, and that one's balance transaction and refunds, are expanded.
    pub fn of_expanded_intent(intent: &Value) -> Vec<Self> {
        let charge = intent.get("latest_charge");
        let refunds = charge.and_then(|charge| charge.pointer("/refunds/data")?.as_array());
        let fee = || {
            let transaction = charge?.get("balance_transaction")?;
            Some(Self::Fee {
                intent: text(intent, "id")?,
                transaction: text(transaction, "id")?,
                fee: number(transaction, "fee")?,
                currency: text(transaction, "currency")?,
            })
        };
        let outcome = Self::of_intent(intent).into_iter();
        outcome.chain(fee()).chain(refunds.into_iter().flatten().filter_map(Self::of_refund)).collect()
    }

    /// What a refund has come to.
    pub fn of_refund(refund: &Value) -> Option<Self> {
        let told = Refund {
            intent: id_of(refund.get("payment_intent"))?,
            refund: text(refund, "id")?,
            amount: number(refund, "amount")?,
            currency: text(refund, "currency")?,
        };
        match refund.get("status")?.as_str()? {
            "succeeded" => Some(Self::RefundSucceeded(told)),
            "failed" | "canceled" => Some(Self::RefundFailed(told)),
            _ => Some(Self::RefundPending(told)),
        }
    }

    fn of_dispute(dispute: &Value) -> Option<Self> {
        let transaction = |one: &Value| {
            Some(Transaction {
                id: text(one, "id")?,
                amount: number(one, "amount")?,
                fee: number(one, "fee")?,
                currency: text(one, "currency")?,
            })
        };
        let transactions = dispute.get("balance_transactions").and_then(Value::as_array);
        Some(Self::Dispute {
            intent: id_of(dispute.get("payment_intent"))?,
            dispute: text(dispute, "id")?,
            status: match dispute.get("status")?.as_str()? {
                "lost" => DisputeStatus::Lost,
                "won" | "warning_closed" | "prevented" => DisputeStatus::Won,
                _ => DisputeStatus::Open,
            },
            amount: number(dispute, "amount")?,
            currency: text(dispute, "currency")?,
            transactions: transactions.into_iter().flatten().filter_map(transaction).collect(),
        })
    }

    /// What an invoice says, if it is paid and that of a pass.
    pub fn of_invoice(invoice: &Value) -> Option<Self> {
        let subscription = invoice.pointer("/parent/subscription_details")?;
        let lines = invoice.pointer("/lines/data")?.as_array()?;
        if invoice.get("status")?.as_str()? != "paid" {
            return None;
        }
        Some(Self::InvoicePaid {
            invoice: text(invoice, "id")?,
            pass_id: pass_id(subscription.get("metadata")?)?,
            amount: number(invoice, "amount_paid")?,
            currency: text(invoice, "currency")?,
            subscription: id_of(subscription.get("subscription")),
            customer: id_of(invoice.get("customer")),
            paid_until: lines.iter().filter_map(|line| moment(line.get("period")?, "end")).max()?,
        })
    }

    /// Which intents have paid an invoice whose payments are expanded.
    pub fn of_invoice_payments(invoice: &Value) -> Vec<Self> {
        let payments = invoice.pointer("/payments/data").and_then(Value::as_array);
        payments.into_iter().flatten().filter_map(Self::of_invoice_payment).collect()
    }

    fn of_invoice_payment(payment: &Value) -> Option<Self> {
        Some(Self::InvoiceIntent {
            invoice: id_of(payment.get("invoice"))?,
            intent: id_of(payment.pointer("/payment/payment_intent"))?,
        })
    }

    fn of_subscription(subscription: &Value) -> Option<Self> {
        Some(Self::PassEnded {
            pass_id: pass_id(subscription.get("metadata")?)?,
            subscription: text(subscription, "id"),
            customer: id_of(subscription.get("customer")),
            ended_at: moment(subscription, "ended_at")?,
        })
    }

    /// All that a checkout says whose subscription, and that one's latest invoice, are expanded.
    pub fn of_expanded_checkout(checkout: &Value) -> Vec<Self> {
        let subscription = checkout.get("subscription").filter(|subscription| subscription.is_object());
        let invoice = subscription.and_then(|subscription| Self::of_invoice(subscription.get("latest_invoice")?));
        let begun = subscription.and_then(|_| Self::by("checkout.session.completed", checkout));
        let ended = subscription.and_then(Self::of_subscription);
        [begun, invoice, ended].into_iter().flatten().collect()
    }

    /// What it is about, and what it says of it: the same for the same.
    fn key(&self) -> String {
        match self {
            Self::IntentSucceeded { intent, .. } => format!("{intent} succeeded"),
            Self::IntentCanceled { intent, .. } => format!("{intent} canceled"),
            Self::CardDeclined { intent, .. } => format!("{intent} declined"),
            Self::RefundPending(refund) => format!("{} pending", refund.refund),
            Self::RefundSucceeded(refund) => format!("{} succeeded", refund.refund),
            Self::RefundFailed(refund) => format!("{} failed", refund.refund),
            Self::Dispute { dispute, status, transactions, .. } => {
                format!("{dispute} {status:?} {}", transactions.len())
            }
            Self::Fee { transaction, .. } => format!("{transaction} fee"),
            Self::InvoicePaid { invoice, .. } => format!("{invoice} paid"),
            Self::InvoiceIntent { invoice, .. } => format!("{invoice} intent"),
            Self::PassBegun { pass_id, .. } => format!("{pass_id} begun"),
            Self::PassEnded { pass_id, .. } => format!("{pass_id} ended"),
        }
    }
}

fn payment_id(intent: &Value) -> Option<CardPaymentId> {
    uuid(intent.pointer("/metadata/payment_id")?).map(CardPaymentId)
}

fn pass_id(metadata: &Value) -> Option<PassId> {
    uuid(metadata.get("pass_id")?).map(PassId)
}

fn uuid(value: &Value) -> Option<Uuid> {
    Uuid::try_parse(value.as_str()?).ok()
}

/// The id of an object that is there itself or by its id.
fn id_of(value: Option<&Value>) -> Option<String> {
    let value = value?;
    if value.is_object() { text(value, "id") } else { plain(value) }
}

/// A text that says something. Postgres can store no NUL, so a text with one is none.
fn text(object: &Value, field: &str) -> Option<String> {
    object.get(field).and_then(plain)
}

fn plain(value: &Value) -> Option<String> {
    value.as_str().filter(|text| !text.is_empty() && !text.contains('\0')).map(str::to_owned)
}

fn number(object: &Value, field: &str) -> Option<i64> {
    object.get(field)?.as_i64()
}

/// A number without a fraction, in whichever of JSON's ways it is written: 5 or 5.0.
fn whole(object: &Value, field: &str) -> Option<i64> {
    let written_out = || object.get(field)?.as_f64().filter(|number| number.fract() == 0.0);
    number(object, field).or_else(|| format!("{:.0}", written_out()?).parse().ok())
}

fn moment(object: &Value, field: &str) -> Option<Timestamp> {
    Timestamp::from_unix_seconds(number(object, field)?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    const PAYMENT: &str = "6f1c1f0e-5b1f-4c55-9d5e-0f6c3e7f5f10";

    fn read(name: &str, object: &Value) -> Option<Value> {
        let event = json!({ "id": "evt_1", "type": name, "created": 1_800_000_000, "data": { "object": object } });
        Fact::read(&event).unwrap().map(|fact| serde_json::to_value(fact).unwrap())
    }

    fn with(name: &str, object: &Value, field: &str, expected: &Value) {
        assert_eq!(&read(name, object).unwrap()[field], expected, "{name} {field}");
    }

    #[test]
    fn an_intent_says_what_it_took_and_of_which_payment() {
        let intent = json!({
            "id": "pi_1", "status": "succeeded", "amount": 1000, "amount_received": 999, "currency": "usd",
            "metadata": { "payment_id": PAYMENT },
        });
        let expected = json!({
            "id": "evt_1", "happened_at": "2027-01-15T08:00:00Z", "kind": "intent_succeeded", "intent": "pi_1",
            "payment_id": PAYMENT, "amount": 999, "currency": "usd",
        });
        assert_eq!(read("payment_intent.succeeded", &intent), Some(expected));
        with("payment_intent.payment_failed", &intent, "kind", &json!("card_declined"));
        let canceled = json!({ "id": "pi_1", "status": "canceled", "metadata": { "payment_id": PAYMENT } });
        with("payment_intent.canceled", &canceled, "kind", &json!("intent_canceled"));
        for strange in [json!({}), json!({ "payment_id": "7" }), json!({ "order": PAYMENT })] {
            let mut other = intent.clone();
            other["metadata"] = strange;
            assert_eq!(read("payment_intent.succeeded", &other), None, "not ours");
        }
    }

    #[test]
    fn a_refund_has_gone_through_failed_or_is_under_way() {
        for (status, kind) in [
            ("succeeded", "refund_succeeded"),
            ("failed", "refund_failed"),
            ("canceled", "refund_failed"),
            ("pending", "refund_pending"),
            ("requires_action", "refund_pending"),
        ] {
            for intent in [json!("pi_1"), json!({ "id": "pi_1" })] {
                let refund =
                    json!({ "id": "re_1", "status": status, "amount": 5, "currency": "eur", "payment_intent": intent });
                with("refund.updated", &refund, "kind", &json!(kind));
                with("refund.updated", &refund, "intent", &json!("pi_1"));
            }
        }
    }

    #[test]
    fn a_dispute_tells_each_movement_of_the_balance() {
        for (status, told) in [
            ("needs_response", "open"),
            ("under_review", "open"),
            ("warning_needs_response", "open"),
            ("warning_closed", "won"),
            ("won", "won"),
            ("prevented", "won"),
            ("lost", "lost"),
        ] {
            let dispute = json!({
                "id": "dp_1", "status": status, "amount": 1000, "currency": "usd", "payment_intent": "pi_1",
                "balance_transactions": [{ "id": "txn_1", "amount": -1000, "fee": 1500, "currency": "usd", "net": -2500 }],
            });
            with("charge.dispute.updated", &dispute, "status", &json!(told));
            let moved = json!([{ "id": "txn_1", "amount": -1000, "fee": 1500, "currency": "usd" }]);
            with("charge.dispute.updated", &dispute, "transactions", &moved);
        }
    }

    fn invoice() -> Value {
        json!({
            "id": "in_1", "status": "paid", "amount_paid": 990, "currency": "try", "customer": "cus_1",
            "parent": { "subscription_details": { "subscription": "sub_1", "metadata": { "pass_id": PAYMENT } } },
            "lines": { "data": [{ "period": { "end": 1_800_000_000 } }, { "period": { "end": 1_900_000_000 } }] },
        })
    }

    #[test]
    fn an_invoice_of_a_pass_counts_until_the_last_of_its_periods() {
        with("invoice.paid", &invoice(), "paid_until", &json!("2030-03-17T17:46:40Z"));
        with("invoice.paid", &invoice(), "subscription", &json!("sub_1"));
        let mut open = invoice();
        open["status"] = json!("open");
        assert_eq!(read("invoice.paid", &open), None);
        let payment = json!({ "invoice": "in_1", "payment": { "type": "payment_intent", "payment_intent": "pi_1" } });
        with("invoice_payment.paid", &payment, "intent", &json!("pi_1"));
        let subscription = json!({ "id": "sub_1", "customer": "cus_1", "ended_at": 1_800_000_000,
            "metadata": { "pass_id": PAYMENT } });
        with("customer.subscription.deleted", &subscription, "ended_at", &json!("2027-01-15T08:00:00Z"));
    }

    #[test]
    fn what_was_asked_tells_all_at_once_and_is_known_again() {
        let intent = json!({
            "id": "pi_1", "status": "succeeded", "amount_received": 999, "currency": "usd",
            "metadata": { "payment_id": PAYMENT },
            "latest_charge": {
                "balance_transaction": { "id": "txn_1", "fee": 59, "currency": "usd" },
                "refunds": { "data": [
                    { "id": "re_1", "status": "succeeded", "amount": 9, "currency": "usd", "payment_intent": "pi_1" },
                ] },
            },
        });
        let keys = |told: Vec<Told>| -> Vec<String> {
            told.into_iter().map(|told| Fact::answered(told, Timestamp::UNIX_EPOCH).id).collect()
        };
        let expected = ["answer pi_1 succeeded", "answer txn_1 fee", "answer re_1 succeeded"];
        assert_eq!(keys(Told::of_expanded_intent(&intent)), expected);
        let checkout = json!({
            "id": "cs_1", "metadata": { "pass_id": PAYMENT }, "customer": "cus_1",
            "subscription": { "id": "sub_1", "ended_at": null, "latest_invoice": invoice() },
        });
        let expected = [format!("answer {PAYMENT} begun"), "answer in_1 paid".to_owned()];
        assert_eq!(keys(Told::of_expanded_checkout(&checkout)), expected);
        assert!(keys(Told::of_expanded_checkout(&json!({ "subscription": null }))).is_empty());
    }

    #[test]
    fn events_we_do_not_know_say_nothing_and_what_is_no_event_is_refused() {
        assert_eq!(read("customer.created", &json!({ "id": "cus_1" })), None);
        for body in [
            json!({}),
            json!([]),
            json!({ "id": "evt_1", "type": "x", "created": 1 }),
            json!({ "id": "evt_1", "type": "x", "created": 1, "data": { "object": 5 } }),
            json!({ "type": "x", "created": 1, "data": { "object": {} } }),
        ] {
            assert_eq!(Fact::read(&body), Err(Refusal::MalformedBody), "{body}");
        }
    }

    #[test]
    fn an_events_moment_is_a_whole_number_of_seconds_however_it_is_written() {
        let at = |created: Value| {
            let event = json!({
                "id": "evt_1", "type": "payment_intent.canceled", "created": created,
                "data": { "object": { "id": "pi_1", "status": "canceled", "metadata": { "payment_id": PAYMENT } } },
            });
            Fact::read(&event).map(|fact| fact.unwrap().happened_at.unix_seconds())
        };
        assert_eq!(at(json!(1595)), Ok(1595));
        assert_eq!(at(json!(1595.0)), Ok(1595));
        assert_eq!(at(json!(LATEST)), Ok(LATEST));
        for wrong in [json!(-1), json!(1595.5), json!(LATEST + 1), json!(1e300), json!("1595"), json!(null)] {
            assert_eq!(at(wrong.clone()), Err(Refusal::MalformedBody), "{wrong}");
        }
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            "[a-z_\u{0}]{0,9}".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 24, 4, |inner| {
            let names =
                prop::sample::select(vec!["id", "status", "metadata", "data", "lines", "period", "end", "parent"]);
            prop::collection::vec((names, inner), 0..5)
                .prop_map(|fields| fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
        })
    }

    proptest! {
        #[test]
        fn no_object_whatever_it_is_stops_the_reader(object in any_json()) {
            for name in ["payment_intent.succeeded", "refund.updated", "charge.dispute.closed", "invoice.paid"] {
                let event = json!({ "id": "e", "type": name, "created": 1, "data": { "object": object } });
                let _ = Fact::read(&event);
            }
        }
    }
}
