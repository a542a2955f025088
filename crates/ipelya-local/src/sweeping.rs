//! The local stack's stand-in for EventBridge: invokes the sweeper every minute, with the event that a schedule sends.

use std::time::Duration;

use http::Request;
use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;
use tokio::time::{MissedTickBehavior, interval, timeout};

use crate::clock::{new_id, now};
use crate::functions::Routes;
use crate::http_client::HttpClient;
use crate::{Error, Result};

/// Where a sweep is asked for over HTTP; what answers there is what is invoked.
const PATH: &str = "/functions/v1/sweeper";
/// How long an invocation is waited for. It takes up to a minute; the answer never comes if the function is built anew
/// meanwhile.
const PATIENCE: Duration = Duration::from_secs(90);

/// Invokes it until the stack ends, if there is a sweeper, through the invoke API of `cargo lambda watch` at `base`. What
/// comes of a sweep is in the functions' log; what one could not do, the next makes up for.
pub async fn run(routes: Routes, base: String) -> Result<()> {
    let Some(function) = routes.function_of(PATH) else {
        return std::future::pending().await;
    };
    let url = format!("{base}/2015-03-31/functions/{function}/invocations");
    let client = HttpClient::new();
    let mut minutes = interval(Duration::from_mins(1));
    minutes.set_missed_tick_behavior(MissedTickBehavior::Skip);
    loop {
        minutes.tick().await;
        let request = Request::post(&url)
            .header("content-type", "application/json")
            .body(scheduled_event().to_string().into())
            .map_err(|error| Error::Http { what: url.clone(), reason: error.to_string() })?;
        let _ = timeout(PATIENCE, client.fetch(request)).await;
    }
}

/// What EventBridge sends when a rule's time has come.
fn scheduled_event() -> Value {
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
        "resources": ["arn:aws:events:eu-central-1:000000000000:rule/sweeper"],
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
    async fn the_function_behind_the_sweepers_route_is_invoked_with_a_schedules_event() {
        let (base, mut asked) = lambda().await;
        let schedule = tokio::spawn(run(parse_routes(&json!({ PATH: "janitor" })), base));

        let (path, event) = asked.recv().await.unwrap();
        assert_eq!(path, "/2015-03-31/functions/janitor/invocations");
        assert_eq!((&event["source"], &event["detail-type"]), (&json!("aws.events"), &json!("Scheduled Event")));
        assert!(event.get("requestContext").is_none(), "that would make it an HTTP request: {event}");
        schedule.abort();
    }

    #[tokio::test]
    async fn without_a_sweeper_nothing_is_invoked() {
        let (base, mut asked) = lambda().await;
        let schedule = run(parse_routes(&json!({ "/functions/v1/token": "token" })), base);
        tokio::select! {
            _ = schedule => panic!("the schedule ended"),
            _ = asked.recv() => panic!("something was invoked"),
            () = tokio::time::sleep(Duration::from_millis(200)) => {}
        }
    }
}
