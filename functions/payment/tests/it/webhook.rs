//! Who may tell what.

use ipelya_local::stripe::{WEBHOOK_SECRET, signature};
use serde_json::json;

use super::support::open;

#[tokio::test]
async fn only_what_stripe_signed_for_these_bytes_and_lately_is_taken_in() {
    let shop = open().await;
    let begun = shop.donate("k").await;
    let body = shop.account.stripe.pay(&shop.intent(&begun).await, None).to_string();
    let now = shop.live.api.now().unix_timestamp();
    let good = signature(WEBHOOK_SECRET, &body, now);
    for (what, header) in [
        ("no signature", ""),
        ("another secret", signature("whsec_another", &body, now).as_str()),
        ("another body", signature(WEBHOOK_SECRET, "{}", now).as_str()),
        ("too old", signature(WEBHOOK_SECRET, &body, now - 301).as_str()),
        ("from the future", signature(WEBHOOK_SECRET, &body, now + 301).as_str()),
        ("another time", good.replace(&now.to_string(), &(now + 1).to_string()).as_str()),
    ] {
        let reply = shop.told_with(&body, header).await;
        assert_eq!((reply.status, &reply.body["errorCode"]), (401, &json!("UNAUTHORIZED")), "{what}");
    }
    assert_eq!(shop.status(&begun).await, "open");
    assert_eq!(shop.told_with(&body, &good).await.body["result"], "applied");
    assert_eq!(shop.status(&begun).await, "paid");
}

#[tokio::test]
async fn another_sum_or_currency_is_not_paid_and_goes_back_by_itself() {
    let shop = open().await;
    for (key, instead) in [("less", (999, "usd")), ("euros", (1000, "eur"))] {
        let begun = shop.donate(key).await;
        shop.told(&shop.account.stripe.pay(&shop.intent(&begun).await, Some(instead))).await;
        assert_eq!(shop.status(&begun).await, "mismatch");
        let seen = shop.ask("payment", &shop.live.viewer, json!({ "paymentId": begun.body["paymentId"] })).await;
        assert_eq!(seen.body["status"], "canceled");
        shop.age(5).await;
        shop.reconcile().await;
        assert_eq!(shop.status(&begun).await, "refunded");
    }
    assert_eq!(shop.live.project.count("public.live_messages").await, 0);
}

#[tokio::test]
async fn what_is_about_nothing_of_ours_is_answered_200() {
    let shop = open().await;
    let stripe = &shop.account.stripe;
    for event in [
        stripe.event("customer.created", &json!({ "id": "cus_1" })),
        stripe.event("payment_intent.succeeded", &json!({ "id": "pi_x", "status": "succeeded" })),
    ] {
        let reply = shop.told(&event).await;
        assert_eq!((reply.status, &reply.body["result"]), (200, &json!("unknown")));
    }
    assert_eq!(shop.live.project.rest().requests(), 0, "nothing is asked for that");
}
