//! Report tokens: by which the worker that carries out a call's agent tells what was said in it. The worker holds one for
//! each call and cannot make any; good for nothing else, they are no sign-in, and no sign-in is one of them.

use http::HeaderMap;
use ipelya_core::agent::AgentOrder;
use ipelya_core::identity::LEEWAY;
use ipelya_core::{AgentId, CallId, Refusal, Timestamp};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};
use serde::{Deserialize, Serialize};
use time::Duration;

use super::{Header, Token, bearer, crypto, decoded};
use crate::settings::AgentSettings;

/// What they are for, as they say themselves.
const AUDIENCE: &str = "voice-transcript";
/// For how long after the end of its call an agent may still report.
const AFTERWARDS: Duration = Duration::minutes(10);

/// Who reports: the agent of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reporter {
    /// The only call they report of.
    pub call_id: CallId,
    /// Which of its agents.
    pub agent_id: AgentId,
}

/// The claims of a report token. Times are seconds since the Unix epoch.
#[derive(Serialize, Deserialize)]
struct Claims {
    sub: CallId,
    jti: AgentId,
    aud: String,
    iat: i64,
    exp: i64,
}

/// Signs and verifies report tokens.
pub(crate) struct ReportTokens {
    encoding: EncodingKey,
    decoding: DecodingKey,
}

impl std::fmt::Debug for ReportTokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ReportTokens").finish_non_exhaustive()
    }
}

impl ReportTokens {
    /// By the secret of these settings.
    pub(crate) fn new(settings: &AgentSettings) -> Self {
        crypto::install();
        let secret = settings.token_secret.expose().as_bytes();
        Self { encoding: EncodingKey::from_secret(secret), decoding: DecodingKey::from_secret(secret) }
    }

    /// The token of an agent that is sent now.
    pub(crate) fn mint(&self, order: &AgentOrder, now: Timestamp) -> Result<String, Refusal> {
        let claims = Claims {
            sub: order.call_id,
            jti: order.id,
            aud: AUDIENCE.to_owned(),
            iat: now.unix_seconds(),
            exp: (now + Duration::seconds(order.max_seconds.into()) + AFTERWARDS).unix_seconds(),
        };
        let header = jsonwebtoken::Header::new(Algorithm::HS256);
        jsonwebtoken::encode(&header, &claims, &self.encoding).map_err(|error| {
            tracing::error!(%error, "a report token cannot be signed");
            Refusal::Internal
        })
    }

    /// Who reports, by the request's bearer token.
    pub(super) fn reporter(&self, headers: &HeaderMap, now: Timestamp) -> Option<Reporter> {
        let token = bearer(headers).and_then(Token::of)?;
        let header: Header = decoded(token.header)?;
        if header.alg != Algorithm::HS256 {
            return None;
        }
        let message = token.message.as_bytes();
        if !jsonwebtoken::crypto::verify(token.signature, message, &self.decoding, Algorithm::HS256).ok()? {
            return None;
        }
        let claims: Claims = decoded(token.claims)?;
        let expires = Timestamp::from_unix_seconds(claims.exp)?;
        let is_good = claims.aud == AUDIENCE && now < expires + LEEWAY;
        is_good.then_some(Reporter { call_id: claims.sub, agent_id: claims.jti })
    }
}
