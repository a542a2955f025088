//! `/realtime/v1`: a stand-in for Supabase Realtime, for local use and tests, that speaks its protocol to unmodified
//! clients: broadcast, presence, row changes judged as the subscriber, and private channels.
//!
//! The hosted service does these things otherwise:
//! - It limits rates, sizes and numbers of channels, and cuts rows above 1 MB (`Error 413`); this has no limits.
//! - It tells a tracked presence again only if it has changed; this whenever it is tracked.
//! - It names the field that a message over HTTP lacks in an object; this in a sentence.
//! - It lets clients join before replication has begun, so that what is committed right after `SUBSCRIBED` may be
//!   missed until the `system` message; here joining waits for replication.
//! - It combines filters with commas, negates them with `not.`, knows `like`, `is`, `match` and others, and selects
//!   columns; here a filter is one of `eq`, `neq`, `lt`, `lte`, `gt`, `gte`, `in`, and enums sort by their names.
//! - It replays earlier broadcasts, carries binary ones from the database, and closes connections without a heartbeat.
//! - It shows policies the headers of the connection.
//! - When its replication fails it goes on with a gap; this hangs up, and clients join again.
//!
//! Whatever the service, a channel of supabase-js 2.81 whose connection dies before its join is answered stays `joining`
//! for good: the join is repeated without a reference, so that no answer finds it. It has to be made anew.

mod changes;
mod channel;
mod filter;
mod frames;
mod hub;
mod pgoutput;
mod policies;
mod socket;

use super::caller::Caller;
use super::cors;
use crate::jwt::Keys;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{Query, State};
use axum::middleware::from_fn;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use changes::Changes;
use frames::{Content, Version};
use http::{HeaderMap, StatusCode, header};
use hub::{Hub, Topic};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// The realtime service of one database.
#[derive(Debug)]
pub struct Realtime {
    database_url: String,
    keys: Arc<Keys>,
    hub: Arc<Hub>,
    changes: Arc<Changes>,
}

impl Realtime {
    /// A service for the database at `database_url`, as superuser, whose users' tokens `keys` signed.
    pub fn new(database_url: String, keys: Arc<Keys>) -> Arc<Self> {
        let hub = Arc::new(Hub::default());
        let changes = Changes::new(database_url.clone(), Arc::clone(&hub));
        Arc::new(Self { database_url, keys, hub, changes })
    }

    /// Its routes.
    pub fn router(self: Arc<Self>) -> Router {
        Router::new()
            .route("/realtime/v1/websocket", get(connect))
            .route("/realtime/v1/api/broadcast", post(broadcast))
            .layer(from_fn(cors::answer))
            .with_state(self)
    }
}

#[derive(Deserialize)]
struct Connection {
    apikey: Option<String>,
    vsn: Option<String>,
}

async fn connect(
    State(realtime): State<Arc<Realtime>>,
    Query(connection): Query<Connection>,
    upgrade: WebSocketUpgrade,
) -> Response {
    let refuse = |status, error: &str| (status, Json(json!({ "error": error }))).into_response();
    let Some(apikey) = connection.apikey else { return refuse(StatusCode::UNAUTHORIZED, "API key is missing") };
    if let Err(fault) = Caller::of(&realtime.keys, &apikey) {
        return refuse(StatusCode::UNAUTHORIZED, &fault.to_string());
    }
    let version = match connection.vsn.as_deref() {
        None | Some("1.0.0") => Version::V1,
        Some("2.0.0") => Version::V2,
        Some(_) => return refuse(StatusCode::FORBIDDEN, "there is no such version of the serializer"),
    };
    upgrade.on_upgrade(move |socket| socket::converse(realtime, version, apikey, socket))
}

#[derive(Deserialize)]
struct Batch {
    messages: Vec<Sent>,
}

#[derive(Deserialize)]
struct Sent {
    topic: String,
    event: String,
    payload: Map<String, Value>,
    #[serde(default)]
    private: bool,
}

async fn broadcast(State(realtime): State<Arc<Realtime>>, headers: HeaderMap, body: axum::body::Bytes) -> Response {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let bearer = text(header::AUTHORIZATION.as_str()).and_then(|value| value.strip_prefix("Bearer "));
    let token = bearer.filter(|token| !token.starts_with("sb_")).or_else(|| text("apikey")).unwrap_or_default();
    let Ok(caller) = Caller::of(&realtime.keys, token) else {
        return (StatusCode::UNAUTHORIZED, Json(json!({ "message": "Unauthorized" }))).into_response();
    };
    let messages = match serde_json::from_slice(&body) {
        Ok(Batch { messages }) => messages,
        Err(error) => {
            let errors = json!({ "errors": { "messages": [error.to_string()] } });
            return (StatusCode::UNPROCESSABLE_ENTITY, Json(errors)).into_response();
        }
    };
    for Sent { topic, event, payload, private } in messages {
        let topic = Topic { name: topic, private };
        // What may not be sent is dropped without a word.
        if policies::writes(&realtime.database_url, &caller, &topic).await.broadcast {
            let whole = json!({ "type": "broadcast", "event": event, "payload": payload }).to_string();
            realtime.hub.broadcast(&topic, None, &Content::Event("broadcast", whole.into()));
        }
    }
    StatusCode::ACCEPTED.into_response()
}
