//! Another agent for a support call.

use ipelya_core::api::voice::{VoiceAgent, VoiceAgentReply};
use ipelya_core::{Account, Refusal};
use ipelya_edge::Context;

/// `voice-agent`, `POST /api/voice/agent`: gives a support call that is not over an agent with these settings, in place of
/// the one it has; the one it has, if it has them already. For the call's caller, and staff. What it is told is staff's to say.
///
/// Two round trips to the database; to LiveKit one that sends it, at most five that look after it, and one that recalls the
/// other.
pub async fn voice_agent(cx: &Context, account: &Account, request: VoiceAgent) -> Result<VoiceAgentReply, Refusal> {
    let prompt = request.system_prompt.as_deref();
    let (fresh, now) = (cx.fresh_agent(), cx.clock.now());
    let sent =
        cx.db.send_agent(account, &request.room_name, fresh, request.voice, request.language, prompt, now).await?;
    let Some(order) = &sent.order else {
        let agent = sent.present.ok_or(Refusal::Internal)?;
        let there = cx.look_for_agent(&sent.room_name, agent).await;
        return Ok(VoiceAgentReply::new(sent.call_id, agent, sent.voice, there));
    };
    let there = cx.replace_agent(order, sent.recall.as_deref()).await?;
    Ok(VoiceAgentReply::new(sent.call_id, order.id, sent.voice, there))
}
