//! What nobody has told: every five minutes Stripe is asked about payments that wait for something.

use std::time::{Duration, Instant};

use ipelya_core::Refusal;
use ipelya_core::api::payment::{CardPayment, FactResult, ReconcileNow, Reconciled};
use ipelya_core::stripe_event::{EVENT_TYPES, Told};
use ipelya_edge::Context;
use ipelya_edge::db::{CardTask, Task};
use ipelya_edge::stripe::{Intent, Stripe, field};
use ipelya_edge::telemetry::{self, Metric};
use serde_json::Value;

use crate::stripe;
use crate::told::{take_in, take_in_event};

/// As many as one round takes, one after the other.
const AT_MOST: u32 = 100;
/// For how long a round begins another one. With the last it stays below the function's time limit; what is left has its
/// turn with the next round.
const TIME: Duration = Duration::from_secs(12);
/// For how long Stripe keeps its events.
const KEPT: Duration = Duration::from_hours(30 * 24);
/// For how long an event may still come by itself.
const ON_ITS_WAY: Duration = Duration::from_mins(2);

/// `reconcile-payments`: asks Stripe now about all that waits for something.
pub(crate) async fn reconcile_payments(cx: &Context, _: ReconcileNow) -> Result<Reconciled, Refusal> {
    round(cx, stripe(cx)?).await
}

/// The same by a schedule. Without a key to Stripe there is nothing to do.
pub async fn scheduled(cx: &Context) -> Result<Reconciled, Refusal> {
    match &cx.stripe {
        Some(stripe) => round(cx, stripe).await,
        None => Ok(Reconciled::default()),
    }
}

/// Does what is due. What fails has been logged, and is due again in five minutes; once Stripe does not answer at all, the
/// rest is left to then too.
async fn round(cx: &Context, stripe: &Stripe) -> Result<Reconciled, Refusal> {
    let began = Instant::now();
    let mut done = Reconciled::default();
    let mut is_away = false;
    for task in cx.db.card_work(AT_MOST, cx.clock.now()).await? {
        if is_away || began.elapsed() >= TIME {
            break;
        }
        done.asked += 1;
        match carry_out(cx, stripe, task).await {
            Ok(news) => done.found += news,
            Err(refusal) => {
                done.failed += 1;
                is_away = refusal == Refusal::Unavailable;
            }
        }
    }
    if !is_away {
        match missed_events(cx, stripe, began).await {
            Ok(news) => done.found += news,
            Err(_) => done.failed += 1,
        }
    }
    telemetry::count(Metric::PaymentsUnasked, done.failed);
    Ok(done)
}

/// Takes in what the webhook has not been able to, the latest first, and tells how many facts were news: of disputes nobody
/// would hear otherwise. One request for a hundred events and one round trip to tell which are new; one of those that come
/// again after they were taken in costs nothing.
async fn missed_events(cx: &Context, stripe: &Stripe, began: Instant) -> Result<u32, Refusal> {
    let now = cx.clock.now();
    let period = (now - KEPT, now - ON_ITS_WAY);
    let (mut news, mut last) = (0, None);
    while began.elapsed() < TIME {
        let page = stripe.undelivered_events(&EVENT_TYPES, period, last.as_deref()).await?;
        let events = page.get("data").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let ids = events.iter().map(|event| field(event, "id")).collect::<Result<Vec<_>, _>>()?;
        last = ids.last().cloned();
        if last.is_none() {
            break;
        }
        let unknown = cx.db.unknown_events(&ids).await?;
        for (event, _) in events.iter().zip(&ids).filter(|(_, id)| unknown.contains(id)) {
            news += u32::from(take_in_event(cx, event).await? == FactResult::Applied);
        }
        if page.get("has_more") != Some(&Value::Bool(true)) {
            break;
        }
    }
    Ok(news)
}

/// Does one task, and tells how many facts were news.
async fn carry_out(cx: &Context, stripe: &Stripe, task: CardTask) -> Result<u32, Refusal> {
    let told = match (task.task, task.payment, task.invoice, task.checkout) {
        (Task::Create, Some(payment), ..) => {
            let intent = Intent::of(&stripe.create_intent(&payment).await?)?;
            cx.db.attach_intent(payment.payment_id, &intent.id).await?;
            Vec::new()
        }
        (Task::Look, Some(CardPayment { intent: Some(intent), .. }), ..) => {
            Told::of_expanded_intent(&stripe.intent(&intent).await?)
        }
        (Task::Cancel, Some(CardPayment { intent: Some(intent), .. }), ..) => given_up(stripe, &intent).await?,
        (Task::Refund, Some(payment), ..) => match &payment.intent {
            Some(intent) => Told::of_refund(&stripe.refund(&payment, intent).await?).into_iter().collect(),
            None => Vec::new(),
        },
        (Task::Invoice, _, Some(invoice), _) => Told::of_invoice_payments(&stripe.invoice(&invoice).await?),
        (Task::Checkout, _, _, Some(checkout)) => Told::of_expanded_checkout(&stripe.checkout(&checkout).await?),
        (task, ..) => {
            tracing::error!(?task, "a task lacks what it is about");
            return Err(Refusal::Internal);
        }
    };
    let mut news = 0;
    for told in told {
        news += u32::from(take_in(cx, told).await?);
    }
    Ok(news)
}

/// What an intent has come to that has been open for an hour: it was paid after all, or is given up.
async fn given_up(stripe: &Stripe, intent: &str) -> Result<Vec<Told>, Refusal> {
    let told = Told::of_expanded_intent(&stripe.intent(intent).await?);
    if !told.is_empty() {
        return Ok(told);
    }
    Ok(Told::of_intent(&stripe.cancel_intent(intent).await?).into_iter().collect())
}
