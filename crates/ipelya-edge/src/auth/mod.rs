//! Who is calling: from the `Authorization` header to a [`Caller`].
//!
//! Access tokens are verified here, without a call to Supabase Auth: with the project's public keys, or with the
//! legacy shared secret. Whether the sign-in still stands is a fact of the database (see
//! [`ipelya_core::facts::Facts::identify`]).

pub(crate) mod crypto;
mod keys;
mod report;
mod verified;

use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::HeaderMap;
use http::header::AUTHORIZATION;
use ipelya_core::identity::Claims;
use ipelya_core::{Caller, Refusal, Timestamp};
use jsonwebtoken::{Algorithm, DecodingKey};
use ring::digest::{SHA256, digest};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use self::keys::KeyStore;
pub(crate) use self::report::ReportTokens;
pub use self::report::Reporter;
use self::verified::VerifiedTokens;
use crate::settings::{Secret, Settings};

/// A key together with the one algorithm it may be used with. Tokens do not get to choose: a public key used as an
/// HMAC secret, or no signature at all, are the classic forgeries.
struct Key {
    algorithm: Algorithm,
    decoding: DecodingKey,
    verified: VerifiedTokens,
}

impl Key {
    fn new(algorithm: Algorithm, decoding: DecodingKey) -> Self {
        Self { algorithm, decoding, verified: VerifiedTokens::default() }
    }

    /// The claims, if this key has signed them. Times and audience are left to [`Caller::from_claims`].
    fn claims(&self, token: &Token<'_>) -> Option<Arc<Claims>> {
        self.verified.claims(token.whole, || self.verify(token))
    }

    fn verify(&self, token: &Token<'_>) -> Option<Claims> {
        let message = token.message.as_bytes();
        let is_signed = jsonwebtoken::crypto::verify(token.signature, message, &self.decoding, self.algorithm).ok()?;
        if is_signed { decoded(token.claims) } else { None }
    }
}

/// A token in its parts: header and claims, which together are the message, and the signature under it.
struct Token<'a> {
    whole: &'a str,
    message: &'a str,
    header: &'a str,
    claims: &'a str,
    signature: &'a str,
}

impl<'a> Token<'a> {
    fn of(whole: &'a str) -> Option<Self> {
        let (message, signature) = whole.rsplit_once('.')?;
        let (header, claims) = message.rsplit_once('.')?;
        Some(Self { whole, message, header, claims, signature })
    }
}

/// What a token says of its signature.
#[derive(Deserialize)]
struct Header {
    alg: Algorithm,
    kid: Option<String>,
}

/// Whose token it is, as it says itself.
#[derive(Deserialize)]
struct Role {
    role: String,
}

/// The role of the key that a project's clients share. Whoever claims to be no more than that is believed.
const ANONYMOUS_KEY: &str = "anon";

/// What a part of a token holds: JSON in base64.
fn decoded<T: DeserializeOwned>(part: &str) -> Option<T> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).ok()?).ok()
}

/// Verifies access tokens.
pub(crate) struct Verifier {
    issuer: String,
    public_keys: KeyStore,
    /// The shared secret in use, and the one before it while they are rotated.
    legacy_secrets: Vec<Key>,
    /// The same of the service-role key.
    service_role_keys: Vec<Secret>,
    /// None where no agent is ever sent.
    report_tokens: Option<ReportTokens>,
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
            legacy_secrets: [&settings.supabase_jwt_secret, &settings.supabase_jwt_secret_previous]
                .into_iter()
                .flatten()
                .map(|secret| Key::new(Algorithm::HS256, DecodingKey::from_secret(secret.expose().as_bytes())))
                .collect(),
            issuer,
            service_role_keys: [
                Some(settings.supabase_service_role_key.clone()),
                settings.supabase_service_role_key_previous.clone(),
            ]
            .into_iter()
            .flatten()
            .collect(),
            report_tokens: settings.agent.as_ref().map(ReportTokens::new),
        }
    }

    /// Fetches the project's public keys before a token needs them.
    pub(crate) async fn warm(&self, now: Timestamp) {
        self.public_keys.warm(now).await;
    }

    /// Refuses whoever does not carry the project's service-role key. Keys are compared by their hashes: how long
    /// that takes tells nothing about them.
    pub(crate) fn require_service(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let offered = bearer(headers).ok_or(Refusal::Unauthorized)?;
        let hash = |key: &str| digest(&SHA256, key.as_bytes());
        let offered = hash(offered);
        let is_ours = self.service_role_keys.iter().any(|key| hash(key.expose()).as_ref() == offered.as_ref());
        if is_ours { Ok(()) } else { Err(Refusal::Unauthorized) }
    }

    /// The agent of a call that the request's bearer token is for. A report token says nothing of a sign-in, so its bearer
    /// is nobody's user.
    pub(crate) fn reporter(&self, headers: &HeaderMap, now: Timestamp) -> Result<Reporter, Refusal> {
        self.report_tokens.as_ref().and_then(|tokens| tokens.reporter(headers, now)).ok_or(Refusal::Unauthorized)
    }

    /// The caller named by the request's bearer token.
    pub(crate) async fn caller(&self, headers: &HeaderMap, now: Timestamp) -> Result<Caller, Refusal> {
        let token = bearer(headers).and_then(Token::of).ok_or(Refusal::Unauthorized)?;
        let claims = self.claims(&token, now).await?.ok_or(Refusal::Unauthorized)?;
        Caller::from_claims(&claims, &self.issuer, now)
    }

    /// The same for what is open to everybody: nobody, if the request brings no token or the project's own key that any
    /// client has. One that is no good is refused all the same: its bearer takes themselves for signed in.
    pub(crate) async fn caller_if_any(&self, headers: &HeaderMap, now: Timestamp) -> Result<Option<Caller>, Refusal> {
        let Some(token) = bearer(headers).and_then(Token::of) else { return Ok(None) };
        match decoded::<Role>(token.claims) {
            Some(Role { role }) if role == ANONYMOUS_KEY => Ok(None),
            _ => self.caller(headers, now).await.map(Some),
        }
    }

    /// What a token claims, if the key has signed it that it says it is signed with, used as the token says. Legacy
    /// tokens carry no key id, or one that is in no key set.
    async fn claims(&self, token: &Token<'_>, now: Timestamp) -> Result<Option<Arc<Claims>>, Refusal> {
        let header: Header = decoded(token.header).ok_or(Refusal::Unauthorized)?;
        if header.alg == Algorithm::HS256 {
            return Ok(self.legacy_secrets.iter().find_map(|key| key.claims(token)));
        }
        let kid = header.kid.ok_or(Refusal::Unauthorized)?;
        let key = self.public_keys.find(&kid, now).await?;
        Ok(key.filter(|key| key.algorithm == header.alg).and_then(|key| key.claims(token)))
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim()).filter(|token| !token.is_empty())
}

#[cfg(test)]
mod tests;
