//! LiveKit's dispatch of AI agents: which worker is sent into which room, and what it is told there.
//!
//! That LiveKit took the order does not say that anybody comes: without a worker, or with none that has room, it is dropped
//! a few seconds later. Whether the agent is there is a question about the room ([`Sfu::is_inside`](super::Sfu::is_inside)).

use std::sync::OnceLock;

use ipelya_core::agent::{AgentOrder, AgentVoice};
use ipelya_core::{AgentId, CallId, Refusal, RoomName, Timestamp, UserId};
use livekit_api::services::agent_dispatch::AgentDispatchClient;
use livekit_protocol::CreateAgentDispatchRequest;
use serde::Serialize;

use super::commands::done;
use super::{REQUEST_TIMEOUT, refusal};
use crate::auth::ReportTokens;
use crate::settings::{AgentSettings, Secret, Settings};
use crate::telemetry::{self, Metric};

/// LiveKit's dispatch of agents. Its tokens carry `roomAdmin` of the one room.
#[derive(Debug)]
pub struct Agents {
    host: String,
    api_key: String,
    api_secret: Secret,
    /// By which workers are known. Never empty: LiveKit would send whatever worker there is.
    name: String,
    report_url: String,
    report_tokens: ReportTokens,
    /// Built with the first call.
    client: OnceLock<AgentDispatchClient>,
}

/// What the worker is told: exactly these fields, as `agents/support/README.md` has them.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Mission<'a> {
    call_id: CallId,
    agent_id: AgentId,
    user_id: UserId,
    language: &'static str,
    voice: AgentVoice,
    prompt: &'a str,
    greeting: &'a str,
    transcript: bool,
    max_seconds: u32,
    report_url: &'a str,
    report_token: String,
}

impl Agents {
    /// Connects nothing yet.
    pub fn new(settings: &Settings, agent: &AgentSettings) -> Self {
        Self {
            host: settings.livekit_api_url.clone(),
            api_key: settings.livekit_api_key.clone(),
            api_secret: settings.livekit_api_secret.clone(),
            name: agent.name.clone(),
            report_url: agent.report_url.clone(),
            report_tokens: ReportTokens::new(agent),
            client: OnceLock::new(),
        }
    }

    /// Sends an agent into a room. One that is not there looks like a LiveKit that does not answer, and takes as long.
    /// Returns LiveKit's id of the dispatch, by which it is recalled.
    pub async fn send(&self, order: &AgentOrder, now: Timestamp) -> Result<String, Refusal> {
        let _asking = telemetry::asking(Metric::LiveKit);
        let request = CreateAgentDispatchRequest {
            agent_name: self.name.clone(),
            room: order.room_name.as_str().to_owned(),
            metadata: self.mission(order, now)?,
            ..CreateAgentDispatchRequest::default()
        };
        let sent = self.client().create_dispatch(request).await.map_err(|error| {
            tracing::error!(%error, room = %order.room_name, agent = %order.id, "LiveKit did not send the agent");
            refusal(&error)
        })?;
        Ok(sent.id)
    }

    /// Takes an agent out of a room, or keeps it from coming. Tells whether LiveKit knew of it. Of a room that is not there
    /// it does not say so: see [`Agents::send`].
    pub async fn recall(&self, room: &RoomName, dispatch_id: &str) -> Result<bool, Refusal> {
        let _asking = telemetry::asking(Metric::LiveKit);
        let outcome = self.client().delete_dispatch(dispatch_id, room.as_str()).await;
        done(outcome.map(drop), "DeleteDispatch", room)
    }

    /// The metadata of a dispatch. Never that of the room, which everybody in it can read.
    fn mission(&self, order: &AgentOrder, now: Timestamp) -> Result<String, Refusal> {
        let mission = Mission {
            call_id: order.call_id,
            agent_id: order.id,
            user_id: order.user_id,
            language: order.language.code(),
            voice: order.voice,
            prompt: &order.prompt,
            greeting: &order.greeting,
            transcript: order.transcript,
            max_seconds: order.max_seconds,
            report_url: &self.report_url,
            report_token: self.report_tokens.mint(order, now)?,
        };
        serde_json::to_string(&mission).map_err(|error| {
            tracing::error!(%error, "what an agent is told cannot be written");
            Refusal::Internal
        })
    }

    fn client(&self) -> &AgentDispatchClient {
        self.client.get_or_init(|| {
            AgentDispatchClient::with_api_key(&self.host, &self.api_key, self.api_secret.expose())
                .with_failover(false)
                .with_request_timeout(REQUEST_TIMEOUT)
        })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use serde_json::{Value, json};
    use time::macros::datetime;

    use super::*;

    const NOW: Timestamp = Timestamp::new(datetime!(2026-11-22 20:00 UTC));

    fn agents() -> Agents {
        let values = HashMap::from([
            ("SUPABASE_URL", "http://127.0.0.1:1"),
            ("SUPABASE_SERVICE_ROLE_KEY", "service-key"),
            ("LIVEKIT_URL", "wss://live.example"),
            ("LIVEKIT_API_KEY", "key"),
            ("LIVEKIT_API_SECRET", "livekit-secret"),
            ("AGENT_TOKEN_SECRET", "a-secret-for-the-reports-of-agents"),
            ("AGENT_REPORT_URL", "https://api.example/api/voice/transcript"),
        ]);
        let settings = Settings::from_source(|name| values.get(name).map(|value| (*value).to_owned())).unwrap();
        Agents::new(&settings, settings.agent.as_ref().unwrap())
    }

    #[test]
    fn an_agent_is_told_exactly_what_its_worker_expects() {
        let order = json!({
            "id": "6f1c1f0e-5b1f-4c55-9d5e-0f6c3e7f5f10", "call_id": "11111111-0000-4000-8000-000000000001",
            "user_id": "0b9d9a1c-8e3c-4b43-9d0c-1f5a2c3d4e5f",
            "room_name": "support-11111111-0000-4000-8000-000000000001", "language": "tr", "voice": "nova",
            "prompt": "Kısa konuş.", "greeting": "Merhaba!", "transcript": true, "max_seconds": 900,
        });
        let order: AgentOrder = serde_json::from_value(order).unwrap();
        let mut told: Value = serde_json::from_str(&agents().mission(&order, NOW).unwrap()).unwrap();
        let token = told.as_object_mut().unwrap().remove("reportToken").unwrap();
        assert_eq!(token.as_str().map(|token| token.split('.').count()), Some(3));
        assert_eq!(
            told,
            json!({
                "callId": order.call_id, "agentId": order.id, "userId": order.user_id, "language": "tr",
                "voice": "nova", "prompt": "Kısa konuş.", "greeting": "Merhaba!", "transcript": true,
                "maxSeconds": 900, "reportUrl": "https://api.example/api/voice/transcript",
            })
        );
    }

    #[test]
    fn secrets_do_not_show_in_debug_output() {
        let shown = format!("{:?}", agents());
        assert!(!shown.contains("a-secret-for") && !shown.contains("livekit-secret"), "{shown}");
    }
}
