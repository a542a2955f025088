//! LiveKit's side of a webhook: the body it posts and its signature under it.

use super::api::{Api, Request};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ipelya_local::jwt::sign_hs256;
use ring::digest::{SHA256, digest};
use serde_json::{Value, json};

/// LiveKit's token for a body, as it would be signed at this second; the claims may be changed before it is.
pub fn sign_webhook(key: &str, secret: &str, body: &str, at: i64, change: impl FnOnce(&mut Value)) -> String {
    let hash = STANDARD.encode(digest(&SHA256, body.as_bytes()));
    let mut claims = json!({ "iss": key, "nbf": at, "iat": at, "exp": at + 300, "sha256": hash });
    change(&mut claims);
    sign_hs256(secret.as_bytes(), &claims)
}

impl Api {
    /// A webhook as LiveKit posts it now.
    pub fn webhook(&self, event: &Value) -> Request<'_> {
        let body = event.to_string();
        let token = self.webhook_token(&body, |_| ());
        self.post("livekit-webhook").header("authorization", &token).raw("application/webhook+json", &body)
    }

    /// LiveKit's token for a body, right in every respect until changed.
    pub fn webhook_token(&self, body: &str, change: impl FnOnce(&mut Value)) -> String {
        let (key, secret) = (self.setting("LIVEKIT_API_KEY"), self.setting("LIVEKIT_API_SECRET"));
        sign_webhook(&key, &secret, body, self.now().unix_timestamp(), change)
    }
}
