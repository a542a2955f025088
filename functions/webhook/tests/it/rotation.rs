//! Keys that change while the function runs: the real binary, its secret, and events signed by old and new keys.

use std::time::Duration;

use ipelya_test::{FunctionProcess, SecretsManager, http_event, sign_webhook};
use serde_json::{Value, json};
use time::OffsetDateTime;

const ANY: &str = r#"{"event":"room_started","id":"EV_1","createdAt":"1"}"#;

/// A running function whose secret is looked at again after a second.
struct Function {
    process: FunctionProcess,
    secrets: SecretsManager,
}

impl Function {
    async fn with_secret(secret: Value) -> Self {
        let secrets = SecretsManager::holding([("ipelya/live", secret)]).await;
        let settings = [
            ("AWS_ENDPOINT_URL", secrets.url.as_str()),
            ("IPELYA_SECRET_ID", "ipelya/live"),
            ("IPELYA_SECRET_MAX_AGE_SECONDS", "1"),
        ];
        let process = FunctionProcess::start(env!("CARGO_BIN_EXE_webhook"), settings).await;
        Self { process, secrets }
    }

    /// The status with which an event is answered that this pair has signed. There is no database: what is not refused is
    /// 503.
    async fn status(&self, key: &str, secret: &str) -> u64 {
        let token = sign_webhook(key, secret, ANY, now(), |_| ());
        let event = http_event("POST", "/functions/v1/livekit-webhook", &token, "application/webhook+json", ANY);
        self.process.invoke(event.to_string()).await.unwrap()["statusCode"].as_u64().unwrap()
    }

    /// Once the secret is looked at again.
    async fn later(&self) {
        let read = self.secrets.reads("ipelya/live");
        while self.secrets.reads("ipelya/live") == read {
            tokio::time::sleep(Duration::from_millis(200)).await;
            self.status("nobody", "nothing").await;
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "the function under test reads the machine's clock")]
fn now() -> i64 {
    OffsetDateTime::now_utc().unix_timestamp()
}

fn secret(key: &str, previous: Option<&str>) -> Value {
    let mut settings = json!({
        "SUPABASE_URL": "http://127.0.0.1:1", "SUPABASE_SERVICE_ROLE_KEY": "service-key", "LIVEKIT_URL": "ws://127.0.0.1:1",
        "LIVEKIT_API_KEY": key, "LIVEKIT_API_SECRET": format!("secret of {key}"),
    });
    if let Some(previous) = previous {
        settings["LIVEKIT_API_KEY_PREVIOUS"] = json!(previous);
        settings["LIVEKIT_API_SECRET_PREVIOUS"] = json!(format!("secret of {previous}"));
    }
    settings
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_version_of_the_secret_is_in_use_without_a_restart_and_both_pairs_are_valid_meanwhile() {
    let function = Function::with_secret(secret("old", None)).await;
    let both = async || (function.status("old", "secret of old").await, function.status("new", "secret of new").await);
    assert_eq!(both().await, (503, 401));

    function.secrets.put("ipelya/live", secret("new", Some("old")));
    function.later().await;
    assert_eq!(both().await, (503, 503));
    // a pair's secret signs for its own key only
    assert_eq!(function.status("old", "secret of new").await, 401);

    function.secrets.put("ipelya/live", secret("new", None));
    function.later().await;
    assert_eq!(both().await, (401, 503));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_version_that_lacks_a_setting_changes_nothing() {
    let function = Function::with_secret(secret("old", None)).await;
    assert_eq!(function.status("old", "secret of old").await, 503);
    function.secrets.put("ipelya/live", json!({ "LIVEKIT_API_KEY": "new" }));
    function.later().await;
    assert_eq!(function.status("old", "secret of old").await, 503);
    function.secrets.put("ipelya/live", json!("nothing"));
    function.later().await;
    assert_eq!(function.status("old", "secret of old").await, 503);
    function.secrets.put("ipelya/live", secret("new", None));
    function.later().await;
    assert_eq!(function.status("new", "secret of new").await, 503);
}
