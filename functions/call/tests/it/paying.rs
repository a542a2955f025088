//! Calls that cost something: the rate that was shown, the first minute, an empty balance.

use serde_json::json;

use super::support::{Line, id_of};

#[tokio::test]
async fn the_rate_is_quoted_and_the_first_minute_charged_when_the_call_is_answered() {
    let line = Line::paid(20, 50).await;
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
    let line = Line::paid(20, 19).await;
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
    let line = Line::paid(20, 20).await;
    let id = line.ring().await;
    line.project.given().coins(&line.caller, 19).await;
    line.act("accept-call", &line.callee, &id).await.assert_refused(409, "CALL_ENDED");
    assert_eq!(line.state(&id).await, json!("failed"));
    assert_eq!(line.project.balance(&line.caller).await, 19);
}

#[tokio::test]
async fn the_caller_hears_of_their_empty_balance_with_the_next_look_and_nobody_else_does() {
    let line = Line::paid(20, 20).await;
    let id = line.ring().await;
    line.project.given().coins(&line.caller, 19).await;
    line.act("accept-call", &line.callee, &id).await.assert_refused(409, "CALL_ENDED");
    let look = line.act("get-call", &line.caller, &id).await;
    look.assert_refused(402, "PAYMENT_REQUIRED");
    assert_eq!((&look.body["requiresPayment"], &look.body["required"]), (&json!(true), &json!(20)));
    for (function, user) in [("get-call", &line.callee), ("end-call", &line.caller), ("end-call", &line.callee)] {
        let reply = line.act(function, user, &id).await;
        let call = &reply.body["call"];
        assert_eq!((&call["endReason"], &call["endDetail"]), (&json!("failed"), &json!("out_of_coins")), "{function}");
    }
}

#[tokio::test]
async fn whoever_hangs_up_pays_the_minutes_that_have_begun_and_no_other() {
    for (coins, seconds, spent, detail, duration) in [
        (100, 59, 20, json!(null), 59),
        (100, 61, 40, json!(null), 61),
        (100, 179, 60, json!(null), 179),
        // the third could not be paid, and nobody had noticed
        (59, 125, 40, json!("out_of_coins"), 120),
    ] {
        let line = Line::paid(20, coins).await;
        let id = line.ring().await;
        line.act("accept-call", &line.callee, &id).await;
        line.talk(&id, seconds).await;
        for _ in 0..2 {
            let ended = line.act("end-call", &line.callee, &id).await;
            let call = &ended.body["call"];
            assert_eq!((&call["endReason"], &call["endDetail"]), (&json!("completed"), &detail), "{seconds}");
            assert_eq!((&call["totalCoinSpent"], &call["durationSeconds"]), (&json!(spent), &json!(duration)));
        }
        assert_eq!(line.project.balance(&line.caller).await, i64::from(coins - spent));
    }
}

#[tokio::test]
async fn whoever_hangs_up_does_not_wait_for_the_coins() {
    let line = Line::paid(20, 100).await;
    let id = line.ring().await;
    line.act("accept-call", &line.callee, &id).await;
    line.talk(&id, 61).await;
    line.project.db().batch_execute("begin; select from public.coin_balances for update").await.unwrap();
    let ended = line.act("end-call", &line.caller, &id).await;
    line.project.db().batch_execute("rollback").await.unwrap();
    assert_eq!(ended.body["call"]["endReason"], json!("completed"), "{}", ended.body);
    assert_eq!(line.project.balance(&line.caller).await, 80);
    let inside =
        "insert into public.live_stays (participant_sid, call_id, user_id) values ('PA_1', $1::text::uuid, $2)";
    line.project.execute(inside, &[&id.as_str().unwrap(), &line.callee.id]).await;
    let settled = line.project.value("select to_jsonb(public.live_settle_calls($1))", &[&line.api.now()]).await;
    assert_eq!((settled, line.project.balance(&line.caller).await), (json!(1), 60), "the tick does");
}

#[tokio::test]
async fn a_callee_who_is_no_creator_any_more_is_called_for_nothing() {
    let line = Line::paid(20, 0).await;
    line.dial(&line.caller, &line.callee).await.assert_refused(402, "PAYMENT_REQUIRED");
    let no_more = "update public.profiles set is_creator = false where user_id = $1";
    line.project.execute(no_more, &[&line.callee.id]).await;
    let placed = line.dial(&line.caller, &line.callee).await;
    assert_eq!((&placed.body["call"]["isPaid"], &placed.body["call"]["coinPerMinute"]), (&json!(false), &json!(0)));
}

#[tokio::test]
async fn whoever_hangs_up_on_somebody_who_is_gone_hangs_up_a_call_that_was_over_by_then() {
    let line = Line::paid(20, 100).await;
    let id = line.ring().await;
    line.act("accept-call", &line.callee, &id).await;
    line.talk(&id, 65).await;
    let lost = "update public.calls set party_left_at = answered_at + interval '55 s'";
    line.project.execute(lost, &[]).await;
    let ended = line.act("end-call", &line.caller, &id).await;
    let call = &ended.body["call"];
    assert_eq!((&call["durationSeconds"], &call["totalCoinSpent"]), (&json!(55), &json!(20)));
    let inside =
        "insert into public.live_stays (participant_sid, call_id, user_id) values ('PA_1', $1::text::uuid, $2)";
    line.project.execute(inside, &[&id.as_str().unwrap(), &line.callee.id]).await;
    line.project.value("select to_jsonb(public.live_settle_calls($1))", &[&line.api.now()]).await;
    assert_eq!(line.project.balance(&line.caller).await, 80);
}
