//! The function group `sweeper`: mends what lost webhooks have left wrong, in the database and in LiveKit.

mod agents;
mod budget;
mod ingress;
mod recordings;
mod repair;
mod report;
mod survey;

use std::time::{Duration, Instant};

use ipelya_core::api::sweeper::{Report, SweepNow};
use ipelya_core::sweep::RoomFacts;
use ipelya_core::{Refusal, Timestamp, sweep};
use ipelya_edge::telemetry::{self, Metric};
use ipelya_edge::{Context, Routes};

use self::budget::Budget;

/// The functions of this group.
pub fn routes() -> Routes {
    Routes::new().service("sweeper", sweep_now)
}

/// `sweeper`: one sweep now.
pub async fn sweep_now(cx: &Context, _: SweepNow) -> Result<Report, Refusal> {
    sweep(cx).await
}

/// One sweep: what the database believes, what LiveKit says, what mends the difference; written, then carried out.
///
/// What LiveKit does not answer about stays as it is. Refuses only if the database is away, or if LiveKit said nothing
/// at all. Two sweeps at the same moment do the work of one.
pub async fn sweep(cx: &Context) -> Result<Report, Refusal> {
    let (began, asked_at) = (Instant::now(), cx.clock.now());
    let facts = cx.db.sweep_facts(false, asked_at).await?;
    mend(cx, &facts, began, asked_at, true).await
}

/// The sweep of a schedule: one of everything, and until the next is due, every few seconds, one of those sessions and
/// calls only whose host or party is away. They end once LiveKit has said so, and not before; the report that somebody
/// is back may be lost. With them go the rooms of calls that nobody answered. And `live_tick()`, where nothing else runs
/// it.
pub async fn scheduled(cx: &Context) -> Result<Report, Refusal> {
    let began = Instant::now();
    gauge(cx).await;
    tick_when_late(cx).await;
    let report = sweep(cx).await?;
    let limits = cx.sweep_limits;
    let mut next = began + limits.away_every;
    while next <= began + limits.away_for {
        tokio::time::sleep_until(next.into()).await;
        tick_when_late(cx).await;
        // what fails is tried again by the next one, and has been logged
        let _ = confirm_absence(cx).await;
        next += limits.away_every;
    }
    Ok(report)
}

/// One sweep of what has lost its host or a party and waits for them, and of calls that nobody answered; one round trip
/// if there is nothing of the kind.
pub async fn confirm_absence(cx: &Context) -> Result<Report, Refusal> {
    let (began, asked_at) = (Instant::now(), cx.clock.now());
    let facts = cx.db.sweep_facts(true, asked_at).await?;
    if facts.is_empty() { Ok(Report::default()) } else { mend(cx, &facts, began, asked_at, false).await }
}

/// Measures what no request shows by itself. A failure has been logged, and the metrics lack a minute.
async fn gauge(cx: &Context) {
    if let Ok(gauges) = cx.db.gauges(cx.clock.now()).await {
        telemetry::count(Metric::CoinsMoved, gauges.coins_moved);
        telemetry::count(Metric::PushesDue, gauges.pushes_due);
        telemetry::time(Metric::OldestPush, Duration::from_millis(gauges.oldest_push_ms));
    }
}

/// A failure has been logged, and the next round tries again.
async fn tick_when_late(cx: &Context) {
    if let Ok(Some(ticked)) = cx.db.tick_when_late(cx.clock.now()).await {
        telemetry::count(Metric::LateTicks, 1);
        tracing::warn!(%ticked, "live_tick() had not run for half a minute");
    }
}

async fn mend(
    cx: &Context,
    facts: &[RoomFacts],
    began: Instant,
    asked_at: Timestamp,
    with_encoders: bool,
) -> Result<Report, Refusal> {
    // a quarter is kept for acting on what is seen
    let budget = Budget::new(cx.sweep_limits, began);
    let seen = survey::look(&cx.sfu, facts, &budget.but_a_quarter(), asked_at).await;
    let plan = sweep::plan(facts, &seen.rooms, asked_at);

    let mut report = report::begin(facts, &seen);
    let time_to_write = budget.but_an_eighth();
    let actions = repair::write(cx, &seen.rooms, plan, asked_at, &time_to_write, &mut report).await;
    repair::carry_out(&cx.sfu, actions, &budget.after(seen.questions), &mut report).await;
    agents::send(cx, facts, &budget.after(report.requests), asked_at, &mut report).await;
    if with_encoders {
        ingress::mend(cx, &budget.after(report.requests), asked_at, &mut report).await;
        recordings::mend(cx, &budget.after(report.requests), asked_at, &mut report).await;
    }
    report::keep(&report, cx, began.elapsed(), asked_at).await?;
    if seen.is_silent(facts) { Err(Refusal::Unavailable) } else { Ok(report) }
}
