//! Encoders: LiveKit is asked for all of their ingresses, the database says which of them send into a wrong room and which
//! are nobody's any more, and LiveKit is told.

use futures_util::StreamExt;
use futures_util::stream::iter;
use ipelya_core::api::sweeper::Report;
use ipelya_core::ingress::{IngressRepairs, SeenIngress};
use ipelya_core::{Refusal, Timestamp};
use ipelya_edge::Context;
use ipelya_edge::livekit::ingress::Ingresses;

use crate::budget::{Budget, Outcome};
use crate::survey::AT_ONCE;

/// What LiveKit is told of one.
enum Order<'r> {
    Point(&'r str, &'r str),
    Delete(&'r str),
}

/// Mends what there is to mend, as far as that is allowed; the rest is the next sweep's.
pub(crate) async fn mend(cx: &Context, budget: &Budget, asked_at: Timestamp, report: &mut Report) {
    let Some(ingresses) = &cx.ingresses else { return };
    match budget.ask(ingresses.list()).await {
        Outcome::Answered(found) => {
            let seen: Vec<SeenIngress> = found.into_iter().map(SeenIngress::from).collect();
            match cx.db.sweep_ingress(&seen, asked_at).await {
                Ok(repairs) => carry_out(ingresses, &repairs, budget, report).await,
                Err(_) => report.failed += 1,
            }
        }
        Outcome::Failed => report.failed += 1,
        Outcome::NotAsked => report.postponed += 1,
    }
    report.requests += budget.asked();
}

async fn carry_out(ingresses: &Ingresses, repairs: &IngressRepairs, budget: &Budget, report: &mut Report) {
    let point = repairs.point.iter().map(|point| Order::Point(&point.ingress_id, &point.room_name));
    let orders = point.chain(repairs.delete.iter().map(|id| Order::Delete(id)));
    let work: Vec<_> = orders
        .map(|order| async move {
            let outcome = budget.ask(give(ingresses, &order)).await;
            (order, outcome)
        })
        .collect();
    let outcomes: Vec<_> = iter(work).buffer_unordered(AT_ONCE).collect().await;
    for (order, outcome) in outcomes {
        match (outcome, order) {
            (Outcome::Answered(false), _) => {}
            (Outcome::Answered(true), Order::Point(..)) => report.ingresses_pointed += 1,
            (Outcome::Answered(true), Order::Delete(_)) => report.ingresses_deleted += 1,
            (Outcome::Failed, _) => report.failed += 1,
            (Outcome::NotAsked, _) => report.postponed += 1,
        }
    }
}

async fn give(ingresses: &Ingresses, order: &Order<'_>) -> Result<bool, Refusal> {
    match order {
        Order::Point(id, room_name) => ingresses.point(id, room_name).await,
        Order::Delete(id) => ingresses.delete(id).await,
    }
}
