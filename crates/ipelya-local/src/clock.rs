//! The one place of the local stack that reads the clock and draws ids.

#![allow(clippy::disallowed_methods, reason = "this is the place")]

use std::time::{SystemTime, UNIX_EPOCH};
use time::OffsetDateTime;
use uuid::Uuid;

/// The present moment.
pub fn now() -> OffsetDateTime {
    OffsetDateTime::now_utc()
}

/// Seconds since 1970, as tokens count them.
pub fn seconds() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

/// An id nobody has used.
pub fn new_id() -> Uuid {
    Uuid::new_v4()
}
