//! The function group `sweeper`: mends what lost webhooks have left wrong, in the database and in LiveKit.

mod allowance;
mod looking;
mod mending;
mod report;

use std::time::Instant;

use ipelya_core::sweep::RoomFacts;
use ipelya_core::{Refusal, sweep};
use ipelya_edge::{Context, Routes};
use serde::Deserialize;
use time::OffsetDateTime;

use self::allowance::Allowance;
pub use self::report::Report;

/// `sweeper`: nothing to say.
#[derive(Debug, Deserialize)]
pub struct SweepNow {}

/// The functions of this group.
pub fn routes() -> Routes {
    Routes::new().service("sweeper", |cx, _: SweepNow| Box::pin(sweep(cx)))
}

/// One sweep: what the database believes, what LiveKit says, what mends the difference; written, then carried out.
///
/// What LiveKit does not answer about stays as it is. Refuses only if the database is away, or if LiveKit said nothing
/// at all. Two sweeps at the same moment do the work of one.
pub async fn sweep(cx: &Context) -> Result<Report, Refusal> {
    let (began, asked_at) = (Instant::now(), cx.clock.now());
    let facts = cx.db.sweep_facts(false, asked_at).await?;
    mend(cx, &facts, began, asked_at).await
}

/// The sweep of a schedule: one of everything, and until the next is due, every few seconds, one of those sessions and
/// calls only whose host or party is away. They end once LiveKit has said so, and not before; the report that somebody
/// is back may be lost.
pub async fn scheduled(cx: &Context) -> Result<Report, Refusal> {
    let began = Instant::now();
    let report = sweep(cx).await?;
    let limits = cx.sweep_limits;
    let mut next = began + limits.away_every;
    while next <= began + limits.away_for {
        tokio::time::sleep_until(next.into()).await;
        // what fails is tried again by the next one, and has been logged
        let _ = confirm_absence(cx).await;
        next += limits.away_every;
    }
    Ok(report)
}

/// One sweep of what has lost its host or a party and waits for them; one round trip if there is nothing of the kind.
pub async fn confirm_absence(cx: &Context) -> Result<Report, Refusal> {
    let (began, asked_at) = (Instant::now(), cx.clock.now());
    let facts = cx.db.sweep_facts(true, asked_at).await?;
    if facts.is_empty() { Ok(Report::default()) } else { mend(cx, &facts, began, asked_at).await }
}

async fn mend(cx: &Context, facts: &[RoomFacts], began: Instant, asked_at: OffsetDateTime) -> Result<Report, Refusal> {
    // a quarter is kept for acting on what is seen
    let allowance = Allowance::new(cx.sweep_limits, began);
    let seen = looking::look(&cx.sfu, facts, &allowance.but_a_quarter(), asked_at).await;
    let plan = sweep::plan(facts, &seen.rooms, asked_at);

    let mut report = Report::of(facts, &seen);
    let time_to_write = allowance.but_an_eighth();
    let actions = mending::write(cx, &seen.rooms, plan, asked_at, &time_to_write, &mut report).await;
    mending::carry_out(&cx.sfu, actions, &allowance.after(seen.questions), &mut report).await;
    report.keep(cx, began.elapsed(), asked_at).await?;
    if seen.is_silent(facts) { Err(Refusal::Unavailable) } else { Ok(report) }
}
