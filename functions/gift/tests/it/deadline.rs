//! A gift the client has given up on is never charged afterwards.

use std::time::Duration;

use axum::body::Body;
use futures_util::future::join_all;
use ipelya_local::http_client::HttpClient;
use serde_json::json;

use super::support::Stage;

/// Keeps a row locked for eight seconds, longer than any client waits, while a gift is sent, and looks when everything has
/// settled.
async fn nothing_moves_while_locked(row: &str) {
    let stage = Stage::with_coins(1000).await;
    // the creator has books already
    let earned = "insert into public.creator_balances (creator_id) values ($1)";
    stage.project.db().execute(earned, &[&stage.host.id]).await.unwrap();

    stage.project.db().batch_execute(&format!("begin; select from {row} for update")).await.unwrap();
    let (reply, ()) = tokio::join!(stage.send("heart", 1), tokio::time::sleep(Duration::from_secs(8)));
    stage.project.db().batch_execute("commit").await.unwrap();
    stage.settled().await;

    reply.assert_refused(503, "SERVICE_UNAVAILABLE");
    stage.assert_untouched(1000).await;
    assert_eq!(stage.send("heart", 1).await.body["balance"], 990, "the next one is charged once");
}

#[tokio::test]
async fn a_gift_answered_with_503_while_its_senders_balance_was_locked_is_never_charged() {
    nothing_moves_while_locked("public.coin_balances").await;
}

#[tokio::test]
async fn a_gift_answered_with_503_while_the_creators_books_were_locked_is_never_charged() {
    nothing_moves_while_locked("public.creator_balances").await;
}

/// PostgREST's connections are all taken for longer than the client waits; the gift's turn comes after that.
#[tokio::test]
async fn a_gift_that_waited_too_long_for_a_connection_is_never_charged() {
    let stage = Stage::with_coins(1000).await;
    let sleeper = "create function public.rest_for(seconds integer) returns void language plpgsql
                   as $$ begin perform pg_sleep(seconds); end; $$;
                   grant execute on function public.rest_for(integer) to service_role;
                   notify pgrst, 'reload schema';";
    stage.project.db().batch_execute(sleeper).await.unwrap();
    let client = HttpClient::new();
    while rest_for(&stage, &client, 0).await != 204 {}

    let busy = join_all((0..POOL).map(|_| rest_for(&stage, &client, 7)));
    let gift = async {
        while stage.resting().await < POOL {}
        stage.send("heart", 1).await
    };
    let (_, reply) = tokio::join!(busy, gift);
    stage.settled().await;

    reply.assert_refused(503, "SERVICE_UNAVAILABLE");
    stage.assert_untouched(1000).await;
}

/// As many connections as the harness gives PostgREST.
const POOL: usize = 10;

async fn rest_for(stage: &Stage, client: &HttpClient, seconds: u32) -> u16 {
    let key = stage.api.setting("SUPABASE_SERVICE_ROLE_KEY");
    let request = http::Request::post(format!("{}/rest/v1/rpc/rest_for", stage.project.url()))
        .header("apikey", &key)
        .header("authorization", format!("Bearer {key}"))
        .header("content-type", "application/json")
        .body(Body::from(json!({ "seconds": seconds }).to_string()))
        .unwrap();
    client.fetch(request).await.unwrap().0.as_u16()
}
