//! Plain HTTP between the stack's own parts. Everything is on loopback, so there is no TLS.

use crate::{Error, Result};
use axum::body::Body;
use axum::response::Response;
use http::{Method, Request, StatusCode};
use http_body_util::BodyExt;
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use std::time::Duration;

/// A pooling client.
#[derive(Debug, Clone)]
pub struct HttpClient {
    inner: Client<HttpConnector, Body>,
}

impl Default for HttpClient {
    fn default() -> Self {
        Self::new()
    }
}

impl HttpClient {
    /// A client with an empty pool.
    pub fn new() -> Self {
        let mut connector = HttpConnector::new();
        connector.set_nodelay(true);
        connector.set_connect_timeout(Some(Duration::from_secs(2)));
        Self { inner: Client::builder(TokioExecutor::new()).build(connector) }
    }

    /// Sends a request, its body streamed; the reply's body streams too.
    pub async fn send(&self, request: Request<Body>) -> Result<Response> {
        let what = format!("{} {}", request.method(), request.uri());
        match self.inner.request(request).await {
            Ok(reply) => Ok(reply.map(Body::new)),
            Err(error) => Err(Error::Http { what, reason: error.to_string() }),
        }
    }

    /// Whether a GET is answered with a 2xx status.
    pub async fn is_ok(&self, url: &str) -> bool {
        self.status(Method::GET, url).await.is_some_and(|status| status.is_success())
    }

    /// The status of a request without a body, `None` when nobody answers.
    pub async fn status(&self, method: Method, url: &str) -> Option<StatusCode> {
        let request = Request::builder().method(method).uri(url).body(Body::empty()).ok()?;
        let reply = self.send(request).await.ok()?;
        Some(reply.status())
    }

    /// Gets the status and text of a reply.
    pub async fn get(&self, url: &str) -> Result<(StatusCode, String)> {
        self.text(Request::get(url), Body::empty()).await
    }

    /// Posts JSON with a bearer token and returns the status and text of the reply.
    pub async fn post_json(&self, url: &str, bearer: &str, body: &serde_json::Value) -> Result<(StatusCode, String)> {
        let request = Request::post(url)
            .header("content-type", "application/json")
            .header("authorization", format!("Bearer {bearer}"));
        self.text(request, Body::from(body.to_string())).await
    }

    /// Sends a request and returns the status and text of the reply.
    pub async fn fetch(&self, request: Request<Body>) -> Result<(StatusCode, String)> {
        let what = request.uri().to_string();
        let reply = self.send(request).await?;
        let status = reply.status();
        match reply.into_body().collect().await {
            Ok(body) => Ok((status, String::from_utf8_lossy(&body.to_bytes()).into_owned())),
            Err(error) => Err(Error::Http { what, reason: error.to_string() }),
        }
    }

    async fn text(&self, request: http::request::Builder, body: Body) -> Result<(StatusCode, String)> {
        let what = request.uri_ref().map(ToString::to_string).unwrap_or_default();
        let request = request.body(body).map_err(|error| Error::Http { what, reason: error.to_string() })?;
        self.fetch(request).await
    }
}
