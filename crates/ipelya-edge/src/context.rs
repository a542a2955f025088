//! What a handler needs to do its work. Built once in `main`, shared by every request.

use std::time::Duration;

use futures_util::future::join3;
use tokio::time::timeout;

use crate::auth::Verifier;
use crate::clock::Clock;
use crate::db::Db;
use crate::http_client;
use crate::ids::Ids;
use crate::livekit::Sfu;
use crate::livekit::token::TokenMinter;
use crate::livekit::webhook::WebhookVerifier;
use crate::push::Expo;
use crate::settings::{RefusalStatus, Settings};

/// How long a start may wait for others. Lambda ends one after 10 s.
const WARM_UP: Duration = Duration::from_secs(2);

/// The one shared state of a function.
#[derive(Debug)]
pub struct Context {
    /// What time it is.
    pub clock: Clock,
    /// Where ids come from.
    pub ids: Ids,
    /// Postgres, behind PostgREST.
    pub db: Db,
    /// LiveKit's server API.
    pub sfu: Sfu,
    /// LiveKit access tokens.
    pub tokens: TokenMinter,
    /// LiveKit's signature under its webhooks.
    pub webhooks: WebhookVerifier,
    /// For how many people a room has place; 0 for any number.
    pub room_limit: u32,
    /// What one sweep may ask of LiveKit.
    pub sweep_limits: SweepLimits,
    /// Where pushes are sent, if they are sent from here.
    pub push: Option<Expo>,
    /// For how long a scheduled notifier looks for them.
    pub notify_for: Duration,
    pub(crate) auth: Verifier,
    pub(crate) refusal_status: RefusalStatus,
}

/// What one sweep may ask of LiveKit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SweepLimits {
    /// So many requests.
    pub requests: u32,
    /// For so long.
    pub time: Duration,
    /// How often a scheduled one asks again about hosts and call parties who are away.
    pub away_every: Duration,
    /// For how long after its beginning.
    pub away_for: Duration,
}

/// The HTTP client could not be built from its settings.
#[derive(Debug, thiserror::Error)]
pub enum ContextError {
    /// No TLS, or an unusable client configuration.
    #[error("the HTTP client cannot be built: {0}")]
    HttpClient(#[from] reqwest::Error),
    /// A setting cannot be sent as an HTTP header.
    #[error("SUPABASE_SERVICE_ROLE_KEY contains characters that no HTTP header can carry")]
    ServiceRoleKey(#[from] reqwest::header::InvalidHeaderValue),
}

impl Context {
    /// Connects nothing yet; connections open with the first request that needs them.
    pub fn new(settings: &Settings, clock: Clock) -> Result<Self, ContextError> {
        let client = http_client::new()?;
        Ok(Self {
            clock,
            ids: Ids::default(),
            db: Db::new(settings, client.clone())?,
            sfu: Sfu::new(settings),
            tokens: TokenMinter::new(settings),
            webhooks: WebhookVerifier::new(settings),
            room_limit: settings.room_max_participants,
            sweep_limits: SweepLimits {
                requests: settings.sweep_max_requests,
                time: settings.sweep_max_time,
                away_every: settings.sweep_away_every,
                away_for: settings.sweep_away_for,
            },
            push: settings.push.as_ref().map(|push| Expo::new(push, client.clone())),
            notify_for: settings.notify_for,
            auth: Verifier::new(settings, client),
            refusal_status: settings.refusal_status,
        })
    }

    /// Has at hand what the first request would wait for: the signing keys and a connection to PostgREST; one to LiveKit
    /// too, for functions that ask it. What others do not answer in time is left to that request.
    pub(crate) async fn warm(&self, asks_livekit: bool) {
        let livekit = async {
            if asks_livekit {
                self.sfu.answers().await;
            }
        };
        let all = join3(self.auth.warm(self.clock.now()), self.db.warm(), livekit);
        if timeout(WARM_UP, all).await.is_err() {
            tracing::warn!("not all services answered at start");
        }
    }
}
