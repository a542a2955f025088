//! What a gift does, and what is no gift.

use serde_json::{Value, json};

use super::support::{assert_untouched, balance, on_air_with_coins, send};

#[tokio::test]
async fn a_gift_moves_coins_and_is_shown_in_one_go() {
    let live = on_air_with_coins(1000).await;

    let reply = send(&live, "fire", 3).await;
    assert_eq!((reply.status, &reply.body["balance"]), (200, &json!(850)), "{}", reply.body);
    let gift = &reply.body["gift"];
    for (field, value) in [
        ("sessionId", json!(live.session.id)),
        ("giftId", json!("fire")),
        ("quantity", json!(3)),
        ("coinAmount", json!(150)),
        ("receiverId", json!(live.host.id)),
    ] {
        assert_eq!(gift[field], value, "{field}");
    }

    let rows = "select jsonb_build_object(
        'shown', (select to_jsonb(g) - 'id' - 'transaction_id' - 'created_at' from public.live_gifts g),
        'said', (select jsonb_build_array(m.message_type, m.gift_id, m.gift_quantity, m.gift_coin_value) from public.live_messages m),
        'journal', (select jsonb_build_array(p.kind, p.coins, p.creator_share, p.platform_share) from public.live_payments p),
        'spent', (select jsonb_build_array(t.type, t.amount, t.balance_after) from public.coin_transactions t),
        'earned', (select jsonb_build_array(t.type, t.amount) from public.creator_transactions t)
    )";
    let rows: Value = live.project.db().query_one(rows, &[]).await.unwrap().get(0);
    assert_eq!(
        rows,
        json!({
            "shown": {
                "session_id": live.session.id, "sender_id": live.viewer.id, "receiver_id": live.host.id,
                "gift_id": "fire", "quantity": 3, "coin_amount": 150,
            },
            "said": ["gift", "fire", 3, 150],
            "journal": ["gift", 150, 105, 45],
            "spent": ["gift_sent", -150, 850],
            "earned": ["gift", 105],
        })
    );
}

#[tokio::test]
async fn the_price_is_the_catalogues_whatever_amount_is_sent_along() {
    let live = on_air_with_coins(1000).await;
    for (sent, amount) in [json!(1), json!(0), json!(-100), json!("free"), Value::Null].into_iter().zip(1..) {
        let body = json!({ "sessionId": live.session.id, "giftId": "diamond", "quantity": 1, "coinAmount": sent });
        let reply = live.api.post("send-live-gift").user(&live.viewer).json(body).send().await;
        assert_eq!((reply.status, &reply.body["balance"]), (200, &json!(1000 - 100 * amount)), "{sent}");
    }
}

#[tokio::test]
async fn a_quantity_is_a_whole_number_from_1_to_999_and_one_if_not_said() {
    let live = on_air_with_coins(100_000).await;
    for quantity in [json!(0), json!(-5), json!(1000), json!(i64::MAX), json!(i64::MIN)] {
        send(&live, "heart", quantity).await.assert_refused(400, "INVALID_QUANTITY");
    }
    for nonsense in [json!(1.5), json!("3"), json!([1]), json!(true), json!(1e30)] {
        let reply = send(&live, "heart", nonsense.clone()).await;
        reply.assert_refused(400, "INVALID_FIELD");
        assert_eq!(reply.body["field"], "quantity", "{nonsense}");
    }
    assert_untouched(&live, 100_000).await;

    assert_eq!(send(&live, "heart", Value::Null).await.body["gift"]["quantity"], 1);
    let unsaid = json!({ "sessionId": live.session.id, "giftId": "heart" });
    let reply = live.api.post("send-live-gift").user(&live.viewer).json(unsaid).send().await;
    assert_eq!(reply.body["gift"]["quantity"], 1);
    assert_eq!(send(&live, "heart", 999).await.body["balance"], 100_000 - 20 - 9990);
}

#[tokio::test]
async fn what_is_not_in_the_catalogue_is_no_gift() {
    let live = on_air_with_coins(1000).await;
    live.project
        .db()
        .batch_execute("update public.live_gift_catalog set is_active = false where slug = 'crown'")
        .await
        .unwrap();
    for gift in ["unicorn", "Heart", "crown", "heart ", "' or true --", "a\0b", &"x".repeat(500)] {
        send(&live, gift, 1).await.assert_refused(404, "GIFT_NOT_FOUND");
    }
    for (field, body) in [
        ("giftId", json!({ "sessionId": live.session.id, "giftId": 7 })),
        ("giftId", json!({ "sessionId": live.session.id })),
        ("giftId", json!({ "sessionId": live.session.id, "giftId": "" })),
        ("sessionId", json!({ "giftId": "heart" })),
        ("sessionId", json!({ "sessionId": "", "giftId": "heart" })),
        ("sessionId", json!({ "sessionId": "42", "giftId": "heart" })),
    ] {
        let reply = live.api.post("send-live-gift").user(&live.viewer).json(body).send().await;
        reply.assert_refused(400, "INVALID_FIELD");
        assert_eq!(reply.body["field"], field);
    }
    assert_untouched(&live, 1000).await;
}

#[tokio::test]
async fn who_cannot_pay_is_told_what_it_costs() {
    let live = on_air_with_coins(99).await;
    let reply = send(&live, "diamond", 1).await;
    reply.assert_refused(402, "PAYMENT_REQUIRED");
    assert_eq!((&reply.body["required"], &reply.body["requiresPayment"]), (&json!(100), &json!(true)));
    assert_untouched(&live, 99).await;
}

#[tokio::test]
async fn a_session_that_is_over_scheduled_or_takes_no_gifts_gets_none() {
    let live = on_air_with_coins(1000).await;
    let given = live.project.given();
    let now = live.api.now();
    for (session, code) in [
        (given.live_session(&given.creator().await).status("ended"), "SESSION_ENDED"),
        (given.live_session(&given.creator().await).status("cancelled"), "SESSION_ENDED"),
        (given.live_session(&given.creator().await).status("scheduled"), "SESSION_NOT_STARTED"),
        (given.live_session(&given.creator().await).max_ends_at(now), "SESSION_ENDED"),
    ] {
        let session = session.insert().await;
        given.participant(&session, &live.viewer).insert().await;
        let body = json!({ "sessionId": session.id, "giftId": "heart" });
        let reply = live.api.post("send-live-gift").user(&live.viewer).json(body).send().await;
        reply.assert_refused(409, code);
    }
    let off = "update public.live_sessions set gifts_enabled = false where id = $1";
    live.project.db().execute(off, &[&live.session.id]).await.unwrap();
    send(&live, "heart", 1).await.assert_refused(403, "GIFTS_DISABLED");
    given.setting("live_enabled", false).await;
    send(&live, "heart", 1).await.assert_refused(403, "LIVE_DISABLED");
    assert_untouched(&live, 1000).await;
}

#[tokio::test]
async fn the_121st_gift_of_a_minute_is_refused() {
    let live = on_air_with_coins(10_000).await;
    for _ in 0..120 {
        assert_eq!(send(&live, "heart", 1).await.status, 200);
    }
    let reply = send(&live, "heart", 1).await;
    reply.assert_refused(429, "RATE_LIMITED");
    assert_eq!(reply.header("retry-after"), Some("1"));
    assert_eq!(balance(&live).await, 10_000 - 1200);
}

#[tokio::test]
async fn the_catalogue_is_told_in_order_with_prices() {
    let live = on_air_with_coins(0).await;
    live.project
        .db()
        .batch_execute("update public.live_gift_catalog set is_active = false where slug = 'crown'")
        .await
        .unwrap();
    let anonymous = live.project.given().anonymous_user().await;

    let reply = live.api.post("list-live-gifts").user(&anonymous).send().await;

    let gifts = reply.body["gifts"].as_array().unwrap();
    let told: Vec<_> =
        gifts.iter().map(|gift| (gift["id"].as_str().unwrap(), gift["coinPrice"].as_i64().unwrap())).collect();
    assert_eq!(told, [("heart", 10), ("star", 25), ("fire", 50), ("diamond", 100), ("rocket", 500)]);
    let heart = json!({ "id": "heart", "nameEn": "Heart", "nameTr": "Kalp", "coinPrice": 10, "animation": "float" });
    assert_eq!(gifts[0], heart);
}

#[tokio::test]
async fn refused_gifts_count_like_sent_ones() {
    let live = on_air_with_coins(5).await;
    live.project.given().setting("gift_rate_count", 5).await;
    for _ in 0..3 {
        send(&live, "heart", 1).await.assert_refused(402, "PAYMENT_REQUIRED");
    }
    send(&live, "unicorn", 1).await.assert_refused(404, "GIFT_NOT_FOUND");
    let elsewhere = serde_json::json!({ "sessionId": live.host.id, "giftId": "heart" });
    let reply = live.api.post("send-live-gift").user(&live.viewer).json(elsewhere).send().await;
    reply.assert_refused(404, "SESSION_NOT_FOUND");

    let reply = send(&live, "heart", 1).await;
    reply.assert_refused(429, "RATE_LIMITED");
    assert_eq!(reply.header("retry-after"), Some("12"));
    assert_untouched(&live, 5).await;
}
