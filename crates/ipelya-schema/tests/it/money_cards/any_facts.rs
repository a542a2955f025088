//! Stripe's facts about donations and fees in any order, repeated and at the same time, with payouts between, and with
//! processes that die before they commit: the ledger comes to nothing, and everybody has what the facts together say,
//! whichever came first.

use std::sync::atomic::{AtomicUsize, Ordering};

use futures_util::future::join_all;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};
use time::Duration;
use tokio::runtime::Builder;
use uuid::Uuid;

use crate::money::service_connection::{Crowd, ServiceConnection, number};
use crate::money_cards::ground::{Ground, fact};

const CONNECTIONS: usize = 4;

/// What happens to one payment: how much was asked for and paid, what of it goes back by refunds, and whether those fail;
/// whether the bank takes all of it, and gives it back.
#[derive(Debug, Clone)]
struct Story {
    amount: i64,
    received: i64,
    is_fee: bool,
    refunds: Vec<(i64, bool)>,
    dispute: Option<bool>,
    processor_fee: i64,
}

fn story() -> impl Strategy<Value = Story> {
    let refunds = prop::collection::vec((1..60_i64, prop::bool::weighted(0.3)), 0..3);
    (
        200..3_000_i64,
        prop::bool::weighted(0.15),
        prop::bool::weighted(0.3),
        refunds,
        prop::option::of(any::<bool>()),
        0..90_i64,
    )
        .prop_map(|(amount, is_wrong, is_fee, refunds, dispute, processor_fee)| Story {
            amount: if is_fee { 500 } else { amount },
            received: if is_wrong {
                amount + 501
            } else if is_fee {
                500
            } else {
                amount
            },
            is_fee,
            refunds,
            dispute,
            processor_fee,
        })
}

/// Stories, and an order for their facts.
fn stories() -> impl Strategy<Value = (Vec<Story>, Vec<u32>)> {
    (prop::collection::vec(story(), 3..6), prop::collection::vec(any::<u32>(), 80))
}

impl Story {
    fn part(&self, percent: i64) -> i64 {
        (self.received * percent / 100).max(1)
    }

    /// All that Stripe tells of it.
    fn facts(&self, ground: &Ground, id: Uuid) -> Vec<Value> {
        let intent = format!("pi_{id}");
        let about = |kind: &str, name: &str, more: Value| {
            let mut more = more;
            more["intent"] = json!(intent);
            fact(&format!("evt_{name}_{id}"), kind, ground.now, &more)
        };
        let mut facts = vec![
            ground.success(id, self.received, "usd"),
            about("intent_canceled", "canceled", json!({ "payment_id": id })),
            about(
                "fee",
                "fee",
                json!({ "transaction": format!("txn_{id}"), "fee": self.processor_fee, "currency": "usd" }),
            ),
        ];
        for (n, (percent, fails)) in self.refunds.iter().enumerate() {
            let refund = json!({ "refund": format!("re_{n}_{id}"), "amount": self.part(*percent), "currency": "usd" });
            facts.push(about("refund_pending", &format!("pending_{n}"), refund.clone()));
            facts.push(about("refund_succeeded", &format!("re_{n}"), refund.clone()));
            if *fails {
                facts.push(about("refund_failed", &format!("failed_{n}"), refund));
            }
        }
        if let Some(is_won) = self.dispute {
            let taken =
                json!({ "id": format!("txn_d_{id}"), "amount": -self.received, "fee": 1_500, "currency": "usd" });
            let given = json!({ "id": format!("txn_w_{id}"), "amount": self.received, "fee": 0, "currency": "usd" });
            let all = if is_won { json!([taken, given]) } else { json!([taken]) };
            let last = if is_won { "won" } else { "lost" };
            for (name, status, transactions) in [("open", "open", json!([taken])), ("closed", last, all)] {
                let dispute = json!({
                    "dispute": format!("dp_{id}"), "status": status, "amount": self.received, "currency": "usd",
                    "transactions": transactions,
                });
                facts.push(about("dispute", name, dispute));
            }
        }
        facts
    }

    /// What payer, creator, platform and processor have in the end.
    fn outcome(&self) -> [i64; 4] {
        let share = if self.is_fee || self.received != self.amount { 0 } else { self.received * 70 / 100 };
        let back: i64 = self.refunds.iter().filter(|(_, fails)| !fails).map(|(percent, _)| self.part(*percent)).sum();
        let disputed = if self.dispute == Some(false) { self.received } else { 0 };
        let creator = share - share * (back + disputed).min(self.received) / self.received;
        let processor = self.processor_fee + if self.dispute.is_some() { 1_500 } else { 0 };
        let payer = back + disputed - self.received;
        [payer, creator, -payer - creator - processor, processor]
    }
}

#[test]
fn the_order_and_the_repetition_of_facts_do_not_matter() {
    let config = Config { cases: 12, max_shrink_iters: 60, failure_persistence: None, ..Config::default() };
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let outcome = TestRunner::new(config).run(&stories(), |(stories, order)| {
        runtime.block_on(tell(&stories, &order));
        Ok(())
    });
    if let Err(failure) = outcome {
        panic!("{failure}");
    }
}

async fn tell(stories: &[Story], order: &[u32]) {
    let ground = Ground::new().await;
    ground.project.given().setting("go_live_fee_minor_count", 500).await;
    let mut facts = Vec::new();
    for story in stories {
        let id = begin(&ground, story).await;
        facts.extend(story.facts(&ground, id));
    }
    // some of them twice
    let repeats: Vec<Value> =
        facts.iter().zip(order).filter(|(_, n)| *n % 3 == 0).map(|(fact, _)| fact.clone()).collect();
    facts.extend(repeats);
    let mut places: Vec<usize> = (0..facts.len()).collect();
    places.sort_by_key(|place| order[place % order.len()].rotate_left(u32::try_from(*place).unwrap()));

    let crowd = Crowd::of(&ground.project, CONNECTIONS).await;
    let next = AtomicUsize::new(0);
    join_all(crowd.iter().map(|service| async {
        while let Some(place) = places.get(next.fetch_add(1, Ordering::Relaxed)) {
            let chance = order[place % order.len()];
            if chance.is_multiple_of(4) {
                service.run("begin").await;
                tell_one(&ground, service, &facts[*place]).await;
                service.run("rollback").await;
            }
            if chance.is_multiple_of(5) {
                pay_out(&ground, service, *place, i64::from(chance % 900) + 1).await;
            }
            tell_one(&ground, service, &facts[*place]).await;
        }
    }))
    .await;

    let expected = stories.iter().map(Story::outcome).fold([0; 4], |sum, one| std::array::from_fn(|n| sum[n] + one[n]));
    let [payer, creator, platform, processor] = expected;
    let paid_out = number(&ground.project, "select coalesce(sum(amount), 0) from public.live_payouts").await;
    ground.assert_held(payer, creator - paid_out, platform, processor + paid_out).await;
    let unsettled = "select count(*) from (
        select from public.live_money_entries group by entry_group, currency having sum(amount) <> 0
      ) as wrong";
    assert_eq!(number(&ground.project, unsettled).await, 0);
    let waiting = "select count(*) from public.live_stripe_events where result <> 'applied'";
    assert_eq!(number(&ground.project, waiting).await, 0, "nothing waits for ever");
    let blocked = "select count(*) from public.live_card_payments where is_disputed";
    let lost = stories.iter().filter(|story| story.dispute == Some(false)).count();
    assert_eq!(number(&ground.project, blocked).await, i64::try_from(lost).unwrap());
}

async fn tell_one(ground: &Ground, service: &ServiceConnection, told: &Value) {
    service.ask("select public.live_stripe_fact($1, $2)", &[told, &ground.now]).await.unwrap();
}

/// Pays the host so much, if they have as much by now; the time it is held is over.
async fn pay_out(ground: &Ground, service: &ServiceConnection, place: usize, amount: i64) {
    let at = ground.now + Duration::days(15);
    if let Err(refusal) = ground.pay_out(service, &ground.host, amount, &format!("EFT {place}"), at).await {
        assert_eq!(refusal.code, "PAYOUT_TOO_HIGH", "{refusal:?}");
    }
}

async fn begin(ground: &Ground, story: &Story) -> Uuid {
    let sql =
        "insert into public.live_card_payments (purpose, payer_id, payee_id, channel_id, session_id, amount, currency)
               values ($1, $2, $3, $4, $5, $6, 'usd') returning id";
    let (purpose, payee, session) = if story.is_fee {
        ("go_live", None, None)
    } else {
        ("donation", Some(ground.host.id), Some(ground.session.id))
    };
    let row = ground
        .project
        .db()
        .query_one(sql, &[&purpose, &ground.donor.id, &payee, &ground.channel, &session, &story.amount])
        .await;
    row.unwrap().get(0)
}
