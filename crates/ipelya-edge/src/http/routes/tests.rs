use ipelya_core::{CallId, Caller, SessionId};
use lambda_http::Body;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::*;
use crate::auth::Reporter;
use crate::clock::Clock;
use crate::http::idempotency::{IdempotencyKey, Replayable};
use crate::settings::Settings;

const KEY: &str = "the-service-role-key";
const AGENT_SECRET: &str = "a-secret-for-the-reports-of-agents";
const ID: &str = "6f1c1f0e-5b1f-4c55-9d5e-0f6c3e7f5f10";

#[derive(Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
struct Terminate {
    session_id: SessionId,
    reason: Option<String>,
}

#[derive(Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
struct History {
    call_id: Option<CallId>,
    limit: Option<u16>,
}

#[derive(Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
struct Said {
    said: String,
}

async fn terminate(_: &Context, request: Terminate) -> Result<Said, Refusal> {
    Ok(Said { said: format!("terminate {} {:?}", request.session_id, request.reason) })
}

async fn history(_: &Context, request: History) -> Result<Said, Refusal> {
    Ok(Said { said: format!("history {:?} {:?}", request.call_id.map(|id| id.to_string()), request.limit) })
}

async fn livekit_token(_: &Context, _: History) -> Result<Said, Refusal> {
    Ok(Said { said: "token".to_owned() })
}

async fn transcript(_: &Context, by: &Reporter, request: Terminate) -> Result<Said, Refusal> {
    Ok(Said { said: format!("{} of {}: {}", by.agent_id, by.call_id, request.reason.unwrap_or_default().len()) })
}

fn routes() -> Routes {
    Routes::new()
        .service("join-live-session", livekit_token)
        .service("POST /functions/v1/live-ops/sessions/{sessionId}/terminate", terminate)
        .service("GET /api/voice/history", history)
        .service("DELETE /api/voice/history", history)
        .service("POST /api/live/token", livekit_token)
}

/// What the routes answer: status, what is said or the error's code, and the methods they allow.
async fn ask(method: &str, path: &str, body: &str) -> (u16, Value, Option<String>) {
    ask_through(("$default", "$default"), method, path, body).await
}

/// The same, through an API Gateway that has found this route on this stage.
async fn ask_through(
    (stage, route): (&str, &str),
    method: &str,
    path: &str,
    body: &str,
) -> (u16, Value, Option<String>) {
    answer(&routes(), KEY, (stage, route), method, path, body).await
}

/// What these routes answer whoever bears this key.
async fn answer(
    routes: &Routes,
    key: &str,
    (stage, route): (&str, &str),
    method: &str,
    path: &str,
    body: &str,
) -> (u16, Value, Option<String>) {
    let setting = |name: &str| {
        Some(match name {
            "SUPABASE_URL" => "http://127.0.0.1:1".to_owned(),
            "SUPABASE_SERVICE_ROLE_KEY" => KEY.to_owned(),
            "LIVEKIT_URL" => "ws://127.0.0.1:1".to_owned(),
            "AGENT_TOKEN_SECRET" => AGENT_SECRET.to_owned(),
            "AGENT_REPORT_URL" => "https://api.example/api/voice/transcript".to_owned(),
            "LIVEKIT_API_KEY" | "LIVEKIT_API_SECRET" => "a-key-that-is-long-enough-for-anything".to_owned(),
            _ => return None,
        })
    };
    let cx = Context::new(&Settings::from_source(setting).unwrap(), Clock::system()).unwrap();
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let event = json!({
        "version": "2.0", "routeKey": route, "rawPath": path, "rawQueryString": query,
        "headers": { "authorization": format!("Bearer {key}") },
        "requestContext": {
            "http": { "method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1", "userAgent": "" },
            "stage": stage, "requestId": "test", "routeKey": route, "timeEpoch": 0,
        },
        "body": body, "isBase64Encoded": false,
    });
    let request = lambda_http::request::from_str(&event.to_string()).unwrap();
    let response = routes.handle(&cx, request).await;
    let allowed = response.headers().get("allow").map(|value| value.to_str().unwrap().to_owned());
    let Body::Text(text) = response.body() else { panic!("not a text") };
    let reply: Value = serde_json::from_str(text).unwrap();
    let told = reply.get("said").or_else(|| reply.get("errorCode")).cloned().unwrap_or_default();
    (response.status().as_u16(), told, allowed)
}

#[test]
fn signing_keys_are_for_functions_that_users_call() {
    async fn of_a_user(_: &Context, _: &Caller, _: History) -> Result<Said, Refusal> {
        Ok(Said { said: "yours".to_owned() })
    }
    async fn once(_: &Context, _: &Caller, _: IdempotencyKey, _: History) -> Result<Replayable<Said>, Refusal> {
        Ok(Replayable { reply: Said { said: "yours, once".to_owned() }, replayed: false })
    }

    assert!(!routes().has_users());
    assert!(routes().user("call-history", of_a_user).has_users());
    assert!(routes().idempotent("create-call", once).has_users());
}

#[tokio::test]
async fn functions_by_name_and_by_path_live_side_by_side() {
    for (method, path, body, said) in [
        ("POST", "/functions/v1/join-live-session", "{}", "token".to_owned()),
        ("POST", "/functions/v1/join-live-session/", "", "token".to_owned()),
        ("POST", "/api/live/token", "{}", "token".to_owned()),
        (
            "POST",
            &format!("/functions/v1/live-ops/sessions/{ID}/terminate"),
            r#"{"reason":"spam","sessionId":"not this one"}"#,
            format!("terminate {ID} Some(\"spam\")"),
        ),
        ("GET", &format!("/api/voice/history?limit=20&callId={ID}"), "", format!("history Some(\"{ID}\") Some(20)")),
        ("GET", "/api/voice/history", "", "history None None".to_owned()),
        ("DELETE", "/api/voice/history", r#"{"limit":3}"#, "history None Some(3)".to_owned()),
    ] {
        assert_eq!(ask(method, path, body).await, (200, json!(said), None), "{method} {path}");
    }
}

#[tokio::test]
async fn what_api_gateway_puts_before_a_path_is_no_part_of_it() {
    let terminate = format!("/functions/v1/live-ops/sessions/{ID}/terminate");
    for (stage, route, path) in [
        ("prod", "$default", "/prod/functions/v1/join-live-session"),
        ("prod", "ANY /functions/v1/join-live-session", "/prod/functions/v1/join-live-session"),
        // the base path of a custom domain, which no event names
        ("$default", "ANY /functions/v1/join-live-session", "/live/functions/v1/join-live-session/"),
        ("$default", "ANY /functions/v1/live-ops/{proxy+}", &format!("/a/b{terminate}")),
    ] {
        let (status, said, _) = ask_through((stage, route), "POST", path, "{}").await;
        assert_eq!(status, 200, "{said} for {path}");
    }
    for (stage, route, path) in [
        ("$default", "$default", "/prod/functions/v1/join-live-session"),
        ("prod", "$default", "/produce/functions/v1/join-live-session"),
        ("prod", "ANY /functions/v1/end-live-session", "/live/functions/v1/join-live-session"),
    ] {
        let answer = ask_through((stage, route), "POST", path, "{}").await;
        assert_eq!(answer, (404, json!("FUNCTION_NOT_FOUND"), None), "{path}");
    }
}

#[test]
fn a_function_has_an_id_without_slashes() {
    let ids: Vec<String> = routes().iter().map(Route::id).collect();
    let expected = [
        "join-live-session",
        "live-ops-sessions-sessionId-terminate",
        "api-voice-history.get",
        "api-voice-history.delete",
        "api-live-token",
    ];
    assert_eq!(ids, expected);
    let found = routes();
    let at = |method, path: &str| found.at(method, path).map(Route::id);
    assert_eq!(at("DELETE", "/api/voice/history").as_deref(), Some("api-voice-history.delete"));
    assert_eq!(at("PUT", "/api/voice/history"), None);
}

#[tokio::test]
async fn another_path_is_no_function_and_another_method_not_allowed() {
    for path in ["/", "/functions/v1/", "/functions/v1/other", "/join-live-session", "/api/voice", "/x/api/live/token"]
    {
        assert_eq!(ask("POST", path, "{}").await, (404, json!("FUNCTION_NOT_FOUND"), None), "{path}");
    }
    for (method, path, allowed) in [
        ("GET", "/functions/v1/join-live-session", "POST, OPTIONS"),
        ("POST", "/api/voice/history", "GET, DELETE, OPTIONS"),
    ] {
        let refused = (405, json!("METHOD_NOT_ALLOWED"), Some(allowed.to_owned()));
        assert_eq!(ask(method, path, "{}").await, refused, "{method} {path}");
    }
}

#[tokio::test]
async fn what_a_path_escapes_is_read_as_what_it_stands_for() {
    let escaped = ID.replace('-', "%2D");
    let path = format!("/functions/v1/live-ops/sessions/{escaped}/terminate");
    assert_eq!(ask("POST", &path, "{}").await, (200, json!(format!("terminate {ID} None")), None));
}

#[tokio::test]
async fn what_does_not_fit_in_a_path_or_a_query_is_refused() {
    let path = "/functions/v1/live-ops/sessions/42/terminate";
    assert_eq!(ask("POST", path, "{}").await, (400, json!("INVALID_FIELD"), None));
    assert_eq!(ask("GET", "/api/voice/history?limit=-1", "").await, (400, json!("INVALID_FIELD"), None));
}

#[tokio::test]
async fn an_agent_reports_of_its_call_in_a_body_of_256_kib() {
    let routes = Routes::new().reporter("POST /api/voice/transcript", transcript);
    assert!(!routes.has_users());
    let claims = json!({ "sub": ID, "jti": ID, "aud": "voice-transcript", "iat": 0, "exp": 4_000_000_000_i64 });
    crate::auth::crypto::install();
    let header = jsonwebtoken::Header::new(jsonwebtoken::Algorithm::HS256);
    let secret = jsonwebtoken::EncodingKey::from_secret(AGENT_SECRET.as_bytes());
    let token = jsonwebtoken::encode(&header, &claims, &secret).unwrap();
    let report = async |bearer: &str, length: usize| {
        let body = json!({ "sessionId": ID, "reason": "a".repeat(length) }).to_string();
        let body = if length == 0 { "{}".to_owned() } else { body };
        answer(&routes, bearer, ("$default", "$default"), "POST", "/api/voice/transcript", &body).await
    };
    let around = json!({ "sessionId": ID, "reason": "" }).to_string().len();
    let most = 256 * 1024 - around;
    assert_eq!(report(&token, most).await, (200, json!(format!("{ID} of {ID}: {most}")), None));
    assert_eq!(report(&token, most + 1).await, (413, json!("BODY_TOO_LARGE"), None));
    for bearer in [KEY, "", "a.b.c"] {
        assert_eq!(report(bearer, 1).await, (401, json!("UNAUTHORIZED"), None), "{bearer}");
    }
    assert_eq!(report(&token, 0).await, (400, json!("INVALID_FIELD"), None));
    let elsewhere = json!({ "reason": "a".repeat(64 * 1024) }).to_string();
    assert_eq!(ask("POST", "/api/live/token", &elsewhere).await.0, 413, "others have 64 KiB");
}
