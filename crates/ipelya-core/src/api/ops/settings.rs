//! Settings, and what is switched off for one person.

use serde::{Deserialize, Serialize};
use serde_json::Value;

#[cfg(feature = "schema")]
use super::super::fields::Blank;
use super::super::fields::{Reason, Text, required_id, text_or_blank};
use super::Face;
use super::logs::AdminFace;
use crate::coins::Coins;
use crate::ids::{SessionId, UserId};
use crate::timestamp::Timestamp;

/// `GET live-ops/settings`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ListSettings {}

/// `PATCH live-ops/settings/{key}`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChangeSetting {
    pub key: Text<100>,
    /// Of the setting's own type, within its bounds.
    #[cfg_attr(feature = "schema", schemars(schema_with = "value_schema"))]
    pub value: Value,
    #[serde(default, deserialize_with = "text_or_blank")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Blank<Reason>>"))]
    pub reason: Option<Reason>,
}

/// The types that settings have.
#[cfg(feature = "schema")]
fn value_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    schemars::json_schema!({ "type": ["boolean", "integer", "string", "array", "null"], "minLength": 1 })
}

/// The reply of `GET live-ops/settings` (`live_ops_settings`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Settings {
    /// By their keys.
    settings: Vec<Setting>,
}

/// The reply of `PATCH live-ops/settings/{key}`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChangedSetting {
    pub setting: Setting,
}

/// A setting as the panel shows it (`live_ops_setting_row`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Setting {
    key: String,
    value: Value,
    updated_at: Timestamp,
    /// Who changed it last; `null`: nobody ever did here.
    updated_by: Option<UserId>,
    admin: Option<AdminFace>,
}

/// `GET live-ops/users/{user_id}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OneUser {
    #[serde(deserialize_with = "required_id")]
    pub user_id: UserId,
}

/// `PATCH live-ops/users/{user_id}/switches`: what is left out stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SwitchUser {
    #[serde(deserialize_with = "required_id")]
    pub user_id: UserId,
    #[serde(default)]
    pub live_enabled: Option<bool>,
    #[serde(default)]
    pub calls_enabled: Option<bool>,
    #[serde(default, deserialize_with = "text_or_blank")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Blank<Reason>>"))]
    pub reason: Option<Reason>,
}

/// The reply of both: somebody, with what they have set and what is switched off for them (`live_ops_user_row`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UserDetail {
    user: Face,
    switches: Switches,
    own_settings: OwnSettings,
    /// What they are on air with.
    session_id: Option<SessionId>,
    active_bans: u32,
}

/// What staff has switched off for somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Switches {
    /// They may go on air.
    live_enabled: bool,
    /// They may call and be called.
    calls_enabled: bool,
    updated_at: Option<Timestamp>,
    updated_by: Option<UserId>,
}

/// What somebody has set themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct OwnSettings {
    /// They take calls.
    calls_enabled: bool,
    /// What a minute of a call with them costs the caller.
    coin_per_minute: Coins,
    /// Of their notifications; `null`: they have not said.
    language: Option<String>,
}
