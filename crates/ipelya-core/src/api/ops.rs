//! What the ops panel asks and reads. Unlike the app's, its rows are spelled as the columns are.

pub mod analytics;
pub mod messages;
pub mod people;
pub mod sessions;

use serde::{Deserialize, Serialize};

use super::fields::Number;
use crate::ids::{ProfileId, UserId};

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

/// That it was done, in words that the panel shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Done {
    /// A sentence in Turkish.
    pub message: &'static str,
}
