//! Donations, fees and passes from end to end.

use ipelya_test::LiveSession;
use serde_json::json;

use super::support::open;

#[tokio::test]
async fn a_donation_is_begun_paid_and_shown_with_the_payments_own_words() {
    let shop = open().await;
    let begun = shop.donate("k").await;
    assert_eq!(begun.status, 200, "{}", begun.body);
    let intent = shop.intent(&begun).await;
    assert_eq!(begun.body["status"], "open");
    assert_eq!(begun.body["amount"], 1000);
    assert_eq!(begun.body["currency"], "usd");
    assert_eq!(begun.body["publishableKey"], "pk_test_ipelyalocal");
    assert!(begun.body["clientSecret"].as_str().unwrap().starts_with(&intent), "{}", begun.body);
    let made = shop.account.stripe.object(&intent).unwrap();
    assert_eq!(made["metadata"]["payment_id"], begun.body["paymentId"]);

    let event = shop.account.stripe.pay(&intent, None);
    assert_eq!(shop.told(&event).await.body["result"], "applied");
    assert_eq!(shop.told(&event).await.body["result"], "duplicate");
    assert_eq!(shop.ledger().await, json!([-1000, 700, 300, 0]));
    let paid = shop.ask("payment", &shop.live.viewer, json!({ "paymentId": begun.body["paymentId"] })).await;
    assert_eq!((&paid.body["status"], &paid.body["clientSecret"]), (&json!("paid"), &json!(null)));

    let given = shop.ask("donations", &shop.live.host, json!({})).await;
    assert_eq!((&given.body["total"], &given.body["totalPages"]), (&json!(1), &json!(1)), "{}", given.body);
    assert_eq!(given.body["donations"][0]["message"], "Great stream!");
    assert_eq!(
        given.body["money"][0],
        json!({
            "currency": "usd", "donations": 1, "gross": 1000, "net": 700, "refunded": 0,
        })
    );
    let others = shop.ask("donations", &shop.live.viewer, json!({})).await;
    assert_eq!(others.body["total"], 0);
}

#[tokio::test]
async fn a_replay_reads_the_same_secret_again_and_another_body_is_refused() {
    let shop = open().await;
    let first = shop.donate("k").await;
    let again = shop.donate("k").await;
    assert_eq!(again.body["clientSecret"], first.body["clientSecret"]);
    assert_eq!(again.body["paymentId"], first.body["paymentId"]);
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    let other = shop.live.api.ask("POST", "/api/live/donate").user(&shop.live.viewer).header("Idempotency-Key", "k");
    other.json(json!({ "slug": "ayse", "amount": 999 })).send().await.assert_refused(422, "IDEMPOTENCY_KEY_REUSED");
    assert_eq!(shop.account.stripe.count("pi"), 1);
}

#[tokio::test]
async fn fifty_equal_donations_at_once_make_one_row_and_one_intent() {
    let shop = open().await;
    let body = || json!({ "streamId": shop.live.session.id, "amount": 700 });
    let asked = (0..50).map(|_| shop.ask("donate", &shop.live.viewer, body()));
    let replies = futures_util::future::join_all(asked).await;
    let answered: Vec<_> = replies.iter().filter(|reply| reply.status == 200).collect();
    assert!(!answered.is_empty());
    for reply in &answered {
        assert_eq!(reply.body["paymentId"], answered[0].body["paymentId"]);
        assert_eq!(reply.body["clientSecret"], answered[0].body["clientSecret"]);
    }
    assert!(replies.iter().all(|reply| [200, 503].contains(&reply.status)), "nothing else");
    assert_eq!(shop.live.project.count("public.live_card_payments").await, 1);
    assert_eq!(shop.account.stripe.count("pi"), 1);
}

#[tokio::test]
async fn a_payment_of_somebody_elses_is_not_there() {
    let shop = open().await;
    let begun = shop.donate("k").await;
    let body = json!({ "paymentId": begun.body["paymentId"] });
    for route in ["payment", "refund"] {
        shop.ask(route, &shop.live.host, body.clone()).await.assert_refused(404, "PAYMENT_NOT_FOUND");
    }
    let anonymous = shop.live.project.given().anonymous_user().await;
    shop.ask("payment", &anonymous, body).await.assert_refused(403, "ACCOUNT_REQUIRED");
}

#[tokio::test]
async fn a_fee_is_paid_at_its_price_and_given_back_while_it_is_not_used() {
    let shop = open().await;
    let host = &shop.live.host;
    let cheap = shop.ask("pay-to-go-live", host, json!({ "slug": "ayse", "amount": 400 })).await;
    cheap.assert_refused(409, "PRICE_CHANGED");
    assert_eq!(cheap.body["required"], 500);
    let begun = shop.ask("pay-to-go-live", host, json!({ "slug": "ayse", "amount": 500 })).await;
    let body = json!({ "paymentId": begun.body["paymentId"] });
    shop.ask("refund", host, body.clone()).await.assert_refused(404, "PAYMENT_NOT_FOUND");
    let event = shop.account.stripe.pay(&shop.intent(&begun).await, None);
    shop.told(&event).await;
    for _ in 0..2 {
        let back = shop.ask("refund", host, body.clone()).await;
        assert_eq!(back.body["status"], "refunded", "{}", back.body);
    }
    assert_eq!(shop.account.stripe.count("re"), 1);
    assert_eq!(shop.ledger().await, json!([0, 0, 0, 0]));
}

#[tokio::test]
async fn a_pass_is_bought_on_stripes_page() {
    let shop = open().await;
    let body = json!({ "plan": "channel", "slug": "ayse" });
    let begun = shop.ask("subscribe", &shop.live.viewer, body.clone()).await;
    assert!(begun.body["checkoutUrl"].as_str().unwrap().starts_with("https://checkout.stripe.com/"), "{}", begun.body);
    let again = shop.ask("subscribe", &shop.live.viewer, body).await;
    assert_eq!(again.body["checkoutUrl"], begun.body["checkoutUrl"]);
    assert_eq!(shop.account.stripe.count("cs"), 1);
    shop.ask("billing", &shop.live.viewer, json!({})).await.assert_refused(404, "PASS_NOT_FOUND");
    let pass = shop.live.project.value("select to_jsonb(id) from public.live_passes", &[]).await;
    let session = json!({ "metadata": { "pass_id": pass }, "subscription": "sub_1", "customer": "cus_1" });
    shop.told(&shop.account.stripe.event("checkout.session.completed", &session)).await;
    let portal = shop.ask("billing", &shop.live.viewer, json!({})).await;
    assert!(portal.body["portalUrl"].as_str().unwrap().starts_with("https://billing.stripe.com/"), "{}", portal.body);
}

#[tokio::test]
async fn without_a_key_to_stripe_every_route_says_so() {
    let live = LiveSession::of(payment::routes()).start().await;
    let id = live.session.id;
    for (route, body) in [
        ("donate", json!({ "streamId": id, "amount": 500 })),
        ("pay-to-go-live", json!({ "slug": "ayse", "amount": 500 })),
        ("payment", json!({ "paymentId": id })),
        ("refund", json!({ "paymentId": id })),
        ("subscribe", json!({ "plan": "channel", "slug": "ayse" })),
        ("billing", json!({})),
        ("donations", json!({})),
    ] {
        let request = live.api.ask("POST", &format!("/api/live/{route}")).user(&live.viewer).json(body);
        request.send().await.assert_refused(403, "PAYMENTS_DISABLED");
    }
}
