//! The real binary: where it gets its settings from, and what it says when they do not suffice.

use std::collections::HashMap;
use std::process::{Output, Stdio};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use ipelya_test::SecretsManager;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::process::Command;
use tokio::sync::Notify;

const COMPLETE: [(&str, &str); 5] = [
    ("SUPABASE_URL", "http://127.0.0.1:1"),
    ("SUPABASE_SERVICE_ROLE_KEY", "service-key"),
    ("LIVEKIT_URL", "ws://127.0.0.1:1"),
    ("LIVEKIT_API_KEY", "key"),
    ("LIVEKIT_API_SECRET", "secret-of-livekit"),
];

async fn serve(router: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    address
}

/// The Lambda Runtime API up to the first poll, which it tells of and leaves open.
async fn runtime_api() -> (String, Arc<Notify>) {
    let polled = Arc::new(Notify::new());
    let tell = Arc::clone(&polled);
    let next = get(move || {
        tell.notify_one();
        std::future::pending::<()>()
    });
    (serve(Router::new().route("/2018-06-01/runtime/invocation/next", next)).await, polled)
}

fn function(runtime_api: &str, settings: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_token"));
    command
        .env_clear()
        .env("AWS_LAMBDA_RUNTIME_API", runtime_api)
        .env("AWS_LAMBDA_FUNCTION_NAME", "token")
        .env("AWS_LAMBDA_FUNCTION_VERSION", "1")
        .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")
        .env("AWS_REGION", "eu-central-1")
        .env("AWS_ACCESS_KEY_ID", "test")
        .env("AWS_SECRET_ACCESS_KEY", "test")
        .env("AWS_EC2_METADATA_DISABLED", "true")
        .envs(settings.iter().copied())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

/// The one log line of a start that failed.
fn complaint(output: &Output) -> Value {
    assert!(!output.status.success());
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 1, "{text}");
    lines.into_iter().next().unwrap()
}

async fn starts(settings: &[(&str, &str)]) -> bool {
    let (runtime_api, polled) = runtime_api().await;
    let mut process = function(&runtime_api, settings).spawn().unwrap();
    tokio::select! {
        () = polled.notified() => true,
        _ = process.wait() => false,
        () = tokio::time::sleep(Duration::from_secs(30)) => panic!("neither started nor ended"),
    }
}

#[tokio::test]
async fn a_function_whose_settings_are_incomplete_does_not_start_and_names_all_that_is_missing() {
    let (runtime_api, _) = runtime_api().await;
    let output = function(&runtime_api, &[("LIVEKIT_URL", "ws://127.0.0.1:1")]).output().await.unwrap();

    assert_eq!(
        complaint(&output)["error"],
        "missing settings: SUPABASE_URL, SUPABASE_SERVICE_ROLE_KEY, LIVEKIT_API_KEY, LIVEKIT_API_SECRET"
    );
    assert!(starts(&COMPLETE).await, "and with all of them it does");
}

#[tokio::test]
async fn settings_may_come_from_one_secret_beside_the_environment() {
    let (in_environment, in_secret) = COMPLETE.split_at(1);
    let secret: HashMap<&str, &str> = in_secret.iter().copied().collect();
    let secrets = SecretsManager::holding("ipelya/live", json!(secret)).await;
    let mut settings = in_environment.to_vec();
    settings.extend([("IPELYA_SECRET_ID", "ipelya/live"), ("AWS_ENDPOINT_URL", secrets.url.as_str())]);

    assert!(starts(&settings).await);
}

#[tokio::test]
async fn a_secret_that_is_absent_or_unreadable_stops_the_start_and_is_not_shown() {
    let (runtime_api, _) = runtime_api().await;
    let secrets = SecretsManager::holding("ipelya/live", json!(["not", "settings", "hush"])).await;
    for (id, expected) in [("ipelya/other", "ResourceNotFoundException"), ("ipelya/live", "is not a JSON object")] {
        let settings = [("IPELYA_SECRET_ID", id), ("AWS_ENDPOINT_URL", secrets.url.as_str())];
        let output = function(&runtime_api, &settings).output().await.unwrap();
        let error = complaint(&output)["error"].to_string();
        assert!(error.contains("IPELYA_SECRET_ID") && error.contains(expected), "{error}");
        assert!(!String::from_utf8_lossy(&output.stderr).contains("hush") && !error.contains("hush"));
    }
}
