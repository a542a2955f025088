//! What nobody has told.

use ipelya_test::Mode;
use serde_json::json;

use super::support::open;

#[tokio::test]
async fn an_event_that_never_came_is_asked_for_with_stripes_own_fee() {
    let shop = open().await;
    let begun = shop.donate("k").await;
    shop.account.stripe.pay(&shop.intent(&begun).await, None);
    assert_eq!(shop.reconcile().await, json!([0, 0, 0]), "it may still come");
    shop.age(3).await;
    assert_eq!(shop.reconcile().await, json!([1, 2, 0]));
    assert_eq!(shop.status(&begun).await, "paid");
    assert_eq!(shop.ledger().await, json!([-1000, 700, 241, 59]));
    shop.age(5).await;
    assert_eq!(shop.reconcile().await, json!([0, 0, 0]));
}

#[tokio::test]
async fn a_payment_nobody_pays_is_given_up_after_an_hour() {
    let shop = open().await;
    let begun = shop.donate("k").await;
    shop.age(59).await;
    shop.reconcile().await;
    assert_eq!(shop.status(&begun).await, "open");
    shop.age(5).await;
    shop.reconcile().await;
    assert_eq!(shop.status(&begun).await, "canceled");
    assert_eq!(shop.account.stripe.object(&shop.intent(&begun).await).unwrap()["status"], "canceled");
}

#[tokio::test]
async fn a_refund_that_stripe_did_not_take_is_sent_again_once() {
    let shop = open().await;
    let host = &shop.live.host;
    let begun = shop.ask("pay-to-go-live", host, json!({ "slug": "ayse", "amount": 500 })).await;
    shop.told(&shop.account.stripe.pay(&shop.intent(&begun).await, None)).await;
    shop.account.upstream.set_mode(Mode::LoseReply);
    let asked = shop.ask("refund", host, json!({ "paymentId": begun.body["paymentId"] })).await;
    assert_eq!(asked.body["status"], "paid", "{}", asked.body);
    shop.account.upstream.set_mode(Mode::Pass);
    shop.age(5).await;
    shop.reconcile().await;
    assert_eq!(shop.status(&begun).await, "refunded");
    assert_eq!(shop.account.stripe.count("re"), 1);
}

#[tokio::test]
async fn a_dispute_whose_event_was_lost_is_asked_for_once() {
    let shop = open().await;
    let begun = shop.donate("k").await;
    let intent = shop.intent(&begun).await;
    shop.told(&shop.account.stripe.pay(&intent, None)).await;
    let dispute = json!({
        "id": "dp_1", "object": "dispute", "status": "needs_response", "amount": 1000, "currency": "usd",
        "payment_intent": intent,
        "balance_transactions": [{ "id": "txn_d", "amount": -1000, "fee": 1500, "currency": "usd" }],
    });
    shop.account.stripe.event("charge.dispute.created", &dispute);
    assert_eq!(shop.reconcile().await, json!([0, 0, 0]), "it may still come");
    shop.account.stripe.age_events(3);
    let round = async || {
        shop.live.project.rest().reset();
        shop.account.upstream.reset();
        let done = shop.reconcile().await;
        let asked: Vec<_> = shop.account.upstream.paths().iter().map(|path| path[..10].to_owned()).collect();
        assert_eq!(asked, ["/v1/events"]);
        (
            done,
            shop.live.project.rest().paths().iter().map(|path| path.replace("/rest/v1/rpc/", "")).collect::<Vec<_>>(),
        )
    };
    let asked = ["live_card_work", "live_unknown_events", "live_stripe_fact"];
    assert_eq!(round().await, (json!([0, 1, 0]), asked.map(str::to_owned).to_vec()));
    assert_eq!(shop.ledger().await, json!([0, 0, -1500, 1500]));
    shop.donate("another").await.assert_refused(403, "PAYMENTS_BLOCKED");
    assert_eq!(round().await, (json!([0, 0, 0]), asked[..2].iter().map(ToString::to_string).collect()));
}

#[tokio::test]
async fn only_the_service_itself_may_ask_for_a_reconciliation() {
    let shop = open().await;
    let request = shop.live.api.post("reconcile-payments").user(&shop.live.host).json(json!({}));
    request.send().await.assert_refused(401, "UNAUTHORIZED");
}
