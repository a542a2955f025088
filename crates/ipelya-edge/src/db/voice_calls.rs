//! What is left of calls: history, transcripts, what agents report.

use ipelya_core::api::voice_calls::{
    FoundCalls, ReportedLine, TakenTranscript, Transcript, Usage, VoiceCallStatus, VoiceCallType, VoiceHistoryRequest,
};
use ipelya_core::{Account, AgentId, CallId, Refusal, Timestamp};

use super::Db;
use super::rpc::rpc;
use crate::http::Staff;

rpc! {
    live_voice_history: voice_history_of(
        account: &Account, call_type: Option<VoiceCallType>, status: Option<VoiceCallStatus>, limit: u32, offset: u32,
        include_stats: bool, all_users: bool, now: Timestamp,
    ) -> FoundCalls as "jsonb";

    /// What was said in a call, for its people; for staff it is noted.
    live_read_transcript: pub read_transcript(reader: &Staff, call_id: CallId, now: Timestamp) -> Transcript as "jsonb";

    /// Stores what the agent of a call reports.
    live_take_transcript: pub take_transcript(
        call_id: CallId, agent_id: AgentId, lines: &[ReportedLine], usage: Option<&Usage>, now: Timestamp,
    ) -> TakenTranscript as "jsonb";
}

impl Db {
    /// A page of the calls of the caller, or for staff of everybody.
    pub async fn voice_history(
        &self,
        account: &Account,
        request: &VoiceHistoryRequest,
        now: Timestamp,
    ) -> Result<FoundCalls, Refusal> {
        let VoiceHistoryRequest { call_type, status, include_stats, all_users, .. } = *request;
        let (limit, offset) = request.page();
        self.voice_history_of(account, call_type, status, limit, offset, include_stats, all_users, now).await
    }
}
