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

use crate::settings::{Secret, Settings};

/// Verifies that a webhook is LiveKit's, and unchanged.
pub struct WebhookVerifier {
    /// The pair in use, and the one before it while they are rotated.
    pairs: Vec<(String, DecodingKey)>,
}

impl std::fmt::Debug for WebhookVerifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WebhookVerifier").finish_non_exhaustive()
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
    /// Trusts the API key pairs of these settings.
    pub fn new(settings: &Settings) -> Self {
        crate::auth::crypto::install();
        let now = (settings.livekit_api_key.clone(), settings.livekit_api_secret.clone());
        let pairs = [Some(now), settings.livekit_api_pair_previous.clone()].into_iter().flatten();
        let verifying = |secret: &Secret| DecodingKey::from_secret(secret.expose().as_bytes());
        Self { pairs: pairs.map(|(api_key, secret)| (api_key, verifying(&secret))).collect() }
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
        // a pair's secret signs in the name of that pair's key alone
        let signed = |(api_key, key): &(String, DecodingKey)| {
            decode::<Claims>(token, key, &validation).ok().filter(|token| token.claims.iss == *api_key)
        };
        let claims = self.pairs.iter().find_map(signed).ok_or(Refusal::Unauthorized)?.claims;

        let (now, leeway) = (now.unix_seconds(), LEEWAY.whole_seconds());
        // the hash is under LiveKit's signature by now: how long comparing it takes helps nobody to guess it
        let valid = now < claims.exp.saturating_add(leeway)
            && claims.nbf.saturating_sub(leeway) <= now
            && STANDARD.decode(&claims.sha256).is_ok_and(|hash| hash == digest(&SHA256, body).as_ref());
        if valid { Ok(()) } else { Err(Refusal::Unauthorized) }
    }
}
