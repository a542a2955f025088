//! The two ways by which functions ask Postgres.

use crate::{Error, Result};

/// How functions ask Postgres.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// Through `PostgREST`.
    Rest,
    /// Over its own protocol.
    Direct,
}

/// The variable by which tests without a word of their own are told.
pub const OF_TESTS: &str = "IPELYA_TEST_TRANSPORT";
/// The variable by which `make dev` is told: `on` is [`Transport::Direct`].
pub const DIRECT_SWITCH: &str = "IPELYA_LOCAL_DIRECT";

impl Transport {
    /// The one that tests without a word of their own are run over.
    pub fn of_tests() -> Result<Self> {
        match std::env::var(OF_TESTS) {
            Err(_) => Ok(Self::Rest),
            Ok(name) => Self::of(&name).ok_or(Error::BadTransport { variable: OF_TESTS, value: name }),
        }
    }

    /// That of `make dev`.
    pub fn of_dev() -> Self {
        if std::env::var(DIRECT_SWITCH).is_ok_and(|switch| switch == "on") { Self::Direct } else { Self::Rest }
    }

    /// The one of this name: `rest` or `direct`.
    pub fn of(name: &str) -> Option<Self> {
        match name {
            "rest" => Some(Self::Rest),
            "direct" => Some(Self::Direct),
            _ => None,
        }
    }

    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rest => "rest",
            Self::Direct => "direct",
        }
    }
}
