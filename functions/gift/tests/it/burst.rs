//! Many gifts to one creator at the same moment. Tokens go through the same connections to Postgres.

use futures_util::future::join_all;
use ipelya_test::{Api, LiveSession, Reply, User};
use serde_json::json;

use super::support::on_air_with_coins;

const SENDERS: usize = 200;

/// People inside with the coins for one heart.
async fn senders(live: &LiveSession) -> Vec<User> {
    let given = live.project.given();
    let mut senders = Vec::new();
    for _ in 0..SENDERS {
        let sender = given.user().await;
        given.coins(&sender, 10).await;
        given.participant(&live.session, &sender).insert().await;
        senders.push(sender);
    }
    senders
}

async fn hearts(live: &LiveSession, senders: &[User]) -> Vec<Reply> {
    let body = json!({ "sessionId": live.session.id, "giftId": "heart" });
    join_all(senders.iter().map(|sender| live.api.post("send-live-gift").user(sender).json(body.clone()).send())).await
}

async fn ask(live: &LiveSession, tokens: &Api, viewers: &[User]) -> Vec<Reply> {
    let body = json!({ "sessionId": live.session.id });
    join_all(viewers.iter().map(|viewer| tokens.post("get-livekit-token").user(viewer).json(body.clone()).send())).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_hundred_gifts_to_one_creator_at_once_all_are_sent_while_tokens_are_given() {
    let live = on_air_with_coins(0).await;
    let tokens = Api::new(&live.project, token::routes());
    let senders = senders(&live).await;

    let (gifts, asked) = tokio::join!(hearts(&live, &senders), ask(&live, &tokens, &senders[..40]));

    assert!(gifts.iter().chain(&asked).all(|reply| reply.status == 200));
    assert_eq!(live.project.count("public.live_payments").await, 200);
}

/// Somebody holds the creator's books for longer than any client waits.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_hundred_gifts_to_a_creator_whose_books_are_locked_none_is_charged_and_tokens_are_given_again() {
    let live = on_air_with_coins(0).await;
    let tokens = Api::new(&live.project, token::routes());
    let senders = senders(&live).await;
    let earned = "insert into public.creator_balances (creator_id) values ($1)";
    live.project.db().execute(earned, &[&live.host.id]).await.unwrap();

    live.project.db().batch_execute("begin; select from public.creator_balances for update").await.unwrap();
    for reply in hearts(&live, &senders).await {
        reply.assert_refused(503, "SERVICE_UNAVAILABLE");
    }
    // still locked: whoever waited has given up, and whoever is behind them with them
    let asked = ask(&live, &tokens, &senders[..5]).await;
    live.project.db().batch_execute("commit").await.unwrap();
    live.project.settled().await;

    assert!(asked.iter().all(|reply| reply.status == 200));
    assert_eq!(live.project.count("public.live_payments").await, 0);
}
