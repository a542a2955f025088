//! Coins over a connection of our own to Postgres: whatever becomes of it, they move once or not at all.

use std::pin::pin;
use std::time::Duration;

use ipelya_test::{LiveSession, Mode};
use tokio::time::timeout;

use super::support::{assert_untouched, balance, on_air_with_coins, send_once};

/// A session whose viewer has 100 coins, and functions that ask Postgres directly.
async fn live() -> LiveSession {
    let mut live = on_air_with_coins(100).await;
    live.api = live.api.asking_directly(&live.project);
    live
}

#[tokio::test]
async fn a_gift_is_one_exchange_with_postgres() {
    let live = live().await;
    let prices =
        [send_once(&live, "key-1").await, send_once(&live, "key-1").await].map(|reply| reply.body["balance"].clone());
    assert_eq!(prices, [90, 90]);
    assert_eq!(live.project.rest().paths(), ["/rest/v1/rpc/live_send_gift", "/rest/v1/rpc/live_send_gift"]);
}

#[tokio::test]
async fn a_connection_that_ended_while_nobody_used_it_is_replaced_unnoticed() {
    let live = live().await;
    for (key, left) in [("key-1", 90), ("key-2", 80), ("key-3", 70)] {
        let reply = send_once(&live, key).await;
        assert_eq!((reply.status, &reply.body["balance"]), (200, &left.into()), "{}", reply.body);
        live.project.end_direct_connections().await;
    }
    assert_eq!(live.project.rest().requests(), 3, "each was asked once");
    assert_eq!(balance(&live).await, 70);
}

#[tokio::test]
async fn a_connection_that_ends_in_the_middle_is_a_503_that_takes_nothing_and_is_not_asked_again() {
    let live = live().await;
    let db = live.project.db();
    db.batch_execute("begin; select from public.coin_balances for update").await.unwrap();
    let gift = send_once(&live, "key-1");
    let cut = async {
        live.project.until_direct_call_waits().await;
        live.project.end_direct_connections().await;
    };
    let (reply, ()) = tokio::join!(gift, cut);
    db.batch_execute("rollback").await.unwrap();
    reply.assert_refused(503, "SERVICE_UNAVAILABLE");
    assert_eq!(live.project.rest().requests(), 1);
    assert_untouched(&live, 100).await;
    for _ in 0..2 {
        assert_eq!(send_once(&live, "key-1").await.body["balance"], 90);
    }
}

#[tokio::test]
async fn a_reply_that_is_lost_is_a_503_and_the_gift_is_found_by_its_key() {
    let live = live().await;
    live.project.rest().set_mode(Mode::LoseReply);
    send_once(&live, "key-1").await.assert_refused(503, "SERVICE_UNAVAILABLE");
    live.project.rest().set_mode(Mode::Pass);
    assert_eq!(live.project.rest().requests(), 1, "it may have been carried out, and was");
    assert_eq!(balance(&live).await, 90);
    let again = send_once(&live, "key-1").await;
    assert_eq!((again.status, &again.body["balance"]), (200, &90.into()));
    assert_eq!(balance(&live).await, 90);
}

#[tokio::test]
async fn a_slow_network_is_waited_for() {
    let live = live().await;
    live.project.rest().set_mode(Mode::Hold);
    let arrival = async {
        while live.project.rest().requests() == 0 {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        live.project.rest().set_mode(Mode::Pass);
    };
    let (reply, ()) = tokio::join!(send_once(&live, "key-1"), arrival);
    assert_eq!((reply.status, &reply.body["balance"]), (200, &90.into()), "{}", reply.body);
    assert_eq!(live.project.rest().requests(), 1);
}

#[tokio::test]
async fn a_call_that_arrives_too_late_and_its_repetition_take_once() {
    let live = live().await;
    live.project.rest().set_mode(Mode::Hold);
    send_once(&live, "key-1").await.assert_refused(503, "SERVICE_UNAVAILABLE");
    assert_eq!(live.project.rest().requests(), 1, "what was written is not asked again");
    // now the first arrives, too
    live.project.rest().set_mode(Mode::Pass);
    for _ in 0..2 {
        let reply = send_once(&live, "key-1").await;
        assert_eq!((reply.status, &reply.body["balance"]), (200, &90.into()), "{}", reply.body);
    }
    assert_eq!(balance(&live).await, 90);
}

#[tokio::test]
async fn a_refusal_is_told_when_its_transaction_has_ended() {
    let live = live().await;
    live.project.given().setting("gift_rate_count", 1).await;
    assert_eq!(send_once(&live, "key-1").await.status, 200);
    // Postgres says what is wrong first, and lets go of its locks after that
    live.project.rest().set_mode(Mode::HoldReply);
    let mut refusal = pin!(send_once(&live, "key-2"));
    let early = timeout(Duration::from_millis(300), &mut refusal).await;
    assert!(early.is_err(), "{early:?}");
    live.project.rest().set_mode(Mode::Pass);
    refusal.await.assert_refused(429, "RATE_LIMITED");
    assert_eq!(send_once(&live, "key-1").await.status, 200, "the connection goes on");
}

#[tokio::test]
async fn a_database_that_lets_nobody_in_is_a_503_and_the_function_recovers_by_itself() {
    let live = live().await;
    assert_eq!(send_once(&live, "key-1").await.status, 200);
    live.project.stop_database().await;
    send_once(&live, "key-2").await.assert_refused(503, "SERVICE_UNAVAILABLE");
    live.project.start_database().await;
    assert_eq!(send_once(&live, "key-2").await.body["balance"], 80);
    live.project.rest().stop_server().await;
    send_once(&live, "key-3").await.assert_refused(503, "SERVICE_UNAVAILABLE");
    live.project.rest().start_server().await;
    assert_eq!(send_once(&live, "key-3").await.body["balance"], 70);
}

#[tokio::test]
async fn a_refused_attempt_counts_as_it_does_through_postgrest() {
    let live = live().await;
    live.project.given().setting("gift_rate_count", 2).await;
    live.project.execute("update public.coin_balances set balance = 5", &[]).await;
    for key in ["key-1", "key-2"] {
        send_once(&live, key).await.assert_refused(402, "PAYMENT_REQUIRED");
    }
    let reply = send_once(&live, "key-3").await;
    reply.assert_refused(429, "RATE_LIMITED");
    assert_eq!(reply.header("retry-after"), Some("30"));
    assert_untouched(&live, 5).await;
}
