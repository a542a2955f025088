//! What `livekit-webhook` answers.

use serde::{Deserialize, Serialize};

/// The reply of `livekit-webhook`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Received {
    pub result: EventResult,
}

/// What became of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum EventResult {
    /// It was applied.
    Success,
    /// There was nothing to apply: an event we do not know, or a room that is not ours.
    Skipped,
    /// It came before.
    Duplicate,
    /// It could not be applied, and a repeat would fail the same way.
    Error,
}
