//! Every function's binary as Lambda runs it: it starts, answers at each of its routes and nowhere else, and ends.
//!
//! What is tried are the binaries that `cargo test` has built, or those of `make build` where `IPELYA_BINARIES` names their
//! folder (`make binaries`).

use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ipelya_edge::http::routes::Route;
use ipelya_openapi::groups;
use ipelya_test::{FunctionProcess, http_event};
use serde_json::{Value, json};

const SETTINGS: [(&str, &str); 5] = [
    ("SUPABASE_URL", "http://127.0.0.1:1"),
    ("SUPABASE_SERVICE_ROLE_KEY", "service-key"),
    ("LIVEKIT_URL", "ws://127.0.0.1:1"),
    ("LIVEKIT_API_KEY", "key"),
    ("LIVEKIT_API_SECRET", "secret-of-livekit"),
];

/// The binary of a function.
fn binary(function: &str) -> PathBuf {
    let path = match std::env::var_os("IPELYA_BINARIES") {
        Some(folder) => Path::new(&folder).join(function).join("bootstrap"),
        // this test stands in target/debug/deps
        None => std::env::current_exe().unwrap().parent().unwrap().with_file_name(function),
    };
    assert!(path.exists(), "{} is not there: `cargo build --bin {function}` builds it", path.display());
    path
}

/// How API Gateway says one and the same thing, as AWS documents version 2.0 of its events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// As it is on the default stage.
    Plain,
    /// On a stage of its own name, which stands before the path.
    Stage,
    /// Below the base path of a custom domain.
    BasePath,
    /// With a body that it took for binary.
    Base64,
    /// With headers that came more than once, joined by commas, and with cookies.
    Doubled,
}

const WAYS: [Way; 5] = [Way::Plain, Way::Stage, Way::BasePath, Way::Base64, Way::Doubled];

/// The event of a request without a sign-in, through the route of infra/template.yaml that leads there.
fn event(method: &str, path: &str, way: Way) -> Value {
    let body = if method == "GET" { "" } else { "{}" };
    let mut event = http_event(method, path, "Bearer nobody", "application/json", body);
    let route = match path.strip_prefix("/functions/v1/live-ops/") {
        Some(_) => "ANY /functions/v1/live-ops/{proxy+}".to_owned(),
        None => format!("ANY {path}"),
    };
    event["routeKey"] = json!(route);
    event["requestContext"]["routeKey"] = json!(route);
    match way {
        Way::Plain => {}
        Way::Stage => {
            event["requestContext"]["stage"] = json!("prod");
            at(&mut event, &format!("/prod{path}"));
        }
        Way::BasePath => at(&mut event, &format!("/live{path}")),
        Way::Base64 => {
            event["body"] = json!(STANDARD.encode(body));
            event["isBase64Encoded"] = json!(true);
        }
        Way::Doubled => {
            event["headers"]["accept-language"] = json!("tr-TR,tr;q=0.9,en;q=0.8");
            event["headers"]["x-forwarded-for"] = json!("203.0.113.7, 198.51.100.1");
            event["cookies"] = json!(["a=1", "b=2"]);
        }
    }
    event
}

fn at(event: &mut Value, path: &str) {
    event["rawPath"] = json!(path);
    event["requestContext"]["http"]["path"] = json!(path);
}

/// Status and envelope of the reply; a page has none.
async fn ask(function: &FunctionProcess, event: Value) -> (u64, Value) {
    let reply = function.invoke(event.to_string()).await.unwrap();
    assert!(reply["headers"]["x-request-id"].is_string(), "a reply of ours: {reply}");
    let is_page = reply["headers"]["content-type"] == "text/html; charset=utf-8";
    let body = if is_page { "{\"success\":true}" } else { reply["body"].as_str().unwrap() };
    (reply["statusCode"].as_u64().unwrap(), serde_json::from_str(body).unwrap())
}

/// A path of a route, with something for each part that may be anything.
fn concrete(route: &Route) -> String {
    let anything = "00000000-0000-4000-8000-000000000000";
    let parts = route.path().split('/').map(|part| if part.starts_with('{') { anything } else { part });
    parts.collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn every_binary_answers_at_each_of_its_routes_in_each_way_and_nowhere_else_and_ends_when_told_to() {
    for (name, routes) in groups() {
        let function = FunctionProcess::start(binary(name), SETTINGS).await;
        for route in routes.iter() {
            for way in WAYS {
                let (status, reply) = ask(&function, event(route.method().as_str(), &concrete(route), way)).await;
                // without a sign-in, and with no database behind it
                let expected = match route.id().as_str() {
                    "livekit-webhook.get"
                    | "recording-webhook.get"
                    | "voice-webhook.get"
                    | "api-voice-webhook.get"
                    | "api-live-stripe-webhook.get"
                    | "api-live-unsubscribe-token.get" => (200, Value::Null),
                    // open to everybody
                    "api-live-search"
                    | "api-live-popular"
                    | "api-live-channels-slug.get"
                    | "api-live-unsubscribe-token" => (503, json!("SERVICE_UNAVAILABLE")),
                    "live-ops-health.get" => (503, json!("DEGRADED")),
                    _ => (401, json!("UNAUTHORIZED")),
                };
                assert_eq!((status, reply["errorCode"].clone()), expected, "{} {way:?}: {reply}", route.id());
                assert_eq!(reply["success"], json!(status == 200), "{} {way:?}", route.id());
            }
        }
        for (method, path) in [("POST", "/functions/v1/nothing-of-ours"), ("POST", "/"), ("GET", "/functions/v1/")] {
            let (status, reply) = ask(&function, event(method, path, Way::Plain)).await;
            assert_eq!((status, &reply["errorCode"]), (404, &json!("FUNCTION_NOT_FOUND")), "{name} {path}");
        }
        let path = concrete(routes.iter().next().unwrap());
        let (status, reply) = ask(&function, event("PUT", &path, Way::Plain)).await;
        assert_eq!((status, &reply["errorCode"]), (405, &json!("METHOD_NOT_ALLOWED")), "{name} {path}");

        let output = function.terminate().await;
        assert!(output.status.success(), "{name} ended with {}", output.status);
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{name}");
    }
}
