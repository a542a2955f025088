//! What the real binary writes into its log where stream keys pass.

use ipelya_test::{Api, FunctionProcess, IngressServer, Project, http_event};
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_stream_key_is_logged_however_much_is() {
    let project = Project::start().await;
    let server = IngressServer::open(&project).await;
    let api = server.known_to(Api::new(&project, channel::routes()));
    let mut settings = project.env();
    for name in ["LIVEKIT_URL", "LIVEKIT_INGRESS"] {
        settings.insert(name.to_owned(), api.setting(name));
    }
    settings.insert("RUST_LOG".to_owned(), "debug".to_owned());
    let creator = project.given().creator().await;
    let authorization = format!("Bearer {}", project.token_for(&creator).build());
    let mut function = FunctionProcess::start(env!("CARGO_BIN_EXE_channel"), settings).await;
    assert!(function.starts().await);

    let mut keys = Vec::new();
    for (path, body) in [
        ("create", json!({ "title": "Kanal", "slug": "ayse" })),
        ("ingress", json!({ "action": "rotate" })),
        ("ingress", json!({ "action": "show" })),
        ("toggle-active", json!({ "active": true })),
    ] {
        let path = format!("/api/live/{path}");
        let event = http_event("POST", &path, &authorization, "application/json", &body.to_string());
        let reply = function.invoke(event.to_string()).await.unwrap();
        let body: Value = serde_json::from_str(reply["body"].as_str().unwrap()).unwrap();
        assert_eq!(reply["statusCode"], 200, "{body}");
        keys.extend(body["streamKey"].as_str().map(str::to_owned));
    }
    let output = function.terminate().await;
    let log = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    assert!(keys.len() == 3 && log.contains("ingress"), "{log}");
    for key in keys {
        assert!(!log.contains(&key), "{log}");
    }
}
