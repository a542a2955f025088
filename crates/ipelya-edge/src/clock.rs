//! The one place that reads the wall clock. Everything else is told what time it is.

use std::fmt;
use std::sync::Arc;

use ipelya_core::Timestamp;
use time::OffsetDateTime;

/// Where a request's time comes from: the machine's clock, or one that a test holds.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    /// The machine's clock.
    #[expect(clippy::disallowed_methods, reason = "this is the one place")]
    pub fn system() -> Self {
        Self(Arc::new(|| Timestamp::new(OffsetDateTime::now_utc())))
    }

    /// A clock that tells whatever `now` says.
    pub fn from_fn<At: Into<Timestamp>>(now: impl Fn() -> At + Send + Sync + 'static) -> Self {
        Self(Arc::new(move || now().into()))
    }

    /// A clock that stands still.
    pub fn fixed(now: impl Into<Timestamp>) -> Self {
        let now = now.into();
        Self::from_fn(move || now)
    }

    /// The time.
    pub fn now(&self) -> Timestamp {
        (self.0)()
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Clock").field(&self.now()).finish()
    }
}
