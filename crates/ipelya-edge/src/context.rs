//! What a handler needs to do its work. Built once in `main`, shared by every request.

use std::time::Duration;

use futures_util::future::join3;
use tokio::time::timeout;

use crate::auth::Verifier;
use crate::clock::Clock;
use crate::db::{Db, DbSettingsError};
use crate::http::routes::Routes;
use crate::http_client;
use crate::ids::Ids;
use crate::livekit::Sfu;
use crate::livekit::agents::Agents;
use crate::livekit::egress::Egresses;
use crate::livekit::ingress::Ingresses;
use crate::livekit::token::TokenMinter;
use crate::livekit::webhook::WebhookVerifier;
use crate::mail::Ses;
use crate::push::Expo;
use crate::settings::{RefusalStatus, Settings};
use crate::store::Store;
use crate::stripe::Stripe;

/// How long a start may wait for others. Lambda ends one after 10 s.
const WARM_UP: Duration = Duration::from_secs(2);

/// The one shared state of a function.
#[derive(Debug)]
pub struct Context {
    /// What time it is.
    pub clock: Clock,
    /// Where ids come from.
    pub ids: Ids,
    /// Postgres.
    pub db: Db,
    /// LiveKit's server API.
    pub sfu: Sfu,
    /// LiveKit's server for encoders, if there is one.
    pub ingresses: Option<Ingresses>,
    /// AI agents for support calls, if any are sent.
    pub agents: Option<Agents>,
    /// What LiveKit records, if anything is recorded.
    pub egresses: Option<Egresses>,
    /// Where recordings are kept, if there are any.
    pub store: Option<Store>,
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
    /// Where mails are sent, if they are.
    pub mail: Option<Ses>,
    /// For how long a scheduled notifier looks for both.
    pub notify_for: Duration,
    /// Where cards are charged, if they are.
    pub stripe: Option<Stripe>,
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
    /// The database cannot be asked with its settings.
    #[error(transparent)]
    Db(#[from] DbSettingsError),
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
            ingresses: settings.livekit_ingress.then(|| Ingresses::new(settings)),
            agents: settings.agent.as_ref().map(|agent| Agents::new(settings, agent)),
            egresses: settings.recording.as_ref().map(|recording| Egresses::new(settings, recording)),
            store: settings.recording.as_ref().map(|recording| Store::new(&recording.store, client.clone())),
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
            mail: settings.mail.as_ref().map(|mail| Ses::new(mail, client.clone())),
            notify_for: settings.notify_for,
            stripe: settings.stripe.as_ref().map(|stripe| Stripe::new(stripe, client.clone())),
            auth: Verifier::new(settings, client),
            refusal_status: settings.refusal_status,
        })
    }

    /// Has at hand what the first request to these functions would wait for: a connection to the database; the signing keys if
    /// they are for users, a connection to LiveKit if they ask it. What others do not answer in time is left to that request.
    pub(crate) async fn warm(&self, routes: &Routes) {
        let keys = async {
            if routes.has_users() {
                self.auth.warm(self.clock.now()).await;
            }
        };
        let livekit = async {
            if routes.is_asking_livekit() {
                self.sfu.answers().await;
            }
        };
        let all = join3(keys, self.db.warm(), livekit);
        if timeout(WARM_UP, all).await.is_err() {
            tracing::warn!("not all services answered at start");
        }
    }
}
