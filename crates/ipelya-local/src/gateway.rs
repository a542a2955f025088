//! One base URL that answers like a Supabase project: `/rest/v1`, `/auth/v1`, `/functions/v1`, `/realtime/v1`,
//! `/storage/v1`; and, as none does, shows the API document.
//!
//! It forwards and signs, and gives a function no more requests at once than it can take; it decides nothing about
//! the product. Like the hosted gateway it wants an API key in front of the database, the auth server and realtime, and
//! none in front of the functions and storage.

mod accounts;
mod auth;
mod caller;
mod claims;
mod cors;
mod demo;
mod front;
mod functions;
mod proxy;
mod realtime;
mod reference;
mod storage;

use crate::Result;
use crate::http_client::HttpClient;
use crate::jwt::{Keys, api_key};
use accounts::Accounts;
use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use axum::serve::ListenerExt;
use http::{HeaderValue, StatusCode, header};
use serde_json::json;
use std::sync::Arc;
use tokio::net::TcpListener;

pub use claims::{Holder, LIFETIME, access_claims};
pub use demo::Demo;
pub use front::{Changes, Front, Guard, Mode};
pub use functions::Functions;
pub use proxy::forward;
pub use realtime::Realtime;
pub use reference::Reference;
pub use storage::Storage;

/// What one gateway stands in front of.
#[derive(Debug)]
pub struct Gateway {
    /// Its own address, which is also the issuer of its tokens.
    pub url: String,
    /// PostgREST's address.
    pub rest: String,
    /// The functions, when any run.
    pub functions: Option<Functions>,
    /// Its signing keys.
    pub keys: Arc<Keys>,
    accounts: Accounts,
    http: HttpClient,
    valid_keys: [String; 2],
}

impl Gateway {
    /// A gateway reachable at `url`, with its accounts in the database at `database_url`.
    pub fn new(
        url: String,
        rest: String,
        functions: Option<Functions>,
        keys: Arc<Keys>,
        database_url: String,
    ) -> Arc<Self> {
        Arc::new(Self {
            url,
            rest,
            functions,
            keys,
            accounts: Accounts::new(database_url),
            http: HttpClient::new(),
            valid_keys: [api_key("anon"), api_key("service_role")],
        })
    }

    /// Its routes.
    pub fn router(self: Arc<Self>) -> Router {
        let keyed = Router::new()
            .route("/rest/v1", any(rest))
            .route("/rest/v1/", any(rest))
            .route("/rest/v1/{*path}", any(rest))
            .merge(auth::keyed_routes())
            .layer(from_fn_with_state(Arc::clone(&self), want_api_key));
        let open = auth::open_routes();
        Router::new()
            .merge(keyed)
            .merge(open)
            .layer(from_fn(cors::answer))
            // Functions answer preflights themselves.
            .merge(functions::routes(self.functions.as_ref()))
            .fallback(|| async { (StatusCode::NOT_FOUND, axum::Json(json!({ "message": "no Route matched" }))) })
            .with_state(self)
    }
}

/// Serves the gateway, with what stands beside it, until the process ends.
pub async fn serve(listener: TcpListener, router: Router) -> Result<()> {
    // A reply's head and body go out apart; without this the body waits 40 ms for the head's acknowledgement.
    let listener = listener.tap_io(|connection| drop(connection.set_nodelay(true)));
    axum::serve(listener, router).await.map_err(crate::Error::io("serving the gateway"))
}

async fn rest(State(gateway): State<Arc<Gateway>>, mut request: Request) -> Response {
    if !request.headers().contains_key(header::AUTHORIZATION) {
        let bearer = request
            .headers()
            .get("apikey")
            .and_then(|key| key.to_str().ok())
            .and_then(|key| HeaderValue::from_str(&format!("Bearer {key}")).ok());
        if let Some(bearer) = bearer {
            request.headers_mut().insert(header::AUTHORIZATION, bearer);
        }
    }
    let path = request.uri().path_and_query().map_or("/", http::uri::PathAndQuery::as_str);
    let path = path.strip_prefix("/rest/v1").unwrap_or(path);
    let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
    forward(&gateway.http, &gateway.rest, &path, request).await
}

async fn want_api_key(State(gateway): State<Arc<Gateway>>, request: Request, next: Next) -> Response {
    let refuse = |message: &str| {
        let hint = "send the anon or service_role key in the `apikey` header";
        (StatusCode::UNAUTHORIZED, axum::Json(json!({ "message": message, "hint": hint }))).into_response()
    };
    match request.headers().get("apikey").map(HeaderValue::as_bytes) {
        None => refuse("No API key found in request"),
        Some(key) if gateway.valid_keys.iter().any(|valid| valid.as_bytes() == key) => next.run(request).await,
        Some(_) => refuse("Invalid API key"),
    }
}
