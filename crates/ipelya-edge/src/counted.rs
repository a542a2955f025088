//! A value that counts how often it is serialised: to be turned into text once is all that a request needs of it.

use std::cell::Cell;

use serde::{Serialize, Serializer};

/// Serialised as a word.
#[derive(Debug, Default)]
pub(crate) struct Counted {
    times: Cell<u32>,
}

impl Counted {
    /// How often it has been serialised.
    pub(crate) fn times(&self) -> u32 {
        self.times.get()
    }
}

impl Serialize for Counted {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.times.set(self.times() + 1);
        serializer.serialize_str("counted")
    }
}
