//! What the sweeper is sent and answers.

use serde::{Deserialize, Serialize};

/// `sweeper`: nothing to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SweepNow {}

/// Counts of one sweep.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Rooms the database asked about.
    pub rooms: u32,
    /// Rooms LiveKit answered about.
    pub answered: u32,
    /// Rooms whose people it listed.
    pub listed: u32,
    /// Requests made to LiveKit.
    pub requests: u32,

    /// Rooms the database had not heard of.
    pub opened: u32,
    /// People it had not heard join.
    pub joined: u32,
    /// People it had not heard leave.
    pub left: u32,
    /// Rooms it had not heard finish.
    pub finished: u32,
    /// Sessions and calls without a room, given up.
    pub ended: u32,
    /// Rooms of what is over, closed.
    pub deleted: u32,
    /// Banned people put out.
    pub removed: u32,
    /// People whose rights were not those of their role.
    pub updated: u32,
    /// Encoders that would have sent into a wrong room.
    pub ingresses_pointed: u32,
    /// Encoders' keys that no channel had any more.
    pub ingresses_deleted: u32,
    /// AI agents sent to callers of support who waited without one.
    pub agents_sent: u32,
    /// What was to be recorded by itself and was not yet.
    pub recordings_started: u32,
    /// What was to be recorded no longer.
    pub recordings_stopped: u32,
    /// Files of recordings that are there by now.
    pub recordings_found: u32,
    /// Files of recordings that were to go.
    pub objects_deleted: u32,

    /// Questions, repairs and orders that failed.
    pub failed: u32,
    /// Orders that did not fit into this sweep.
    pub postponed: u32,
}
