//! Where a LiveKit of a test's own posts its webhooks.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use ipelya_test::Api;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::time::{sleep, timeout};

/// Longer than LiveKit waits before its last attempt, and than it takes to miss somebody who vanished.
const PATIENCE: Duration = Duration::from_mins(1);

/// One delivery: the event, and the status it was answered with.
#[derive(Debug, Clone)]
pub(crate) struct Delivery {
    pub(crate) event: Value,
    pub(crate) status: u16,
}

/// An address that is taken and not served yet.
pub(crate) struct Receiver {
    listener: TcpListener,
}

/// What has come in so far.
#[derive(Clone, Default)]
pub(crate) struct Deliveries(Arc<Mutex<Vec<Delivery>>>);

impl Receiver {
    pub(crate) async fn open() -> Self {
        Self { listener: TcpListener::bind("127.0.0.1:0").await.unwrap() }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/functions/v1/livekit-webhook", self.listener.local_addr().unwrap())
    }

    /// Hands every request on to the function, headers and body as they are, and its answer back.
    pub(crate) fn serve(self, api: Arc<Api>) -> Deliveries {
        let deliveries = Deliveries::default();
        let router = Router::new().fallback(deliver).with_state((api, deliveries.clone()));
        tokio::spawn(async move { axum::serve(self.listener, router).await });
        deliveries
    }
}

/// What has come in is carried out, though its sender may be gone before it is answered.
async fn deliver(State((api, deliveries)): State<(Arc<Api>, Deliveries)>, headers: HeaderMap, body: Bytes) -> Response {
    tokio::spawn(carry_out(api, deliveries, headers, body)).await.unwrap()
}

async fn carry_out(api: Arc<Api>, deliveries: Deliveries, headers: HeaderMap, body: Bytes) -> Response {
    let body = std::str::from_utf8(&body).unwrap();
    let mut request = api.post("livekit-webhook").raw("", body);
    for (name, value) in &headers {
        request = request.header(name.as_str(), value.to_str().unwrap());
    }
    let reply = request.send().await;
    let event = serde_json::from_str(body).unwrap();
    deliveries.0.lock().unwrap().push(Delivery { event, status: reply.status });
    let status = StatusCode::from_u16(reply.status).unwrap();
    match reply.header("retry-after") {
        Some(seconds) => (status, [("retry-after", seconds.to_owned())]).into_response(),
        None => status.into_response(),
    }
}

impl Deliveries {
    pub(crate) fn all(&self) -> Vec<Delivery> {
        self.0.lock().unwrap().clone()
    }

    /// Waits for a delivery of this event with this status.
    pub(crate) async fn until(&self, is_it: impl Fn(&Delivery) -> bool) -> Delivery {
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
}
