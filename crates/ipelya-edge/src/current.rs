//! The context in use: built at start, and anew when one of its secrets has a new version.
//!
//! A function lives for hours and a rotated key must not wait for a deploy. So whoever comes once the secrets have not been
//! looked at for a while looks first, for a second at most; everybody else goes on with what there is. Secrets that cannot
//! be read, lack a setting or have one twice change nothing: it is logged, and the function goes on with those before.

use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use ipelya_core::Timestamp;
use tokio::time::timeout;

use crate::clock::Clock;
use crate::context::{Context, ContextError};
use crate::secrets::{Store, Version};
use crate::settings::{Settings, SettingsError};

/// For how long a request waits for the secrets.
const LOOK: Duration = Duration::from_secs(1);

/// The context that requests are handled in.
#[derive(Debug)]
pub(crate) struct Current {
    context: RwLock<Arc<Context>>,
    secrets: Option<Watched>,
    clock: Clock,
}

/// The secrets, and when they were looked at last.
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
    /// Reads the environment and, if `IPELYA_SECRET_ID` is set, those secrets.
    pub(crate) async fn start(clock: Clock) -> Result<Self, StartError> {
        let Some(secret_ids) = environment("IPELYA_SECRET_ID") else {
            let context = Context::new(&Settings::from_source(environment)?, clock.clone())?;
            return Ok(Self { context: RwLock::new(Arc::new(context)), secrets: None, clock });
        };
        let store = Store::of(&secret_ids).await;
        let version = store.read().await.map_err(SettingsError::from)?;
        let settings = settings_of(&version)?;
        let context = Context::new(&settings, clock.clone())?;
        let seen = Mutex::new(Seen { at: clock.now(), version });
        let secrets = Some(Watched { store, max_age: settings.secret_max_age, seen });
        Ok(Self { context: RwLock::new(Arc::new(context)), secrets, clock })
    }

    /// The context of now.
    pub(crate) async fn get(&self) -> Arc<Context> {
        if let Some(secrets) = self.secrets.as_ref().filter(|secrets| secrets.is_due(self.clock.now())) {
            self.look_at(secrets).await;
        }
        Arc::clone(&self.context.read().unwrap_or_else(PoisonError::into_inner))
    }

    async fn look_at(&self, secrets: &Watched) {
        let version = match timeout(LOOK, secrets.store.read()).await {
            Ok(Ok(version)) => version,
            Ok(Err(error)) => {
                tracing::error!(%error, "the secrets cannot be read: those before stay in use");
                return;
            }
            Err(_) => {
                tracing::error!("the secrets cannot be read in time: those before stay in use");
                return;
            }
        };
        if !secrets.is_news(&version) {
            return;
        }
        match self.renewed(&version) {
            Ok(context) => {
                *self.context.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(context);
                tracing::info!(?version, "the secrets have changed and are in use");
            }
            Err(error) => {
                tracing::error!(%error, ?version, "the secrets cannot be used: those before stay in use");
            }
        }
    }

    fn renewed(&self, version: &Version) -> Result<Context, StartError> {
        Ok(Context::new(&settings_of(version)?, self.clock.clone())?)
    }
}

impl Watched {
    /// Whether they are to be looked at now, by whoever asks: once told, nobody else is told so for a while.
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

/// The environment wins over the secrets.
fn settings_of(version: &Version) -> Result<Settings, SettingsError> {
    version.check()?;
    Settings::from_source(|name| environment(name).or_else(|| version.get(name)))
}
