//! LiveKit's side of a webhook: the body it posts and its signature under it.

use super::api::{Api, Request};
use ipelya_local::livekit::sign_webhook;
use serde_json::Value;

impl Api {
    /// A webhook as LiveKit posts it now.
    pub fn webhook(&self, event: &Value) -> Request<'_> {
        self.webhook_at("/functions/v1/livekit-webhook", event)
    }

    /// The same at another of the function's addresses.
    pub fn webhook_at(&self, path: &str, event: &Value) -> Request<'_> {
        let body = event.to_string();
        let token = self.webhook_token(&body, |_| ());
        self.ask("POST", path).header("authorization", &token).raw("application/webhook+json", &body)
    }

    /// LiveKit's token for a body, right in every respect until changed.
    pub fn webhook_token(&self, body: &str, change: impl FnOnce(&mut Value)) -> String {
        let (key, secret) = (self.setting("LIVEKIT_API_KEY"), self.setting("LIVEKIT_API_SECRET"));
        sign_webhook(&key, &secret, body, self.now().unix_timestamp(), change)
    }
}
