//! The real binary, called as Lambda calls it: by EventBridge's schedule and by API Gateway.

use std::collections::VecDeque;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use ipelya_test::{LiveSession, Mode};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};
use tokio::sync::mpsc;
use tokio::time::timeout;

use crate::support::{hears_of, let_in_long_ago, on_air};

/// How each invocation ended: `response` or `error`, and with what.
type Outcomes = mpsc::UnboundedReceiver<(String, Value)>;

/// The Lambda Runtime API with these events to hand out, one after the other.
async fn runtime_api(events: impl IntoIterator<Item = Value>) -> (String, Outcomes) {
    let events = Arc::new(Mutex::new(events.into_iter().collect::<VecDeque<Value>>()));
    let (tell, outcomes) = mpsc::unbounded_channel();
    let next = get(move || async move {
        let event = events.lock().unwrap().pop_front();
        let Some(event) = event else { return std::future::pending::<Response>().await };
        let headers = [
            ("lambda-runtime-aws-request-id", "request-1"),
            ("lambda-runtime-deadline-ms", "4102444800000"),
            ("lambda-runtime-invoked-function-arn", "arn:aws:lambda:eu-central-1:1:function:sweeper"),
        ];
        (headers, event.to_string()).into_response()
    });
    let outcome = post(move |Path((_, how)): Path<(String, String)>, body: String| async move {
        tell.send((how, serde_json::from_str(&body).unwrap())).unwrap();
        StatusCode::ACCEPTED
    });
    let router = Router::new()
        .route("/2018-06-01/runtime/invocation/next", next)
        .route("/2018-06-01/runtime/invocation/{id}/{how}", outcome);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    (address, outcomes)
}

fn function(live: &LiveSession, runtime_api: &str) -> Child {
    Command::new(env!("CARGO_BIN_EXE_sweeper"))
        .env_clear()
        .envs(live.project.env())
        .env("AWS_LAMBDA_RUNTIME_API", runtime_api)
        .env("AWS_LAMBDA_FUNCTION_NAME", "sweeper")
        .env("AWS_LAMBDA_FUNCTION_VERSION", "1")
        .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")
        .env("IPELYA_SWEEP_AWAY_EVERY_SECONDS", "1")
        .env("IPELYA_SWEEP_AWAY_FOR_SECONDS", "3")
        .stdout(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap()
}

async fn next(outcomes: &mut Outcomes) -> (String, Value) {
    timeout(Duration::from_secs(30), outcomes.recv()).await.expect("the function answers").unwrap()
}

/// What EventBridge sends every minute.
fn scheduled() -> Value {
    json!({
        "version": "0", "id": "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa", "detail-type": "Scheduled Event",
        "source": "aws.events", "account": "123456789012", "time": "2026-11-21T12:00:00Z", "region": "eu-central-1",
        "resources": ["arn:aws:events:eu-central-1:123456789012:rule/sweep"], "detail": {},
    })
}

fn requested(key: &str) -> Value {
    json!({
        "version": "2.0", "routeKey": "$default", "rawPath": "/functions/v1/sweeper", "rawQueryString": "",
        "headers": { "authorization": format!("Bearer {key}"), "content-type": "application/json" },
        "requestContext": {
            "accountId": "1", "apiId": "api", "domainName": "live.example", "domainPrefix": "live",
            "http": {
                "method": "POST", "path": "/functions/v1/sweeper", "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1",
                "userAgent": "test",
            },
            "requestId": "r", "routeKey": "$default", "stage": "$default", "timeEpoch": 0,
        },
        "body": "{}", "isBase64Encoded": false,
    })
}

#[tokio::test]
async fn a_scheduled_event_sweeps_and_a_request_is_still_a_request() {
    let live = on_air().await;
    let viewer = let_in_long_ago(&live, "viewer").await;
    hears_of(&live, &viewer, "PA_gone", 90).await;
    let key = live.api.setting("SUPABASE_SERVICE_ROLE_KEY");
    // EventBridge Scheduler sends what it is told to; nothing at all is a sweep too
    let events = [scheduled(), requested("no key"), requested(&key), json!({})];
    let (runtime_api, mut outcomes) = runtime_api(events).await;
    let _function = function(&live, &runtime_api);

    let (how, swept) = next(&mut outcomes).await;
    assert_eq!((how.as_str(), &swept["left"]), ("response", &json!(1)), "{swept}");
    assert_eq!(live.stay("PA_gone").await, json!([false, "SWEPT"]));

    for status in [401, 200] {
        let (how, reply) = next(&mut outcomes).await;
        assert_eq!((how.as_str(), &reply["statusCode"]), ("response", &json!(status)), "{reply}");
        let body: Value = serde_json::from_str(reply["body"].as_str().unwrap()).unwrap();
        assert_eq!(body["success"], json!(status == 200));
        assert_eq!(reply["headers"]["x-request-id"], "request-1");
    }
    let (how, swept) = next(&mut outcomes).await;
    assert_eq!((how.as_str(), &swept["left"]), ("response", &json!(0)), "{swept}");
}

#[tokio::test]
async fn a_scheduled_sweep_goes_on_asking_about_an_absent_host_until_the_next_one() {
    let live = on_air().await;
    live.project.given().setting("host_grace_seconds", 1).await;
    hears_of(&live, &live.host, "PA_gone", 90).await;
    let (runtime_api, mut outcomes) = runtime_api([scheduled()]).await;
    let _function = function(&live, &runtime_api);

    let (how, swept) = next(&mut outcomes).await;

    // the sweep itself only found that the host had gone
    assert_eq!((how.as_str(), &swept["left"], &swept["ended"]), ("response", &json!(1), &json!(0)), "{swept}");
    assert_eq!(live.status().await, json!(["ended", "host_timeout", false]));
}

#[tokio::test]
async fn a_scheduled_sweep_ticks_where_nothing_else_does() {
    let live = on_air().await;
    // nothing ticks a test's database
    let overdue = "update public.live_sessions set max_ends_at = now() - interval '1 s' where id = $1";
    live.project.execute(overdue, &[&live.session.id]).await;
    let (runtime_api, mut outcomes) = runtime_api([scheduled()]).await;
    let _function = function(&live, &runtime_api);

    next(&mut outcomes).await;

    assert_eq!(live.status().await, json!(["ended", "max_duration_reached", false]));
    let ran = "select to_jsonb(ran_at > now() - interval '1 min') from public.live_tick_runs";
    assert_eq!(live.project.value(ran, &[]).await, json!(true));
}

#[tokio::test]
async fn a_scheduled_sweep_that_cannot_be_done_fails_its_invocation() {
    let live = on_air().await;
    live.project.rest().set_mode(Mode::Status(503));
    let (runtime_api, mut outcomes) = runtime_api([scheduled()]).await;
    let _function = function(&live, &runtime_api);

    let (how, error) = next(&mut outcomes).await;

    assert_eq!((how.as_str(), &error["errorMessage"]), ("error", &json!("SERVICE_UNAVAILABLE")), "{error}");
}
