//! The examples of the API document, which the functions really answer.

use ipelya_local::stripe::{WEBHOOK_SECRET, signature};
use serde_json::json;

use super::support::open;

#[tokio::test]
async fn payments_are_answered_as_the_document_shows() {
    let shop = open().await;
    let (api, host, viewer) = (&shop.live.api, &shop.live.host, &shop.live.viewer);
    let ask = |route: &str| api.ask("POST", &format!("/api/live/{route}"));
    let donation = json!({ "slug": "ayse", "amount": 1000, "currency": "usd", "message": "Great stream!" });
    let begun = ask("donate").user(viewer).json(donation).recorded().await;
    shop.told(&shop.account.stripe.pay(&shop.intent(&begun).await, None)).await;
    ask("payment").user(viewer).json(json!({ "paymentId": begun.body["paymentId"] })).recorded().await;
    ask("donations").user(host).json(json!({ "page": 1, "limit": 20 })).recorded().await;
    let fee = ask("pay-to-go-live").user(host).json(json!({ "slug": "ayse", "amount": 500 })).recorded().await;
    shop.told(&shop.account.stripe.pay(&shop.intent(&fee).await, None)).await;
    ask("refund").user(host).json(json!({ "paymentId": fee.body["paymentId"] })).recorded().await;
    ask("subscribe").user(viewer).json(json!({ "plan": "channel", "slug": "ayse" })).recorded().await;
    let pass = shop.live.project.value("select to_jsonb(id) from public.live_passes", &[]).await;
    let session = json!({ "metadata": { "pass_id": pass }, "subscription": "sub_1", "customer": "cus_1" });
    shop.told(&shop.account.stripe.event("checkout.session.completed", &session)).await;
    ask("billing").user(viewer).json(json!({})).recorded().await;
}

#[tokio::test]
async fn what_stripe_tells_and_who_asks_it_is_answered_as_the_document_shows() {
    let shop = open().await;
    let api = &shop.live.api;
    let event = json!({
        "id": "evt_1", "object": "event", "type": "payment_intent.succeeded", "created": 1_800_000_000,
        "data": { "object": {
            "id": "pi_1", "object": "payment_intent", "status": "succeeded", "amount_received": 1000, "currency": "usd",
            "metadata": { "payment_id": "6f1c1f0e-5b1f-4c55-9d5e-0f6c3e7f5f10" },
        } },
    });
    let body = event.to_string();
    let header = signature(WEBHOOK_SECRET, &body, api.now().unix_timestamp());
    let told = api.ask("POST", "/api/live/stripe-webhook").header("stripe-signature", &header);
    told.raw("application/json", &body).recorded().await;
    api.ask("GET", "/api/live/stripe-webhook").recorded().await;
    let key = api.setting("SUPABASE_SERVICE_ROLE_KEY");
    api.post("reconcile-payments").bearer(&key).json(json!({})).recorded().await;
}
