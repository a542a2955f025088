//! Carrying out a plan: first what is written, then what LiveKit is told to do about people and rooms.

use std::collections::BTreeMap;

use futures_util::StreamExt;
use futures_util::stream::iter;
use ipelya_core::api::sweeper::Report;
use ipelya_core::standing::Remedy;
use ipelya_core::sweep::{self, Plan, Repair, RoomView};
use ipelya_core::{Refusal, RoomName, Timestamp};
use ipelya_edge::Context;
use ipelya_edge::livekit::Sfu;

use crate::budget::{Budget, MAX_CONSECUTIVE_FAILURES, Outcome};
use crate::report;
use crate::survey::AT_ONCE;

/// What LiveKit is told.
#[derive(Debug)]
pub(crate) enum Action {
    /// About somebody in a room.
    Mend(RoomName, Remedy),
    /// To close a room.
    Delete(RoomName),
}

/// Writes the repairs of a plan, one room after the other, and tells what is left for LiveKit to do: whoever must leave first.
///
/// A room that cannot be repaired is left for the next sweep, and so are all that are left once the time is over or the
/// database seems to be away.
pub(crate) async fn write(
    cx: &Context,
    seen: &BTreeMap<RoomName, RoomView>,
    plan: Plan,
    asked_at: Timestamp,
    budget: &Budget,
    report: &mut Report,
) -> Vec<Action> {
    let (mut actions, mut consecutive_failures) = (Vec::new(), 0);
    for repairs in plan.repairs.chunk_by(|one, next| one.room_name == next.room_name) {
        if budget.is_late() || consecutive_failures >= MAX_CONSECUTIVE_FAILURES {
            report.postponed += 1;
            continue;
        }
        if let Ok(more) = write_room(cx, seen, repairs, asked_at, report).await {
            actions.extend(more);
            consecutive_failures = 0;
        } else {
            report.failed += 1;
            consecutive_failures += 1;
        }
    }
    actions.sort_by_key(|action| !matches!(action, Action::Mend(_, Remedy::Remove { .. })));
    actions.extend(plan.delete.into_iter().map(Action::Delete));
    actions
}

async fn write_room(
    cx: &Context,
    seen: &BTreeMap<RoomName, RoomView>,
    repairs: &[Repair],
    asked_at: Timestamp,
    report: &mut Report,
) -> Result<Vec<Action>, Refusal> {
    let mut actions = Vec::new();
    for repair in repairs {
        let done = cx.db.sweep_apply(repair, asked_at).await?;
        report::add(report, &done);
        actions.extend(
            done.strays.into_iter().map(|identity| Action::Mend(repair.room_name.clone(), Remedy::Remove { identity })),
        );
        if let Some(RoomView::Open { people: Some(people), .. }) = seen.get(&repair.room_name) {
            let remedies = sweep::remedies(people, &done.standing);
            actions.extend(remedies.into_iter().map(|remedy| Action::Mend(repair.room_name.clone(), remedy)));
        }
    }
    Ok(actions)
}

/// Tells LiveKit, as far as that is allowed. Whoever has gone meanwhile needs no telling and is not counted.
pub(crate) async fn carry_out(sfu: &Sfu, actions: Vec<Action>, budget: &Budget, report: &mut Report) {
    let orders: Vec<_> =
        actions.iter().map(|action| async move { (action, budget.ask(order(sfu, action)).await) }).collect();
    let outcomes: Vec<_> = iter(orders).buffer_unordered(AT_ONCE).collect().await;
    for (action, outcome) in outcomes {
        match (outcome, action) {
            (Outcome::Answered(false), _) => {}
            (Outcome::Answered(true), Action::Mend(_, Remedy::Remove { .. })) => report.removed += 1,
            (Outcome::Answered(true), Action::Mend(_, Remedy::Update { .. })) => report.updated += 1,
            (Outcome::Answered(true), Action::Delete(_)) => report.deleted += 1,
            (Outcome::Failed, _) => report.failed += 1,
            (Outcome::NotAsked, _) => report.postponed += 1,
        }
    }
    report.requests += budget.asked();
}

async fn order(sfu: &Sfu, action: &Action) -> Result<bool, Refusal> {
    match action {
        Action::Mend(room, remedy) => sfu.mend(room, remedy).await,
        Action::Delete(room) => sfu.delete_room(room).await,
    }
}
