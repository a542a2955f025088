//! The function group `sweeper`: mends what lost webhooks have left wrong, in the database and in LiveKit.

mod allowance;
mod looking;
mod mending;
mod report;

use std::time::Instant;

use ipelya_core::{Refusal, sweep};
use ipelya_edge::{Context, Routes};
use serde::Deserialize;

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
    let facts = cx.db.sweep_facts(asked_at).await?;

    // a quarter is kept for acting on what is seen
    let allowance = Allowance::new(cx.sweep_limits, began);
    let seen = looking::look(&cx.sfu, &facts, &allowance.but_a_quarter(), asked_at).await;
    let plan = sweep::plan(&facts, &seen.rooms, asked_at);

    let mut report = Report::of(&facts, &seen);
    let time_to_write = allowance.but_an_eighth();
    let actions = mending::write(cx, &facts, &seen.rooms, plan, asked_at, &time_to_write, &mut report).await;
    mending::carry_out(&cx.sfu, actions, &allowance.after(seen.questions), &mut report).await;
    report.keep(cx, began.elapsed(), asked_at).await?;
    if seen.is_silent(&facts) { Err(Refusal::Unavailable) } else { Ok(report) }
}
