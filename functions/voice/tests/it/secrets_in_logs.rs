//! What the real binary writes into its log where tokens and prompts pass.

use ipelya_test::{FunctionProcess, http_event};
use serde_json::{Value, json};

use super::support::Desk;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_token_and_no_prompt_is_logged_however_much_is() {
    let desk = Desk::open().await;
    let mut settings = desk.project.env();
    let secret = settings["AGENT_TOKEN_SECRET"].clone();
    settings.insert("RUST_LOG".to_owned(), "debug".to_owned());
    let admin = desk.project.given().admin().await;
    let mut function = FunctionProcess::start(env!("CARGO_BIN_EXE_voice"), settings).await;
    assert!(function.starts().await);

    let ask = async |user, path: &str, body: Value| {
        let authorization = format!("Bearer {}", desk.project.token_for(user).build());
        let event = http_event("POST", path, &authorization, "application/json", &body.to_string());
        let reply = function.invoke(event.to_string()).await.unwrap();
        let body: Value = serde_json::from_str(reply["body"].as_str().unwrap()).unwrap();
        assert_eq!(reply["statusCode"], 200, "{body}");
        body
    };
    let told = ask(&desk.caller, "/api/voice/token", json!({})).await;
    let prompt = json!({ "roomName": told["roomName"], "systemPrompt": "Speak of the weather only." });
    ask(&admin, "/api/voice/agent", prompt).await;

    let output = function.terminate().await;
    let log = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    assert!(log.contains("voice/token") && log.contains("voice/agent"), "{log}");
    // any token of this kind begins like that
    for told_to_nobody in [secret.as_str(), "eyJ", "weather"] {
        assert!(!log.contains(told_to_nobody), "{log}");
    }
}
