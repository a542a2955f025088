//! What the real binary writes into its log, and answers, where the store's and LiveKit's keys pass.

use ipelya_test::{FunctionProcess, http_event};
use serde_json::{Value, json};

use super::studio::Studio;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_key_is_answered_or_logged_and_no_address_of_a_file_is_logged_however_much_is() {
    let studio = Studio::open().await;
    let mut settings = studio.project.env();
    settings.extend(studio.egress.settings().map(|(name, value)| (name.to_owned(), value)));
    settings.insert("RUST_LOG".to_owned(), "debug".to_owned());
    let secrets: Vec<String> =
        settings.iter().filter(|(name, _)| is_secret(name)).map(|(_, value)| value.clone()).collect();
    let authorization = format!("Bearer {}", studio.project.token_for(&studio.creator).build());
    let mut function = FunctionProcess::start(env!("CARGO_BIN_EXE_recording"), settings).await;
    assert!(function.starts().await);

    let mut answers = String::new();
    let session = json!({ "sessionId": studio.session.id });
    let started = ask(&mut function, &authorization, "start-recording", &session, &mut answers).await;
    let id = started["recording"]["id"].as_str().unwrap().parse().unwrap();
    studio.until(id, "active").await;
    ask(&mut function, &authorization, "stop-recording", &session, &mut answers).await;
    studio.until(id, "complete").await;
    assert_eq!(studio.sweep().await.recordings_found, 1);
    let recording = json!({ "recordingId": id });
    let watch = ask(&mut function, &authorization, "get-recording-url", &recording, &mut answers).await;
    for name in ["list-recordings", "delete-recording"] {
        ask(&mut function, &authorization, name, &recording, &mut answers).await;
    }
    let output = function.terminate().await;

    let log = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    assert!(secrets.len() >= 4 && log.contains("start-recording"), "{log}");
    for secret in &secrets {
        assert!(!log.contains(secret) && !answers.contains(secret), "{log}\n{answers}");
    }
    let (_, signature) = watch["url"].as_str().unwrap().split_once("X-Amz-Signature=").unwrap();
    assert!(!log.contains(signature) && !log.contains("X-Amz"), "{log}");
}

/// Whether nobody is to see what a setting holds.
fn is_secret(name: &str) -> bool {
    ["SECRET", "SERVICE_ROLE_KEY"].iter().any(|part| name.contains(part))
}

async fn ask(
    function: &mut FunctionProcess,
    authorization: &str,
    name: &str,
    body: &Value,
    answers: &mut String,
) -> Value {
    let event =
        http_event("POST", &format!("/functions/v1/{name}"), authorization, "application/json", &body.to_string());
    let reply = function.invoke(event.to_string()).await.unwrap();
    let body = reply["body"].as_str().unwrap();
    assert_eq!(reply["statusCode"], 200, "{name}: {body}");
    answers.push_str(body);
    serde_json::from_str(body).unwrap()
}
