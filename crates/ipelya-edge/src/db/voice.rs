//! Calls with support, conferences, and the agents that are sent for.

use ipelya_core::agent::{AgentOrder, AgentVoice};
use ipelya_core::api::voice::{EnteredCall, SentAgent, VoiceWishes};
use ipelya_core::call::CallKind;
use ipelya_core::language::Language;
use ipelya_core::{Account, AgentId, CallId, RoomName, Timestamp, UserId};

use super::DbError;
use super::arguments::{Arguments, SqlType};
use super::rpc::{Parameter, rpc};
use crate::http::idempotency::IdempotencyKey;

/// How somebody wants to talk, and what of it may be kept.
impl Parameter for VoiceWishes {
    const PARTS: &'static [(&'static str, SqlType)] = &[
        ("p_voice", SqlType::Text),
        ("p_language", SqlType::Text),
        ("p_transcript", SqlType::Boolean),
        ("p_recording", SqlType::Boolean),
    ];

    fn put(&self, _: &'static str, arguments: &mut Arguments) -> Result<(), DbError> {
        let consent = self.consent.unwrap_or_default();
        self.voice.put("p_voice", arguments)?;
        self.language.map(Language::code).put("p_language", arguments)?;
        consent.transcript.put("p_transcript", arguments)?;
        consent.recording.put("p_recording", arguments)
    }
}

rpc! {
    /// Places a call with support under this id, or finds the one there is, and writes down that an agent of this id is sent
    /// for, if one is to be.
    live_call_support: pub call_support(
        account: &Account, call_id: CallId, room_name: &RoomName, agent_id: Option<AgentId>, wishes: &VoiceWishes,
        key: &IdempotencyKey, now: Timestamp,
    ) -> EnteredCall as "jsonb";

    /// Calls several under this id, or finds the conference there is.
    live_call_conference: pub call_conference(
        account: &Account, call_id: CallId, room_name: &RoomName, people: &[UserId], recording: Option<bool>,
        key: &IdempotencyKey, now: Timestamp,
    ) -> EnteredCall as "jsonb";

    /// Lets somebody into a call of this kind.
    live_enter_call: pub enter_call(
        account: &Account, call_id: CallId, kind: CallKind, agent_id: Option<AgentId>, wishes: &VoiceWishes, now: Timestamp,
    ) -> EnteredCall as "jsonb";

    /// Takes back a call whose room LiveKit did not open.
    live_cancel_voice_call: pub cancel_voice_call(
        user_id: UserId, call_id: CallId, idempotency_key: Option<&str>, now: Timestamp,
    ) -> bool as "boolean";

    /// Writes down that another agent is sent for.
    live_send_agent: pub send_agent(
        account: &Account, room_name: &str, agent_id: Option<AgentId>, voice: Option<AgentVoice>, language: Option<Language>,
        prompt: Option<&str>, now: Timestamp,
    ) -> SentAgent as "jsonb";

    /// Writes down what came of asking LiveKit for an agent: its dispatch, if there is one, and whether it was seen inside.
    live_agent_sent: pub agent_sent(
        agent_id: AgentId, dispatch_id: Option<&str>, is_inside: bool, now: Timestamp,
    ) -> bool as "boolean";

    /// Sends for another agent for every caller of support who waits for one.
    live_agents_due: pub agents_due(now: Timestamp) -> Vec<AgentOrder> as "jsonb";
}
