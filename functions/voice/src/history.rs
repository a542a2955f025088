//! What is left of calls: who called whom, how it went, what was said.

use ipelya_core::api::voice_calls::{
    TakenTranscript, Transcript, TranscriptReport, TranscriptRequest, VoiceHistory, VoiceHistoryRequest,
};
use ipelya_core::{Account, Refusal};
use ipelya_edge::{Context, Reporter, Staff};

/// `GET /api/voice/history`, `GET /functions/v1/voice-history`: the caller's calls of every kind, latest first, a page at a
/// time, with who was in them and what was said; with `includeStats` figures of all their calls. With `allUsers` everybody's,
/// for staff alone, and without what was said.
///
/// One round trip.
pub async fn voice_history(
    cx: &Context,
    account: &Account,
    request: VoiceHistoryRequest,
) -> Result<VoiceHistory, Refusal> {
    let found = cx.db.voice_history(account, &request, cx.clock.now()).await?;
    Ok(VoiceHistory::new(found, request.page()))
}

/// `POST /api/voice/get-transcript`, `voice-get-transcript`: what was said in a call, for its people. Staff reads it too,
/// and it is noted who did, from where; to anybody else there is no such call.
///
/// One round trip.
pub async fn get_transcript(cx: &Context, reader: &Staff, request: TranscriptRequest) -> Result<Transcript, Refusal> {
    cx.db.read_transcript(reader, request.call_id, cx.clock.now()).await
}

/// `POST /api/voice/transcript`, `voice-transcript`: what the agent of a support call reports of it, and at last what its
/// models used. Each line is stored once, as it was first told, so that a report may be repeated. Once the caller's account
/// is gone there is no such call.
///
/// One round trip. All of a report is stored or, if it is refused, nothing.
pub async fn take_transcript(
    cx: &Context,
    reporter: &Reporter,
    request: TranscriptReport,
) -> Result<TakenTranscript, Refusal> {
    let now = cx.clock.now();
    let (lines, usage) = request.checked(now)?;
    cx.db.take_transcript(reporter.call_id, reporter.agent_id, lines, usage, now).await
}
