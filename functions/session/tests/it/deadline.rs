//! An entry the client has given up on is never charged afterwards.

use std::time::Duration;

use ipelya_test::LiveSession;

use super::support::join;

/// A row is locked for eight seconds, longer than any client waits, while somebody joins.
async fn nothing_moves_while_locked(row: &str) {
    let LiveSession { project, api, host: creator, viewer, session, .. } =
        LiveSession::of(session::routes()).pay_per_view(50).with_coins(100).start().await;
    let earned = "insert into public.creator_balances (creator_id) values ($1)";
    project.db().execute(earned, &[&creator.id]).await.unwrap();

    project.db().batch_execute(&format!("begin; select from {row} for update")).await.unwrap();
    let (reply, ()) = tokio::join!(join(&api, &viewer, &session), tokio::time::sleep(Duration::from_secs(8)));
    project.db().batch_execute("commit").await.unwrap();
    project.settled().await;

    reply.assert_refused(503, "SERVICE_UNAVAILABLE");
    assert_eq!((project.balance(&viewer).await, project.count("public.live_payments").await), (100, 0));
    assert_eq!(project.count("public.live_participants where role <> 'host'").await, 0);
    assert_eq!(join(&api, &viewer, &session).await.body["balance"], 50, "the next one is charged once");
}

#[tokio::test]
async fn a_join_answered_with_503_while_the_viewers_balance_was_locked_is_never_charged() {
    nothing_moves_while_locked("public.coin_balances").await;
}

#[tokio::test]
async fn a_join_answered_with_503_while_the_creators_books_were_locked_is_never_charged() {
    nothing_moves_while_locked("public.creator_balances").await;
}
