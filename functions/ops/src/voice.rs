//! Calls with support and conferences: their agents, what those are told, and how they fare.

use ipelya_core::api::fields::Number;
use ipelya_core::api::ops::prompts::{ActivatePrompt, AddPrompt, ListPrompts, OnePrompt, Prompts};
use ipelya_core::api::ops::voice::{ListVoiceCalls, SwitchAgent, SwitchedAgent, VoiceCalls};
use ipelya_core::api::ops::voice_figures::{AskFailures, Failures, ListReaders, Readers};
use ipelya_core::api::voice::AgentReply;
use ipelya_core::{Account, Refusal};
use ipelya_edge::{Context, Staff};

/// `GET /functions/v1/live-ops/voice/calls`: lists calls with support and conferences, those under way unless the others are
/// asked for, with who is inside and for how long a caller has waited. Staff enters one with `voice-token`.
pub(crate) async fn calls(cx: &Context, account: &Account, request: ListVoiceCalls) -> Result<VoiceCalls, Refusal> {
    let ListVoiceCalls { active, kind, limit, offset } = request;
    cx.db.ops_voice_calls(account, active.unwrap_or(true), kind, limit, offset, cx.clock.now()).await
}

/// `POST /functions/v1/live-ops/voice/calls/{id}/agent`: sends the agent of a support call away, after which none comes
/// unless staff sends for one; or sends for one, in place of one with another voice or language. A repeat changes nothing.
/// Whoever is left alone by it is waited for: a call that nobody helps in ends after `agent_grace_seconds`.
///
/// To LiveKit one that recalls it, or one that sends it, at most five that look after it, and one that recalls the other.
pub(crate) async fn agent(cx: &Context, staff: &Staff, request: SwitchAgent) -> Result<SwitchedAgent, Refusal> {
    let SwitchAgent { id, on, voice, language } = request;
    let fresh = cx.fresh_agent();
    let done = cx.db.ops_switch_agent(staff, id, fresh, on, voice, language, cx.clock.now()).await?;
    let recall = done.recall.as_deref();
    let (agent, there) = match (&done.order, done.present) {
        (Some(order), _) => (order.id, cx.replace_agent(order, recall).await?),
        (None, Some(agent)) => (agent, cx.look_for_agent(&done.room_name, agent).await),
        (None, None) => {
            let pending = match recall {
                Some(dispatch) => !cx.recall_agent(&done.room_name, dispatch).await,
                None => done.is_being_sent,
            };
            return Ok(SwitchedAgent { on, agent: None, reason: None, pending });
        }
    };
    let agent = AgentReply::new(agent, done.voice.unwrap_or_default(), there);
    Ok(SwitchedAgent { on, agent: Some(agent), reason: there.err(), pending: false })
}

/// `GET /functions/v1/live-ops/voice/prompts`: lists what agents are and were told, latest first, with who wrote it.
pub(crate) async fn prompts(cx: &Context, account: &Account, request: ListPrompts) -> Result<Prompts, Refusal> {
    let ListPrompts { language, limit, offset } = request;
    cx.db.ops_prompts(account, language, limit, offset, cx.clock.now()).await
}

/// `POST /functions/v1/live-ops/voice/prompts`: writes the next version of what agents are told in a language, with which
/// they are sent from then on unless that is not wanted. Versions are never changed.
pub(crate) async fn add_prompt(cx: &Context, staff: &Staff, request: AddPrompt) -> Result<OnePrompt, Refusal> {
    let AddPrompt { language, prompt, greeting, activate } = request;
    let (greeting, activate) = (greeting.as_deref(), activate.unwrap_or(true));
    let prompt = cx.db.ops_add_prompt(staff, language, &prompt, greeting, activate, cx.clock.now()).await?;
    Ok(OnePrompt { prompt })
}

/// `POST /functions/v1/live-ops/voice/prompts/{id}/activate`: has agents sent with this version from now on. A repeat
/// changes nothing.
pub(crate) async fn activate_prompt(
    cx: &Context,
    staff: &Staff,
    request: ActivatePrompt,
) -> Result<OnePrompt, Refusal> {
    Ok(OnePrompt { prompt: cx.db.ops_activate_prompt(staff, request.id, cx.clock.now()).await? })
}

/// `GET /functions/v1/live-ops/voice/failures`: how agents and support calls fared on the latest days, up to 90, and what of
/// the seconds that agents may talk today is gone.
pub(crate) async fn failures(cx: &Context, account: &Account, request: AskFailures) -> Result<Failures, Refusal> {
    cx.db.ops_agent_failures(account, request.days.map_or(7, Number::get), cx.clock.now()).await
}

/// `GET /functions/v1/live-ops/voice/transcripts/{id}/readers`: lists who of the staff has read what was said in a call, and
/// when, latest first.
pub(crate) async fn readers(cx: &Context, account: &Account, request: ListReaders) -> Result<Readers, Refusal> {
    let ListReaders { id, limit, offset } = request;
    cx.db.ops_transcript_readers(account, id, limit, offset, cx.clock.now()).await
}
