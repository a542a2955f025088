//! Keys that change while the function runs: the real binary, its secret, and events signed by old and new keys.

use std::process::Stdio;
use std::time::Duration;

use ipelya_test::{RuntimeApi, SecretsManager, http_event, sign_webhook};
use serde_json::{Value, json};
use time::OffsetDateTime;
use tokio::process::{Child, Command};

const ANY: &str = r#"{"event":"room_started","id":"EV_1","createdAt":"1"}"#;

/// A running function whose secret is looked at again after a second.
struct Function {
    api: RuntimeApi,
    secrets: SecretsManager,
    _process: Child,
}

impl Function {
    async fn with_secret(secret: Value) -> Self {
        let api = RuntimeApi::start().await.unwrap();
        let secrets = SecretsManager::holding("ipelya/live", secret).await;
        let process = Command::new(env!("CARGO_BIN_EXE_webhook"))
            .env_clear()
            .envs([
                ("AWS_LAMBDA_RUNTIME_API", api.address.as_str()),
                ("AWS_LAMBDA_FUNCTION_NAME", "webhook"),
                ("AWS_LAMBDA_FUNCTION_VERSION", "1"),
                ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128"),
                ("AWS_REGION", "eu-central-1"),
                ("AWS_ACCESS_KEY_ID", "test"),
                ("AWS_SECRET_ACCESS_KEY", "test"),
                ("AWS_EC2_METADATA_DISABLED", "true"),
                ("AWS_ENDPOINT_URL", &secrets.url),
                ("IPELYA_SECRET_ID", "ipelya/live"),
                ("IPELYA_SECRET_MAX_AGE_SECONDS", "1"),
            ])
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        Self { api, secrets, _process: process }
    }

    /// The status with which an event is answered that this pair has signed. There is no database: what is not refused is
    /// 503.
    async fn status(&self, key: &str, secret: &str) -> u64 {
        let token = sign_webhook(key, secret, ANY, now(), |_| ());
        let event = http_event("POST", "/functions/v1/livekit-webhook", &token, "application/webhook+json", ANY);
        let reply = tokio::time::timeout(Duration::from_secs(30), self.api.invoke(event)).await;
        reply.unwrap().unwrap()["statusCode"].as_u64().unwrap()
    }

    /// Once the secret is looked at again.
    async fn later(&self) {
        let read = self.secrets.reads();
        while self.secrets.reads() == read {
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

    function.secrets.put(secret("new", Some("old")));
    function.later().await;
    assert_eq!(both().await, (503, 503));
    // a pair's secret signs for its own key only
    assert_eq!(function.status("old", "secret of new").await, 401);

    function.secrets.put(secret("new", None));
    function.later().await;
    assert_eq!(both().await, (401, 503));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_new_version_that_lacks_a_setting_changes_nothing() {
    let function = Function::with_secret(secret("old", None)).await;
    assert_eq!(function.status("old", "secret of old").await, 503);
    function.secrets.put(json!({ "LIVEKIT_API_KEY": "new" }));
    function.later().await;
    assert_eq!(function.status("old", "secret of old").await, 503);
    function.secrets.put(json!("nothing"));
    function.later().await;
    assert_eq!(function.status("old", "secret of old").await, 503);
    function.secrets.put(secret("new", None));
    function.later().await;
    assert_eq!(function.status("new", "secret of new").await, 503);
}
