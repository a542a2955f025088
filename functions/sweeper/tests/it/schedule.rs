//! The real binary, called as Lambda calls it: by EventBridge's schedule and by API Gateway.

use ipelya_test::{FunctionProcess, LiveSession, Mode, http_event};
use serde_json::{Value, json};

use crate::support::{hears_of, let_in_long_ago, on_air};

async fn function(live: &LiveSession) -> FunctionProcess {
    let away = [("IPELYA_SWEEP_AWAY_EVERY_SECONDS", "1"), ("IPELYA_SWEEP_AWAY_FOR_SECONDS", "3")];
    let away = away.map(|(name, value)| (name.to_owned(), value.to_owned()));
    FunctionProcess::start(env!("CARGO_BIN_EXE_sweeper"), live.project.env().into_iter().chain(away)).await
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
    http_event("POST", "/functions/v1/sweeper", &format!("Bearer {key}"), "application/json", "{}")
}

#[tokio::test]
async fn a_scheduled_event_sweeps_and_a_request_is_still_a_request() {
    let live = on_air().await;
    let viewer = let_in_long_ago(&live, "viewer").await;
    hears_of(&live, &viewer, "PA_gone", 90).await;
    let key = live.api.setting("SUPABASE_SERVICE_ROLE_KEY");
    let function = function(&live).await;

    let swept = function.invoke(scheduled().to_string()).await.unwrap();
    assert_eq!(swept["left"], 1, "{swept}");
    assert_eq!(live.stay("PA_gone").await, json!([false, "SWEPT"]));

    for (key, status) in [("no key", 401), (&key, 200)] {
        let reply = function.invoke(requested(key).to_string()).await.unwrap();
        assert_eq!(reply["statusCode"], status, "{reply}");
        let body: Value = serde_json::from_str(reply["body"].as_str().unwrap()).unwrap();
        assert_eq!(body["success"], json!(status == 200));
        assert!(reply["headers"]["x-request-id"].as_str().unwrap().starts_with("request-"), "Lambda's own id");
    }
    // EventBridge Scheduler sends what it is told to; nothing at all is a sweep too
    let swept = function.invoke("{}").await.unwrap();
    assert_eq!(swept["left"], 0, "{swept}");
}

#[tokio::test]
async fn a_scheduled_sweep_goes_on_asking_about_an_absent_host_until_the_next_one() {
    let live = on_air().await;
    live.project.given().setting("host_grace_seconds", 1).await;
    hears_of(&live, &live.host, "PA_gone", 90).await;

    let swept = function(&live).await.invoke(scheduled().to_string()).await.unwrap();

    // the sweep itself only found that the host had gone
    assert_eq!((&swept["left"], &swept["ended"]), (&json!(1), &json!(0)), "{swept}");
    assert_eq!(live.status().await, json!(["ended", "host_timeout", false]));
}

#[tokio::test]
async fn a_scheduled_sweep_ticks_where_nothing_else_does() {
    let live = on_air().await;
    // nothing ticks a test's database
    let overdue = "update public.live_sessions set max_ends_at = now() - interval '1 s' where id = $1";
    live.project.execute(overdue, &[&live.session.id]).await;

    function(&live).await.invoke(scheduled().to_string()).await.unwrap();

    assert_eq!(live.status().await, json!(["ended", "max_duration_reached", false]));
    let ran = "select to_jsonb(ran_at > now() - interval '1 min') from public.live_tick_runs";
    assert_eq!(live.project.value(ran, &[]).await, json!(true));
}

#[tokio::test]
async fn a_scheduled_sweep_that_cannot_be_done_fails_its_invocation() {
    let live = on_air().await;
    live.project.rest().set_mode(Mode::Status(503));

    let error = function(&live).await.invoke(scheduled().to_string()).await.unwrap_err();

    assert_eq!(error["errorMessage"], "SERVICE_UNAVAILABLE", "{error}");
}
