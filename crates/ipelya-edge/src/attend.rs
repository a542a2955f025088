//! Sending agents into support calls, and seeing whether they have come. Callers have it done by `voice-token` and
//! `voice-agent`, staff by the panel.

use std::time::Duration;

use ipelya_core::agent::AgentOrder;
use ipelya_core::api::voice::{AgentReason, AgentState};
use ipelya_core::{AgentId, Refusal, RoomName};
use tokio::time::{sleep, timeout};

use crate::context::Context;

/// When it is looked after an agent that was sent: that LiveKit took the order says nothing, and a worker without load is
/// in the room after half a second.
const LOOKS: [Duration; 5] = [
    Duration::from_millis(250),
    Duration::from_millis(250),
    Duration::from_millis(400),
    Duration::from_millis(500),
    Duration::from_millis(600),
];

/// How long all of them may take together, should LiveKit not answer.
const PATIENCE: Duration = Duration::from_secs(4);

impl Context {
    /// The id of an agent that may be sent for; none where there is nobody to send.
    pub fn fresh_agent(&self) -> Option<AgentId> {
        self.agents.is_some().then(|| self.ids.fresh())
    }

    /// Sends what was ordered, and says whether the agent is there; `None` where none belongs into the call.
    pub async fn attend(
        &self,
        room: &RoomName,
        state: Option<&AgentState>,
    ) -> Result<Option<Result<(), AgentReason>>, Refusal> {
        let Some(state) = state else { return Ok(None) };
        if let Some(order) = &state.order {
            return self.send_agent(order).await.map(Some);
        }
        Ok(Some(match (state.present, state.refused) {
            (Some(agent), _) => self.look_for_agent(room, agent).await,
            (None, refused) => Err(refused.unwrap_or(AgentReason::Disabled)),
        }))
    }

    /// Sends an agent, and writes down what came of it. That it does not come is no failure of the call.
    pub async fn send_agent(&self, order: &AgentOrder) -> Result<Result<(), AgentReason>, Refusal> {
        let dispatch = match &self.agents {
            Some(agents) => agents.send(order, self.clock.now()).await.ok(),
            None => None,
        };
        let there = dispatch.is_some() && self.has_come(&order.room_name, order.id).await;
        self.db.agent_sent(order.id, dispatch.as_deref(), there, self.clock.now()).await?;
        Ok(if dispatch.is_some() { if_there(there) } else { Err(AgentReason::Unavailable) })
    }

    /// Sends an agent in place of another, which is recalled once this one is sent. Tells whether this one is there.
    pub async fn replace_agent(
        &self,
        order: &AgentOrder,
        old: Option<&str>,
    ) -> Result<Result<(), AgentReason>, Refusal> {
        let there = self.send_agent(order).await?;
        if let (false, Some(old)) = (matches!(there, Err(AgentReason::Unavailable)), old) {
            self.recall_agent(&order.room_name, old).await;
        }
        Ok(there)
    }

    /// Takes an agent out of its room by LiveKit's dispatch, or keeps it from coming. Tells whether LiveKit was told; what
    /// fails is the sweeper's, which puts out whoever is not the call's agent.
    pub async fn recall_agent(&self, room: &RoomName, dispatch: &str) -> bool {
        match &self.agents {
            Some(agents) => agents.recall(room, dispatch).await.is_ok(),
            None => false,
        }
    }

    /// Whether an agent that was sent before is there.
    pub async fn look_for_agent(&self, room: &RoomName, agent: AgentId) -> Result<(), AgentReason> {
        if_there(self.has_come(room, agent).await)
    }

    async fn has_come(&self, room: &RoomName, agent: AgentId) -> bool {
        let looks = async {
            for wait in LOOKS {
                sleep(wait).await;
                // whoever cannot be asked says nothing
                if self.sfu.is_inside(room, agent).await == Ok(true) {
                    return true;
                }
            }
            false
        };
        timeout(PATIENCE, looks).await.unwrap_or(false)
    }
}

const fn if_there(is_there: bool) -> Result<(), AgentReason> {
    if is_there { Ok(()) } else { Err(AgentReason::Timeout) }
}
