//! A moment, as Postgres' `timestamptz` holds it and as clients read it.

use std::fmt;
use std::ops::{Add, Sub};

use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, UtcOffset};

/// A moment in UTC. In JSON it is text in the form of RFC 3339, years 0 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(OffsetDateTime);

impl Timestamp {
    /// The beginning of 1970.
    pub const UNIX_EPOCH: Self = Self(OffsetDateTime::UNIX_EPOCH);

    /// The same moment in UTC.
    pub const fn new(at: OffsetDateTime) -> Self {
        Self(at.to_offset(UtcOffset::UTC))
    }

    /// So many seconds after [`Timestamp::UNIX_EPOCH`]; `None` if that is no moment.
    pub fn from_unix_seconds(seconds: i64) -> Option<Self> {
        OffsetDateTime::from_unix_timestamp(seconds).ok().map(Self)
    }

    /// So many milliseconds after [`Timestamp::UNIX_EPOCH`]; `None` if that is no moment.
    pub fn from_unix_milliseconds(milliseconds: i64) -> Option<Self> {
        OffsetDateTime::from_unix_timestamp_nanos(i128::from(milliseconds) * 1_000_000).ok().map(Self)
    }

    /// What RFC 3339 calls a `date-time`; `None` if it is another text, or no moment in UTC.
    pub fn parse(text: &str) -> Option<Self> {
        OffsetDateTime::parse(text, &Rfc3339).ok()?.checked_to_offset(UtcOffset::UTC).map(Self)
    }

    /// Whole seconds since [`Timestamp::UNIX_EPOCH`].
    pub const fn unix_seconds(self) -> i64 {
        self.0.unix_timestamp()
    }
}

impl From<OffsetDateTime> for Timestamp {
    fn from(at: OffsetDateTime) -> Self {
        Self::new(at)
    }
}

impl<D> Add<D> for Timestamp
where
    OffsetDateTime: Add<D, Output = OffsetDateTime>,
{
    type Output = Self;

    fn add(self, duration: D) -> Self {
        Self(self.0 + duration)
    }
}

impl<D> Sub<D> for Timestamp
where
    OffsetDateTime: Sub<D, Output = OffsetDateTime>,
{
    type Output = Self;

    fn sub(self, duration: D) -> Self {
        Self(self.0 - duration)
    }
}

impl Sub for Timestamp {
    type Output = time::Duration;

    fn sub(self, earlier: Self) -> time::Duration {
        self.0 - earlier.0
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.format(&Rfc3339).map_err(|_| fmt::Error)?)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        time::serde::rfc3339::serialize(&self.0, serializer)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Rfc3339Text;

        impl Visitor<'_> for Rfc3339Text {
            type Value = Timestamp;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a date and time as in RFC 3339")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Timestamp, E> {
                Timestamp::parse(text).ok_or_else(|| E::custom("not a date and time as in RFC 3339"))
            }
        }

        deserializer.deserialize_str(Rfc3339Text)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{from_str, json, to_value};
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_moment_is_read_with_any_offset_and_written_in_utc() {
        let noon = Timestamp::new(datetime!(2026-11-21 12:00 UTC));
        for text in ["2026-11-21T12:00:00Z", "2026-11-21T12:00:00.000000+00:00", "2026-11-21T15:00:00+03:00"] {
            assert_eq!(from_str::<Timestamp>(&format!("{text:?}")).unwrap(), noon);
        }
        assert_eq!(to_value(noon).unwrap(), json!("2026-11-21T12:00:00Z"));
        assert_eq!(noon.to_string(), "2026-11-21T12:00:00Z");
        for bad in ["\"yesterday\"", "0", "null", "\"2026-11-21\"", "\"9999-12-31T23:59:59-01:00\""] {
            assert!(from_str::<Timestamp>(bad).is_err(), "{bad}");
        }
    }
}
