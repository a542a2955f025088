//! The demo under `/demo`: the files of `demo/dist`, the key that its Supabase client sends along, and the card that pays
//! here. An address that is no file belongs to the app, which has its screens there.

#[cfg(test)]
mod tests;

use crate::jwt::api_key;
use crate::layout::Layout;
use crate::stripe::{PUBLISHABLE_KEY, TEST_CARD};
use axum::extract::{Path as InPath, State};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde_json::{Value, json};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// What the page may load: its own files and what is uploaded here. LiveKit and the store of recordings have other ports of
/// this machine.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; \
                      media-src 'self' blob: http://127.0.0.1:* http://localhost:*; worker-src 'self' blob:; \
                      connect-src 'self' ws://127.0.0.1:* http://127.0.0.1:* ws://localhost:* http://localhost:*; \
                      base-uri 'none'; form-action 'none'";
/// The names of these files change with their content.
const HASHED: &str = "assets/";
const FOR_EVER: &str = "public, max-age=31536000, immutable";
const ASK_EACH_TIME: &str = "no-cache";
const INDEX: &str = "index.html";

/// Where the built demo is.
#[derive(Debug, Clone)]
pub struct Demo {
    dist: PathBuf,
}

impl Demo {
    /// The demo of this repository.
    pub fn new(layout: &Layout) -> Self {
        Self { dist: layout.demo().join("dist") }
    }

    /// Its routes.
    pub fn router(self) -> Router {
        let index = get(async |State(it): Shared| it.file(INDEX).await);
        Router::new()
            .route("/demo", index.clone())
            .route("/demo/", index)
            .route("/demo/config.json", get(config))
            .route("/demo/{*path}", get(async |State(it): Shared, InPath(path): InPath<String>| it.answer(&path).await))
            .with_state(Arc::new(self))
    }

    async fn answer(&self, path: &str) -> Response {
        let inside = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
        if !inside {
            return StatusCode::NOT_FOUND.into_response();
        }
        let screen = Path::new(path).extension().is_none();
        self.file(if screen { INDEX } else { path }).await
    }

    async fn file(&self, path: &str) -> Response {
        match tokio::fs::read(self.dist.join(path)).await {
            Ok(content) => (headers(path), content).into_response(),
            Err(error) => {
                (StatusCode::NOT_FOUND, Json(json!({ "message": format!("{path}: {error}") }))).into_response()
            }
        }
    }
}

type Shared = State<Arc<Demo>>;

async fn config() -> ([(header::HeaderName, &'static str); 1], Json<Value>) {
    // the card counts for payments with this key alone, which is none of Stripe's
    let test_card = json!({ "publishableKey": PUBLISHABLE_KEY, "path": TEST_CARD });
    ([(header::CACHE_CONTROL, ASK_EACH_TIME)], Json(json!({ "anonKey": api_key("anon"), "testCard": test_card })))
}

fn headers(path: &str) -> HeaderMap {
    let caching = if path.starts_with(HASHED) { FOR_EVER } else { ASK_EACH_TIME };
    [
        (header::CONTENT_TYPE, content_type(path)),
        (header::CACHE_CONTROL, caching),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ]
    .into_iter()
    .map(|(name, value)| (name, HeaderValue::from_static(value)))
    .collect()
}

fn content_type(path: &str) -> &'static str {
    match Path::new(path).extension().and_then(|ending| ending.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    }
}
