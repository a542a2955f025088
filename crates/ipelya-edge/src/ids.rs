//! Ids: drawn in one place, so that a handler that makes a row says so by asking for one.

use uuid::Uuid;

/// Where the ids of new rows come from.
#[derive(Debug, Default)]
pub struct Ids {
    _private: (),
}

impl Ids {
    /// A fresh id of any kind.
    #[expect(clippy::disallowed_methods, reason = "the one place that draws ids")]
    pub fn fresh<Id: From<Uuid>>(&self) -> Id {
        Id::from(Uuid::new_v4())
    }
}
