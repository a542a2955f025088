//! What Stripe is to be asked or told because nobody has said.

use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

use crate::money_cards::ground::{Ground, fact, id_of};

impl Ground {
    /// The tasks of a moment, by payment.
    async fn tasks(&self, at: OffsetDateTime) -> Vec<(String, String)> {
        let work = self.service().ask("select public.live_card_work(50, $1)", &[&at]).await.unwrap();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        work.as_array().unwrap().iter().map(|one| (text(&one["task"]), text(&one["payment"]["payment_id"]))).collect()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_open_payment_is_made_again_looked_at_and_canceled_in_its_time() {
    let ground = Ground::new().await;
    let id = id_of(&ground.donate(500, None).await.unwrap());
    let named = |task: &str| vec![(task.to_owned(), id.to_string())];
    assert_eq!(ground.tasks(ground.minutes_later(1)).await, [], "its own request may still be at it");
    assert_eq!(ground.tasks(ground.minutes_later(3)).await, named("create"));
    assert_eq!(ground.tasks(ground.minutes_later(4)).await, [], "somebody is at it");
    ground.attach(id).await;
    assert_eq!(ground.tasks(ground.minutes_later(8)).await, named("look"));
    assert_eq!(ground.tasks(ground.minutes_later(61)).await, named("cancel"));
    let canceled = json!({ "intent": format!("pi_{id}"), "payment_id": id });
    ground.told(&fact("evt_c", "intent_canceled", ground.now, &canceled)).await;
    assert_eq!(ground.status(id).await, "canceled");
    assert_eq!(ground.tasks(ground.minutes_later(70)).await, []);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_payment_without_an_intent_is_given_up_before_stripe_forgets_its_key() {
    let ground = Ground::new().await;
    let id = id_of(&ground.donate(500, None).await.unwrap());
    assert_eq!(ground.tasks(ground.now + Duration::hours(20)).await, []);
    assert_eq!(ground.status(id).await, "canceled");
    // and if it was paid after all, paid it is
    ground.told(&ground.success(id, 500, "usd")).await;
    assert_eq!(ground.status(id).await, "paid");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_paid_payment_is_looked_at_until_stripes_fee_is_known_and_a_refund_until_it_is_through() {
    let ground = Ground::new().await;
    let id = ground.paid_donation(1_000).await;
    let named = |task: &str| vec![(task.to_owned(), id.to_string())];
    assert_eq!(ground.tasks(ground.minutes_later(3)).await, named("look"));
    let intent = format!("pi_{id}");
    let fee = json!({ "intent": intent, "transaction": "txn_1", "fee": 59, "currency": "usd" });
    ground.told(&fact("ask_fee", "fee", ground.now, &fee)).await;
    ground.assert_held(-1_000, 700, 241, 59).await;
    assert_eq!(ground.tasks(ground.minutes_later(10)).await, []);

    let ask = "update public.live_card_payments set refund_requested_at = now(), refund_reason = 'staff'";
    ground.project.execute(ask, &[]).await;
    assert_eq!(ground.tasks(ground.minutes_later(15)).await, named("refund"));
    let refund = json!({ "intent": intent, "refund": "re_1", "amount": 1_000, "currency": "usd" });
    ground.told(&fact("ask_re", "refund_pending", ground.now, &refund)).await;
    assert_eq!(ground.tasks(ground.minutes_later(20)).await, named("look"));
    ground.told(&fact("evt_re", "refund_succeeded", ground.now, &refund)).await;
    assert_eq!(ground.tasks(ground.minutes_later(25)).await, []);
    // Stripe keeps its fee
    ground.assert_held(0, 0, -59, 59).await;
}
