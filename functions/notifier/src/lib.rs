//! The function group `notifier`: sends the pushes that wait in the outbox, and asks what became of them.
//!
//! It does so only with `PUSH_PROVIDER`. Without it nothing is ever in the outbox, and the app's own pipeline pushes what
//! is inserted into `notifications`.

use std::time::{Duration, Instant};

use ipelya_core::api::notifier::{Notified, NotifyNow};
use ipelya_core::push::{Outcome, Tried};
use ipelya_core::{Refusal, Timestamp};
use ipelya_edge::{Context, Routes};
use tokio::time::{sleep, sleep_until};

/// As many as Expo takes in a second.
const PUSHES: u32 = 600;
/// Tickets asked about in one round.
const TICKETS: u32 = 900;
/// How often a scheduled notifier looks.
const EVERY: Duration = Duration::from_secs(1);
/// How often it tries to write down what came of a round. After that the pushes are due again, and phones that have
/// them show them once all the same.
const ATTEMPTS: u32 = 3;

/// The functions of this group.
pub fn routes() -> Routes {
    Routes::new().service("notifier", notify_now)
}

/// `notifier`: sends what is due now.
pub async fn notify_now(cx: &Context, _: NotifyNow) -> Result<Notified, Refusal> {
    round(cx).await
}

/// A round every second until the next schedule's event is there, since a ring lasts half a minute. A round that fails
/// has been logged, and the next one tries again.
pub async fn scheduled(cx: &Context) -> Result<Notified, Refusal> {
    let began = Instant::now();
    let mut total = round(cx).await;
    let mut next = began + EVERY;
    while cx.push.is_some() && next < began + cx.notify_for {
        sleep_until(next.into()).await;
        total = match (total, round(cx).await) {
            (Ok(so_far), Ok(more)) => Ok(so_far.and(more)),
            (Err(_), other) => other,
            (so_far, Err(_)) => so_far,
        };
        next = (next + EVERY).max(Instant::now());
    }
    if let Ok(Notified { app_push_trigger: Some(trigger), .. }) = &total {
        tracing::warn!(
            trigger,
            "nothing is pushed from here: the app pushes every row of notifications by this trigger; let it leave out rows \
             whose data has pushedBy"
        );
    }
    total
}

/// Sends what is due, and asks about what was sent a while ago. Two rounds at the same moment share the work.
async fn round(cx: &Context) -> Result<Notified, Refusal> {
    let Some(expo) = &cx.push else { return Ok(Notified::default()) };
    let now = cx.clock.now();
    let taken = cx.db.take_outbox(PUSHES, TICKETS, now).await?;
    let (sent, receipts) = futures_util::join!(expo.send(&taken.pushes), expo.receipts(&taken.tickets));

    if !sent.tried.is_empty() {
        settle(cx, &sent.tried, sent.pause.map(|pause| now + pause)).await?;
    }
    if !receipts.is_empty() {
        cx.db.settle_tickets(&receipts, cx.clock.now()).await?;
    }
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    let of = |kind: fn(&Outcome) -> bool| count(sent.tried.iter().filter(|tried| kind(&tried.outcome)).count());
    Ok(Notified {
        due: count(taken.pushes.len()),
        sent: of(|outcome| matches!(outcome, Outcome::Sent { .. })),
        postponed: of(|outcome| matches!(outcome, Outcome::Retry { .. })),
        failed: of(|outcome| matches!(outcome, Outcome::Gone { .. } | Outcome::Failed { .. })),
        receipts: count(receipts.len()),
        app_push_trigger: taken.app_push_trigger,
    })
}

/// Writes down what came of pushes. Postgres may be away for a moment, and what is not written down is sent again.
async fn settle(cx: &Context, tried: &[Tried], paused_until: Option<Timestamp>) -> Result<(), Refusal> {
    let mut attempt = 1;
    loop {
        match cx.db.settle_pushes(tried, paused_until, cx.clock.now()).await {
            Err(Refusal::Unavailable) if attempt < ATTEMPTS => sleep(EVERY).await,
            outcome => return outcome,
        }
        attempt += 1;
    }
}
