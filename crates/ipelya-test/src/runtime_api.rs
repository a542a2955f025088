//! A stand-in for the Lambda Runtime API: hands invocations to a function and takes its replies, as the real service
//! does on `127.0.0.1:9001` inside a Lambda sandbox.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::{Mutex as AsyncMutex, Notify, mpsc, oneshot};

/// The running stand-in. Every function under test gets its own.
#[derive(Debug)]
pub(crate) struct RuntimeApi {
    /// `host:port`, for `AWS_LAMBDA_RUNTIME_API`.
    pub(crate) address: String,
    queue: mpsc::UnboundedSender<Invocation>,
    polled: Arc<Notify>,
}

/// What came of an event: a reply, or an error.
type Outcome = Result<Value, Value>;

#[derive(Debug)]
struct Invocation {
    id: String,
    event: Bytes,
    tell: oneshot::Sender<Outcome>,
}

struct Shared {
    queue: AsyncMutex<mpsc::UnboundedReceiver<Invocation>>,
    waiting: Mutex<HashMap<String, oneshot::Sender<Outcome>>>,
    polled: Arc<Notify>,
}

static NEXT_ID: AtomicU64 = AtomicU64::new(1);

impl RuntimeApi {
    /// Listens on a free port of the loopback address.
    pub(crate) async fn start() -> std::io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?.to_string();
        let (queue, receiver) = mpsc::unbounded_channel();
        let polled = Arc::new(Notify::new());
        let shared =
            Shared { queue: AsyncMutex::new(receiver), waiting: Mutex::default(), polled: Arc::clone(&polled) };
        let router = Router::new()
            .route("/2018-06-01/runtime/invocation/next", get(next))
            .route("/2018-06-01/runtime/invocation/{id}/response", post(replied))
            .route("/2018-06-01/runtime/invocation/{id}/error", post(failed))
            .with_state(Arc::new(shared));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Ok(Self { address, queue, polled })
    }

    /// Until the function asks for an event, for the first time after this was called last.
    pub(crate) async fn polled(&self) {
        self.polled.notified().await;
    }

    /// Invokes the function and waits for its reply, or for the error it reports: null, if it is gone.
    pub(crate) async fn invoke(&self, event: Bytes) -> Result<Value, Value> {
        let (tell, told) = oneshot::channel();
        let id = format!("request-{}", NEXT_ID.fetch_add(1, Ordering::Relaxed));
        self.queue.send(Invocation { id, event, tell }).map_err(|_| Value::Null)?;
        told.await.unwrap_or(Err(Value::Null))
    }
}

/// An API Gateway event (payload format 2.0) for one function, from somebody with this `authorization`.
pub fn http_event(method: &str, path: &str, authorization: &str, content_type: &str, body: &str) -> Value {
    json!({
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {
            "authorization": authorization,
            "content-type": content_type,
            "x-client-info": "supabase-js-react-native/2.81.1",
            "host": "live.example",
        },
        "requestContext": {
            "accountId": "0",
            "apiId": "api",
            "domainName": "live.example",
            "http": { "method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1", "userAgent": "test" },
            "requestId": "r",
            "routeKey": "$default",
            "stage": "$default",
            "time": "21/Nov/2026:12:00:00 +0000",
            "timeEpoch": 1_795_262_400_000_u64,
        },
        "body": body,
        "isBase64Encoded": false,
    })
}

async fn next(State(shared): State<Arc<Shared>>) -> Response {
    shared.polled.notify_one();
    let Some(invocation) = shared.queue.lock().await.recv().await else {
        return std::future::pending().await;
    };
    let headers = [
        ("lambda-runtime-aws-request-id", invocation.id.clone()),
        ("lambda-runtime-deadline-ms", "4102444800000".to_owned()),
        ("lambda-runtime-invoked-function-arn", "arn:aws:lambda:local:0:function:function".to_owned()),
        ("lambda-runtime-trace-id", "Root=1-0-0".to_owned()),
        ("content-type", "application/json".to_owned()),
    ];
    shared.waiting.lock().unwrap_or_else(PoisonError::into_inner).insert(invocation.id, invocation.tell);
    (headers, invocation.event).into_response()
}

async fn replied(State(shared): State<Arc<Shared>>, Path(id): Path<String>, body: Bytes) -> StatusCode {
    shared.tell(&id, Ok(read(&body)))
}

async fn failed(State(shared): State<Arc<Shared>>, Path(id): Path<String>, body: Bytes) -> StatusCode {
    shared.tell(&id, Err(read(&body)))
}

fn read(body: &[u8]) -> Value {
    serde_json::from_slice(body).unwrap_or(Value::Null)
}

impl Shared {
    fn tell(&self, id: &str, outcome: Outcome) -> StatusCode {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).remove(id);
        if let Some(tell) = waiting {
            let _ = tell.send(outcome);
        }
        StatusCode::ACCEPTED
    }
}
