//! What staff does about channels.

use serde::{Deserialize, Serialize};

use super::super::channel::SlugText;
use super::super::fields::{Reason, required_id};
use crate::ids::ChannelId;
use crate::timestamp::Timestamp;

/// `POST live-ops/channels/{id}/suspend` and `unsuspend`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SuspendChannel {
    #[serde(deserialize_with = "required_id")]
    pub id: ChannelId,
    pub reason: Reason,
}

/// The reply to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SuspendedChannel {
    /// Since when it is suspended, null if it is not.
    pub suspended_at: Option<Timestamp>,
    /// LiveKit was away: the sweeper will close the room of what it was on air with.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub pending: bool,
}

/// `POST live-ops/slugs/{slug}/free`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FreeSlug {
    pub slug: SlugText,
    pub reason: Reason,
}

/// The reply to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FreedSlug {
    /// It was kept for somebody. What is reserved, or in use, is not freed.
    pub freed: bool,
}
