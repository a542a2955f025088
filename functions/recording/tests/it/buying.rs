//! Entry to a pay-per-view show that is bought after it.

use ipelya_test::{Reply, Session, User};
use serde_json::json;
use uuid::Uuid;

use super::support::{Archive, MAY};

async fn show(price: i32) -> (Archive, Session, Uuid, User) {
    let archive = Archive::open().await;
    let given = archive.project.given();
    let session = given.live_session(&archive.creator).pay_per_view(price).status("ended").insert().await;
    let id = archive.recording_of(&session).await;
    let viewer = given.user().await;
    given.coins(&viewer, 100).await;
    (archive, session, id, viewer)
}

async fn buy(archive: &Archive, viewer: &User, id: Uuid, expected: Option<i32>) -> Reply {
    archive.ask("buy-recording", viewer, json!({ "recordingId": id, "expectedPrice": expected })).await
}

#[tokio::test]
async fn it_costs_what_the_show_did_is_charged_once_and_opens_every_recording_of_it() {
    let (archive, session, id, viewer) = show(30).await;
    let second = archive.recording_of(&session).await;
    let bought = buy(&archive, &viewer, id, Some(30)).await;
    assert_eq!(bought.status, 200, "{}", bought.body);
    assert_eq!(
        (&bought.body["paid"], &bought.body["charged"], &bought.body["balance"]),
        (&json!(30), &json!(true), &json!(70))
    );
    for recording in [id, second] {
        assert_eq!(archive.told(&viewer, recording).await, MAY);
        let again = buy(&archive, &viewer, recording, None).await;
        assert_eq!((again.status, &again.body["charged"]), (200, &json!(false)), "{}", again.body);
    }
    assert_eq!(archive.project.balance(&viewer).await, 70);
    let earned = "select to_jsonb(p.creator_share) from public.live_payments p where p.payee_id = $1";
    assert_eq!(archive.project.value(earned, &[&archive.creator.id]).await, json!(21), "seven tenths");
}

#[tokio::test]
async fn twenty_at_the_same_moment_are_one_purchase() {
    let (archive, _, id, viewer) = show(30).await;
    let attempts = (0..20).map(|_| buy(&archive, &viewer, id, None));
    let replies = futures_util::future::join_all(attempts).await;
    let charged = replies.iter().filter(|reply| reply.body["charged"] == true).count();
    assert!(replies.iter().all(|reply| [200, 429].contains(&reply.status)), "{:?}", replies[0]);
    assert_eq!((charged, archive.project.balance(&viewer).await), (1, 70));
}

#[tokio::test]
async fn another_price_than_the_one_that_was_shown_is_not_charged() {
    let (archive, _, id, viewer) = show(30).await;
    archive.set(id, "price_coins", "45").await;
    let refused = buy(&archive, &viewer, id, Some(30)).await;
    refused.assert_refused(409, "PRICE_CHANGED");
    assert_eq!(refused.body["required"], 45);
    assert_eq!(buy(&archive, &viewer, id, Some(45)).await.body["paid"], 45);
}

#[tokio::test]
async fn whoever_has_too_little_is_told_the_price_and_keeps_what_they_have() {
    let (archive, _, id, viewer) = show(130).await;
    let refused = buy(&archive, &viewer, id, None).await;
    refused.assert_refused(402, "PAYMENT_REQUIRED");
    assert_eq!((&refused.body["required"], archive.project.balance(&viewer).await), (&json!(130), 100));
}

#[tokio::test]
async fn whoever_may_watch_anyway_and_whoever_may_not_at_all_pay_nothing() {
    let (archive, session, id, viewer) = show(30).await;
    let given = archive.project.given();
    assert_eq!(buy(&archive, &archive.creator, id, None).await.body["charged"], false);
    given.ban(&viewer).from_session(&session).insert().await;
    buy(&archive, &viewer, id, None).await.assert_refused(403, "BANNED");
    let private = given.user().await;
    given.coins(&private, 100).await;
    archive.set(id, "visibility", "'private'").await;
    buy(&archive, &private, id, None).await.assert_refused(404, "RECORDING_NOT_FOUND");
    archive.set(id, "visibility", "'session'").await;
    archive.set(id, "available_at", "null").await;
    buy(&archive, &private, id, None).await.assert_refused(409, "RECORDING_NOT_READY");
    assert_eq!((archive.project.balance(&viewer).await, archive.project.balance(&private).await), (100, 100));
    assert_eq!(archive.project.count("public.live_payments").await, 0);
}

#[tokio::test]
async fn while_the_show_is_on_entry_to_it_is_what_is_sold() {
    let archive = Archive::open().await;
    let given = archive.project.given();
    let session = given.live_session(&archive.creator).pay_per_view(30).host_connected().insert().await;
    let id = archive.recording_of(&session).await;
    archive.set(id, "price_coins", "5").await;
    let viewer = given.user().await;
    given.coins(&viewer, 100).await;
    let refused = buy(&archive, &viewer, id, None).await;
    refused.assert_refused(402, "PAYMENT_REQUIRED");
    assert_eq!((&refused.body["required"], archive.project.balance(&viewer).await), (&json!(30), 100));
}

#[tokio::test]
async fn what_is_bought_after_the_show_is_not_given_back_because_of_it() {
    let (archive, session, id, viewer) = show(30).await;
    let over = "update public.live_sessions set ended_at = $2::timestamptz - interval '1 minute' where id = $1";
    archive.project.execute(over, &[&session.id, &archive.api.now()]).await;
    assert_eq!(buy(&archive, &viewer, id, None).await.status, 200);
    let tick = "select to_jsonb(public.live_refund_sessions($1))";
    assert_eq!(archive.project.value(tick, &[&archive.api.now()]).await, json!(0));
    assert_eq!(archive.told(&viewer, id).await, MAY);
}
