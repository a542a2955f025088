//! Many at once on the same balance, entry or pair of creators.

use crate::money::books::{assert_agree, rows};
use crate::money::service_connection::{Crowd, Gift, Reply, assert_refused, now, number};
use futures_util::future::join_all;
use ipelya_test::Project;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_64_gifts_at_once_exactly_the_40_that_are_affordable_succeed() {
    let project = Project::start().await;
    let given = project.given();
    let (creator, sender) = (given.creator().await, given.user().await);
    let session = given.live_session(&creator).insert().await;
    given.participant(&session, &sender).insert().await;
    given.coins(&sender, 400).await;
    let at = now(&project).await;
    let crowd = Crowd::of(&project, 64).await;

    let replies = join_all(crowd.iter().map(|service| service.gift(Gift::heart(&sender, &session, at)))).await;

    let (sent, refused): (Vec<_>, Vec<_>) = replies.iter().partition(|reply| reply.is_ok());
    assert_eq!((sent.len(), refused.len()), (40, 24));
    for reply in refused {
        assert_refused(reply, "PT402", "PAYMENT_REQUIRED");
        assert_eq!(reply.as_ref().unwrap_err().facts, json!({ "required": 10, "balance": 0 }));
    }
    // every gift saw another balance: none was paid with the same coins
    let mut balances: Vec<_> = sent.iter().map(|reply| reply.as_ref().unwrap()["balance"].as_i64().unwrap()).collect();
    balances.sort_unstable();
    assert_eq!(balances, (0..40).map(|left| left * 10).collect::<Vec<_>>());

    assert_eq!(number(&project, "select balance from public.coin_balances").await, 0);
    for table in [
        "public.live_gifts",
        "public.live_messages where message_type = 'gift'",
        "public.live_payments",
        "public.coin_transactions",
        "public.creator_transactions",
    ] {
        assert_eq!(rows(&project, table).await, 40, "{table}");
    }
    assert_eq!(number(&project, "select total_earned from public.creator_balances").await, 280);
    assert_agree(&project, 400).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_entries_of_one_viewer_at_once_are_charged_once() {
    let project = Project::start().await;
    let given = project.given();
    let (creator, viewer) = (given.creator().await, given.user().await);
    let session = given.live_session(&creator).pay_per_view(33).host_connected().insert().await;
    given.coins(&viewer, 1000).await;
    let at = now(&project).await;
    let crowd = Crowd::of(&project, 20).await;

    let replies = join_all(crowd.iter().map(|service| service.enter(&viewer, &session, Some(33), at))).await;

    let replies: Vec<Value> = replies.into_iter().map(Reply::unwrap).collect();
    assert_eq!(replies.iter().filter(|reply| reply["charged"] == true).count(), 1);
    for reply in &replies {
        assert_eq!((&reply["coins"], &reply["payment_id"]), (&json!(33), &replies[0]["payment_id"]));
    }
    assert_eq!(number(&project, "select balance from public.coin_balances").await, 967);
    assert_eq!(rows(&project, "public.live_payments").await, 1);
    assert_agree(&project, 1000).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_people_giving_to_each_other_never_wait_in_a_circle() {
    let project = Project::start().await;
    let given = project.given();
    let (one, other) = (given.creator().await, given.creator().await);
    let (show_of_one, show_of_other) =
        (given.live_session(&one).insert().await, given.live_session(&other).insert().await);
    given.participant(&show_of_one, &other).insert().await;
    given.participant(&show_of_other, &one).insert().await;
    given.coins(&one, 500).await;
    given.coins(&other, 500).await;
    let at = now(&project).await;
    let crowd = Crowd::of(&project, 16).await;

    let lanes = crowd.iter().enumerate().map(async |(index, service)| {
        let (sender, session) = if index % 2 == 0 { (&one, &show_of_other) } else { (&other, &show_of_one) };
        for _ in 0..10 {
            match service.gift(Gift::heart(sender, session, at)).await {
                Ok(_) => {}
                refused => assert_refused(&refused, "PT402", "PAYMENT_REQUIRED"),
            }
        }
    });
    join_all(lanes).await;

    // 80 tries each, coins for 50: nothing given is spendable again
    assert_eq!(rows(&project, "public.live_gifts").await, 100);
    assert_eq!(number(&project, "select sum(balance) from public.coin_balances").await, 0);
    assert_eq!(number(&project, "select min(total_earned) from public.creator_balances").await, 350);
    assert_agree(&project, 1000).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_balance_at_the_entrance_and_at_the_gifts_at_once_is_spent_once() {
    let project = Project::start().await;
    let given = project.given();
    let viewer = given.user().await;
    given.coins(&viewer, 100).await;
    let mut sessions = Vec::new();
    for _ in 0..8 {
        let creator = given.creator().await;
        let session = given.live_session(&creator).pay_per_view(30).host_connected().insert().await;
        given.participant(&session, &viewer).insert().await;
        sessions.push(session);
    }
    let at = now(&project).await;
    let crowd = Crowd::of(&project, 16).await;

    let replies = join_all(crowd.iter().enumerate().map(async |(index, service)| {
        let session = &sessions[index / 2];
        match index % 2 {
            0 => service.enter(&viewer, session, None, at).await,
            _ => service.gift(Gift::heart(&viewer, session, at).of("heart", 3)).await,
        }
    }))
    .await;

    assert_eq!(replies.iter().filter(|reply| reply.is_ok()).count(), 3);
    for refused in replies.iter().filter(|reply| reply.is_err()) {
        assert_refused(refused, "PT402", "PAYMENT_REQUIRED");
    }
    assert_eq!(number(&project, "select balance from public.coin_balances").await, 10);
    assert_agree(&project, 100).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_balance_for_a_call_and_gifts_at_once_is_spent_once() {
    let project = Project::start().await;
    let given = project.given();
    let (host, creator, caller) = (given.creator().await, given.creator().await, given.user().await);
    let session = given.live_session(&host).insert().await;
    given.participant(&session, &caller).insert().await;
    given.coins(&caller, 100).await;
    let call = given.call(&caller, &creator).status("connected").insert().await;
    let at = now(&project).await;
    let answered = "update public.calls set coin_per_minute = 30, answered_at = $2 where id = $1";
    project.execute(answered, &[&call.id, &at]).await;
    let crowd = Crowd::of(&project, 16).await;
    let later = at + time::Duration::seconds(125);

    let replies = join_all(crowd.iter().enumerate().map(async |(index, service)| match index % 4 {
        0 => service.charge_all(later).await,
        1 => service.charge(&call, later).await,
        _ => service.gift(Gift::heart(&caller, &session, at).of("heart", 3)).await,
    }))
    .await;

    for refused in replies.iter().filter(|reply| reply.is_err()) {
        assert_refused(refused, "PT402", "PAYMENT_REQUIRED");
    }
    // a minute and three hearts cost the same: three of them, whichever
    assert_eq!(rows(&project, "public.live_payments").await, 3);
    let minutes = rows(&project, "public.live_payments where kind = 'call'").await;
    let state = "select jsonb_build_array(end_detail, total_coin_spent, duration_seconds) from public.calls";
    let detail = if minutes < 3 { json!("out_of_coins") } else { json!(null) };
    let seconds = if minutes < 3 { 60 * minutes } else { 0 };
    assert_eq!(project.value(state, &[]).await, json!([detail, 30 * minutes, seconds]));
    assert_eq!(number(&project, "select balance from public.coin_balances").await, 10);
    assert_agree(&project, 100).await;
}
