//! What the ops panel asks and reads. Unlike the app's, its rows are spelled as the columns are.

pub mod all_sessions;
pub mod analytics;
pub mod bans;
pub mod card_payments;
pub mod channels;
pub mod logs;
pub mod messages;
pub mod payments;
pub mod people;
pub mod prompts;
pub mod recordings;
pub mod reports;
pub mod sessions;
pub mod settings;
pub mod status;
pub mod voice;
pub mod voice_figures;

use serde::{Deserialize, Serialize};

use super::fields::Number;
use crate::ids::{ProfileId, SessionId, UserId};
use crate::session::{SessionStatus, SessionType};

/// How many rows of a list are wanted; no more than 100 are answered.
pub type Limit = Number<1, 1000>;
/// How many rows of a list are passed over.
pub type Offset = Number<0, 65535>;

/// Somebody as the panel shows them (`live_ops_face`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Face {
    id: ProfileId,
    user_id: UserId,
    username: Option<String>,
    display_name: Option<String>,
    avatar_url: Option<String>,
    is_verified: bool,
    is_creator: bool,
}

/// A session in a few words, beside what is about it (`live_ops_session_note`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SessionNote {
    id: SessionId,
    title: String,
    session_type: SessionType,
    status: SessionStatus,
}

/// That it was done, in words that the panel shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Done {
    /// A sentence in Turkish.
    pub message: &'static str,
}
