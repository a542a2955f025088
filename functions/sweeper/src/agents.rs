//! Agents of support calls: a caller who waits inside without anybody to help is sent another.

use ipelya_core::Timestamp;
use ipelya_core::agent::AgentOrder;
use ipelya_core::api::sweeper::Report;
use ipelya_core::sweep::RoomFacts;
use ipelya_edge::Context;
use ipelya_edge::livekit::agents::Agents;

use crate::budget::{Budget, Outcome};

/// Sends what there is to send, as far as that is allowed. One round trip to the database if somebody waits, none otherwise.
pub(crate) async fn send(cx: &Context, facts: &[RoomFacts], budget: &Budget, asked_at: Timestamp, report: &mut Report) {
    let Some(agents) = &cx.agents else { return };
    if !facts.iter().any(|room| room.wants_agent) {
        return;
    }
    match cx.db.agents_due(asked_at).await {
        Ok(orders) => {
            for order in &orders {
                send_one(cx, agents, order, budget, report).await;
            }
        }
        Err(_) => report.failed += 1,
    }
    report.requests += budget.asked();
}

/// Whoever is not sent now may be asked for again by the next sweep.
async fn send_one(cx: &Context, agents: &Agents, order: &AgentOrder, budget: &Budget, report: &mut Report) {
    let now = cx.clock.now();
    let dispatch = match budget.ask(agents.send(order, now)).await {
        Outcome::Answered(dispatch) => {
            report.agents_sent += 1;
            Some(dispatch)
        }
        Outcome::Failed => {
            report.failed += 1;
            None
        }
        Outcome::NotAsked => {
            report.postponed += 1;
            None
        }
    };
    if cx.db.agent_sent(order.id, dispatch.as_deref(), false, now).await.is_err() {
        report.failed += 1;
    }
}
