//! A bucket of a store that speaks Amazon S3's protocol, at a plain HTTP address: as far as recordings are written there and
//! looked for.

use std::error::Error as StdError;
use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    PercentEncodingMode, SignableBody, SignableRequest, SignatureLocation, SigningSettings, UriPathNormalizationMode,
    sign,
};
use aws_sigv4::sign::v4;
use axum::body::{Body, Bytes};
use axum::response::Response;
use http::{Method, Request, StatusCode, header};
use http_body_util::BodyExt as _;

use crate::clock::seconds;
use crate::http_client::HttpClient;
use crate::{Error, Result};

/// For how long a request is good.
const LIFETIME: Duration = Duration::from_mins(5);

/// A bucket, and by whom it is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bucket {
    /// The store's address, without a trailing slash.
    pub endpoint: String,
    /// Its name.
    pub name: String,
    /// The region that requests are signed for.
    pub region: String,
    /// Who asks.
    pub access_key_id: String,
    /// Their secret.
    pub secret_access_key: String,
}

impl Bucket {
    /// Makes it, unless it is there.
    pub async fn make(&self, client: &HttpClient) -> Result<()> {
        match self.ask(client, Method::PUT, "", Bytes::new()).await?.status() {
            StatusCode::CONFLICT => Ok(()),
            status => self.expect(status, ""),
        }
    }

    /// Writes an object, whole.
    pub async fn put(&self, client: &HttpClient, key: &str, content: Bytes) -> Result<()> {
        let status = self.ask(client, Method::PUT, key, content).await?.status();
        self.expect(status, key)
    }

    /// The size of an object in bytes; `None` if there is none.
    pub async fn size(&self, client: &HttpClient, key: &str) -> Result<Option<u64>> {
        let reply = self.ask(client, Method::HEAD, key, Bytes::new()).await?;
        if reply.status() == StatusCode::NOT_FOUND {
            return Ok(None);
        }
        self.expect(reply.status(), key)?;
        let length = reply.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
        Ok(Some(length.unwrap_or_default()))
    }

    /// An object, whole.
    pub async fn get(&self, client: &HttpClient, key: &str) -> Result<Bytes> {
        let reply = self.ask(client, Method::GET, key, Bytes::new()).await?;
        self.expect(reply.status(), key)?;
        let content = reply.into_body().collect().await;
        Ok(content.map_err(|error| self.failed(key, error.to_string()))?.to_bytes())
    }

    /// Deletes an object, which need not be there.
    pub async fn delete(&self, client: &HttpClient, key: &str) -> Result<()> {
        let status = self.ask(client, Method::DELETE, key, Bytes::new()).await?.status();
        self.expect(status, key)
    }

    /// The address of an object, or with an empty key of the bucket itself.
    pub fn url_of(&self, key: &str) -> String {
        let Self { endpoint, name, .. } = self;
        if key.is_empty() { format!("{endpoint}/{name}") } else { format!("{endpoint}/{name}/{key}") }
    }

    async fn ask(&self, client: &HttpClient, method: Method, key: &str, content: Bytes) -> Result<Response> {
        let signed = self.sign(&method, key).map_err(|error| self.failed(key, error.to_string()))?;
        let request = Request::builder()
            .method(method)
            .uri(signed)
            .header(header::CONTENT_TYPE, "video/mp4")
            .header(header::CONTENT_LENGTH, content.len())
            .body(Body::from(content))
            .map_err(|error| self.failed(key, error.to_string()))?;
        client.send(request).await
    }

    /// The address by which this may be done now.
    fn sign(&self, method: &Method, key: &str) -> Result<String, Box<dyn StdError + Send + Sync>> {
        let url = self.url_of(key);
        let (id, secret) = (&self.access_key_id, &self.secret_access_key);
        let identity = Credentials::new(id, secret, None, None, "settings").into();
        let mut settings = SigningSettings::default();
        settings.signature_location = SignatureLocation::QueryParams;
        settings.expires_in = Some(LIFETIME);
        // S3 takes a path as it is
        settings.percent_encoding_mode = PercentEncodingMode::Single;
        settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
        let parameters = v4::SigningParams::builder()
            .identity(&identity)
            .region(&self.region)
            .name("s3")
            .time(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds().unsigned_abs()))
            .settings(settings)
            .build()?;
        let signable =
            SignableRequest::new(method.as_str(), url.as_str(), std::iter::empty(), SignableBody::UnsignedPayload)?;
        let (instructions, _) = sign(signable, &parameters.into())?.into_parts();
        let (_, signature) = instructions.into_parts();
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(signature.iter().map(|(name, value)| (*name, value.as_ref())));
        Ok(format!("{url}?{}", query.finish()))
    }

    fn expect(&self, status: StatusCode, key: &str) -> Result<()> {
        if status.is_success() { Ok(()) } else { Err(self.failed(key, status.to_string())) }
    }

    fn failed(&self, key: &str, reason: String) -> Error {
        Error::Http { what: self.url_of(key), reason }
    }
}
