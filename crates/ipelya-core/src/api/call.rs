//! What the call functions are sent and answer.
//!
//! The app says `video` and `audio` where the documents say `video_call` and `audio_call`. A reply uses the words of its
//! request, those of the app where it says neither.

use serde::{Deserialize, Serialize};

use super::fields::required_id;
use super::session::PublicProfile;
use super::token::TokenReply;
use crate::call::{CallEndDetail, CallEndReason, CallKind, CallStatus, CallType};
use crate::coins::Coins;
use crate::ids::{CallId, UserId};
use crate::room::RoomName;
use crate::timestamp::Timestamp;

/// The kind of a call, in either vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CallTypeWord {
    Video,
    Audio,
    VideoCall,
    AudioCall,
}

/// Whose words a reply uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vocabulary {
    /// `video`, `audio`.
    App,
    /// `video_call`, `audio_call`.
    Documents,
}

impl CallTypeWord {
    /// The word for a kind of call.
    pub const fn of(call_type: CallType, vocabulary: Vocabulary) -> Self {
        match (call_type, vocabulary) {
            (CallType::VideoCall, Vocabulary::App) => Self::Video,
            (CallType::AudioCall, Vocabulary::App) => Self::Audio,
            (CallType::VideoCall, Vocabulary::Documents) => Self::VideoCall,
            (CallType::AudioCall, Vocabulary::Documents) => Self::AudioCall,
        }
    }

    /// What it means.
    pub const fn call_type(self) -> CallType {
        match self {
            Self::Video | Self::VideoCall => CallType::VideoCall,
            Self::Audio | Self::AudioCall => CallType::AudioCall,
        }
    }

    /// Whose word it is.
    pub const fn vocabulary(self) -> Vocabulary {
        match self {
            Self::Video | Self::Audio => Vocabulary::App,
            Self::VideoCall | Self::AudioCall => Vocabulary::Documents,
        }
    }
}

/// `initiate-call`, `create-call`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct InitiateCall {
    /// Whom: the id of their account.
    #[serde(deserialize_with = "required_id")]
    pub callee_id: UserId,
    pub call_type: CallTypeWord,
    /// The coins a minute that the caller was shown; if it is another rate by now, nobody is called.
    #[serde(default)]
    pub expected_rate: Option<Coins>,
}

/// A request about one call and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CallRequest {
    #[serde(deserialize_with = "required_id")]
    pub call_id: CallId,
}

/// `answer-call`. The documents' `rejectReason` is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AnswerCall {
    #[serde(deserialize_with = "required_id")]
    pub call_id: CallId,
    /// `false` declines.
    pub accept: bool,
}

/// A call as its parties are told of it (`live_call_reply`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all(serialize = "camelCase"))]
#[expect(clippy::struct_field_names, reason = "the fields are the table's columns")]
pub struct Call {
    pub id: CallId,
    kind: CallKind,
    room_name: RoomName,
    caller_id: UserId,
    /// Of a call between two.
    callee_id: Option<UserId>,
    call_type: CallTypeWord,
    status: CallStatus,
    end_reason: Option<CallEndReason>,
    end_detail: Option<CallEndDetail>,
    initiated_at: Timestamp,
    /// When nobody has answered, or come.
    ring_expires_at: Option<Timestamp>,
    answered_at: Option<Timestamp>,
    ended_at: Option<Timestamp>,
    duration_seconds: u32,
    is_paid: bool,
    /// What a minute costs the caller.
    coin_per_minute: Coins,
    /// What was given back is taken off.
    total_coin_spent: Coins,
    caller: Option<PublicProfile>,
    callee: Option<PublicProfile>,
}

/// The reply of every call function.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CallReply {
    call: Call,
    #[serde(flatten)]
    token: Option<TokenReply>,
}

impl CallReply {
    /// What a party is told, in whose words, and the token they are to connect with, if they are.
    pub fn new(mut call: Call, vocabulary: Vocabulary, token: Option<TokenReply>) -> Self {
        call.call_type = CallTypeWord::of(call.call_type.call_type(), vocabulary);
        Self { call, token }
    }
}
