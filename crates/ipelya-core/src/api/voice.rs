//! What `voice-token` and `voice-agent` are sent and answer.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::fields::{Text, fields_or_nothing, id_or_blank, text_or_blank, word_or_blank};
use super::token::TokenReply;
use crate::agent::{AgentOrder, AgentVoice};
use crate::call::CallKind;
use crate::facts::{CallFacts, Facts};
use crate::ids::{AgentId, CallId, UserId};
use crate::language::Language;
use crate::refusal::Refusal;
use crate::role::Role;
use crate::room::RoomName;

/// How many others one may call to a conference.
pub const MAX_CALLED: usize = 9;

/// The kind of a call, in the words of the voice functions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RoomType {
    Support,
    #[serde(alias = "user_to_user")]
    UserToUser,
    Conference,
}

/// `voice-token`: which call. `participantName` is not read.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(transform = one_call))]
#[serde(rename_all = "camelCase")]
pub struct VoiceToken {
    /// `support`, if it is left out.
    #[serde(default, deserialize_with = "word_or_blank")]
    room_type: Option<RoomType>,
    /// A call there is, of this type.
    #[serde(default, deserialize_with = "id_or_blank")]
    call_id: Option<CallId>,
    /// Whom to call: for `user-to-user`.
    #[serde(default, deserialize_with = "id_or_blank")]
    callee_id: Option<UserId>,
    /// Whom to call, 1 to 9: for `conference`.
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(length(max = 9)))]
    participant_ids: Option<Vec<UserId>>,
    #[serde(flatten)]
    pub wishes: VoiceWishes,
}

/// Says in the API document what [`VoiceToken::room`] asks for.
#[cfg(feature = "schema")]
fn one_call(schema: &mut schemars::Schema) {
    let with = |kinds: serde_json::Value, field: &str, of: serde_json::Value| {
        serde_json::json!({
            "required": ["roomType", field], "properties": { "roomType": { "enum": kinds }, field: of },
        })
    };
    let named = [
        serde_json::json!({ "required": ["callId"], "properties": { "callId": { "type": "string" } } }),
        serde_json::json!({ "properties": { "roomType": { "enum": ["support", null] } } }),
        with(serde_json::json!(["user-to-user"]), "calleeId", serde_json::json!({ "type": "string" })),
        with(
            serde_json::json!(["conference"]),
            "participantIds",
            serde_json::json!({ "type": "array", "minItems": 1 }),
        ),
    ];
    schema.insert("anyOf".to_owned(), named.as_slice().into());
}

/// How somebody wants to talk, and what of it may be kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct VoiceWishes {
    /// The agent's; `alloy`, if it is left out.
    #[serde(default, deserialize_with = "word_or_blank")]
    pub voice: Option<AgentVoice>,
    /// The agent's; the caller's own, if it is left out.
    #[serde(default, deserialize_with = "word_or_blank")]
    pub language: Option<Language>,
    #[serde(default, deserialize_with = "fields_or_nothing")]
    pub consent: Option<Consent>,
}

/// What of a call may be kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Consent {
    /// What is said, as text: yes, if it is left out.
    pub transcript: Option<bool>,
    /// The sound: not asked, if it is left out.
    pub recording: Option<bool>,
}

/// The call that a token is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VoiceRoom {
    /// The caller's own with support.
    Support,
    /// A new one with this person.
    With(UserId),
    /// A new one with these people.
    Among(Vec<UserId>),
    /// One there is.
    Existing(CallKind, CallId),
}

impl VoiceToken {
    /// Which call is meant. Names the field without which that cannot be told.
    pub fn room(&self) -> Result<VoiceRoom, Refusal> {
        let invalid = |field: &str| Refusal::InvalidField { field: field.to_owned() };
        let kind = match self.room_type.unwrap_or(RoomType::Support) {
            RoomType::Support => CallKind::Support,
            RoomType::UserToUser => CallKind::UserToUser,
            RoomType::Conference => CallKind::Conference,
        };
        if self.participant_ids.as_ref().is_some_and(|called| called.len() > MAX_CALLED) {
            return Err(invalid("participantIds"));
        }
        if let Some(id) = self.call_id {
            return Ok(VoiceRoom::Existing(kind, id));
        }
        match kind {
            CallKind::Support => Ok(VoiceRoom::Support),
            CallKind::UserToUser => self.callee_id.map(VoiceRoom::With).ok_or_else(|| invalid("calleeId")),
            CallKind::Conference => {
                let called: BTreeSet<UserId> = self.participant_ids.iter().flatten().copied().collect();
                let is_anybody = !called.is_empty();
                is_anybody
                    .then(|| VoiceRoom::Among(called.into_iter().collect()))
                    .ok_or_else(|| invalid("participantIds"))
            }
        }
    }
}

/// Why there is no agent in a support call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AgentReason {
    /// None are sent.
    Disabled,
    /// Agents have talked as long as they may today, to this caller or in all.
    Quota,
    /// They talk to as many as they may at once.
    Capacity,
    /// LiveKit did not send it.
    Unavailable,
    /// It was sent and did not come yet; it may still.
    Timeout,
}

/// What the database says of an agent for a call: there is one, or one is sent for, or there is none.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct AgentState {
    /// The one that is there, or on its way.
    #[serde(default)]
    pub present: Option<AgentId>,
    /// What LiveKit is to send.
    #[serde(default)]
    pub order: Option<AgentOrder>,
    #[serde(default)]
    pub refused: Option<AgentReason>,
}

/// A call with support or a conference that somebody may enter (`live_call_support`, `live_call_conference`,
/// `live_enter_call`).
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct EnteredCall {
    pub call_id: CallId,
    /// It was there before.
    pub existing: bool,
    /// `None` where none belongs into it now.
    pub agent: Option<AgentState>,
    pub facts: Facts<CallFacts>,
    /// It was carried out before.
    pub replayed: bool,
}

/// What the caller is in the call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum VoiceRole {
    /// Whoever placed it.
    Owner,
    /// Whoever was called, and nobody else with them.
    Party,
    /// Whoever was called with others.
    Member,
    /// Whoever helps the caller of a support call.
    Staff,
}

impl VoiceRole {
    /// The voice functions' word for what somebody is in a call.
    pub const fn of(role: Role) -> Self {
        match role {
            Role::Callee => Self::Party,
            Role::Member => Self::Member,
            Role::Staff => Self::Staff,
            _ => Self::Owner,
        }
    }
}

/// The reply of `voice-token`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct VoiceReply {
    /// LiveKit access token.
    token: String,
    room_name: RoomName,
    /// The name that others see.
    participant_name: String,
    /// Where to connect.
    livekit_host: String,
    /// The AI agent is in the room, as LiveKit says.
    agent_spawned: bool,
    /// Of a support call without one: why.
    #[serde(skip_serializing_if = "Option::is_none")]
    agent_reason: Option<AgentReason>,
    call_id: CallId,
    /// The call was there before.
    existing: bool,
    role: VoiceRole,
    /// Same as `livekitHost`.
    ws_url: String,
    /// Same as `livekitHost`.
    #[serde(rename = "server_url")]
    server_url: String,
    /// Same as `token`.
    #[serde(rename = "participant_token")]
    participant_token: String,
}

impl VoiceReply {
    /// What whoever holds this token is told. `agent` is whether there is one, `None` where none belongs into the call.
    pub fn new(
        call_id: CallId,
        existing: bool,
        token: TokenReply,
        name: &str,
        agent: Option<Result<(), AgentReason>>,
    ) -> Self {
        Self {
            token: token.token,
            room_name: token.room_name,
            participant_name: name.to_owned(),
            livekit_host: token.ws_url.clone(),
            agent_spawned: matches!(agent, Some(Ok(()))),
            agent_reason: agent.and_then(Result::err),
            call_id,
            existing,
            role: VoiceRole::of(token.role),
            ws_url: token.ws_url,
            server_url: token.server_url,
            participant_token: token.participant_token,
        }
    }
}

/// `voice-agent`: another agent for a support call that is not over.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct VoiceAgent {
    /// Of the call's room.
    pub room_name: Text<255>,
    /// The one before it had, if it is left out.
    #[serde(default, deserialize_with = "word_or_blank")]
    pub voice: Option<AgentVoice>,
    /// The one before it had, if it is left out.
    #[serde(default, deserialize_with = "word_or_blank")]
    pub language: Option<Language>,
    /// What it is told; from staff alone.
    #[serde(default, deserialize_with = "text_or_blank")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<super::fields::Blank<Text<4000>>>"))]
    pub system_prompt: Option<Text<4000>>,
}

/// What sending for another agent came to (`live_send_agent`).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct SentAgent {
    pub call_id: CallId,
    pub room_name: RoomName,
    pub voice: AgentVoice,
    /// It is there already, with these settings.
    #[serde(default)]
    pub present: Option<AgentId>,
    #[serde(default)]
    pub order: Option<AgentOrder>,
    /// LiveKit's dispatch of the one whose place it takes.
    #[serde(default)]
    pub recall: Option<String>,
}

/// Where an agent is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AgentStatus {
    /// Sent for.
    Requested,
    /// In the room.
    Joined,
    /// Not sent.
    Failed,
}

/// An agent, as a caller is told of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AgentReply {
    id: AgentId,
    status: AgentStatus,
    voice: AgentVoice,
}

impl AgentReply {
    /// What is told of an agent, and whether it is there.
    pub const fn new(id: AgentId, voice: AgentVoice, there: Result<(), AgentReason>) -> Self {
        let status = match there {
            Ok(()) => AgentStatus::Joined,
            Err(AgentReason::Timeout) => AgentStatus::Requested,
            Err(_) => AgentStatus::Failed,
        };
        Self { id, status, voice }
    }
}

/// The reply of `voice-agent`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct VoiceAgentReply {
    agent: AgentReply,
    /// It is in the room, as LiveKit says.
    agent_spawned: bool,
    /// If it is not: why.
    #[serde(skip_serializing_if = "Option::is_none")]
    agent_reason: Option<AgentReason>,
    call_id: CallId,
}

impl VoiceAgentReply {
    /// What is told of an agent, and whether it is there.
    pub fn new(call_id: CallId, id: AgentId, voice: AgentVoice, there: Result<(), AgentReason>) -> Self {
        Self {
            agent: AgentReply::new(id, voice, there),
            agent_spawned: there.is_ok(),
            agent_reason: there.err(),
            call_id,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, from_value, json};

    use super::*;

    const ADA: &str = "6f1c1f0e-5b1f-4c55-9d5e-0f6c3e7f5f10";

    fn room(body: Value) -> Result<VoiceRoom, Refusal> {
        from_value::<VoiceToken>(body).unwrap().room()
    }

    #[test]
    fn without_a_type_it_is_support_that_is_called() {
        for body in [json!({}), json!({ "roomType": "", "callId": "" }), json!({ "roomType": "support" })] {
            assert_eq!(room(body), Ok(VoiceRoom::Support));
        }
    }

    #[test]
    fn both_spellings_of_a_call_between_two_are_one() {
        let ada = UserId(ADA.parse().unwrap());
        for word in ["user-to-user", "user_to_user"] {
            assert_eq!(room(json!({ "roomType": word, "calleeId": ADA })), Ok(VoiceRoom::With(ada)));
        }
        assert!(from_value::<VoiceToken>(json!({ "roomType": "user to user" })).is_err());
    }

    #[test]
    fn whom_to_call_is_named_and_once() {
        let missing = |field: &str| Err(Refusal::InvalidField { field: field.to_owned() });
        assert_eq!(room(json!({ "roomType": "user-to-user" })), missing("calleeId"));
        assert_eq!(room(json!({ "roomType": "conference" })), missing("participantIds"));
        assert_eq!(room(json!({ "roomType": "conference", "participantIds": [] })), missing("participantIds"));
        let many: Vec<String> = (0..10).map(|last| format!("6f1c1f0e-5b1f-4c55-9d5e-0f6c3e7f5f0{last}")).collect();
        assert_eq!(room(json!({ "roomType": "conference", "participantIds": many })), missing("participantIds"));
        let once = VoiceRoom::Among(vec![UserId(ADA.parse().unwrap())]);
        assert_eq!(room(json!({ "roomType": "conference", "participantIds": [ADA, ADA] })), Ok(once));
    }

    #[test]
    fn a_call_that_is_named_is_that_one_whoever_else_is() {
        let id = CallId(ADA.parse().unwrap());
        let body = json!({ "roomType": "conference", "callId": ADA, "participantIds": [ADA] });
        assert_eq!(room(body), Ok(VoiceRoom::Existing(CallKind::Conference, id)));
    }

    #[test]
    fn wishes_are_read_beside_everything_else() {
        let body = json!({ "voice": "nova", "language": "en", "consent": { "transcript": false } });
        let wishes = from_value::<VoiceToken>(body).unwrap().wishes;
        assert_eq!((wishes.voice, wishes.language), (Some(AgentVoice::Nova), Some(Language::English)));
        assert_eq!(wishes.consent, Some(Consent { transcript: Some(false), recording: None }));
        assert_eq!(from_value::<VoiceToken>(json!({ "voice": "", "language": null })).unwrap().wishes.voice, None);
        for bad in [
            json!({ "voice": "robot" }),
            json!({ "language": "de" }),
            json!({ "consent": true }),
            json!({ "consent": [true, false] }),
        ] {
            assert!(from_value::<VoiceToken>(bad.clone()).is_err(), "{bad}");
        }
    }
}
