//! The function group `notifier`: sends the pushes and mails that wait in the database, and asks what became of pushes.
//!
//! Pushes only with `PUSH_PROVIDER`, mails only with `MAIL_FROM`. Without them none of their kind is ever written; what is
//! inserted into `notifications` is then pushed by the app's own pipeline.

mod mails;
mod pushes;

use std::time::{Duration, Instant};

use futures_util::join;
use ipelya_core::Refusal;
use ipelya_core::api::notifier::{Mailed, Notified, NotifyNow};
use ipelya_edge::{Context, Routes};
use tokio::time::{sleep, sleep_until};

/// How often a scheduled notifier looks.
const EVERY: Duration = Duration::from_secs(1);
/// How often it tries to write down what came of a round. After that it is due again: phones show a push once all the
/// same, and a mail is sent once more at most.
const ATTEMPTS: u32 = 3;

/// The functions of this group.
pub fn routes() -> Routes {
    Routes::new().service("notifier", notify_now)
}

/// `notifier`: sends what is due now.
pub async fn notify_now(cx: &Context, _: NotifyNow) -> Result<Notified, Refusal> {
    let (pushes, mails) = join!(pushes::round(cx), mails::round(cx));
    Ok(Notified { mails: mails?, ..pushes? })
}

/// A round every second until the next schedule's event is there, since a ring lasts half a minute. Mails have rounds of
/// their own, so that no push waits for one.
pub async fn scheduled(cx: &Context) -> Result<Notified, Refusal> {
    let pushes = rounds(cx, cx.push.is_some(), || pushes::round(cx), Notified::and);
    let mails = rounds(cx, cx.mail.is_some(), || mails::round(cx), Mailed::and);
    let (pushes, mails) = join!(pushes, mails);
    let pushes = pushes?;
    if let Some(trigger) = &pushes.app_push_trigger {
        tracing::warn!(
            trigger,
            "nothing is pushed from here: the app pushes every row of notifications by this trigger; let it leave out rows \
             whose data has pushedBy"
        );
    }
    Ok(Notified { mails: mails?, ..pushes })
}

/// One round, and where it does anything at all one each second. A round that fails has been logged, and the next one
/// tries again.
async fn rounds<T, Round>(
    cx: &Context,
    is_on: bool,
    round: impl Fn() -> Round,
    and: impl Fn(T, T) -> T,
) -> Result<T, Refusal>
where
    Round: Future<Output = Result<T, Refusal>>,
{
    let began = Instant::now();
    let mut total = round().await;
    let mut next = began + EVERY;
    while is_on && next < began + cx.notify_for {
        sleep_until(next.into()).await;
        total = match (total, round().await) {
            (Ok(so_far), Ok(more)) => Ok(and(so_far, more)),
            (Err(_), other) => other,
            (so_far, Err(_)) => so_far,
        };
        next = (next + EVERY).max(Instant::now());
    }
    total
}

/// Writes down what came of a round. Postgres may be away for a moment, and what is not written down is sent again.
async fn write_down<Written>(write: impl Fn() -> Written) -> Result<(), Refusal>
where
    Written: Future<Output = Result<(), Refusal>>,
{
    let mut attempt = 1;
    loop {
        match write().await {
            Err(Refusal::Unavailable) if attempt < ATTEMPTS => sleep(EVERY).await,
            outcome => return outcome,
        }
        attempt += 1;
    }
}

/// How many there are of something.
fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
