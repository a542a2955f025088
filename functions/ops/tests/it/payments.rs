//! Payments, and giving them back.

use futures_util::future::join_all;
use ipelya_test::{LiveSession, User};
use serde_json::{Value, json};
use uuid::Uuid;

use super::support::{Panel, face, pick};

const FACE: &str = "user_id,username,display_name,avatar_url";

/// A show in which the viewer, who had 100 coins, has given a heart.
async fn after_a_gift() -> (Panel, Uuid) {
    let panel = Panel::of_super_admin().await;
    let payment = give(&panel.live, &panel.live.viewer).await;
    (panel, payment)
}

async fn give(live: &LiveSession, by: &User) -> Uuid {
    live.project.given().coins(by, 100).await;
    let gift = "select public.live_send_gift($1, null, $2, 'heart', 1)";
    live.project.execute(gift, &[&by.id, &live.session.id]).await;
    let id = "select to_jsonb(id) from public.live_payments where payer_id = $1 order by created_at desc limit 1";
    serde_json::from_value(live.project.value(id, &[&by.id]).await).unwrap()
}

fn ids(reply: &Value) -> Vec<&str> {
    reply["payments"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn payments_are_found_by_who_was_party_to_them_by_session_call_and_kind() {
    let (panel, payment) = after_a_gift().await;
    let other = panel.live.person("viewer").await;
    let others = give(&panel.live, &other).await;
    let (payment, others) = (payment.to_string(), others.to_string());
    let (viewer, host, session) = (panel.live.viewer.id, panel.live.host.id, panel.live.session.id);
    let nobody = Uuid::from_u128(1);
    for (query, found) in [
        (String::new(), vec![&others, &payment]),
        (format!("?user_id={viewer}"), vec![&payment]),
        (format!("?user_id={host}"), vec![&others, &payment]),
        (format!("?user_id={nobody}"), vec![]),
        (format!("?session_id={session}&kind=gift&user_id={viewer}"), vec![&payment]),
        (format!("?session_id={session}&kind=ppv"), vec![]),
        (format!("?call_id={nobody}"), vec![]),
        ("?limit=1&offset=1".to_owned(), vec![&payment]),
    ] {
        let reply = panel.get(&format!("payments{query}")).await;
        assert_eq!(ids(&reply), found, "{query}");
        let total = if query.starts_with("?limit") { 2 } else { found.len() };
        assert_eq!(reply["total"], total, "{query}");
    }
    let row = &panel.get(&format!("payments?user_id={viewer}")).await["payments"][0];
    assert_eq!(pick(&row["payer"], FACE), face(&panel.live.viewer));
    assert_eq!(pick(&row["payee"], FACE), face(&panel.live.host));
    let price = row["coins"].as_i64().unwrap();
    assert_eq!(row["creator_share"].as_i64().unwrap() + row["platform_share"].as_i64().unwrap(), price);
    assert_eq!(
        pick(row, "kind,session_id,refunded_by,refunded_at"),
        json!({ "kind": "gift", "session_id": session, "refunded_by": null, "refunded_at": null })
    );
    assert_eq!(row["session"]["title"], panel.live.row().await["title"]);
    panel.ask(&panel.admin, "GET", "payments?kind=tip", None).await.assert_refused(400, "INVALID_FIELD");
}

#[tokio::test]
async fn a_payment_is_given_back_once_by_however_many_at_the_same_moment() {
    let (panel, payment) = after_a_gift().await;
    let paid = panel.live.project.balance(&panel.live.viewer).await;
    let path = format!("payments/{payment}/refund");
    let tries = (0..5).map(|_| panel.post(&path, json!({ "reason": "Yanlışlıkla" })));
    let replies = join_all(tries).await;
    assert_eq!(replies.iter().filter(|reply| reply["refunded"] == true).count(), 1);
    assert!(replies.iter().all(|reply| reply["refund_id"] == replies[0]["refund_id"]), "{replies:#?}");
    let coins = replies[0]["coins"].as_i64().unwrap();
    assert_eq!((paid + coins, panel.live.project.balance(&panel.live.viewer).await), (100, 100));
    let metadata = json!({
        "session_id": panel.live.session.id, "target_user_id": panel.live.viewer.id, "reason": "Yanlışlıkla",
        "kind": "gift", "coins": coins, "refund_id": replies[0]["refund_id"],
    });
    panel.assert_noted("refund_payment", ("payment", payment), metadata).await;

    let found = panel.get(&format!("payments?user_id={}", panel.live.viewer.id)).await;
    let of = |kind: &str| found["payments"].as_array().unwrap().iter().find(|row| row["kind"] == kind).unwrap();
    let (refund, row) = (of("refund"), of("gift"));
    assert_eq!((&row["refunded_by"], &refund["refunds"]), (&refund["id"], &json!(payment)));
    assert_eq!(row["refunded_at"], refund["created_at"]);
}

#[tokio::test]
async fn what_is_no_payment_is_not_given_back_and_only_by_super_admins() {
    let (panel, payment) = after_a_gift().await;
    let refund = panel.post(&format!("payments/{payment}/refund"), json!({})).await["refund_id"].clone();
    for id in [refund.as_str().unwrap().to_owned(), Uuid::from_u128(1).to_string()] {
        let reply = panel.try_post(&format!("payments/{id}/refund"), json!({})).await;
        reply.assert_refused(404, "PAYMENT_NOT_FOUND");
    }
    let admin = panel.live.project.given().admin().await;
    for id in [payment, Uuid::from_u128(1)] {
        let reply = panel.ask(&admin, "POST", &format!("payments/{id}/refund"), Some(json!({}))).await;
        reply.assert_refused(403, "SUPER_ADMIN_REQUIRED");
    }
}
