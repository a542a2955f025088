//! The local stack's stand-in for EventBridge: invokes functions every minute, with the event that a schedule sends.

use std::time::Duration;

use http::Request;
use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, timeout};

use crate::clock::{new_id, now};
use crate::functions::Routes;
use crate::http_client::HttpClient;
use crate::{Error, Result};

/// Where a sweep is asked for over HTTP; what answers there is what is invoked.
const SWEEPER: &str = "/functions/v1/sweeper";
/// Where pushes and mails are.
const NOTIFIER: &str = "/functions/v1/notifier";
/// Where Stripe is asked about payments. AWS does so every five minutes.
const RECONCILIATION: &str = "/functions/v1/reconcile-payments";
/// How long an invocation is waited for. It takes up to a minute; the answer never comes if the function is built anew
/// meanwhile.
const PATIENCE: Duration = Duration::from_secs(90);

/// What is invoked here: the sweeper, the reconciliation of payments, and the notifier if it is to send pushes or mails.
pub fn due() -> Vec<&'static str> {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if is_set("PUSH_PROVIDER") || is_set("MAIL_FROM") {
        vec![SWEEPER, RECONCILIATION, NOTIFIER]
    } else {
        vec![SWEEPER, RECONCILIATION]
    }
}

/// Invokes those of them that there are, until the stack ends, through the invoke API of `cargo lambda watch` at `base`;
/// whether or not the last invocation has ended. What comes of one is in the functions' log; what it could not do, the
/// next makes up for.
pub async fn run(routes: Routes, base: String, due: Vec<&'static str>) -> Result<()> {
    let urls: Vec<String> = due
        .iter()
        .filter_map(|path| routes.function_of(path))
        .map(|function| format!("{base}/2015-03-31/functions/{function}/invocations"))
        .collect();
    let client = HttpClient::new();
    let mut minutes = interval(Duration::from_mins(1));
    minutes.set_missed_tick_behavior(MissedTickBehavior::Skip);
    let mut invocations = JoinSet::new();
    loop {
        minutes.tick().await;
        while invocations.try_join_next().is_some() {}
        for url in &urls {
            let request = Request::post(url)
                .header("content-type", "application/json")
                .body(scheduled_event().to_string().into())
                .map_err(|error| Error::Http { what: url.clone(), reason: error.to_string() })?;
            let client = client.clone();
            invocations.spawn(async move {
                let _ = timeout(PATIENCE, client.fetch(request)).await;
            });
        }
    }
}

/// What EventBridge sends when a rule's time has come.
pub fn scheduled_event() -> Value {
    let now = now();
    let second = now.replace_nanosecond(0).unwrap_or(now);
    json!({
        "version": "0",
        "id": new_id(),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": "000000000000",
        "time": second.format(&Rfc3339).unwrap_or_default(),
        "region": "eu-central-1",
        "resources": ["arn:aws:events:eu-central-1:000000000000:rule/every-minute"],
        "detail": {},
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::functions::parse_routes;
    use axum::Router;
    use tokio::net::TcpListener;
    use tokio::sync::mpsc;

    /// A `cargo lambda watch` that tells what it is asked.
    async fn lambda() -> (String, mpsc::UnboundedReceiver<(String, Value)>) {
        let (tell, asked) = mpsc::unbounded_channel();
        let invoked = async move |uri: http::Uri, axum::Json(event): axum::Json<Value>| {
            tell.send((uri.path().to_owned(), event)).unwrap();
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, Router::new().fallback(invoked)).await.unwrap() });
        (base, asked)
    }

    #[tokio::test]
    async fn the_functions_behind_the_routes_are_invoked_with_a_schedules_event() {
        let (base, mut asked) = lambda().await;
        let routes = parse_routes(&json!({ SWEEPER: "janitor", NOTIFIER: "courier" }));
        let schedule = tokio::spawn(run(routes, base, vec![SWEEPER, NOTIFIER]));

        let mut paths = Vec::new();
        for _ in 0..2 {
            let (path, event) = asked.recv().await.unwrap();
            assert_eq!((&event["source"], &event["detail-type"]), (&json!("aws.events"), &json!("Scheduled Event")));
            assert!(event.get("requestContext").is_none(), "that would make it an HTTP request: {event}");
            paths.push(path);
        }
        paths.sort();
        let of = |name: &str| format!("/2015-03-31/functions/{name}/invocations");
        assert_eq!(paths, [of("courier"), of("janitor")]);
        schedule.abort();
    }

    #[tokio::test]
    async fn what_has_no_route_is_not_invoked() {
        let (base, mut asked) = lambda().await;
        let routes = parse_routes(&json!({ "/functions/v1/token": "token", NOTIFIER: "courier" }));
        let schedule = run(routes, base, vec![SWEEPER]);
        tokio::select! {
            _ = schedule => panic!("the schedule ended"),
            _ = asked.recv() => panic!("something was invoked"),
            () = tokio::time::sleep(Duration::from_millis(200)) => {}
        }
    }
}
