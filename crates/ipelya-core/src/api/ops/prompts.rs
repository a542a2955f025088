//! What the agent of support calls is told.

use serde::{Deserialize, Serialize};

#[cfg(feature = "schema")]
use super::super::fields::Blank;
use super::super::fields::{Text, required_id, text_or_blank, word_or_blank};
use super::logs::AdminFace;
use super::{Limit, Offset};
use crate::ids::{PromptId, UserId};
use crate::language::Language;
use crate::timestamp::Timestamp;

/// `GET live-ops/voice/prompts`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ListPrompts {
    /// Of every language, if nothing is said.
    #[serde(default, deserialize_with = "word_or_blank")]
    pub language: Option<Language>,
    /// 50, if nothing is said.
    #[serde(default)]
    pub limit: Option<Limit>,
    #[serde(default)]
    pub offset: Option<Offset>,
}

/// The reply of `GET live-ops/voice/prompts` (`live_ops_prompts`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Prompts {
    prompts: Vec<PromptRow>,
    /// How many there are of those that were asked for; 10000 means as many or more.
    total: u32,
}

/// A version as the panel shows it (`live_ops_prompt_row`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PromptRow {
    id: PromptId,
    language: Language,
    version: u32,
    prompt: String,
    /// Said after the notice that it is an AI.
    greeting: String,
    /// SHA-256 of the prompt, in hex: by it the log and each agent that was sent know it.
    hash: String,
    /// Agents are sent with it.
    is_active: bool,
    created_at: Timestamp,
    /// Who wrote it; `null`: it came with the software.
    created_by: Option<UserId>,
    admin: Option<AdminFace>,
}

/// `POST live-ops/voice/prompts`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AddPrompt {
    pub language: Language,
    pub prompt: Text<8000>,
    #[serde(default, deserialize_with = "text_or_blank")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<Blank<Text<1000>>>"))]
    pub greeting: Option<Text<1000>>,
    /// Agents are sent with it from now on: yes, if it is left out.
    #[serde(default)]
    pub activate: Option<bool>,
}

/// `POST live-ops/voice/prompts/{id}/activate`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ActivatePrompt {
    #[serde(deserialize_with = "required_id")]
    pub id: PromptId,
}

/// The reply of both: the version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OnePrompt {
    pub prompt: PromptRow,
}
