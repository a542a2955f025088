//! Round trips, and what happens when Stripe or Postgres is away, or we die between.

use ipelya_test::Mode;
use serde_json::json;

use super::support::open;

const BEGIN: &str = "/rest/v1/rpc/live_open_donation";
const ATTACH: &str = "/rest/v1/rpc/live_attach_intent";

#[tokio::test]
async fn a_donation_costs_two_round_trips_and_one_to_stripe_and_a_repeat_one_and_one() {
    let shop = open().await;
    shop.donate("k").await;
    assert_eq!(shop.live.project.rest().paths(), [BEGIN, ATTACH]);
    assert_eq!(shop.account.upstream.paths(), ["/v1/payment_intents"]);
    shop.live.project.rest().reset();
    shop.account.upstream.reset();
    let begun = shop.donate("k").await;
    assert_eq!(shop.live.project.rest().paths(), [BEGIN]);
    let intent = shop.intent(&begun).await;
    assert_eq!(shop.account.upstream.paths(), [format!("/v1/payment_intents/{intent}")]);
    shop.live.project.rest().reset();
    shop.told(&shop.account.stripe.pay(&intent, None)).await;
    assert_eq!(shop.live.project.rest().paths(), ["/rest/v1/rpc/live_stripe_fact"]);
    assert_eq!(shop.live.project.livekit().requests(), 0);
}

#[tokio::test]
async fn whatever_stripe_does_instead_of_answering_there_is_one_intent_in_the_end() {
    for mode in [Mode::Refuse, Mode::Status(500), Mode::Status(429), Mode::LoseReply, Mode::Hang] {
        let shop = open().await;
        shop.account.upstream.set_mode(mode);
        let reply = shop.donate("k").await;
        reply.assert_refused(503, "SERVICE_UNAVAILABLE");
        shop.account.upstream.set_mode(Mode::Pass);
        let begun = shop.donate("k").await;
        assert_eq!(begun.body["status"], "open", "{mode:?}: {}", begun.body);
        assert_eq!(shop.account.stripe.count("pi"), 1, "{mode:?}");
        assert_eq!(shop.live.project.count("public.live_card_payments").await, 1, "{mode:?}");
    }
}

#[tokio::test]
async fn a_death_between_intent_and_row_is_mended_by_the_repeat_by_the_round_and_by_the_event() {
    for mended_by in ["repeat", "round", "event"] {
        let shop = open().await;
        shop.live.project.rest().set_mode_of("live_attach_intent", Mode::Refuse);
        shop.donate("k").await.assert_refused(503, "SERVICE_UNAVAILABLE");
        shop.live.project.rest().set_mode(Mode::Pass);
        assert_eq!(shop.account.stripe.count("pi"), 1);
        match mended_by {
            "repeat" => assert_eq!(shop.donate("k").await.status, 200),
            "round" => {
                shop.age(3).await;
                assert_eq!(shop.reconcile().await, json!([1, 0, 0]));
            }
            _ => {
                let event = shop.account.stripe.pay("pi_000001", None);
                assert_eq!(shop.told(&event).await.body["result"], "applied");
            }
        }
        let begun = shop.donate("k").await;
        assert_eq!(shop.intent(&begun).await, "pi_000001", "{mended_by}");
        assert_eq!(shop.account.stripe.count("pi"), 1, "{mended_by}");
    }
}

#[tokio::test]
async fn an_event_without_a_database_is_a_503_and_stripes_repeat_applies_it() {
    let shop = open().await;
    let begun = shop.donate("k").await;
    let event = shop.account.stripe.pay(&shop.intent(&begun).await, None);
    for mode in [Mode::Refuse, Mode::Status(503)] {
        shop.live.project.rest().set_mode(mode);
        shop.told(&event).await.assert_refused(503, "SERVICE_UNAVAILABLE");
    }
    shop.live.project.rest().set_mode(Mode::LoseReply);
    shop.told(&event).await.assert_refused(503, "SERVICE_UNAVAILABLE");
    shop.live.project.rest().set_mode(Mode::Pass);
    assert_eq!(shop.told(&event).await.body["result"], "duplicate");
    assert_eq!(shop.ledger().await, json!([-1000, 700, 300, 0]));
}

#[tokio::test]
async fn a_sum_that_is_too_small_costs_no_request() {
    let shop = open().await;
    let body = json!({ "slug": "ayse", "amount": 100 });
    let reply = shop.ask("donate", &shop.live.viewer, body).await;
    reply.assert_refused(400, "INVALID_FIELD");
    assert_eq!(reply.body["field"], "amount");
    assert_eq!(shop.account.upstream.requests(), 0);
}
