//! A stand-in for Amazon SES that can be told to fail in each of its ways. moto knows SES's shapes and never fails; this
//! one knows its errors, and shows what it was sent.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard};

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use ipelya_local::clock::new_id;
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// What it does with a mail instead of taking it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SesTrouble {
    /// Refuses it with this status, code and sentence.
    Error(u16, &'static str, &'static str),
    /// Takes it, and never answers.
    TakeAndHang,
    /// Never answers.
    Hang,
}

/// Amazon SES, as one test sees it.
#[derive(Debug, Clone)]
pub struct Ses {
    url: String,
    state: Arc<Mutex<Service>>,
}

#[derive(Debug, Default)]
struct Service {
    troubles: VecDeque<SesTrouble>,
    asked: usize,
    taken: Vec<Value>,
}

impl Ses {
    /// Starts one on a free port. It ends with the test.
    pub async fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("a listener has an address"));
        let state = Arc::new(Mutex::new(Service::default()));
        let router = Router::new().route("/v2/email/outbound-emails", post(send)).with_state(Arc::clone(&state));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, state }
    }

    /// Its base URL.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The next mails go wrong, one after the other.
    pub fn trouble(&self, troubles: impl IntoIterator<Item = SesTrouble>) {
        self.service().troubles.extend(troubles);
    }

    /// The mails it took, in order.
    pub fn taken(&self) -> Vec<Value> {
        self.service().taken.clone()
    }

    /// How often it was asked.
    pub fn asked(&self) -> usize {
        self.service().asked
    }

    fn service(&self) -> MutexGuard<'_, Service> {
        self.state.lock().expect("no test panics in here")
    }
}

async fn send(State(state): State<Arc<Mutex<Service>>>, headers: HeaderMap, Json(mail): Json<Value>) -> Response {
    let signature = headers.get("authorization").and_then(|header| header.to_str().ok()).unwrap_or_default();
    let scope = "/eu-central-1/ses/aws4_request, SignedHeaders=content-type;host;x-amz-date";
    assert!(signature.starts_with("AWS4-HMAC-SHA256 Credential=AKIA") && signature.contains(scope), "{signature}");
    let trouble = {
        let mut service = state.lock().expect("no test panics in here");
        service.asked += 1;
        let trouble = service.troubles.pop_front();
        if matches!(trouble, None | Some(SesTrouble::TakeAndHang)) {
            service.taken.push(mail);
        }
        trouble
    };
    match trouble {
        None => Json(json!({ "MessageId": new_id().to_string() })).into_response(),
        Some(SesTrouble::Error(status, code, message)) => {
            let status = StatusCode::from_u16(status).expect("a status");
            (status, [("x-amzn-errortype", format!("{code}:"))], Json(json!({ "message": message }))).into_response()
        }
        Some(SesTrouble::TakeAndHang | SesTrouble::Hang) => std::future::pending().await,
    }
}
