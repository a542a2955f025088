//! Calls: their kinds, and where they are in their life.

use serde::{Deserialize, Serialize};

/// Who talks with whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CallKind {
    /// One with support: an AI agent, staff or both.
    Support,
    /// One with another.
    UserToUser,
    /// Several with each other.
    Conference,
}

impl CallKind {
    /// Every one, for tables and tests.
    pub const ALL: [Self; 3] = [Self::Support, Self::UserToUser, Self::Conference];
}

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

/// How a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CallEndReason {
    /// Both talked, and somebody hung up, left or ran out of coins or time.
    Completed,
    /// The callee did not want to.
    Declined,
    /// Nobody answered in time.
    Missed,
    /// One of them was in another call or on air.
    Busy,
    /// The caller gave up.
    Cancelled,
    /// It could not be carried.
    Failed,
}

impl CallEndReason {
    /// Every one, for tables and tests.
    pub const ALL: [Self; 6] =
        [Self::Completed, Self::Declined, Self::Missed, Self::Busy, Self::Cancelled, Self::Failed];
}

/// What the reason of a call's end does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CallEndDetail {
    /// The caller's coins did not pay the next minute, or not even the first.
    OutOfCoins,
    /// It was answered, and the callee never came into the room.
    CalleeAbsent,
    /// It was answered, and the caller never came into the room.
    CallerAbsent,
    /// Support has gone, and nobody came in its place.
    AgentAbsent,
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
