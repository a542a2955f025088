//! Mails to followers, through SES.

use ipelya_core::Refusal;
use ipelya_core::api::notifier::Mailed;
use ipelya_core::mail::MailOutcome;
use ipelya_edge::Context;

use crate::{count, write_down};

/// Sends what is due, as many as SES is to take in a second. Two rounds at the same moment share the work.
pub(crate) async fn round(cx: &Context) -> Result<Mailed, Refusal> {
    let Some(ses) = &cx.mail else { return Ok(Mailed::default()) };
    let now = cx.clock.now();
    let mails = cx.db.take_mails(ses.per_second(), now).await?;
    if mails.is_empty() {
        return Ok(Mailed::default());
    }
    let sent = ses.send(&mails, now).await;
    let paused_until = sent.pause.map(|pause| now + pause);
    write_down(|| cx.db.settle_mails(&sent.tried, paused_until, cx.clock.now())).await?;

    let of = |kind: fn(&MailOutcome) -> bool| count(sent.tried.iter().filter(|tried| kind(&tried.outcome)).count());
    Ok(Mailed {
        due: count(mails.len()),
        sent: of(|outcome| matches!(outcome, MailOutcome::Sent { .. })),
        postponed: of(|outcome| matches!(outcome, MailOutcome::Retry { .. } | MailOutcome::Unanswered { .. })),
        failed: of(|outcome| matches!(outcome, MailOutcome::Failed { .. })),
    })
}
