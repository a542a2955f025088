//! The private store of recordings: anything that speaks Amazon S3's protocol.
//!
//! Three requests are all there is of it: somebody who may watch is given the address of a file for a while; the sweeper
//! asks whether a file is there, and deletes it. All of them are addresses that say by whom, for what and until when they
//! are good, signed by `aws-sigv4`, which signs mails too. Files are written by LiveKit.

use std::error::Error;
use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    PercentEncodingMode, SignableBody, SignableRequest, SignatureLocation, SigningSettings, UriPathNormalizationMode,
    sign,
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
        let query = [("response-content-disposition", disposition.as_str()), ("response-content-type", "video/mp4")];
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
        let signed = self.file(key).and_then(|mut url| {
            if !query.is_empty() {
                url.query_pairs_mut().extend_pairs(query);
                // S3 reads a plus as one
                let spaced = url.query().map(|query| query.replace('+', "%20"));
                url.set_query(spaced.as_deref());
            }
            presigned(&self.settings, method, url, lifetime, now)
        });
        signed.map_err(|error| {
            tracing::error!(%error, "a request to the store cannot be signed");
            Refusal::Internal
        })
    }

    /// Amazon's own store by the name of the bucket, any other by its path.
    fn file(&self, key: &str) -> Result<Url, Box<dyn Error + Send + Sync>> {
        let StoreSettings { bucket, region, endpoint, .. } = &self.settings;
        let address = match endpoint {
            Some(endpoint) => format!("{endpoint}/{bucket}/{key}"),
            None => format!("https://{bucket}.s3.{region}.amazonaws.com/{key}"),
        };
        Ok(Url::parse(&address)?)
    }
}

/// The same address, good for one method and so long.
fn presigned(
    store: &StoreSettings,
    method: &Method,
    mut url: Url,
    lifetime: Duration,
    now: Timestamp,
) -> Result<Url, Box<dyn Error + Send + Sync>> {
    let token = store.session_token.as_ref().map(|token| token.expose().to_owned());
    let secret = store.secret_access_key.expose();
    let identity = Credentials::new(&store.access_key_id, secret, token, None, "settings").into();
    let mut settings = SigningSettings::default();
    settings.signature_location = SignatureLocation::QueryParams;
    settings.expires_in = Some(lifetime);
    // S3 takes a path as it is
    settings.percent_encoding_mode = PercentEncodingMode::Single;
    settings.uri_path_normalization_mode = UriPathNormalizationMode::Disabled;
    let since_1970 = Duration::from_secs(now.unix_seconds().unsigned_abs());
    let parameters = v4::SigningParams::builder()
        .identity(&identity)
        .region(&store.region)
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

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;
    use crate::http_client;
    use crate::settings::secret_of;

    const NOW: Timestamp = Timestamp::new(datetime!(2013-05-24 00:00 UTC));
    const DAY: Duration = Duration::from_hours(24);

    fn settings() -> StoreSettings {
        StoreSettings {
            bucket: "examplebucket".to_owned(),
            region: "us-east-1".to_owned(),
            endpoint: None,
            access_key_id: "AKIAIOSFODNN7EXAMPLE".to_owned(),
            secret_access_key: secret_of("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"),
            session_token: None,
        }
    }

    fn store(change: impl FnOnce(&mut StoreSettings)) -> Store {
        let mut settings = settings();
        change(&mut settings);
        Store::new(&settings, http_client::new().unwrap())
    }

    fn asked(url: &Url, name: &str) -> Option<String> {
        url.query_pairs().find(|(found, _)| found == name).map(|(_, value)| value.into_owned())
    }

    /// "Authenticating Requests: Using Query Parameters" in Amazon S3's API reference.
    #[test]
    fn an_address_is_signed_as_in_amazons_own_example() {
        let url = Url::parse("https://examplebucket.s3.amazonaws.com/test.txt").unwrap();
        let signed = presigned(&settings(), &Method::GET, url, DAY, NOW).unwrap();
        let expected = "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
        assert_eq!(asked(&signed, "X-Amz-Signature").as_deref(), Some(expected));
        assert_eq!(asked(&signed, "X-Amz-Expires").as_deref(), Some("86400"));
    }

    #[test]
    fn a_file_is_found_by_its_buckets_name_or_below_another_store() {
        let address = |store: &Store| {
            let url = store.address("v1/session/a/b.mp4", &Use::Watch, DAY, NOW).unwrap();
            url.as_str().split('?').next().unwrap().to_owned()
        };
        assert_eq!(address(&store(|_| ())), "https://examplebucket.s3.us-east-1.amazonaws.com/v1/session/a/b.mp4");
        let other = store(|settings| settings.endpoint = Some("http://127.0.0.1:9000".to_owned()));
        assert_eq!(address(&other), "http://127.0.0.1:9000/examplebucket/v1/session/a/b.mp4");
    }

    #[test]
    fn what_is_downloaded_has_a_name_that_no_header_can_be_smuggled_in_by() {
        let name = "Gece \r\nSet-Cookie: x=\"1\"; ğ.mp4";
        let url = store(|_| ()).address("k", &Use::Download(name.to_owned()), DAY, NOW).unwrap();
        let disposition = asked(&url, "response-content-disposition").unwrap();
        assert_eq!(
            disposition,
            "attachment; filename*=UTF-8''Gece%20%0D%0ASet-Cookie%3A%20x%3D%221%22%3B%20%C4%9F.mp4"
        );
        let watched = store(|_| ()).address("k", &Use::Watch, DAY, NOW).unwrap();
        assert_eq!(asked(&watched, "response-content-disposition").as_deref(), Some("inline"));
    }

    #[test]
    fn no_address_is_good_for_longer_than_amazon_allows_and_one_of_a_role_says_so() {
        let role = store(|settings| settings.session_token = Some(secret_of("token")));
        let url = role.address("k", &Use::Watch, DAY * 30, NOW).unwrap();
        assert_eq!(asked(&url, "X-Amz-Expires").as_deref(), Some("604800"));
        assert_eq!(asked(&url, "X-Amz-Security-Token").as_deref(), Some("token"));
    }
}
