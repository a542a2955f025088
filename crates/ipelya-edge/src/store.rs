//! The private store of recordings: anything that speaks Amazon S3's protocol.
//!
//! Three requests are all there is of it: somebody who may watch is given the address of a file for a while; the sweeper
//! asks whether a file is there, and deletes it. All of them are addresses that say by whom, for what and until when they
//! are good, signed by `aws-sigv4`, which signs mails too. Files are written by LiveKit.

use std::error::Error;
use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    PercentEncodingMode, SignableBody, SignableRequest, SignatureLocation, SigningSettings, UriPathNormalizationMode, sign,
};
use aws_sigv4::sign::v4;
use ipelya_core::{Refusal, Timestamp};
use reqwest::header::CONTENT_LENGTH;
use reqwest::{Client, Method, Response, StatusCode, Url};

use crate::settings::StoreSettings;
use crate::telemetry::{self, Metric};

/// How long the store may take to answer.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(3);
/// For how long a request of our own is good.
const OWN_REQUEST: Duration = Duration::from_mins(5);
/// The longest that Amazon lets an address be good: a week.
const LONGEST: Duration = Duration::from_hours(7 * 24);

/// The store of recordings.
#[derive(Debug)]
pub struct Store {
    settings: StoreSettings,
    client: Client,
}

/// What somebody does with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Use {
    /// It plays, from anywhere in it.
    Watch,
    /// It is kept as a file of this name.
    Download(String),
}

impl Store {
    /// Connects nothing yet.
    pub fn new(settings: &StoreSettings, client: Client) -> Self {
        Self { settings: settings.clone(), client }
    }

    /// Where a file is to be had for so long; whoever is told it can pass it on.
    pub fn address(&self, key: &str, as_what: &Use, lifetime: Duration, now: Timestamp) -> Result<Url, Refusal> {
        let disposition = match as_what {
            Use::Watch => "inline".to_owned(),
            Use::Download(name) => format!("attachment; filename*=UTF-8''{}", escaped(name)),
        };
        let query =
            [("response-content-disposition", disposition.as_str()), ("response-content-type", "video/mp4")];
        self.sign(&Method::GET, key, &query, lifetime.min(LONGEST), now)
    }

    /// The size of a file in bytes; `None` if there is none.
    pub async fn size(&self, key: &str, now: Timestamp) -> Result<Option<i64>, Refusal> {
        let answer = self.ask(Method::HEAD, key, now).await?;
        match answer.status() {
            StatusCode::NOT_FOUND => Ok(None),
            status if status.is_success() => {
                let length = answer.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok());
                Ok(Some(length.and_then(|length| length.parse().ok()).unwrap_or_default()))
            }
            status => {
                tracing::error!(%status, "the store did not say whether a file is there");
                Err(Refusal::Unavailable)
            }
        }
    }

    /// Deletes a file, which need not be there.
    pub async fn delete(&self, key: &str, now: Timestamp) -> Result<(), Refusal> {
        let status = self.ask(Method::DELETE, key, now).await?.status();
        if status.is_success() || status == StatusCode::NOT_FOUND {
            return Ok(());
        }
        tracing::error!(%status, "the store did not delete a file");
        Err(Refusal::Unavailable)
    }

    async fn ask(&self, method: Method, key: &str, now: Timestamp) -> Result<Response, Refusal> {
        let _asking = telemetry::asking(Metric::Store);
        let url = self.sign(&method, key, &[], OWN_REQUEST, now)?;
        let answer = self.client.request(method, url).timeout(REQUEST_TIMEOUT).send().await;
        answer.map_err(|error| {
            // what it was asked for is signed, and nobody else's business
            let error = error.without_url();
            tracing::error!(%error, "the store of recordings did not answer");
            Refusal::Unavailable
        })
    }

    fn sign(
        &self,
        method: &Method,
        key: &str,
        query: &[(&str, &str)],
        lifetime: Duration,
        now: Timestamp,
    ) -> Result<Url, Refusal> {
        self.try_sign(method, key, query, lifetime, now).map_err(|error| {
            tracing::error!(%error, "a request to the store cannot be signed");
            Refusal::Internal
        })
    }

    fn try_sign(
        &self,
        method: &Method,
        key: &str,
        query: &[(&str, &str)],
        lifetime: Duration,
        now: Timestamp,
    ) -> Result<Url, Box<dyn Error + Send + Sync>> {
        let StoreSettings { access_key_id, secret_access_key, session_token, region, .. } = &self.settings;
        let mut url = self.file(key)?;
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
            // Amazon reads a plus as one
            let spaced = url.query().map(|query| query.replace('+', "%20"));
            url.set_query(spaced.as_deref());
        }
        let token = session_token.as_ref().map(|token| token.expose().to_owned());
        let identity = Credentials::new(access_key_id, secret_access_key.expose(), token, None, "settings").into();
        let mut settings = SigningSettings::default();
        settings.signature_location = SignatureLocation::QueryParams;
        settings.expires_in = Some(lifetime);
        // S3 takes a path as it is
        settings.percent_encoding_mode = PercentEncodingMode::Single;
        settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
        let since_1970 = Duration::from_secs(now.unix_seconds().unsigned_abs());
        let parameters = v4::SigningParams::builder()
            .identity(&identity)
            .region(region)
            .name("s3")
            .time(SystemTime::UNIX_EPOCH + since_1970)
            .settings(settings)
            .build()?;
        let signable =
            SignableRequest::new(method.as_str(), url.as_str(), std::iter::empty(), SignableBody::UnsignedPayload)?;
        let (instructions, _) = sign(signable, &parameters.into())?.into_parts();
        let (_, signature) = instructions.into_parts();
        url.query_pairs_mut().extend_pairs(signature.iter().map(|(name, value)| (*name, value.as_ref())));
        Ok(url)
    }

    /// Amazon's own store by the name of the bucket, any other by its path.
    fn file(&self, key: &str) -> Result<Url, url::ParseError> {
        let StoreSettings { bucket, region, endpoint, .. } = &self.settings;
        match endpoint {
            Some(endpoint) => Url::parse(&format!("{endpoint}/{bucket}/{key}")),
            None => Url::parse(&format!("https://{bucket}.s3.{region}.amazonaws.com/{key}")),
        }
    }
}

/// A file's name as RFC 8187 writes it in a header.
fn escaped(name: &str) -> String {
    use std::fmt::Write as _;

    name.bytes().fold(String::new(), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            // text can always be written to
            let _ = write!(text, "%{byte:02X}");
        }
        text
    })
}
