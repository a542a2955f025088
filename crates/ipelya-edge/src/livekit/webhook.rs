//! LiveKit's signature under its webhooks: a JWT of the API key pair that carries the body's hash.
//!
//! LiveKit's own receiver is not used: it fails on every enum value it does not know, and reads the clock itself.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use http::header::AUTHORIZATION;
use ipelya_core::identity::LEEWAY;
use ipelya_core::{Refusal, Timestamp};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use ring::digest::{SHA256, digest};
use serde::Deserialize;

use crate::settings::Settings;

/// Verifies that a webhook is LiveKit's, and unchanged.
pub struct WebhookVerifier {
    api_key: String,
    key: DecodingKey,
}

impl std::fmt::Debug for WebhookVerifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WebhookVerifier").field("api_key", &self.api_key).finish_non_exhaustive()
    }
}

/// Times are seconds since the Unix epoch.
#[derive(Deserialize)]
struct Claims {
    iss: String,
    exp: i64,
    #[serde(default)]
    nbf: i64,
    /// Of the body's bytes, in standard base64.
    sha256: String,
}

impl WebhookVerifier {
    /// Trusts the API key pair of these settings.
    pub fn new(settings: &Settings) -> Self {
        crate::auth::crypto::install();
        Self {
            api_key: settings.livekit_api_key.clone(),
            key: DecodingKey::from_secret(settings.livekit_api_secret.expose().as_bytes()),
        }
    }

    /// Refuses what LiveKit has not signed, not signed for these very bytes, or signed too long ago.
    ///
    /// LiveKit sends the bare token; a proxy may have put `Bearer` before it.
    pub fn verify(&self, headers: &HeaderMap, body: &[u8], now: Timestamp) -> Result<(), Refusal> {
        let header = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).ok_or(Refusal::Unauthorized)?;
        let token = match header.split_once(' ') {
            Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.trim(),
            _ => header.trim(),
        };
        let mut validation = Validation::new(Algorithm::HS256);
        validation.required_spec_claims.clear();
        validation.validate_exp = false;
        validation.validate_aud = false;
        let claims = decode::<Claims>(token, &self.key, &validation).map_err(|_| Refusal::Unauthorized)?.claims;

        let (now, leeway) = (now.unix_seconds(), LEEWAY.whole_seconds());
        // the hash is under LiveKit's signature by now: how long comparing it takes helps nobody to guess it
        let valid = claims.iss == self.api_key
            && now < claims.exp.saturating_add(leeway)
            && claims.nbf.saturating_sub(leeway) <= now
            && STANDARD.decode(&claims.sha256).is_ok_and(|hash| hash == digest(&SHA256, body).as_ref());
        if valid { Ok(()) } else { Err(Refusal::Unauthorized) }
    }
}
