//! Postgres behind PostgREST, asked as the service role: one request a call.
//!
//! Data travels in the bodies of requests only. The client never escapes filter values, so no filter is ever built here.

use postgrest::Builder;
use reqwest::Method;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue, InvalidHeaderValue};

use super::DbError;
use super::arguments::Arguments;
use crate::settings::Settings;
use crate::telemetry::{self, TRACE_PARENT};

/// PostgREST of a project.
#[derive(Debug, Clone)]
pub(super) struct Rest {
    url: String,
    headers: HeaderMap,
    client: reqwest::Client,
}

impl Rest {
    /// Connects nothing yet.
    pub(super) fn new(settings: &Settings, client: reqwest::Client) -> Result<Self, InvalidHeaderValue> {
        let key = settings.supabase_service_role_key.expose();
        let mut headers = HeaderMap::new();
        for (name, value) in
            [(HeaderName::from_static("apikey"), key.to_owned()), (AUTHORIZATION, format!("Bearer {key}"))]
        {
            let mut value = HeaderValue::try_from(value)?;
            value.set_sensitive(true);
            headers.insert(name, value);
        }
        Ok(Self { url: format!("{}/", settings.rest_url), headers, client })
    }

    /// Opens a connection for the first call. PostgREST answers what it is asked here by itself.
    pub(super) async fn warm(&self) -> Result<(), DbError> {
        let asked = self.client.request(Method::OPTIONS, &self.url).headers(self.headers.clone()).send().await;
        asked.map(drop).map_err(DbError::unreachable)
    }

    /// Calls one SQL function: one round trip, one transaction. Returns what it returned, in JSON.
    pub(super) async fn call(&self, function: &str, arguments: Arguments) -> Result<Vec<u8>, DbError> {
        let body = arguments.into_json()?;
        let url = format!("{}rpc/{function}", self.url);
        let response = Builder::new(url, None, self.headers(), self.client.clone())
            .rpc(body)
            .execute()
            .await
            .map_err(DbError::unreachable)?;
        let status = response.status().as_u16();
        let body = response.bytes().await.map_err(DbError::unreachable)?;
        if !(200..300).contains(&status) {
            return Err(DbError::from_reply(status, &body));
        }
        // a function that returns void answers with no body
        Ok(if body.is_empty() { b"null".to_vec() } else { body.into() })
    }

    /// What goes with every call, and with this one.
    fn headers(&self) -> HeaderMap {
        let mut headers = self.headers.clone();
        if let Some(parent) = telemetry::trace_parent().and_then(|parent| HeaderValue::try_from(parent).ok()) {
            headers.insert(TRACE_PARENT, parent);
        }
        headers
    }
}
