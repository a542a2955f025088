//! Entry to a recording, bought when the show is over: it is entry to the session, paid once.

use crate::money::books::{assert_agree, rows};
use crate::money::service_connection::{Crowd, Reply, ServiceConnection, assert_refused, number};
use crate::recordings::ground::{Ground, Subject};
use futures_util::future::join_all;
use ipelya_local::clock::new_id;
use ipelya_test::{Session, User};
use serde_json::{Value, json};
use time::OffsetDateTime;
use uuid::Uuid;

/// A pay-per-view session of 40 coins that is over and was recorded.
async fn over(ground: &Ground, host: &User) -> (Session, Uuid) {
    let session = ground.project.given().live_session(host).pay_per_view(40).host_connected().insert().await;
    let id = ground.recorded(host, &session).await;
    ends(ground, &session, 100).await;
    (session, id)
}

async fn ends(ground: &Ground, session: &Session, at: i64) {
    let sql = "select to_jsonb(public.live_end_session($1, 'host_ended', $2))";
    ground.ask(sql, &[&session.id, &ground.at(at)]).await.unwrap();
}

async fn buy(service: &ServiceConnection, who: &User, id: Uuid, price: Option<i32>, at: OffsetDateTime) -> Reply {
    let sql = "select public.live_buy_recording($1, $2, $3, $4, $5)";
    service.ask(sql, &[&who.id, &who.session_id, &id, &price, &at]).await
}

#[tokio::test]
async fn a_recording_is_bought_once_at_the_shows_price_and_the_books_agree() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let (host, viewer) = (given.creator().await, given.user().await);
    given.coins(&viewer, 100).await;
    let (session, id) = over(&ground, &host).await;
    let at = ground.at(200);

    let bought = buy(&ground, &viewer, id, Some(40), at).await.unwrap();
    assert_eq!((&bought["coins"], &bought["charged"], &bought["balance"]), (&json!(40), &json!(true), &json!(60)));
    let again = buy(&ground, &viewer, id, Some(40), at).await.unwrap();
    assert_eq!(again, json!({ "coins": 40, "charged": false }));

    let paid = "select to_jsonb(p) from public.live_payments p";
    let paid = ground.project.value(paid, &[]).await;
    assert_eq!((&paid["kind"], &paid["session_id"]), (&json!("ppv"), &json!(session.id)));
    assert_eq!((&paid["payee_id"], &paid["recording_id"]), (&json!(host.id), &json!(id)));
    assert_eq!(number(&ground.project, "select total_earned from public.creator_balances").await, 28);
    assert_agree(&ground.project, 100).await;
}

#[tokio::test]
async fn one_purchase_serves_the_show_and_all_its_recordings() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let (host, early, late) = (given.creator().await, given.user().await, given.user().await);
    for who in [&early, &late] {
        given.coins(who, 100).await;
    }
    let session = given.live_session(&host).pay_per_view(40).host_connected().insert().await;
    ground.enter(&early, &session, Some(40), ground.at(0)).await.unwrap();
    let (first, second) = (ground.recorded(&host, &session).await, ground.recorded(&host, &session).await);
    ends(&ground, &session, 100).await;
    // whoever paid for the show has paid for what was recorded of it, whatever that costs
    ground.updates(&host, first, None, None, Some(5)).await.unwrap();
    for id in [first, second] {
        let reply = buy(&ground, &early, id, Some(40), ground.at(200)).await.unwrap();
        assert_eq!(reply, json!({ "coins": 40, "charged": false }));
    }
    // and the other way round
    buy(&ground, &late, first, Some(5), ground.at(200)).await.unwrap();
    let reply = buy(&ground, &late, second, Some(40), ground.at(200)).await.unwrap();
    assert_eq!(reply, json!({ "coins": 5, "charged": false }));
    let room = "select public.live_session_room($1, $2) -> 'has_paid'";
    assert_eq!(ground.project.value(room, &[&late.id, &session.id]).await, true);
    assert_eq!(rows(&ground.project, "public.live_payments").await, 2);
    assert_agree(&ground.project, 200).await;
}

#[tokio::test]
async fn the_creators_own_price_is_what_is_paid_and_another_one_expected_is_refused() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let (host, viewer) = (given.creator().await, given.user().await);
    given.coins(&viewer, 100).await;
    let (_, id) = over(&ground, &host).await;
    let at = ground.at(200);
    ground.updates(&host, id, None, None, Some(15)).await.unwrap();
    let refused = buy(&ground, &viewer, id, Some(40), at).await;
    assert_refused(&refused, "PT409", "PRICE_CHANGED");
    assert_eq!(refused.unwrap_err().facts, json!({ "required": 15 }));
    assert_eq!(buy(&ground, &viewer, id, None, at).await.unwrap()["coins"], 15);
    assert_eq!(ground.project.balance(&viewer).await, 85);
    assert_agree(&ground.project, 100).await;
}

#[tokio::test]
async fn nothing_is_sold_that_cannot_be_watched() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let (host, viewer, poor) = (given.creator().await, given.user().await, given.user().await);
    given.coins(&viewer, 100).await;
    given.coins(&poor, 39).await;
    let (session, id) = over(&ground, &host).await;
    let at = ground.at(200);
    let refused = async |who: &User, id: Uuid, state: &str, code: &str| {
        assert_refused(&buy(&ground, who, id, Some(40), at).await, state, code);
    };
    refused(&poor, id, "PT402", "PAYMENT_REQUIRED").await;
    refused(&viewer, new_id(), "PT404", "RECORDING_NOT_FOUND").await;

    ground.updates(&host, id, Some("private"), None, None).await.unwrap();
    refused(&viewer, id, "PT404", "RECORDING_NOT_FOUND").await;
    ground.updates(&host, id, Some("session"), None, None).await.unwrap();
    ground.project.execute("update public.recordings set available_at = null", &[]).await;
    refused(&viewer, id, "PT409", "RECORDING_NOT_READY").await;
    ground.project.execute("update public.recordings set available_at = now()", &[]).await;
    given.block(&host, &viewer).await;
    refused(&viewer, id, "PT403", "BLOCKED").await;
    ground.project.execute("delete from public.blocked_users", &[]).await;
    given.ban(&viewer).from_session(&session).insert().await;
    refused(&viewer, id, "PT403", "BANNED").await;
    ground.project.execute("update public.live_session_bans set is_active = false, lifted_at = now()", &[]).await;
    ground.project.execute("delete from auth.sessions where user_id = $1", &[&viewer.id]).await;
    refused(&viewer, id, "PT401", "UNAUTHORIZED").await;
    assert_eq!(rows(&ground.project, "public.live_payments").await, 0);
    assert_agree(&ground.project, 139).await;

    // while the show is on, entry to that is what is sold
    let on_air = given.live_session(&host).pay_per_view(30).host_connected().insert().await;
    let early = ground.recorded(&host, &on_air).await;
    given.coins(&poor, 50).await;
    let reply = buy(&ground, &poor, early, Some(30), at).await;
    assert_refused(&reply, "PT402", "PAYMENT_REQUIRED");
    assert_eq!(reply.unwrap_err().facts, json!({ "required": 30 }));
}

#[tokio::test]
async fn nobody_pays_for_what_is_theirs_or_free() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let (host, viewer, other) = (given.creator().await, given.user().await, given.creator().await);
    given.coins(&viewer, 100).await;
    let (_, id) = over(&ground, &host).await;
    let free = ground.on_air(&other).await;
    let of_free = ground.recorded(&other, &free).await;
    let nothing: Value = json!({ "coins": 0, "charged": false });
    assert_eq!(buy(&ground, &host, id, Some(40), ground.at(200)).await.unwrap(), nothing);
    assert_eq!(buy(&ground, &viewer, of_free, Some(40), ground.at(200)).await.unwrap(), nothing);
    ground.calls_may_be_recorded().await;
    let call = ground.call(&host, &viewer).await;
    ground.said(call, &viewer, Some(true)).await;
    let of_call = ground.recorded(&host, Subject::Call(call)).await;
    assert_refused(&buy(&ground, &viewer, of_call, None, ground.at(200)).await, "PT404", "RECORDING_NOT_FOUND");
    assert_eq!(rows(&ground.project, "public.live_payments").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_purchases_of_one_viewer_at_once_are_charged_once() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let (host, viewer) = (given.creator().await, given.user().await);
    given.coins(&viewer, 1000).await;
    let (_, id) = over(&ground, &host).await;
    let crowd = Crowd::of(&ground.project, 20).await;
    let at = ground.at(200);
    let replies = join_all(crowd.iter().map(|service| buy(service, &viewer, id, Some(40), at))).await;
    let replies: Vec<Value> = replies.into_iter().map(Reply::unwrap).collect();
    assert_eq!(replies.iter().filter(|reply| reply["charged"] == true).count(), 1);
    assert!(replies.iter().all(|reply| reply["coins"] == 40));
    assert_eq!(ground.project.balance(&viewer).await, 960);
    assert_agree(&ground.project, 1000).await;
}

#[tokio::test]
async fn a_show_that_was_hardly_there_is_refunded_to_those_who_paid_for_it_and_not_to_who_bought_its_recording() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let (host, of_show, of_recording) = (given.creator().await, given.user().await, given.user().await);
    for who in [&of_show, &of_recording] {
        given.coins(who, 100).await;
    }
    let session = given.live_session(&host).pay_per_view(40).host_connected().insert().await;
    ground.enter(&of_show, &session, Some(40), ground.at(0)).await.unwrap();
    let id = ground.recorded(&host, &session).await;
    // the host was there for seconds after that
    let left = "update public.live_stays set left_at = $2 where session_id = $1";
    ground.project.execute(left, &[&session.id, &ground.at(5)]).await;
    ends(&ground, &session, 100).await;
    // whose clock is a little behind
    buy(&ground, &of_recording, id, Some(40), ground.at(99)).await.unwrap();

    assert_eq!(ground.refund_all(ground.at(300)).await.unwrap(), 1);
    assert_eq!(ground.project.balance(&of_show).await, 100);
    assert_eq!(ground.project.balance(&of_recording).await, 60);
    assert_eq!(ground.refund_all(ground.at(310)).await.unwrap(), 0);
    assert_agree(&ground.project, 200).await;

    // whoever was given it back has not paid any more
    let again = buy(&ground, &of_show, id, Some(40), ground.at(400)).await.unwrap();
    assert_eq!(again["charged"], true);
    assert_agree(&ground.project, 200).await;
}

#[tokio::test]
async fn a_purchase_counts_to_the_day_it_was_made_on() {
    let ground = Ground::start().await;
    let given = ground.project.given();
    let (host, viewer) = (given.creator().await, given.user().await);
    given.coins(&viewer, 100).await;
    let (_, id) = over(&ground, &host).await;
    let at = ground.at(90 * 24 * 3600);
    buy(&ground, &viewer, id, Some(40), at).await.unwrap();
    let counted = "select to_jsonb(coalesce(sum(p.coins), 0)) from public.live_measure_payments($1, $2) p";
    let day = time::Duration::DAY;
    assert_eq!(ground.project.value(counted, &[&(at - day), &(at + day)]).await, 40);
    assert_eq!(ground.project.value(counted, &[&ground.at(-86_400), &ground.at(86_400)]).await, 0);
}
