//! The instance's signing keys and the tokens made with them.
//!
//! Tokens are put together by hand from header and claims, because tests need wrong ones as much as
//! right ones and no library will make those.

use crate::clock::seconds;
use crate::layout::write_atomically;
use crate::{Error, Result};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair, UnparsedPublicKey,
};
use ring::{digest, hmac};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;

/// The legacy HS256 secret of every local stack. Local only: fixed, so that nothing a developer
/// copied stops working, and public, so it must never sign anything real.
pub const LOCAL_JWT_SECRET: &str = "ipelya-local-jwt-secret-for-development-only";

/// An ES256 key pair and the legacy HS256 secret.
pub struct Keys {
    pair: EcdsaKeyPair,
    pkcs8: Vec<u8>,
    random: SystemRandom,
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Keys").field("kid", &self.kid()).finish_non_exhaustive()
    }
}

impl Keys {
    /// A new key pair.
    pub fn generate() -> Result<Self> {
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new())
            .map_err(|_| Error::Key("cannot generate".into()))?;
        Self::from_pkcs8(pkcs8.as_ref().to_vec())
    }

    /// Reads the key pair kept at `path`, making it the first time.
    pub fn kept_at(path: &Path) -> Result<Self> {
        if let Ok(text) = fs::read_to_string(path) {
            return Self::from_base64(text.trim());
        }
        let keys = Self::generate()?;
        write_atomically(path, keys.to_base64())?;
        Ok(keys)
    }

    /// Reads what [`Keys::to_base64`] wrote.
    pub fn from_base64(text: &str) -> Result<Self> {
        Self::from_pkcs8(STANDARD.decode(text).map_err(|error| Error::Key(error.to_string()))?)
    }

    /// The key pair as base64 PKCS #8.
    pub fn to_base64(&self) -> String {
        STANDARD.encode(&self.pkcs8)
    }

    fn from_pkcs8(pkcs8: Vec<u8>) -> Result<Self> {
        let random = SystemRandom::new();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &pkcs8, &random)
            .map_err(|error| Error::Key(error.to_string()))?;
        Ok(Self { pair, pkcs8, random })
    }

    /// The key's id: a digest of the public key, so that it changes with it.
    pub fn kid(&self) -> String {
        let digest = digest::digest(&digest::SHA256, self.public_point());
        URL_SAFE_NO_PAD.encode(digest.as_ref().get(..12).unwrap_or_default())
    }

    /// The uncompressed public point: 0x04, x, y.
    pub fn public_point(&self) -> &[u8] {
        self.pair.public_key().as_ref()
    }

    /// The public key as the auth server publishes it.
    pub fn jwks(&self) -> Value {
        json!({ "keys": [self.public_jwk()] })
    }

    /// Both verification keys, secret included, as PostgREST wants them.
    pub fn jwks_with_secret(&self) -> Value {
        let secret = json!({ "kty": "oct", "alg": "HS256", "k": URL_SAFE_NO_PAD.encode(LOCAL_JWT_SECRET) });
        json!({ "keys": [self.public_jwk(), secret] })
    }

    fn public_jwk(&self) -> Value {
        let point = self.public_point();
        let coordinate = |range| URL_SAFE_NO_PAD.encode(point.get(range).unwrap_or_default());
        json!({
            "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "key_ops": ["verify"], "ext": true,
            "kid": self.kid(), "x": coordinate(1..33), "y": coordinate(33..65),
        })
    }

    /// A token signed with the key pair.
    pub fn sign_es256(&self, claims: &Value) -> Result<String> {
        self.sign_es256_as(&self.kid(), claims)
    }

    /// A token signed with the key pair that claims to be signed with the key `kid`.
    pub fn sign_es256_as(&self, kid: &str, claims: &Value) -> Result<String> {
        let message = message("ES256", Some(kid), claims);
        let signature =
            self.pair.sign(&self.random, message.as_bytes()).map_err(|_| Error::Key("cannot sign".into()))?;
        Ok(with_signature(message, signature.as_ref()))
    }

    /// The claims of a token that one of our keys signed and that has not expired.
    pub fn verify(&self, token: &str) -> Option<Value> {
        self.check(token).ok()
    }

    /// As [`Keys::verify`], but says what is wrong with any other token.
    pub fn check(&self, token: &str) -> Result<Value, TokenFault> {
        let part = |text: &str| serde_json::from_slice::<Value>(&URL_SAFE_NO_PAD.decode(text).ok()?).ok();
        let taken_apart = || {
            let (message, signature) = token.rsplit_once('.')?;
            let (header, claims) = message.split_once('.')?;
            Some((message, URL_SAFE_NO_PAD.decode(signature).ok()?, part(header)?, part(claims)?))
        };
        let (message, signature, header, claims) = taken_apart().ok_or(TokenFault::Malformed)?;
        let signed = match header.get("alg").and_then(Value::as_str) {
            Some("ES256") => UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, self.public_point())
                .verify(message.as_bytes(), &signature)
                .is_ok(),
            Some("HS256") => {
                hmac::verify(&hmac_key(LOCAL_JWT_SECRET.as_bytes()), message.as_bytes(), &signature).is_ok()
            }
            _ => false,
        };
        if !signed {
            return Err(TokenFault::Signature);
        }
        let expires = claims.get("exp").and_then(Value::as_i64).ok_or(TokenFault::Incomplete)?;
        let late = seconds() - expires;
        if late >= 0 { Err(TokenFault::Expired(late)) } else { Ok(claims) }
    }
}

/// What is wrong with a token, in the words of the hosted realtime service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenFault {
    /// It is no token at all.
    #[error("The token provided is not a valid JWT")]
    Malformed,
    /// None of our keys signed it.
    #[error("Failed to validate JWT signature")]
    Signature,
    /// It lacks a claim.
    #[error("Fields `role` and `exp` are required in JWT")]
    Incomplete,
    /// It expired so many seconds ago.
    #[error("Token has expired {0} seconds ago")]
    Expired(i64),
}

/// What a token says, believed or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// Its header.
    pub header: Value,
    /// Its claims.
    pub payload: Value,
}

/// Takes a token apart without verifying anything.
///
/// # Panics
/// When it is no token at all.
pub fn decode(token: &str) -> Decoded {
    let mut parts = token.split('.').map(|part| {
        let json = URL_SAFE_NO_PAD.decode(part).ok()?;
        serde_json::from_slice(&json).ok()
    });
    let mut part = || parts.next().flatten();
    match (part(), part()) {
        (Some(header), Some(payload)) => Decoded { header, payload },
        _ => panic!("not a token: {token}"),
    }
}

/// A token signed HS256 with any secret.
pub fn sign_hs256(secret: &[u8], claims: &Value) -> String {
    sign_hs256_as(None, secret, claims)
}

/// A token signed HS256 with any secret that names a key.
pub fn sign_hs256_as(kid: Option<&str>, secret: &[u8], claims: &Value) -> String {
    let message = message("HS256", kid, claims);
    let signature = hmac::sign(&hmac_key(secret), message.as_bytes());
    with_signature(message, signature.as_ref())
}

/// The claims of a token that was signed HS256 with this secret, expired or not.
pub fn verify_hs256(secret: &[u8], token: &str) -> Option<Value> {
    let (message, signature) = token.rsplit_once('.')?;
    hmac::verify(&hmac_key(secret), message.as_bytes(), &URL_SAFE_NO_PAD.decode(signature).ok()?).ok()?;
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(message.split_once('.')?.1).ok()?).ok()
}

/// A token that says it needs no signature.
pub fn unsigned(claims: &Value) -> String {
    with_signature(message("none", None, claims), &[])
}

/// A project API key: a token for a database role instead of a person. It does not change between
/// runs and outlives the project.
pub fn api_key(role: &str) -> String {
    let claims =
        json!({ "iss": "supabase", "ref": "local", "role": role, "iat": 1_735_689_600, "exp": 4_891_363_200_i64 });
    sign_hs256(LOCAL_JWT_SECRET.as_bytes(), &claims)
}

fn hmac_key(secret: &[u8]) -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA256, secret)
}

fn message(algorithm: &str, kid: Option<&str>, claims: &Value) -> String {
    let mut header = json!({ "alg": algorithm, "typ": "JWT" });
    if let (Some(kid), Some(header)) = (kid, header.as_object_mut()) {
        header.insert("kid".into(), kid.into());
    }
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", part(&header), part(claims))
}

fn with_signature(message: String, signature: &[u8]) -> String {
    message + "." + &URL_SAFE_NO_PAD.encode(signature)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(exp: i64) -> Value {
        json!({ "sub": "me", "exp": exp })
    }

    #[test]
    fn both_keys_verify_what_they_signed() {
        let keys = Keys::generate().unwrap();
        let valid = claims(seconds() + 60);
        assert_eq!(keys.verify(&keys.sign_es256(&valid).unwrap()), Some(valid.clone()));
        assert_eq!(keys.verify(&sign_hs256(LOCAL_JWT_SECRET.as_bytes(), &valid)), Some(valid));
    }

    #[test]
    fn forged_and_expired_tokens_do_not_verify() {
        let keys = Keys::generate().unwrap();
        let valid = claims(seconds() + 60);
        let stranger = Keys::generate().unwrap();
        for forged in [
            unsigned(&valid),
            sign_hs256(keys.public_point(), &valid),
            stranger.sign_es256_as(&keys.kid(), &valid).unwrap(),
            keys.sign_es256(&claims(seconds() - 1)).unwrap(),
            "a.b.c".into(),
            String::new(),
        ] {
            assert_eq!(keys.verify(&forged), None, "{forged}");
        }
    }

    #[test]
    fn keys_survive_being_written_down() {
        let keys = Keys::generate().unwrap();
        let again = Keys::from_base64(&keys.to_base64()).unwrap();
        assert_eq!(again.kid(), keys.kid());
        assert_eq!(again.jwks(), keys.jwks());
    }

    #[test]
    fn published_keys_hold_no_secret() {
        let keys = Keys::generate().unwrap();
        assert!(!keys.jwks().to_string().contains("oct"));
        assert_eq!(keys.jwks_with_secret()["keys"].as_array().unwrap().len(), 2);
    }

    #[test]
    fn api_keys_are_stable() {
        assert_eq!(api_key("anon"), api_key("anon"));
        assert_ne!(api_key("anon"), api_key("service_role"));
    }
}
