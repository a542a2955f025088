//! What creators are paid out: not before its time, not more than is theirs, each transfer once.

use futures_util::future::join_all;
use ipelya_test::User;
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};

use crate::money::service_connection::{Crowd, Reply, ServiceConnection, assert_refused, number};
use crate::money_cards::ground::{Ground, fact};

impl Ground {
    pub(crate) async fn pay_out(
        &self,
        service: &ServiceConnection,
        creator: &User,
        amount: i64,
        reference: &str,
        at: OffsetDateTime,
    ) -> Reply {
        let sql = "select to_jsonb(p) from public.live_pay_out($1, $2, $3, 'usd', $4, $5) p";
        service.ask(sql, &[&self.donor.id, &creator.id, &amount, &reference, &at]).await
    }

    /// What the host has, and what of it is held.
    async fn balance(&self, at: OffsetDateTime) -> Value {
        let sql = "select jsonb_agg(jsonb_build_array(b.currency, b.balance, b.held))
                   from public.live_creator_balances($1, $2) b";
        self.service().ask(sql, &[&self.host.id, &at]).await.unwrap()
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_share_is_held_for_fourteen_days() {
    let ground = Ground::new().await;
    ground.paid_donation(1_000).await;
    let day = |days| ground.now + Duration::days(days);
    let pay = async |amount, at| ground.pay_out(ground.service(), &ground.host, amount, "EFT 1", at).await;
    assert_eq!(ground.balance(day(13)).await, json!([["usd", 700, 700]]));
    let early = pay(1, day(13)).await;
    assert_refused(&early, "PT409", "PAYOUT_TOO_HIGH");
    assert_eq!(early.unwrap_err().facts, json!({ "due": 0, "currency": "usd" }));
    assert_eq!(ground.balance(day(14)).await, json!([["usd", 700, 0]]));
    let high = pay(701, day(14)).await;
    assert_eq!(high.unwrap_err().facts, json!({ "due": 700, "currency": "usd" }));
    assert_eq!(pay(700, day(14)).await.unwrap()["entered"], true);
    ground.assert_held(-1_000, 0, 300, 700).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_goes_back_after_it_was_paid_out_is_carried() {
    let ground = Ground::new().await;
    let id = ground.paid_donation(1_000).await;
    let later = ground.now + Duration::days(20);
    ground.pay_out(ground.service(), &ground.host, 700, "EFT 1", later).await.unwrap();
    let refund = json!({ "intent": format!("pi_{id}"), "refund": "re_1", "amount": 1_000, "currency": "usd" });
    ground.told(&fact("evt_re", "refund_succeeded", ground.now, &refund)).await;
    assert_eq!(ground.balance(later).await, json!([["usd", -700, 0]]));
    ground.paid_donation(2_000).await;
    assert_eq!(ground.balance(later).await, json!([["usd", 700, 0]]), "1400 less what is owed");
    let high = ground.pay_out(ground.service(), &ground.host, 701, "EFT 2", later).await;
    assert_refused(&high, "PT409", "PAYOUT_TOO_HIGH");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_transfer_is_entered_once_and_belongs_to_one_creator() {
    let ground = Ground::new().await;
    ground.paid_donation(1_000).await;
    let later = ground.now + Duration::days(20);
    let other = ground.project.given().creator().await;
    let pay = async |creator, amount| ground.pay_out(ground.service(), creator, amount, "EFT 1", later).await;
    let first = pay(&ground.host, 300).await.unwrap();
    let again = pay(&ground.host, 300).await.unwrap();
    assert_eq!((&again["payout"], &again["entered"]), (&first["payout"], &json!(false)));
    assert_refused(&pay(&ground.host, 301).await, "PT409", "REFERENCE_TAKEN");
    assert_refused(&pay(&other, 300).await, "PT409", "REFERENCE_TAKEN");
    ground.assert_held(-1_000, 400, 300, 300).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn payouts_at_the_same_moment_never_come_to_more_than_is_due() {
    let ground = Ground::new().await;
    ground.paid_donation(1_000).await;
    let later = ground.now + Duration::days(20);
    let crowd = Crowd::of(&ground.project, 8).await;
    let tries = crowd.iter().enumerate().map(|(n, service)| {
        let reference = format!("EFT {}", n / 2);
        let (ground, later) = (&ground, later);
        async move { ground.pay_out(service, &ground.host, 200, &reference, later).await }
    });
    join_all(tries).await;
    assert_eq!(number(&ground.project, "select sum(amount) from public.live_payouts").await, 600);
    ground.assert_held(-1_000, 100, 300, 600).await;
}
