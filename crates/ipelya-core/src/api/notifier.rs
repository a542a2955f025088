//! What the notifier is sent and answers.

use serde::{Deserialize, Serialize};

/// `notifier`: nothing to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NotifyNow {}

/// Counts of one round.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Notified {
    /// Pushes that were due.
    pub due: u32,
    /// Pushes the provider took.
    pub sent: u32,
    /// Pushes that are tried again.
    pub postponed: u32,
    /// Pushes that are not: the phone is gone, or the provider will never take them.
    pub failed: u32,
    /// Pushes of which the provider now told what became of them.
    pub receipts: u32,
    /// The trigger on `notifications` by which the app pushes everything itself; while it is there, nothing is sent from
    /// here.
    pub app_push_trigger: Option<String>,
    /// Mails to followers.
    pub mails: Mailed,
}

/// Mails of one round.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Mailed {
    /// That were due.
    pub due: u32,
    /// That the provider took.
    pub sent: u32,
    /// That are tried again.
    pub postponed: u32,
    /// That are not.
    pub failed: u32,
}

impl Mailed {
    /// Both rounds in one.
    #[must_use]
    pub fn and(self, later: Self) -> Self {
        Self {
            due: self.due + later.due,
            sent: self.sent + later.sent,
            postponed: self.postponed + later.postponed,
            failed: self.failed + later.failed,
        }
    }
}

impl Notified {
    /// Both rounds in one.
    #[must_use]
    pub fn and(self, later: Self) -> Self {
        Self {
            due: self.due + later.due,
            sent: self.sent + later.sent,
            postponed: self.postponed + later.postponed,
            failed: self.failed + later.failed,
            receipts: self.receipts + later.receipts,
            app_push_trigger: later.app_push_trigger,
            mails: self.mails.and(later.mails),
        }
    }
}
