//! Calls that cost something: the rate that was shown, the first minute, an empty balance.

use serde_json::json;

use super::support::{Line, id_of};

async fn paid_line(rate: i32, coins: i32) -> Line {
    let line = Line::open().await;
    let set = "insert into public.live_user_settings (user_id, coin_per_minute) values ($1, $2)";
    line.project.execute(set, &[&line.callee.id, &rate]).await;
    line.project.given().coins(&line.caller, coins).await;
    line
}

#[tokio::test]
async fn the_rate_is_quoted_and_the_first_minute_charged_when_the_call_is_answered() {
    let line = paid_line(20, 50).await;
    let placed = line.dial(&line.caller, &line.callee).await;
    assert_eq!((&placed.body["call"]["isPaid"], &placed.body["call"]["coinPerMinute"]), (&json!(true), &json!(20)));
    assert_eq!(line.project.balance(&line.caller).await, 50);
    for _ in 0..2 {
        let answered = line.act("accept-call", &line.callee, &id_of(&placed)).await;
        assert_eq!(answered.body["call"]["totalCoinSpent"], json!(20), "{}", answered.body);
        assert_eq!(line.project.balance(&line.caller).await, 30);
    }
}

#[tokio::test]
async fn a_rate_other_than_the_one_shown_or_too_high_a_one_places_no_call() {
    let line = paid_line(20, 19).await;
    let body = json!({ "calleeId": line.callee.id, "callType": "video", "expectedRate": 10 });
    let reply = line.api.post("create-call").user(&line.caller).json(body).send().await;
    reply.assert_refused(409, "PRICE_CHANGED");
    assert_eq!(reply.body["required"], json!(20));
    let reply = line.dial(&line.caller, &line.callee).await;
    reply.assert_refused(402, "PAYMENT_REQUIRED");
    assert_eq!(line.project.count("public.calls").await, 0);
}

#[tokio::test]
async fn a_caller_who_has_spent_their_coins_meanwhile_is_not_connected() {
    let line = paid_line(20, 20).await;
    let id = line.ring().await;
    line.project.given().coins(&line.caller, 19).await;
    line.act("accept-call", &line.callee, &id).await.assert_refused(409, "CALL_ENDED");
    assert_eq!(line.state(&id).await, json!("failed"));
    assert_eq!(line.project.balance(&line.caller).await, 19);
}
