//! Where a LiveKit of a test's own posts its webhooks, and a worker what is said in a call.

use super::api::Api;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use serde_json::Value;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::time::{sleep, timeout};

/// Longer than LiveKit waits before its last attempt, and than it takes to miss somebody who vanished.
const PATIENCE: Duration = Duration::from_mins(1);

/// One delivery.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// To which address's path.
    pub path: String,
    /// What was posted.
    pub event: Value,
    /// The status it was answered with.
    pub status: u16,
}

/// An address that is taken and not served yet.
#[derive(Debug)]
pub struct Receiver {
    listener: TcpListener,
}

/// What has come in so far.
#[derive(Debug, Clone, Default)]
pub struct Deliveries(Arc<Mutex<Vec<Delivery>>>);

impl Receiver {
    /// Takes an address.
    pub async fn open() -> Self {
        Self { listener: TcpListener::bind("127.0.0.1:0").await.expect("a free port") }
    }

    /// The address, for [`super::Project::start_reporting_to`].
    pub fn url(&self) -> String {
        self.url_of("/functions/v1/livekit-webhook")
    }

    /// The address of another function, for the setting `AGENT_REPORT_URL`.
    pub fn url_of(&self, path: &str) -> String {
        let address = self.listener.local_addr().expect("a listener has an address");
        format!("http://{address}{path}")
    }

    /// Hands every request on to its function, headers and body as they are, and its answer back.
    pub fn serve(self, api: Arc<Api>) -> Deliveries {
        let deliveries = Deliveries::default();
        let router = Router::new().fallback(deliver).with_state((api, deliveries.clone()));
        tokio::spawn(async move { axum::serve(self.listener, router).await });
        deliveries
    }
}

/// What has come in is carried out, though its sender may be gone before it is answered.
async fn deliver(
    State((api, deliveries)): State<(Arc<Api>, Deliveries)>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    tokio::spawn(carry_out(api, deliveries, uri, headers, body)).await.expect("the function answers")
}

async fn carry_out(api: Arc<Api>, deliveries: Deliveries, uri: Uri, headers: HeaderMap, body: Bytes) -> Response {
    let body = std::str::from_utf8(&body).expect("what is posted is text");
    let mut request = api.ask("POST", uri.path()).raw("", body);
    for (name, value) in &headers {
        request = request.header(name.as_str(), value.to_str().expect("a header is text"));
    }
    let reply = request.send().await;
    let event = serde_json::from_str(body).expect("what is posted is JSON");
    deliveries.lock().push(Delivery { path: uri.path().to_owned(), event, status: reply.status });
    let status = StatusCode::from_u16(reply.status).expect("a status");
    match reply.header("retry-after") {
        Some(seconds) => (status, [("retry-after", seconds.to_owned())]).into_response(),
        None => status.into_response(),
    }
}

impl Deliveries {
    /// All of it.
    pub fn all(&self) -> Vec<Delivery> {
        self.lock().clone()
    }

    /// Waits for a delivery of which this holds.
    pub async fn until(&self, is_it: impl Fn(&Delivery) -> bool) -> Delivery {
        let arrives = async {
            loop {
                if let Some(delivery) = self.all().into_iter().find(&is_it) {
                    return delivery;
                }
                sleep(Duration::from_millis(20)).await;
            }
        };
        timeout(PATIENCE, arrives).await.unwrap_or_else(|_| panic!("it does not come: {:#?}", self.all()))
    }

    /// Waits for an event of this name about somebody's connection.
    pub async fn until_about(&self, name: &str, sid: &str) -> Delivery {
        self.until(|delivery| {
            let sid_told = delivery.event.pointer("/participant/sid").and_then(Value::as_str);
            delivery.event.get("event").and_then(Value::as_str) == Some(name) && sid_told == Some(sid)
        })
        .await
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Delivery>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Delivery {
    /// When LiveKit says that it happened, in whole seconds.
    pub fn second(&self) -> i64 {
        let told = self.event.get("createdAt").and_then(Value::as_str).and_then(|second| second.parse().ok());
        told.expect("an event tells its second")
    }
}
