//! The real binary: where it gets its settings from, what it says when they do not suffice, and what it has ready when the
//! first request comes.

use std::collections::HashMap;
use std::process::Output;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::http::{Method, Uri};
use ipelya_test::{FunctionProcess, Project, SecretsManager, http_event};
use serde_json::{Value, json};
use tokio::net::TcpListener;

const COMPLETE: [(&str, &str); 5] = [
    ("SUPABASE_URL", "http://127.0.0.1:1"),
    ("SUPABASE_SERVICE_ROLE_KEY", "service-key"),
    ("LIVEKIT_URL", "ws://127.0.0.1:1"),
    ("LIVEKIT_API_KEY", "key"),
    ("LIVEKIT_API_SECRET", "secret-of-livekit"),
];

async fn function(settings: &[(&str, &str)]) -> FunctionProcess {
    FunctionProcess::start(env!("CARGO_BIN_EXE_token"), settings.iter().copied()).await
}

async fn starts(settings: &[(&str, &str)]) -> bool {
    function(settings).await.starts().await
}

fn lines(output: &Output) -> Vec<Value> {
    let text = String::from_utf8(output.stdout.clone()).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The one log line of a start that failed.
fn complaint(output: &Output) -> Value {
    assert!(!output.status.success());
    let [line] = lines(output).try_into().unwrap();
    line
}

#[tokio::test]
async fn a_function_whose_settings_are_incomplete_does_not_start_and_names_all_that_is_missing() {
    let output = function(&[("LIVEKIT_URL", "ws://127.0.0.1:1")]).await.ended().await;

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
    let secrets = SecretsManager::holding([("ipelya/live", json!(secret))]).await;
    let mut settings = in_environment.to_vec();
    settings.extend([("IPELYA_SECRET_ID", "ipelya/live"), ("AWS_ENDPOINT_URL", secrets.url.as_str())]);

    assert!(starts(&settings).await);
}

#[tokio::test]
async fn settings_of_several_secrets_are_one_and_what_is_empty_in_one_may_stand_in_another() {
    let (in_one, in_other) = COMPLETE.split_at(2);
    let mut one: HashMap<&str, &str> = in_one.iter().copied().collect();
    one.insert("LIVEKIT_API_SECRET", "");
    let other: HashMap<&str, &str> = in_other.iter().copied().collect();
    let secrets = SecretsManager::holding([("ipelya/live", json!(one)), ("ipelya/more", json!(other))]).await;
    let named = |ids| [("IPELYA_SECRET_ID", ids), ("AWS_ENDPOINT_URL", secrets.url.as_str())];

    assert!(starts(&named("ipelya/live,ipelya/more")).await);
    assert!(starts(&named("ipelya/more, ipelya/live")).await);
    assert!(!starts(&named("ipelya/live")).await, "and neither of them is enough");
    assert!(!starts(&named("ipelya/more")).await);
}

#[tokio::test]
async fn a_setting_that_stands_in_two_secrets_stops_the_start_and_is_named_without_its_values() {
    let one = json!({ "LIVEKIT_API_SECRET": "hush", "STRIPE_SECRET_KEY": "hush", "SUPABASE_JWT_SECRET": "hush" });
    let other = json!({ "STRIPE_SECRET_KEY": "hush", "LIVEKIT_API_SECRET": "whist" });
    let secrets = SecretsManager::holding([("ipelya/live", one), ("ipelya/more", other)]).await;
    let mut settings = COMPLETE.to_vec();
    settings.push(("AWS_ENDPOINT_URL", secrets.url.as_str()));
    settings.push(("IPELYA_SECRET_ID", "ipelya/live,ipelya/more"));

    let output = function(&settings).await.ended().await;

    let expected = "settings that stand in two secrets of IPELYA_SECRET_ID: LIVEKIT_API_SECRET, STRIPE_SECRET_KEY";
    assert_eq!(complaint(&output)["error"], expected, "though the environment has one of them");
}

#[tokio::test]
async fn a_secret_that_is_absent_or_unreadable_stops_the_start_and_is_not_shown() {
    let secrets =
        SecretsManager::holding([("ipelya/live", json!(["not", "settings", "hush"])), ("ipelya/more", json!({}))])
            .await;
    for (id, expected) in [
        ("ipelya/other", "ipelya/other of IPELYA_SECRET_ID cannot be read: "),
        ("ipelya/other", "ResourceNotFoundException"),
        ("ipelya/live", "ipelya/live of IPELYA_SECRET_ID is not a JSON object of strings"),
        ("ipelya/more,ipelya/live", "ipelya/live of IPELYA_SECRET_ID is not a JSON object of strings"),
        ("ipelya/more,", "ResourceNotFoundException"),
    ] {
        let settings = [("IPELYA_SECRET_ID", id), ("AWS_ENDPOINT_URL", secrets.url.as_str())];
        let output = function(&settings).await.ended().await;
        let error = complaint(&output)["error"].to_string();
        assert!(error.contains(expected), "{error}");
        assert!(!String::from_utf8_lossy(&output.stderr).contains("hush") && !error.contains("hush"));
    }
}

#[tokio::test]
async fn signing_keys_and_a_connection_are_there_before_the_first_request() {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let tell = Arc::clone(&asked);
    let project = Router::new().fallback(async move |method: Method, uri: Uri| {
        tell.lock().unwrap().push(format!("{method} {uri}"));
        r#"{"keys":[]}"#
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, project).await.unwrap() });
    let mut settings = COMPLETE;
    settings[0].1 = &url;

    assert!(starts(&settings).await);

    let mut asked = asked.lock().unwrap().clone();
    asked.sort_unstable();
    assert_eq!(asked, ["GET /auth/v1/.well-known/jwks.json", "OPTIONS /rest/v1/"]);
}

#[tokio::test]
async fn a_connection_to_postgres_by_its_address_in_the_secret_is_there_before_the_first_request() {
    let project = Project::start().await;
    let secret = json!({ "IPELYA_DATABASE_URL": project.postgres_url() });
    let secrets = SecretsManager::holding([("ipelya/live", secret)]).await;
    let mut settings: Vec<(&str, &str)> = COMPLETE.to_vec();
    settings.extend([("IPELYA_SECRET_ID", "ipelya/live"), ("AWS_ENDPOINT_URL", secrets.url.as_str())]);
    let mut function = function(&settings).await;
    assert!(function.starts().await);
    assert_eq!(project.direct_connections().await, 1);
}

#[tokio::test]
async fn each_request_is_one_line_of_the_log_from_which_metrics_are_read_and_a_trace_is_found() {
    let mut settings = COMPLETE.to_vec();
    settings.extend([("IPELYA_METRICS_NAMESPACE", "IpelyaLive/test"), ("RUST_LOG", "off")]);
    let mut function = function(&settings).await;
    assert!(function.starts().await);
    let mut event = http_event("POST", "/functions/v1/get-livekit-token", "Bearer nobody", "application/json", "{}");
    event["headers"]["traceparent"] = json!("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
    let reply = function.invoke(event.to_string()).await.unwrap();
    let output = function.terminate().await;

    assert!(output.status.success(), "a function ends by itself when it is told to: {}", output.status);
    let [line] = lines(&output).try_into().unwrap();
    for (field, value) in [
        ("message", json!("request")),
        ("function", json!("get-livekit-token")),
        ("FunctionName", json!("function")),
        ("trace_id", json!("4bf92f3577b34da6a3ce929d0e0e4736")),
        ("request_id", reply["headers"]["x-request-id"].clone()),
        ("error_code", json!("UNAUTHORIZED")),
        ("status", json!(401)),
        ("requests", json!(1.0)),
        ("refusals", json!(1.0)),
        ("faults", json!(0.0)),
    ] {
        assert_eq!(line[field], value, "{field} of {line}");
    }
    let namespaces = line["_aws"]["CloudWatchMetrics"].as_array().unwrap().iter().map(|of| &of["Namespace"]);
    assert_eq!(namespaces.collect::<Vec<_>>(), ["IpelyaLive/test", "IpelyaLive/test"]);
}
