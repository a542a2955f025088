//! Who is calling: from the `Authorization` header to a [`Caller`].
//!
//! Access tokens are verified here, without a call to Supabase Auth: with the project's public keys, or with the
//! legacy shared secret. Whether the sign-in still stands is a fact of the database (see
//! [`ipelya_core::facts::Facts::identify`]).

pub(crate) mod crypto;
mod keys;

use http::HeaderMap;
use http::header::AUTHORIZATION;
use ipelya_core::identity::Claims;
use ipelya_core::{Caller, Refusal, Timestamp};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use ring::digest::{SHA256, digest};

use self::keys::KeyStore;
use crate::settings::{Secret, Settings};

/// A key together with the one algorithm it may be used with. Tokens do not get to choose: a public key used as an
/// HMAC secret, or no signature at all, are the classic forgeries.
#[derive(Clone)]
struct Key {
    algorithm: Algorithm,
    key: DecodingKey,
}

impl Key {
    /// The claims, if this key has signed them. Times and audience are left to [`Caller::from_claims`].
    fn claims(&self, token: &str) -> Option<Claims> {
        let mut validation = Validation::new(self.algorithm);
        validation.required_spec_claims.clear();
        validation.validate_exp = false;
        validation.validate_aud = false;
        decode::<Claims>(token, &self.key, &validation).ok().map(|token| token.claims)
    }
}

/// Verifies access tokens.
pub(crate) struct Verifier {
    issuer: String,
    public_keys: KeyStore,
    legacy_secret: Option<Key>,
    service_role_key: Secret,
}

impl std::fmt::Debug for Verifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Verifier").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

impl Verifier {
    /// Trusts the Supabase project of these settings. Its public keys are fetched when a token first needs them.
    pub(crate) fn new(settings: &Settings, client: reqwest::Client) -> Self {
        crypto::install();
        let issuer = format!("{}/auth/v1", settings.supabase_url);
        Self {
            public_keys: KeyStore::new(format!("{issuer}/.well-known/jwks.json"), client),
            legacy_secret: settings.supabase_jwt_secret.as_ref().map(|secret| Key {
                algorithm: Algorithm::HS256,
                key: DecodingKey::from_secret(secret.expose().as_bytes()),
            }),
            issuer,
            service_role_key: settings.supabase_service_role_key.clone(),
        }
    }

    /// Refuses whoever does not carry the project's service-role key. Keys are compared by their hashes: how long
    /// that takes tells nothing about them.
    pub(crate) fn require_service(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let offered = bearer(headers).ok_or(Refusal::Unauthorized)?;
        let hash = |key: &str| digest(&SHA256, key.as_bytes());
        if hash(offered).as_ref() == hash(self.service_role_key.expose()).as_ref() {
            Ok(())
        } else {
            Err(Refusal::Unauthorized)
        }
    }

    /// The caller named by the request's bearer token.
    pub(crate) async fn caller(&self, headers: &HeaderMap, now: Timestamp) -> Result<Caller, Refusal> {
        let token = bearer(headers).ok_or(Refusal::Unauthorized)?;
        let claims = self.key_for(token, now).await?.claims(token).ok_or(Refusal::Unauthorized)?;
        Caller::from_claims(&claims, &self.issuer, now)
    }

    /// The key a token says it is signed with. Legacy tokens carry no key id, or one that is in no key set.
    async fn key_for(&self, token: &str, now: Timestamp) -> Result<Key, Refusal> {
        let header = decode_header(token).map_err(|_| Refusal::Unauthorized)?;
        match (&self.legacy_secret, header.alg, header.kid) {
            (Some(secret), Algorithm::HS256, _) => Ok(secret.clone()),
            (_, _, Some(kid)) => self.public_keys.find(&kid, now).await?.ok_or(Refusal::Unauthorized),
            (_, _, None) => Err(Refusal::Unauthorized),
        }
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim()).filter(|token| !token.is_empty())
}
