//! The API document and a page to read it by: `/openapi.json` and `/`. Both are open to everybody, and ask no other host
//! for anything, which the browser is told to see to.

#[cfg(test)]
mod tests;

use crate::layout::Layout;
use crate::tools::Tools;
use axum::Router;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use http::{StatusCode, header};
use serde_json::json;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const PAGE: &str = include_str!("reference/page.html");
const SCRIPT: &str = include_str!("reference/page.js");

/// What the page may load: its own files, and the small pictures in the viewer's style sheet.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                      connect-src 'self'; base-uri 'none'; form-action 'none'";
const JSON: &str = "application/json";
const JAVASCRIPT: &str = "text/javascript; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";

/// Where the document and its viewer are. Both are read at each request, so that `make openapi` shows at once.
#[derive(Debug, Clone)]
pub struct Reference {
    document: PathBuf,
    viewer: PathBuf,
}

impl Reference {
    /// The document of this repository, read with the installed viewer.
    pub fn new(layout: &Layout, tools: &Tools) -> Self {
        Self { document: layout.root().join("docs/openapi.json"), viewer: tools.viewer.clone() }
    }

    /// Its routes.
    pub fn router(self) -> Router {
        Router::new()
            .route("/", get(|| async { ([(header::CONTENT_SECURITY_POLICY, POLICY)], Html(PAGE)) }))
            .route("/reference/page.js", get(|| async { ([(header::CONTENT_TYPE, JAVASCRIPT)], SCRIPT) }))
            .route("/openapi.json", get(async |State(it): Shared| file(&it.document, JSON).await))
            .route("/reference/viewer.js", get(async |State(it): Shared| it.viewers("-bundle.js", JAVASCRIPT).await))
            .route("/reference/viewer.css", get(async |State(it): Shared| it.viewers(".css", CSS).await))
            .with_state(Arc::new(self))
    }

    async fn viewers(&self, ending: &str, content_type: &'static str) -> Response {
        file(&self.viewer.join(format!("swagger-ui{ending}")), content_type).await
    }
}

type Shared = State<Arc<Reference>>;

async fn file(path: &Path, content_type: &'static str) -> Response {
    match tokio::fs::read(path).await {
        Ok(content) => ([(header::CONTENT_TYPE, content_type)], content).into_response(),
        Err(error) => {
            let message = format!("{}: {error}", path.display());
            (StatusCode::NOT_FOUND, axum::Json(json!({ "message": message }))).into_response()
        }
    }
}
