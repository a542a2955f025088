//! Sending agents, and seeing whether they have come.

use std::time::Duration;

use ipelya_core::agent::AgentOrder;
use ipelya_core::api::voice::{AgentReason, AgentState};
use ipelya_core::{AgentId, Refusal, RoomName};
use ipelya_edge::Context;
use tokio::time::{sleep, timeout};

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

/// The id of an agent that may be sent for; none where there is nobody to send.
pub(crate) fn fresh(cx: &Context) -> Option<AgentId> {
    cx.agents.is_some().then(|| cx.ids.fresh())
}

/// Sends what was ordered, and says whether the agent is there; `None` where none belongs into the call.
pub(crate) async fn attend(
    cx: &Context,
    room: &RoomName,
    state: Option<&AgentState>,
) -> Result<Option<Result<(), AgentReason>>, Refusal> {
    let Some(state) = state else { return Ok(None) };
    if let Some(order) = &state.order {
        return send(cx, order).await.map(Some);
    }
    Ok(Some(match (state.present, state.refused) {
        (Some(agent), _) => look(cx, room, agent).await,
        (None, refused) => Err(refused.unwrap_or(AgentReason::Disabled)),
    }))
}

/// Sends an agent, and writes down what came of it. That it does not come is no failure of the call.
pub(crate) async fn send(cx: &Context, order: &AgentOrder) -> Result<Result<(), AgentReason>, Refusal> {
    let dispatch = match &cx.agents {
        Some(agents) => agents.send(order, cx.clock.now()).await.ok(),
        None => None,
    };
    let there = dispatch.is_some() && has_come(cx, &order.room_name, order.id).await;
    cx.db.agent_sent(order.id, dispatch.as_deref(), there, cx.clock.now()).await?;
    Ok(if dispatch.is_some() { if_there(there) } else { Err(AgentReason::Unavailable) })
}

/// Whether an agent that was sent before is there.
pub(crate) async fn look(cx: &Context, room: &RoomName, agent: AgentId) -> Result<(), AgentReason> {
    if_there(has_come(cx, room, agent).await)
}

async fn has_come(cx: &Context, room: &RoomName, agent: AgentId) -> bool {
    let looks = async {
        for wait in LOOKS {
            sleep(wait).await;
            // whoever cannot be asked says nothing
            if cx.sfu.is_inside(room, agent).await == Ok(true) {
                return true;
            }
        }
        false
    };
    timeout(PATIENCE, looks).await.unwrap_or(false)
}

const fn if_there(is_there: bool) -> Result<(), AgentReason> {
    if is_there { Ok(()) } else { Err(AgentReason::Timeout) }
}
