//! A stand-in for Expo's push service, with the phones behind it. It speaks the protocol that Expo documents, limits and
//! errors included, and can be told to fail in each of its ways.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use ipelya_local::clock::new_id;
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// What a message may say, by Expo's documentation and its own client.
const FIELDS: [&str; 19] = [
    "to",
    "title",
    "subtitle",
    "body",
    "data",
    "ttl",
    "expiration",
    "priority",
    "sound",
    "badge",
    "channelId",
    "icon",
    "richContent",
    "categoryId",
    "mutableContent",
    "interruptionLevel",
    "collapseId",
    "tag",
    "_contentAvailable",
];

/// What it does with a request instead of answering it as it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExpoTrouble {
    /// Takes nothing and answers with this status, and this many seconds in `Retry-After`.
    Status(u16, Option<u32>),
    /// Takes the messages, and never answers.
    TakeAndHang,
    /// Takes nothing, and never answers.
    Hang,
}

/// Expo's push service, and the phones it reaches.
#[derive(Debug, Clone)]
pub struct Expo {
    url: String,
    state: Arc<Mutex<Service>>,
}

#[derive(Debug, Default)]
struct Service {
    access_token: Option<String>,
    troubles: VecDeque<ExpoTrouble>,
    ticket_errors: BTreeMap<String, &'static str>,
    receipt_errors: BTreeMap<String, &'static str>,
    projects: BTreeMap<String, &'static str>,
    refused: Option<String>,
    batches: Vec<usize>,
    taken: Vec<Value>,
    receipts: BTreeMap<String, Value>,
    asked: Vec<String>,
}

impl Expo {
    /// Starts one on a free port. It ends with the test.
    pub async fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("a listener has an address"));
        let state = Arc::new(Mutex::new(Service::default()));
        let router = Router::new()
            .route("/--/api/v2/push/send", post(send))
            .route("/--/api/v2/push/getReceipts", post(receipts))
            .with_state(Arc::clone(&state));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, state }
    }

    /// Its base URL.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The next requests go wrong, one after the other.
    pub fn trouble(&self, troubles: impl IntoIterator<Item = ExpoTrouble>) {
        self.service().troubles.extend(troubles);
    }

    /// Takes nothing from whoever does not have this access token.
    pub fn require(&self, access_token: &str) {
        self.service().access_token = Some(access_token.to_owned());
    }

    /// What a message to this phone comes to at once.
    pub fn ticket_error(&self, push_token: &str, error: &'static str) {
        self.service().ticket_errors.insert(push_token.to_owned(), error);
    }

    /// What becomes of a message to this phone later.
    pub fn receipt_error(&self, push_token: &str, error: &'static str) {
        self.service().receipt_errors.insert(push_token.to_owned(), error);
    }

    /// This phone has another app than the others.
    pub fn project(&self, push_token: &str, name: &'static str) {
        self.service().projects.insert(push_token.to_owned(), name);
    }

    /// Refuses every batch with a message to this phone.
    pub fn refuse(&self, push_token: &str) {
        self.service().refused = Some(push_token.to_owned());
    }

    /// Knows nothing yet of what became of this message.
    pub fn forget_receipts(&self) {
        self.service().receipts.clear();
    }

    /// The messages it took, in order.
    pub fn taken(&self) -> Vec<Value> {
        self.service().taken.clone()
    }

    /// How many messages each request had.
    pub fn batches(&self) -> Vec<usize> {
        self.service().batches.clone()
    }

    /// The tickets it was asked about.
    pub fn asked(&self) -> Vec<String> {
        self.service().asked.clone()
    }

    /// The titles that a phone shows: of messages with the same tag and `collapseId` the last.
    pub fn shown(&self, push_token: &str) -> Vec<String> {
        let mut shown: Vec<(String, String)> = Vec::new();
        for message in &self.service().taken {
            if message["to"] == push_token {
                assert_eq!(message["tag"], message["collapseId"], "iOS and Android collapse the same");
                let text = |field: &str| message[field].as_str().expect("text").to_owned();
                shown.retain(|(tag, _)| *tag != text("tag"));
                shown.push((text("tag"), text("title")));
            }
        }
        shown.into_iter().map(|(_, title)| title).collect()
    }

    fn service(&self) -> MutexGuard<'_, Service> {
        self.state.lock().expect("no test panics in here")
    }
}

impl Service {
    fn is_let_in(&self, headers: &HeaderMap) -> bool {
        let sent = headers.get("authorization").and_then(|value| value.to_str().ok());
        self.access_token.as_ref().is_none_or(|token| sent == Some(format!("Bearer {token}").as_str()))
    }

    /// What is wrong with a batch: the error's code, and its details.
    fn wrong(&self, messages: &[Value]) -> Option<(&'static str, Value)> {
        if messages.len() > 100 {
            return Some(("PUSH_TOO_MANY_NOTIFICATIONS", Value::Null));
        }
        let is_valid = |message: &Value| {
            let fields = message.as_object();
            fields.is_some_and(|fields| fields.keys().all(|field| FIELDS.contains(&field.as_str())))
                && message["to"].as_str().is_some_and(|to| {
                    to.starts_with("ExponentPushToken[") && to.ends_with(']') && Some(to) != self.refused.as_deref()
                })
                && message["ttl"].as_u64().is_some()
        };
        if !messages.iter().all(is_valid) {
            return Some(("VALIDATION_ERROR", Value::Null));
        }
        let mut projects: BTreeMap<&str, Vec<&Value>> = BTreeMap::new();
        for message in messages {
            let to = message["to"].as_str().unwrap_or_default();
            projects.entry(self.projects.get(to).unwrap_or(&"@ipelya/app")).or_default().push(&message["to"]);
        }
        (projects.len() > 1).then(|| ("PUSH_TOO_MANY_EXPERIENCE_IDS", json!(projects)))
    }

    fn take(&mut self, messages: &[Value]) -> Vec<Value> {
        let mut tickets = Vec::new();
        for message in messages {
            let to = message["to"].as_str().unwrap_or_default();
            if let Some(error) = self.ticket_errors.get(to) {
                let sentence = format!("\"{to}\" is not well");
                tickets.push(json!({ "status": "error", "message": sentence, "details": { "error": error } }));
                continue;
            }
            let id = new_id().to_string();
            let receipt = match self.receipt_errors.get(to) {
                Some(error) => json!({ "status": "error", "message": to, "details": { "error": error } }),
                None => json!({ "status": "ok" }),
            };
            self.receipts.insert(id.clone(), receipt);
            self.taken.push(message.clone());
            tickets.push(json!({ "status": "ok", "id": id }));
        }
        tickets
    }
}

fn refusal(status: StatusCode, code: &str, details: &Value) -> Response {
    let mut error = json!({ "code": code, "message": "It does not go.", "details": details });
    if let (true, Some(fields)) = (details.is_null(), error.as_object_mut()) {
        fields.remove("details");
    }
    (status, Json(json!({ "errors": [error] }))).into_response()
}

async fn send(
    State(state): State<Arc<Mutex<Service>>>,
    headers: HeaderMap,
    Json(messages): Json<Vec<Value>>,
) -> Response {
    let trouble = {
        let mut service = state.lock().expect("no test panics in here");
        service.batches.push(messages.len());
        service.troubles.pop_front()
    };
    match trouble {
        Some(ExpoTrouble::Status(status, retry_after)) => {
            let status = StatusCode::from_u16(status).expect("a status");
            let code = if status == 429 { "TOO_MANY_REQUESTS" } else { "INTERNAL_SERVER_ERROR" };
            let mut reply = refusal(status, code, &Value::Null);
            if let Some(seconds) = retry_after {
                reply.headers_mut().insert("retry-after", seconds.into());
            }
            return reply;
        }
        Some(ExpoTrouble::Hang) => return std::future::pending().await,
        Some(ExpoTrouble::TakeAndHang) => {
            state.lock().expect("no test panics in here").take(&messages);
            return std::future::pending().await;
        }
        None => {}
    }
    let mut service = state.lock().expect("no test panics in here");
    if !service.is_let_in(&headers) {
        return refusal(StatusCode::UNAUTHORIZED, "UNAUTHORIZED", &Value::Null);
    }
    if let Some((code, details)) = service.wrong(&messages) {
        return refusal(StatusCode::BAD_REQUEST, code, &details);
    }
    Json(json!({ "data": service.take(&messages) })).into_response()
}

async fn receipts(
    State(state): State<Arc<Mutex<Service>>>,
    headers: HeaderMap,
    Json(request): Json<BTreeMap<String, Vec<String>>>,
) -> Response {
    let mut service = state.lock().expect("no test panics in here");
    let ids = request.get("ids").cloned().unwrap_or_default();
    if !service.is_let_in(&headers) {
        return refusal(StatusCode::UNAUTHORIZED, "UNAUTHORIZED", &Value::Null);
    }
    if ids.len() > 1000 {
        return refusal(StatusCode::BAD_REQUEST, "PUSH_TOO_MANY_RECEIPTS", &Value::Null);
    }
    service.asked.extend(ids.iter().cloned());
    let known = |id: &String| Some((id.clone(), service.receipts.get(id)?.clone()));
    let data: BTreeMap<String, Value> = ids.iter().filter_map(known).collect();
    Json(json!({ "data": data })).into_response()
}
