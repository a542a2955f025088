//! Stripe's API: the nine requests that payments by card take, and its signature under what it tells by itself.
//!
//! A request that makes something carries the id of our own row as its `Idempotency-Key`: however often it is repeated,
//! and whoever dies between, Stripe makes one of it. Whether something is paid is never read off an answer here and left
//! at that; it becomes a fact of `ipelya_core::stripe_event`, like those of webhooks.

mod signature;

use std::time::Duration;

use http::HeaderMap;
use ipelya_core::api::payment::{CardPayment, OpenedPass, Plan, Purpose};
use ipelya_core::{Refusal, Timestamp};
use reqwest::{Client, RequestBuilder};
use serde_json::Value;

use self::signature::Signature;
use crate::settings::{Secret, StripeSettings};
use crate::telemetry::{self, Metric};

/// The version of the API whose shapes are read here, whatever the account's own is.
const VERSION: &str = "2026-08-26.dahlia";
/// How long one request may take. With the two calls to Postgres around it this is less than a client waits.
const DEADLINE: Duration = Duration::from_secs(4);

/// Stripe's API.
pub struct Stripe {
    base: String,
    secret_key: Secret,
    publishable_key: String,
    return_url: String,
    signature: Signature,
    client: Client,
}

impl std::fmt::Debug for Stripe {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Stripe").field("base", &self.base).finish_non_exhaustive()
    }
}

/// The fields of a form, nested ones by their path: `metadata[payment_id]`.
type Form<'a> = Vec<(&'a str, String)>;

/// A payment intent, as far as its payer needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Intent {
    pub id: String,
    pub client_secret: Option<String>,
}

impl Intent {
    /// It, of what Stripe answered.
    pub fn of(answer: &Value) -> Result<Self, Refusal> {
        Ok(Self { id: field(answer, "id")?, client_secret: field(answer, "client_secret").ok() })
    }
}

impl Stripe {
    /// Connects nothing yet.
    pub fn new(settings: &StripeSettings, client: Client) -> Self {
        Self {
            base: settings.url.clone(),
            secret_key: settings.secret_key.clone(),
            publishable_key: settings.publishable_key.clone(),
            return_url: settings.return_url.clone(),
            signature: Signature::new(&settings.webhook_secrets),
            client,
        }
    }

    /// With which clients open Stripe.
    pub fn publishable_key(&self) -> &str {
        &self.publishable_key
    }

    /// Refuses what Stripe has not signed, not for these very bytes, or not within five minutes of now.
    pub fn verify(&self, headers: &HeaderMap, body: &[u8], now: Timestamp) -> Result<(), Refusal> {
        self.signature.verify(headers, body, now)
    }

    /// Makes the intent of a payment, or finds the one that was made of it.
    pub async fn create_intent(&self, payment: &CardPayment) -> Result<Value, Refusal> {
        let id = payment.payment_id.to_string();
        let description = match payment.purpose {
            Purpose::Donation => "Donation",
            Purpose::GoLive => "Fee for going live",
            Purpose::Pass => "Pass",
        };
        let form = vec![
            ("amount", payment.amount.get().to_string()),
            ("currency", payment.currency.clone()),
            ("automatic_payment_methods[enabled]", "true".to_owned()),
            ("description", description.to_owned()),
            ("metadata[payment_id]", id.clone()),
        ];
        self.make("payment_intents", &id, &form).await
    }

    /// An intent with its charge, and of that what Stripe keeps of it and what was given back.
    pub async fn intent(&self, id: &str) -> Result<Value, Refusal> {
        let expand = ["latest_charge.balance_transaction", "latest_charge.refunds"];
        self.read(&format!("payment_intents/{id}"), &expand).await
    }

    /// Gives an intent up. Stripe refuses if it was paid meanwhile.
    pub async fn cancel_intent(&self, id: &str) -> Result<Value, Refusal> {
        self.make(&format!("payment_intents/{id}/cancel"), &format!("cancel-{id}"), &Form::new()).await
    }

    /// Gives back all of a payment, once.
    pub async fn refund(&self, payment: &CardPayment, intent: &str) -> Result<Value, Refusal> {
        let form = vec![("payment_intent", intent.to_owned())];
        self.make("refunds", &format!("refund-{}", payment.payment_id), &form).await
    }

    /// Makes the page on which a pass is bought, or finds the one that was made of it.
    pub async fn create_checkout(&self, pass: &OpenedPass) -> Result<Value, Refusal> {
        let id = pass.pass_id.to_string();
        let name = match (pass.plan, &pass.slug) {
            (Plan::Channel, Some(slug)) => format!("Subscription to {slug}"),
            (Plan::Channel, None) => "Subscription to a channel".to_owned(),
            (Plan::GoLive, _) => "Going live".to_owned(),
        };
        let form = vec![
            ("mode", "subscription".to_owned()),
            ("line_items[0][quantity]", "1".to_owned()),
            ("line_items[0][price_data][currency]", pass.currency.clone()),
            ("line_items[0][price_data][unit_amount]", pass.amount.get().to_string()),
            ("line_items[0][price_data][recurring][interval]", "month".to_owned()),
            ("line_items[0][price_data][product_data][name]", name),
            ("metadata[pass_id]", id.clone()),
            ("subscription_data[metadata][pass_id]", id.clone()),
            ("success_url", self.return_url.clone()),
            ("cancel_url", self.return_url.clone()),
        ];
        self.make("checkout/sessions", &format!("pass-{id}"), &form).await
    }

    /// A checkout with its subscription and that one's latest invoice.
    pub async fn checkout(&self, id: &str) -> Result<Value, Refusal> {
        self.read(&format!("checkout/sessions/{id}"), &["subscription.latest_invoice"]).await
    }

    /// Makes the page on which a customer ends passes and changes cards.
    pub async fn create_portal(&self, customer: &str) -> Result<Value, Refusal> {
        let form = vec![("customer", customer.to_owned()), ("return_url", self.return_url.clone())];
        let request = self.client.post(self.url("billing_portal/sessions")).form(&form);
        self.exchange(request, "billing_portal/sessions").await
    }

    /// An invoice with its payments.
    pub async fn invoice(&self, id: &str) -> Result<Value, Refusal> {
        self.read(&format!("invoices/{id}"), &["payments"]).await
    }

    /// Events of these types between two moments that the webhook has not taken, a page of them, the latest first; the next
    /// page begins after the last event of this one.
    pub async fn undelivered_events(
        &self,
        types: &[&str],
        (from, to): (Timestamp, Timestamp),
        after: Option<&str>,
    ) -> Result<Value, Refusal> {
        let mut query = vec![
            ("delivery_success", "false".to_owned()),
            ("limit", "100".to_owned()),
            ("created[gte]", from.unix_seconds().to_string()),
            ("created[lte]", to.unix_seconds().to_string()),
        ];
        query.extend(types.iter().map(|name| ("types[]", (*name).to_owned())));
        query.extend(after.map(|id| ("starting_after", id.to_owned())));
        self.exchange(self.client.get(self.url("events")).query(&query), "events").await
    }

    fn url(&self, path: &str) -> String {
        format!("{}/v1/{path}", self.base)
    }

    async fn make(&self, path: &str, key: &str, form: &Form<'_>) -> Result<Value, Refusal> {
        let request = self.client.post(self.url(path)).header("idempotency-key", key).form(form);
        self.exchange(request, path).await
    }

    async fn read(&self, path: &str, expand: &[&str]) -> Result<Value, Refusal> {
        let query: Vec<(&str, &str)> = expand.iter().map(|path| ("expand[]", *path)).collect();
        self.exchange(self.client.get(self.url(path)).query(&query), path).await
    }

    /// One request. Its answer may hold a secret, so of one that is refused only Stripe's words for the kind are logged.
    async fn exchange(&self, request: RequestBuilder, path: &str) -> Result<Value, Refusal> {
        let _asking = telemetry::asking(Metric::Stripe);
        let request = request.bearer_auth(self.secret_key.expose()).header("stripe-version", VERSION).timeout(DEADLINE);
        let unreachable = |error: reqwest::Error| {
            tracing::error!(error = %error.without_url(), path, "Stripe did not answer");
            Refusal::Unavailable
        };
        let response = request.send().await.map_err(unreachable)?;
        let status = response.status().as_u16();
        let body = response.bytes().await.map_err(unreachable)?;
        if (200..300).contains(&status) {
            return serde_json::from_slice(&body).map_err(|error| {
                tracing::error!(%error, path, "Stripe answered no JSON");
                Refusal::Internal
            });
        }
        Err(refusal(status, path, &body))
    }
}

/// What it means that Stripe does not do what it was asked for.
fn refusal(status: u16, path: &str, body: &[u8]) -> Refusal {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    let word = |name: &str| body.pointer(&format!("/error/{name}")).and_then(Value::as_str).unwrap_or_default();
    let (kind, code) = (word("type"), word("code"));
    tracing::error!(status, path, kind, code, "Stripe refused");
    match (status, code) {
        (400, "amount_too_small" | "amount_too_large") => Refusal::InvalidField { field: "amount".to_owned() },
        // another request with the same key is still under way
        (409 | 429 | 500.., _) => Refusal::Unavailable,
        _ => Refusal::Internal,
    }
}

/// A text that an answer must have.
pub fn field(answer: &Value, name: &str) -> Result<String, Refusal> {
    let text = answer.get(name).and_then(Value::as_str).map(str::to_owned);
    text.ok_or_else(|| {
        tracing::error!(name, "an answer of Stripe's lacks a field");
        Refusal::Internal
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_pass_is_unavailable_and_what_cannot_a_fault() {
        let refused = |status, body: &str| refusal(status, "x", body.as_bytes());
        for status in [409, 429, 500, 502, 503] {
            assert_eq!(refused(status, "{}"), Refusal::Unavailable, "{status}");
        }
        for status in [400, 401, 402, 403, 404] {
            assert_eq!(refused(status, "no json"), Refusal::Internal, "{status}");
        }
        let small = r#"{"error":{"type":"invalid_request_error","code":"amount_too_small"}}"#;
        assert_eq!(refused(400, small), Refusal::InvalidField { field: "amount".to_owned() });
    }

    #[test]
    fn nothing_secret_shows_in_debug_output() {
        let settings = StripeSettings {
            url: "https://api.stripe.com".to_owned(),
            secret_key: crate::settings::secret_of("sk_live_1"),
            publishable_key: "pk".to_owned(),
            webhook_secrets: vec![crate::settings::secret_of("whsec_1")],
            return_url: "https://app.example".to_owned(),
        };
        let shown = format!("{:?}", Stripe::new(&settings, crate::http_client::new().unwrap()));
        assert!(!shown.contains("sk_live_1") && !shown.contains("whsec_1"), "{shown}");
    }
}
