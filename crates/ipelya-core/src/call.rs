//! 1:1 calls: their kinds, and where they are in their life.

use serde::{Deserialize, Serialize};

/// Whether a call carries video or only voices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CallType {
    /// Camera, microphone and screen.
    VideoCall,
    /// Microphones only.
    AudioCall,
}

/// Where a call is in its life. How it ended is another column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CallStatus {
    /// Waiting for the callee.
    Ringing,
    /// Answered.
    Connected,
    /// Over, however it ended.
    Ended,
}
