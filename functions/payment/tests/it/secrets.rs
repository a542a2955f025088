//! Stripe's keys in a secret of their own: the real binary, both secrets, and events signed by old and new keys.

use std::time::Duration;

use ipelya_local::stripe::signature;
use ipelya_test::{FunctionProcess, SecretsManager, http_event};
use serde_json::{Value, json};
use time::OffsetDateTime;

const SETTINGS: &str = "ipelya/live";
const PAYMENT: &str = "ipelya/payment";
/// An event that says nothing about payments, so that no database is asked.
const ANY: &str = r#"{"id":"evt_1","type":"customer.created","created":1,"data":{"object":{"id":"cus_1"}}}"#;

/// A running function whose secrets are looked at again after a second.
struct Function {
    process: FunctionProcess,
    secrets: SecretsManager,
}

impl Function {
    async fn with_secrets(settings: Value, payment: Value) -> Self {
        let secrets = SecretsManager::holding([(SETTINGS, settings), (PAYMENT, payment)]).await;
        let settings = [
            ("AWS_ENDPOINT_URL", secrets.url.as_str()),
            ("IPELYA_SECRET_ID", "ipelya/live,ipelya/payment"),
            ("IPELYA_SECRET_MAX_AGE_SECONDS", "1"),
        ];
        let process = FunctionProcess::start(env!("CARGO_BIN_EXE_payment"), settings).await;
        Self { process, secrets }
    }

    /// The status with which an event is answered that this secret has signed.
    async fn status(&self, secret: &str) -> u64 {
        let mut event = http_event("POST", "/api/live/stripe-webhook", "", "application/json", ANY);
        event["headers"]["stripe-signature"] = json!(signature(secret, ANY, now()));
        self.process.invoke(event.to_string()).await.unwrap()["statusCode"].as_u64().unwrap()
    }

    /// Once both secrets are looked at again.
    async fn later(&self) {
        let read = [SETTINGS, PAYMENT].map(|name| self.secrets.reads(name));
        while [SETTINGS, PAYMENT].iter().zip(read).any(|(name, read)| self.secrets.reads(name) == read) {
            tokio::time::sleep(Duration::from_millis(200)).await;
            self.status("nobody").await;
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the function under test reads the machine's clock")]
fn now() -> i64 {
    OffsetDateTime::now_utc().unix_timestamp()
}

fn settings() -> Value {
    json!({
        "SUPABASE_URL": "http://127.0.0.1:1", "SUPABASE_SERVICE_ROLE_KEY": "service-key", "LIVEKIT_URL": "ws://127.0.0.1:1",
        "LIVEKIT_API_KEY": "key", "LIVEKIT_API_SECRET": "secret of key",
    })
}

fn stripe(secret: &str, previous: &str) -> Value {
    json!({
        "STRIPE_SECRET_KEY": "sk_test", "STRIPE_PUBLISHABLE_KEY": "pk_test", "STRIPE_WEBHOOK_SECRET": secret,
        "STRIPE_WEBHOOK_SECRET_PREVIOUS": previous, "STRIPE_RETURN_URL": "https://app.example/live",
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn stripes_keys_come_into_a_secret_of_their_own_change_there_and_go_again_without_a_restart() {
    let function = Function::with_secrets(settings(), json!({})).await;
    let both = async || (function.status("whsec_old").await, function.status("whsec_new").await);
    assert_eq!(both().await, (401, 401), "there is no key to Stripe");

    for (payment, expected) in [
        (stripe("whsec_old", ""), (200, 401)),
        (stripe("whsec_new", "whsec_old"), (200, 200)),
        (stripe("whsec_new", ""), (401, 200)),
        (json!({}), (401, 401)),
    ] {
        function.secrets.put(PAYMENT, payment);
        function.later().await;
        assert_eq!(both().await, expected);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_makes_either_secret_unusable_changes_nothing_in_the_other() {
    let function = Function::with_secrets(settings(), stripe("whsec_old", "")).await;
    let both = async || (function.status("whsec_old").await, function.status("whsec_new").await);
    assert_eq!(both().await, (200, 401));

    let mut ambiguous = settings();
    ambiguous["STRIPE_SECRET_KEY"] = json!("sk_test");
    for broken in [json!({}), json!("nothing"), ambiguous] {
        function.secrets.put(SETTINGS, broken);
        function.secrets.put(PAYMENT, stripe("whsec_new", ""));
        function.later().await;
        assert_eq!(both().await, (200, 401));
    }

    function.secrets.put(SETTINGS, settings());
    function.later().await;
    assert_eq!(both().await, (401, 200), "what waited in the other is in use once both can be");
}
