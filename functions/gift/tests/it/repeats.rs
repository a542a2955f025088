//! The same gift again.

use futures_util::future::join_all;
use ipelya_test::Mode;
use serde_json::json;

use super::support::{balance, on_air_with_coins, send_once};

#[tokio::test]
async fn fifty_gifts_under_one_key_are_one_gift_and_fifty_equal_replies() {
    let live = on_air_with_coins(1000).await;

    let replies = join_all((0..50).map(|_| send_once(&live, "key-1"))).await;

    assert!(replies.iter().all(|reply| reply.status == 200 && reply.body == replies[0].body), "{}", replies[0].body);
    let replayed = replies.iter().filter(|reply| reply.header("idempotency-replayed") == Some("true")).count();
    assert_eq!((replayed, live.project.count("public.live_gifts").await, balance(&live).await), (49, 1, 990));

    let other = json!({ "sessionId": live.session.id, "giftId": "heart", "quantity": 2 });
    let reply = live.api.post("send-live-gift").user(&live.viewer).header("Idempotency-Key", "key-1").json(other);
    reply.send().await.assert_refused(422, "IDEMPOTENCY_KEY_REUSED");
    for bad in ["iki kelime", "ş", &"k".repeat(256)] {
        send_once(&live, bad).await.assert_refused(400, "INVALID_IDEMPOTENCY_KEY");
    }
    assert_eq!(send_once(&live, &"k".repeat(255)).await.body["balance"], 980);
    assert_eq!(send_once(&live, "").await.header("idempotency-replayed"), None, "an empty key is none");
}

#[tokio::test]
async fn a_replay_costs_nothing_and_outlives_the_session() {
    let live = on_air_with_coins(1000).await;
    live.project.given().setting("gift_rate_count", 1).await;
    let first = send_once(&live, "key-1").await;
    send_once(&live, "key-2").await.assert_refused(429, "RATE_LIMITED");
    let end = "select public.live_end_session($1, 'host_ended')";
    live.project.db().execute(end, &[&live.session.id]).await.unwrap();

    let replay = send_once(&live, "key-1").await;

    assert_eq!((replay.status, &replay.body), (200, &first.body));
    assert_eq!(balance(&live).await, 990);
}

#[tokio::test]
async fn a_refused_gift_may_be_sent_again_under_its_key() {
    let live = on_air_with_coins(0).await;
    send_once(&live, "key-1").await.assert_refused(402, "PAYMENT_REQUIRED");
    live.project.given().coins(&live.viewer, 10).await;
    let reply = send_once(&live, "key-1").await;
    assert_eq!((reply.status, reply.header("idempotency-replayed")), (200, None), "{}", reply.body);
}

/// The gift was sent, its reply was lost on the way.
#[tokio::test]
async fn a_repeat_after_a_lost_reply_is_not_a_second_gift() {
    let live = on_air_with_coins(1000).await;
    live.project.rest().set_mode(Mode::LoseReply);
    send_once(&live, "key-1").await.assert_refused(503, "SERVICE_UNAVAILABLE");
    live.project.rest().set_mode(Mode::Pass);

    let repeat = send_once(&live, "key-1").await;
    assert_eq!((repeat.status, &repeat.body["balance"]), (200, &json!(990)), "{}", repeat.body);
    assert_eq!(repeat.header("idempotency-replayed"), Some("true"));
    assert_eq!(live.project.count("public.live_gifts").await, 1);
}
