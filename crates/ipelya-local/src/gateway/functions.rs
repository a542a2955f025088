//! The functions behind the gateway: each route leads to its function, in turn; a name that no function answers to is
//! refused as the functions themselves refuse.

#[cfg(test)]
mod tests;

use super::{Gateway, forward};
use crate::clock::new_id;
use crate::functions::Routes;
use crate::http_client::HttpClient;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use ipelya_core::api::reply::{HEADERS, REQUEST_ID, refused};
use ipelya_core::{Language, Refusal};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// How many requests `cargo lambda watch` is given for one function. Its queue of a function holds 100; one more, and
/// it waits for room while holding the lock by which every queue is emptied, for good. Half are kept for what does not
/// pass here, like the schedule's invocations, and for what was given up on and may still stand in the queue.
const PLACES: usize = 50;
/// How long a request keeps its place without an answer, which will not come once its process has ended: as long as an
/// invocation may take on Lambda.
const LONGEST: Duration = Duration::from_mins(15);
/// The largest request, in bytes: API Gateway's. Functions have smaller limits of their own.
const LARGEST: usize = 10 * 1024 * 1024;

/// The functions, each with its queue.
#[derive(Debug)]
pub struct Functions {
    routes: Routes,
    queues: BTreeMap<String, Queue>,
}

impl Functions {
    /// The functions of `routes`, run by `cargo lambda watch` at `base`.
    pub fn new(base: &str, routes: Routes) -> Self {
        let queues = routes.iter().map(|(_, function)| (function.to_owned(), Queue::new(base, PLACES))).collect();
        Self { routes, queues }
    }

    /// Each path and the queue of the function it leads to.
    fn queues(&self) -> impl Iterator<Item = (&str, &Queue)> {
        self.routes.iter().filter_map(|(path, function)| Some((path, self.queues.get(function)?)))
    }
}

/// Every function's routes, and the refusal of whatever else is asked for below `/functions/v1` and `/api`.
pub(super) fn routes(functions: Option<&Functions>) -> Router<Arc<Gateway>> {
    let router = Router::new()
        .route("/functions/v1", any(unknown))
        .route("/functions/v1/", any(unknown))
        .route("/functions/v1/{*name}", any(unknown))
        .route("/api/{*name}", any(unknown));
    functions.into_iter().flat_map(Functions::queues).fold(router, |router, (path, queue)| {
        let queue = queue.clone();
        let pass =
            async move |State(gateway): State<Arc<Gateway>>, request: Request| queue.pass(&gateway.http, request).await;
        router.route(path, any(pass))
    })
}

/// Who waits for one function: whoever came first is next, for as long as they wait.
#[derive(Debug, Clone)]
struct Queue {
    base: String,
    places: Arc<Semaphore>,
}

impl Queue {
    fn new(base: &str, places: usize) -> Self {
        Self { base: base.to_owned(), places: Arc::new(Semaphore::new(places)) }
    }

    async fn pass(&self, client: &HttpClient, request: Request) -> Response {
        let (mut parts, body) = request.into_parts();
        // As long as there is something to read from a client, nobody would notice that they are gone.
        let Ok(body) = to_bytes(body, LARGEST).await else {
            return refuse(&Refusal::BodyTooLarge, &parts.headers);
        };
        if let Err(refusal) = make_text(&mut parts.headers, &body) {
            return refuse(&refusal, &parts.headers);
        }
        // Dropped when the client goes, and their turn with it.
        let Ok(place) = Arc::clone(&self.places).acquire_owned().await else {
            return refuse(&Refusal::Internal, &parts.headers);
        };
        // From here on it goes on without the client: what was handed over cannot be taken back, so it keeps its place.
        let (client, base) = (client.clone(), self.base.clone());
        let answered = tokio::spawn(async move {
            let path = parts.uri.path_and_query().map_or("/", http::uri::PathAndQuery::as_str).to_owned();
            let request = Request::from_parts(parts, Body::from(body));
            let reply = timeout(LONGEST, forward(&client, &base, &path, request)).await;
            drop(place);
            reply
        });
        match answered.await {
            Ok(Ok(reply)) => reply,
            Ok(Err(_)) | Err(_) => {
                (StatusCode::GATEWAY_TIMEOUT, axum::Json(json!({ "message": "the function gave no answer" })))
                    .into_response()
            }
        }
    }
}

/// `cargo lambda watch` fails on headers that are no visible ASCII, and on bodies that are no UTF-8 but are offered as
/// JSON or text. Lambda hands them over: a function refuses the body, refuses or ignores the header.
fn make_text(headers: &mut HeaderMap, body: &[u8]) -> Result<(), Refusal> {
    let is_text = |value: &HeaderValue| value.to_str().is_ok();
    if headers.get("idempotency-key").is_some_and(|key| !is_text(key)) {
        return Err(Refusal::InvalidIdempotencyKey);
    }
    let unread = headers.iter().filter(|(_, value)| !is_text(value)).map(|(name, _)| name.clone());
    for name in unread.collect::<Vec<_>>() {
        headers.remove(name);
    }
    if std::str::from_utf8(body).is_err() { Err(Refusal::MalformedBody) } else { Ok(()) }
}

async fn unknown(method: Method, headers: HeaderMap) -> Response {
    if method == Method::OPTIONS {
        return reply(StatusCode::OK, Map::from_iter([("success".to_owned(), true.into())]), &new_id().to_string());
    }
    refuse(&Refusal::FunctionNotFound, &headers)
}

fn refuse(refusal: &Refusal, asked: &HeaderMap) -> Response {
    let wanted = asked.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let request_id = new_id().to_string();
    let body = refused(refusal, Language::wanted_by(wanted), &request_id);
    let status = StatusCode::from_u16(refusal.row().status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    reply(status, body, &request_id)
}

fn reply(status: StatusCode, body: Map<String, Value>, request_id: &str) -> Response {
    (status, HEADERS, [(REQUEST_ID, request_id)], Value::Object(body).to_string()).into_response()
}
