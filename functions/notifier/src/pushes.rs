//! Pushes, through Expo.

use futures_util::join;
use ipelya_core::Refusal;
use ipelya_core::api::notifier::{Mailed, Notified};
use ipelya_core::push::Outcome;
use ipelya_edge::Context;

use crate::{count, write_down};

/// As many as Expo takes in a second.
const PUSHES: u32 = 600;
/// Tickets asked about in one round.
const TICKETS: u32 = 900;

/// Sends what is due, and asks about what was sent a while ago. Two rounds at the same moment share the work.
pub(crate) async fn round(cx: &Context) -> Result<Notified, Refusal> {
    let Some(expo) = &cx.push else { return Ok(Notified::default()) };
    let now = cx.clock.now();
    let taken = cx.db.take_outbox(PUSHES, TICKETS, now).await?;
    let (sent, receipts) = join!(expo.send(&taken.pushes), expo.receipts(&taken.tickets));

    if !sent.tried.is_empty() {
        let paused_until = sent.pause.map(|pause| now + pause);
        write_down(|| cx.db.settle_pushes(&sent.tried, paused_until, cx.clock.now())).await?;
    }
    if !receipts.is_empty() {
        cx.db.settle_tickets(&receipts, cx.clock.now()).await?;
    }
    let of = |kind: fn(&Outcome) -> bool| count(sent.tried.iter().filter(|tried| kind(&tried.outcome)).count());
    Ok(Notified {
        due: count(taken.pushes.len()),
        sent: of(|outcome| matches!(outcome, Outcome::Sent { .. })),
        postponed: of(|outcome| matches!(outcome, Outcome::Retry { .. })),
        failed: of(|outcome| matches!(outcome, Outcome::Gone { .. } | Outcome::Failed { .. })),
        receipts: count(receipts.len()),
        app_push_trigger: taken.app_push_trigger,
        mails: Mailed::default(),
    })
}
