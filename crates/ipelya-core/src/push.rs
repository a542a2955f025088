//! Pushes to phones: what is sent, and what can come of it.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

/// A push to one phone, as the outbox hands it out (`live_take_pushes`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Push {
    pub id: Uuid,
    /// How often it has been taken, this time included.
    pub attempt: u32,
    pub push_token: String,
    /// The notification's type.
    #[serde(rename = "type")]
    pub kind: String,
    /// The call, session or payment it is about.
    pub subject_id: Uuid,
    pub title: String,
    pub body: String,
    /// What the app opens.
    pub data: Value,
    /// For how long it means something.
    pub lifetime_seconds: u32,
}

impl Push {
    /// Whether it may wake a sleeping phone: somebody is waiting, or has waited.
    pub fn is_urgent(&self) -> bool {
        matches!(self.kind.as_str(), "incoming_call" | "missed_call")
    }
}

/// What came of a push that was handed to the provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// The provider took it; what became of it is asked under this ticket later.
    Sent { ticket: String },
    /// It may go better another time.
    Retry { error: String },
    /// There is no such phone any more.
    Gone { error: String },
    /// It will not go at all.
    Failed { error: String },
}

/// What became of a push that the provider took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Receipt {
    /// It was handed on to Apple or Google.
    Delivered,
    /// There is no such phone any more.
    Gone { error: String },
    /// It was not.
    Failed { error: String },
}

/// A push that was handed to the provider, and what came of it (`live_settle_pushes`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tried {
    pub id: Uuid,
    pub attempt: u32,
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// A ticket, and what the provider says of it (`live_settle_tickets`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Traced {
    pub ticket: String,
    #[serde(flatten)]
    pub receipt: Receipt,
}
