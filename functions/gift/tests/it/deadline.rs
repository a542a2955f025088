//! A gift the client has given up on is never charged afterwards.

use ipelya_test::LiveSession;
use std::time::Duration;

use axum::body::Body;
use futures_util::future::join_all;
use ipelya_local::http_client::HttpClient;
use serde_json::{Value, json};

use super::support::{assert_untouched, on_air_with_coins, send};

/// Keeps a row locked for eight seconds, longer than any client waits, while a gift is sent, and looks when everything has
/// settled.
async fn nothing_moves_while_locked(row: &str) {
    let live = on_air_with_coins(1000).await;
    // the creator has books already
    let earned = "insert into public.creator_balances (creator_id) values ($1)";
    live.project.db().execute(earned, &[&live.host.id]).await.unwrap();

    live.project.db().batch_execute(&format!("begin; select from {row} for update")).await.unwrap();
    let (reply, ()) = tokio::join!(send(&live, "heart", 1), tokio::time::sleep(Duration::from_secs(8)));
    live.project.db().batch_execute("commit").await.unwrap();
    live.project.settled().await;

    reply.assert_refused(503, "SERVICE_UNAVAILABLE");
    assert_untouched(&live, 1000).await;
    assert_eq!(send(&live, "heart", 1).await.body["balance"], 990, "the next one is charged once");
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
    let mut live = on_air_with_coins(1000).await;
    live.api = live.api.asking_postgrest();
    let sleeper = "create function public.rest_for(seconds integer) returns void language plpgsql
                   as $$ begin perform pg_sleep(seconds); end; $$;
                   grant execute on function public.rest_for(integer) to service_role;
                   notify pgrst, 'reload schema';";
    live.project.db().batch_execute(sleeper).await.unwrap();
    let client = HttpClient::new();
    while rest_for(&live, &client, 0).await != 204 {}

    let busy = join_all((0..POOL).map(|_| rest_for(&live, &client, 7)));
    let gift = async {
        while live.project.sleeping().await < POOL {}
        send(&live, "heart", 1).await
    };
    let (_, reply) = tokio::join!(busy, gift);
    live.project.settled().await;

    reply.assert_refused(503, "SERVICE_UNAVAILABLE");
    assert_untouched(&live, 1000).await;
}

/// As many connections as the harness gives PostgREST.
const POOL: usize = 10;

async fn rest_for(live: &LiveSession, client: &HttpClient, seconds: u32) -> u16 {
    rpc(live, client, "rest_for", json!({ "seconds": seconds })).await.0
}

/// Calls an SQL function past the edge.
async fn rpc(live: &LiveSession, client: &HttpClient, function: &str, parameters: Value) -> (u16, String) {
    let key = live.api.setting("SUPABASE_SERVICE_ROLE_KEY");
    let request = http::Request::post(format!("{}/rest/v1/rpc/{function}", live.project.url()))
        .header("apikey", &key)
        .header("authorization", format!("Bearer {key}"))
        .header("content-type", "application/json")
        .body(Body::from(parameters.to_string()))
        .unwrap();
    let (status, text) = client.fetch(request).await.unwrap();
    (status.as_u16(), text)
}

/// No lock is waited for and no deadline given: PostgREST takes the function's own `statement_timeout` over.
#[tokio::test]
async fn a_gift_that_is_slow_by_itself_is_cut_off_and_undone() {
    let live = on_air_with_coins(1000).await;
    let slow = "create function public.slow() returns trigger language plpgsql
                as $$ begin perform pg_sleep(8); return new; end; $$;
                create trigger slow before insert on public.live_gifts for each row execute function public.slow();";
    live.project.db().batch_execute(slow).await.unwrap();
    let gift = json!({
        "p_user_id": live.viewer.id, "p_auth_session_id": null, "p_session_id": live.session.id,
        "p_gift_id": "heart", "p_quantity": 1,
    });

    let (status, text) = rpc(&live, &HttpClient::new(), "live_send_gift", gift).await;

    assert_eq!(status, 500, "{text}");
    assert!(text.contains("57014"), "{text}");
    assert_untouched(&live, 1000).await;
}
