//! Events as LiveKit posts them: signed once, to every address it has.

use axum::body::Body;
use http::Request;
use http::StatusCode;
use serde_json::Value;

use crate::clock::seconds;
use crate::http_client::HttpClient;
use crate::livekit::{API_KEY, API_SECRET, sign_webhook};
use crate::{Error, Result};

/// A signed event.
#[derive(Debug, Clone)]
pub(crate) struct Signed {
    body: String,
    token: String,
}

impl Signed {
    /// It, signed now.
    pub(crate) fn now(event: &Value) -> Self {
        let body = event.to_string();
        let token = sign_webhook(API_KEY, API_SECRET, &body, seconds(), |_| ());
        Self { body, token }
    }

    /// Posts it: what is answered.
    pub(crate) async fn post(&self, client: &HttpClient, address: &str) -> Result<(StatusCode, String)> {
        let request = Request::post(address)
            .header("content-type", "application/webhook+json")
            .header("user-agent", "LiveKit")
            .header("authorization", &self.token)
            .body(Body::from(self.body.clone()))
            .map_err(|error| Error::Http { what: address.to_owned(), reason: error.to_string() })?;
        client.fetch(request).await
    }
}
