//! Access tokens, right by default and wrong in any one way a test asks for.

use super::given::User;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ipelya_local::clock::seconds;
use ipelya_local::gateway::{Holder, access_claims};
use ipelya_local::jwt::{Keys, LOCAL_JWT_SECRET, sign_hs256_as, unsigned};
use serde_json::Value;
use std::sync::Arc;
use time::OffsetDateTime;

/// Builds one access token.
#[derive(Debug)]
#[must_use]
pub struct TokenBuilder {
    keys: Arc<Keys>,
    claims: Value,
    signing: Signing,
    kid: Option<String>,
}

#[derive(Debug)]
enum Signing {
    Es256,
    Hs256(Vec<u8>),
    None,
}

impl TokenBuilder {
    pub(super) fn new(keys: Arc<Keys>, supabase_url: &str, user: &User) -> Self {
        let holder = Holder {
            user: user.id,
            email: user.email.clone().unwrap_or_default(),
            anonymous: user.anonymous,
            session: user.session_id,
        };
        Self { keys, claims: access_claims(supabase_url, &holder, seconds()), signing: Signing::Es256, kid: None }
    }

    /// Any claim, changed or added.
    pub fn claim(mut self, name: &str, value: impl Into<Value>) -> Self {
        if let Some(claims) = self.claims.as_object_mut() {
            claims.insert(name.to_owned(), value.into());
        }
        self
    }

    /// Any claim, left out.
    pub fn without(mut self, name: &str) -> Self {
        if let Some(claims) = self.claims.as_object_mut() {
            claims.remove(name);
        }
        self
    }

    /// Expired five minutes ago, beyond any leeway.
    pub fn expired(self) -> Self {
        self.expires_in(-300)
    }

    /// Expires so many seconds from now.
    pub fn expires_in(self, from_now: i64) -> Self {
        self.claim("exp", seconds() + from_now)
    }

    /// Expires then.
    pub fn expires_at(self, at: OffsetDateTime) -> Self {
        self.claim("exp", at.unix_timestamp())
    }

    /// Belonging to another user's auth session.
    pub fn session_of(self, other: &User) -> Self {
        self.claim("session_id", other.session_id.to_string())
    }

    /// For another audience.
    pub fn aud(self, audience: &str) -> Self {
        self.claim("aud", audience)
    }

    /// From another issuer.
    pub fn iss(self, issuer: &str) -> Self {
        self.claim("iss", issuer)
    }

    /// With another database role.
    pub fn role(self, role: &str) -> Self {
        self.claim("role", role)
    }

    /// Without the id of an auth session, as tokens made outside the auth server are.
    pub fn without_session_id(self) -> Self {
        self.without("session_id")
    }

    /// Signed with the legacy secret.
    pub fn hs256(self) -> Self {
        self.hs256_with(LOCAL_JWT_SECRET)
    }

    /// Signed with any secret.
    pub fn hs256_with(mut self, secret: &str) -> Self {
        self.signing = Signing::Hs256(secret.into());
        self
    }

    /// Signed HS256 with the public key as the secret: the classic confusion of algorithms.
    pub fn hs256_signed_with_public_key(self) -> Self {
        let (pem, kid) = (public_pem(&self.keys), self.keys.kid());
        self.hs256_with(&pem).kid(&kid)
    }

    /// Not signed, and saying so.
    pub fn alg_none(mut self) -> Self {
        self.signing = Signing::None;
        self
    }

    /// Naming this key, whichever signed it.
    pub fn kid(mut self, kid: &str) -> Self {
        self.kid = Some(kid.to_owned());
        self
    }

    /// The token.
    pub fn build(self) -> String {
        let Self { keys, claims, signing, kid } = self;
        match signing {
            Signing::Es256 => {
                let kid = kid.unwrap_or_else(|| keys.kid());
                keys.sign_es256_as(&kid, &claims).expect("signing works")
            }
            Signing::Hs256(secret) => sign_hs256_as(kid.as_deref(), &secret, &claims),
            Signing::None => unsigned(&claims),
        }
    }
}

/// The public key as PEM, the form in which it would be at hand to a careless verifier.
fn public_pem(keys: &Keys) -> String {
    // SubjectPublicKeyInfo of a P-256 key up to its point.
    const PREFIX: [u8; 26] = [
        0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48,
        0xce, 0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
    ];
    let der = [&PREFIX, keys.public_point()].concat();
    format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", STANDARD.encode(der))
}
