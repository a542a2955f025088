//! Payments by card, giving them back, and paying creators out of them.

use ipelya_local::clock::new_id;
use ipelya_test::User;
use serde_json::{Value, json};
use uuid::Uuid;

use super::support::{Panel, face, pick};

const FACE: &str = "user_id,username,display_name,avatar_url";

/// A show to which the viewer has donated ten dollars, twenty days ago.
pub(crate) async fn after_a_donation() -> (Panel, Uuid) {
    let panel = Panel::of_super_admin().await;
    let payment = donate(&panel, &panel.live.viewer, 20).await;
    (panel, payment)
}

/// A donation of ten dollars that was paid so many days ago.
async fn donate(panel: &Panel, by: &User, days: i32) -> Uuid {
    let project = &panel.live.project;
    let begin = "select public.live_open_donation($1, null, $2, null, 1000, 'usd', 'Selam', false, now(), $3, 'hash')";
    let key = new_id().to_string();
    let begun = project.value(begin, &[&by.id, &panel.live.session.id, &key]).await;
    let id: Uuid = serde_json::from_value(begun["result"]["payment_id"].clone()).unwrap();
    let fact = json!({
        "id": format!("evt_{id}"), "kind": "intent_succeeded", "happened_at": "2026-01-01T00:00:00Z",
        "intent": format!("pi_{id}"), "payment_id": id, "amount": 1000, "currency": "usd",
    });
    project.value("select public.live_stripe_fact($1)", &[&fact]).await;
    let age = "update public.live_card_payments
               set created_at = created_at - make_interval(days => $2), paid_at = paid_at - make_interval(days => $2)
               where id = $1";
    project.execute(age, &[&id, &days]).await;
    id
}

fn ids(reply: &Value) -> Vec<&str> {
    reply["payments"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn card_payments_are_found_by_who_was_party_to_them_by_session_purpose_state_and_dispute() {
    let (panel, payment) = after_a_donation().await;
    let other = panel.live.person("viewer").await;
    let others = donate(&panel, &other, 0).await;
    let dispute = "update public.live_card_payments set disputes = '{\"dp_1\": \"open\"}' where id = $1";
    panel.live.project.execute(dispute, &[&others]).await;
    let (payment, others) = (payment.to_string(), others.to_string());
    let (viewer, host, session) = (panel.live.viewer.id, panel.live.host.id, panel.live.session.id);
    for (query, found) in [
        (String::new(), vec![&others, &payment]),
        (format!("?user_id={viewer}"), vec![&payment]),
        (format!("?user_id={host}"), vec![&others, &payment]),
        (format!("?session_id={session}&purpose=donation&status=paid"), vec![&others, &payment]),
        ("?purpose=go_live".to_owned(), vec![]),
        ("?status=mismatch".to_owned(), vec![]),
        ("?disputed=true".to_owned(), vec![&others]),
        ("?disputed=false".to_owned(), vec![&payment]),
        ("?limit=1&offset=1".to_owned(), vec![&payment]),
    ] {
        let reply = panel.get(&format!("card-payments{query}")).await;
        assert_eq!(ids(&reply), found, "{query}");
        let total = if query.starts_with("?limit") { 2 } else { found.len() };
        assert_eq!(reply["total"], total, "{query}");
    }
    let row = &panel.get(&format!("card-payments?user_id={viewer}")).await["payments"][0];
    assert_eq!(pick(&row["payer"], FACE), face(&panel.live.viewer));
    assert_eq!(pick(&row["payee"], FACE), face(&panel.live.host));
    assert_eq!(
        pick(row, "purpose,status,amount,currency,creator_share,message,refunded_amount,is_disputed"),
        json!({
            "purpose": "donation", "status": "paid", "amount": 1000, "currency": "usd", "creator_share": 700,
            "message": "Selam", "refunded_amount": 0, "is_disputed": false,
        })
    );
    panel.ask(&panel.admin, "GET", "card-payments?status=lost", None).await.assert_refused(400, "INVALID_FIELD");
}

#[tokio::test]
async fn a_refund_is_handed_to_the_round_that_sends_it_once() {
    let (panel, payment) = after_a_donation().await;
    let path = format!("card-payments/{payment}/refund");
    let first = panel.post(&path, json!({ "reason": "Yanlışlıkla" })).await;
    assert_eq!(pick(&first["payment"], "status,refund_reason"), json!({ "status": "paid", "refund_reason": "staff" }));
    let again = panel.post(&path, json!({ "reason": "Bir daha" })).await;
    assert_eq!(again["payment"], first["payment"]);
    let metadata = json!({
        "session_id": panel.live.session.id, "target_user_id": panel.live.viewer.id, "reason": "Yanlışlıkla",
        "purpose": "donation", "amount": 1000, "currency": "usd",
    });
    panel.assert_noted("refund_card_payment", ("card_payment", payment), metadata).await;
    let work = panel.live.project.value("select public.live_card_work(10)", &[]).await;
    assert_eq!((&work[0]["task"], &work[0]["payment"]["payment_id"]), (&json!("refund"), &json!(payment)));
}

#[tokio::test]
async fn what_is_disputed_or_was_not_paid_is_not_given_back_and_only_by_super_admins() {
    let (panel, payment) = after_a_donation().await;
    let refund = |id: Uuid| format!("card-payments/{id}/refund");
    let body = json!({ "reason": "x" });
    panel.try_post(&refund(Uuid::from_u128(1)), body.clone()).await.assert_refused(404, "PAYMENT_NOT_FOUND");
    panel.try_post(&refund(payment), json!({})).await.assert_refused(400, "INVALID_FIELD");
    let dispute = "update public.live_card_payments set disputes = '{\"dp_1\": \"lost\"}'";
    panel.live.project.execute(dispute, &[]).await;
    panel.try_post(&refund(payment), body.clone()).await.assert_refused(409, "PAYMENT_DISPUTED");
    let admin = panel.live.project.given().admin().await;
    let reply = panel.ask(&admin, "POST", &refund(payment), Some(body)).await;
    reply.assert_refused(403, "SUPER_ADMIN_REQUIRED");
}

#[tokio::test]
async fn what_was_paid_by_card_is_told_by_day_creator_and_purpose() {
    let (panel, payment) = after_a_donation().await;
    let other = panel.live.person("viewer").await;
    donate(&panel, &other, 0).await;
    donate(&panel, &other, 0).await;
    let back = "update public.live_card_payments set refunded_amount = 500 where id = $1";
    panel.live.project.execute(back, &[&payment]).await;
    let money = |payments: u32, payers: u32, refunded: u32, share: u32| {
        let gross = payments * 1000;
        json!({
            "currency": "usd", "payments": payments, "payers": payers, "gross": gross, "refunded": refunded,
            "creator_share": share, "platform_share": gross - refunded - share,
        })
    };
    let labelled = |label: &str, value: Value, mut money: Value| {
        money[label] = value;
        money
    };
    let rows = async |query: &str| panel.get(&format!("analytics/card-revenue?{query}")).await["rows"].clone();
    let host = json!(panel.live.host.id);
    assert_eq!(rows("by=creator").await, json!([labelled("creator_id", host, money(3, 2, 500, 1750))]));
    assert_eq!(rows("by=purpose").await, json!([labelled("purpose", json!("donation"), money(3, 2, 500, 1750))]));
    let days = rows("by=day").await;
    assert_eq!(days.as_array().unwrap().len(), 2, "{days}");
    assert_eq!(days[0], labelled("date", days[0]["date"].clone(), money(1, 1, 500, 350)));
    assert_eq!(days[1], labelled("date", days[1]["date"].clone(), money(2, 1, 0, 1400)));
    assert_eq!(rows("days=1").await, json!([days[1]]));
    assert_eq!(rows("limit=1").await, json!([days[0]]));
}

#[tokio::test]
async fn what_is_due_is_paid_out_once_and_noted() {
    let (panel, _) = after_a_donation().await;
    donate(&panel, &panel.live.viewer, 0).await;
    let host = panel.live.host.id;
    let due = panel.get("payouts/due").await;
    assert_eq!(due["total"], 1);
    let row = &due["creators"][0];
    assert_eq!(
        pick(row, "creator_id,currency,balance,held,due"),
        json!({ "creator_id": host, "currency": "usd", "balance": 1400, "held": 700, "due": 700 })
    );
    assert_eq!(pick(&row["creator"], FACE), face(&panel.live.host));

    let body = json!({ "creator_id": host, "amount": 700, "currency": "usd", "reference": "EFT 7" });
    let mut more = body.clone();
    more["amount"] = json!(701);
    let refused = panel.try_post("payouts", more).await;
    refused.assert_refused(409, "PAYOUT_TOO_HIGH");
    assert_eq!((&refused.body["due"], &refused.body["currency"]), (&json!(700), &json!("usd")));
    let paid = panel.post("payouts", body.clone()).await;
    assert_eq!(panel.post("payouts", body.clone()).await["payout"], paid["payout"]);
    let id: Uuid = serde_json::from_value(paid["payout"]["id"].clone()).unwrap();
    let metadata = json!({
        "target_user_id": host, "amount": 700, "currency": "usd", "reference": "EFT 7",
    });
    panel.assert_noted("pay_out", ("payout", id), metadata).await;
    assert_eq!(panel.get("payouts/due").await["creators"][0]["due"], 0);
    assert_eq!(panel.get("payouts").await["payouts"], json!([paid["payout"]]));
    let nobody = format!("payouts?creator_id={}", Uuid::from_u128(1));
    assert_eq!(pick(&panel.get(&nobody).await, "payouts,total"), json!({ "payouts": [], "total": 0 }));

    let mut other = body.clone();
    other["creator_id"] = json!(panel.live.viewer.id);
    panel.try_post("payouts", other).await.assert_refused(409, "REFERENCE_TAKEN");
    for bad in [json!(0), json!(-5), json!(1.5)] {
        let mut wrong = body.clone();
        wrong["amount"] = bad;
        panel.try_post("payouts", wrong).await.assert_refused(400, "INVALID_FIELD");
    }
    let admin = panel.live.project.given().admin().await;
    panel.ask(&admin, "POST", "payouts", Some(body)).await.assert_refused(403, "SUPER_ADMIN_REQUIRED");
}
