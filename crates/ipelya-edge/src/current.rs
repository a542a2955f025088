//! The context in use: built at start, and anew when its secret has a new version.
//!
//! A function lives for hours and a rotated key must not wait for a deploy. So whoever comes once the secret has not been
//! looked at for a while looks first, for a second at most; everybody else goes on with what there is. A secret that
//! cannot be read, or lacks a setting, changes nothing: it is logged, and the function goes on with the one before.

use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use ipelya_core::Timestamp;
use tokio::time::timeout;

use crate::clock::Clock;
use crate::context::{Context, ContextError};
use crate::secrets::{Store, Version};
use crate::settings::{Settings, SettingsError};

/// For how long a request waits for the secret.
const LOOK: Duration = Duration::from_secs(1);

/// The context that requests are handled in.
#[derive(Debug)]
pub(crate) struct Current {
    context: RwLock<Arc<Context>>,
    secret: Option<Watched>,
    clock: Clock,
}

/// A secret, and when it was looked at last.
#[derive(Debug)]
struct Watched {
    store: Store,
    max_age: Duration,
    seen: Mutex<Seen>,
}

#[derive(Debug)]
struct Seen {
    at: Timestamp,
    version: Version,
}

/// Why a function does not start.
#[derive(Debug, thiserror::Error)]
pub(crate) enum StartError {
    #[error(transparent)]
    Settings(#[from] SettingsError),
    #[error(transparent)]
    Context(#[from] ContextError),
}

impl Current {
    /// Reads the environment and, if `IPELYA_SECRET_ID` is set, that secret.
    pub(crate) async fn start(clock: Clock) -> Result<Self, StartError> {
        let Some(secret_id) = environment("IPELYA_SECRET_ID") else {
            let context = Context::new(&Settings::from_source(environment)?, clock.clone())?;
            return Ok(Self { context: RwLock::new(Arc::new(context)), secret: None, clock });
        };
        let store = Store::of(secret_id).await;
        let version = store.read().await.map_err(SettingsError::from)?;
        let settings = settings_of(&version)?;
        let context = Context::new(&settings, clock.clone())?;
        let seen = Mutex::new(Seen { at: clock.now(), version });
        let secret = Some(Watched { store, max_age: settings.secret_max_age, seen });
        Ok(Self { context: RwLock::new(Arc::new(context)), secret, clock })
    }

    /// The context of now.
    pub(crate) async fn get(&self) -> Arc<Context> {
        if let Some(secret) = self.secret.as_ref().filter(|secret| secret.is_due(self.clock.now())) {
            self.look_at(secret).await;
        }
        Arc::clone(&self.context.read().unwrap_or_else(PoisonError::into_inner))
    }

    async fn look_at(&self, secret: &Watched) {
        let version = match timeout(LOOK, secret.store.read()).await {
            Ok(Ok(version)) => version,
            Ok(Err(error)) => {
                tracing::error!(%error, "the secret cannot be read: the one before stays in use");
                return;
            }
            Err(_) => {
                tracing::error!("the secret cannot be read in time: the one before stays in use");
                return;
            }
        };
        if !secret.is_news(&version) {
            return;
        }
        match self.renewed(&version) {
            Ok(context) => {
                *self.context.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(context);
                tracing::info!(?version, "the secret has changed and is in use");
            }
            Err(error) => {
                tracing::error!(%error, ?version, "the secret cannot be used: the one before stays in use");
            }
        }
    }

    fn renewed(&self, version: &Version) -> Result<Context, StartError> {
        Ok(Context::new(&settings_of(version)?, self.clock.clone())?)
    }
}

impl Watched {
    /// Whether it is to be looked at now, by whoever asks: once told, nobody else is told so for a while.
    fn is_due(&self, now: Timestamp) -> bool {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let is_due = now - seen.at >= self.max_age;
        if is_due {
            seen.at = now;
        }
        is_due
    }

    /// Whether this is another version than the last, which it then is.
    fn is_news(&self, version: &Version) -> bool {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let is_news = seen.version != *version;
        if is_news {
            seen.version = version.clone();
        }
        is_news
    }
}

/// What the environment says; an empty value counts as absent.
fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The environment wins over the secret.
fn settings_of(version: &Version) -> Result<Settings, SettingsError> {
    Settings::from_source(|name| environment(name).or_else(|| version.get(name)))
}
