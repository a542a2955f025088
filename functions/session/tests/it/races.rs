//! Many at the same moment.

use futures_util::future::join_all;
use ipelya_test::{Api, Project};
use serde_json::json;

use super::support::{ask, end, join};

#[tokio::test]
async fn ten_joins_and_ten_tokens_of_one_pay_per_view_viewer_are_one_charge_and_one_seat() {
    let project = Project::start().await;
    let (api, tokens) = (Api::new(&project, session::routes()), Api::new(&project, token::routes()));
    let given = project.given();
    let viewer = given.user().await;
    given.coins(&viewer, 500).await;
    let session = given.live_session(&given.creator().await).pay_per_view(50).host_connected().insert().await;
    let body = json!({ "sessionId": session.id });

    let joins = join_all((0..10).map(|_| join(&api, &viewer, &session)));
    let asks = join_all((0..10).map(|_| tokens.post("get-livekit-token").user(&viewer).json(body.clone()).send()));
    let (joins, asks) = tokio::join!(joins, asks);

    assert!(joins.iter().all(|reply| reply.status == 200 && reply.body["role"] == "viewer"));
    assert_eq!(joins.iter().filter(|reply| reply.body.get("balance").is_some()).count(), 1, "one of them charged");
    for reply in asks {
        // a token asked for before the payment was committed has to be asked for again
        assert!(reply.body["role"] == "viewer" || reply.body["errorCode"] == "PAYMENT_REQUIRED", "{}", reply.body);
    }
    assert_eq!(project.balance(&viewer).await, 450);
    assert_eq!(project.count("public.live_payments").await, 1);
    assert_eq!(project.count("public.live_participants where role <> 'host'").await, 1);
    let late = tokens.post("get-livekit-token").user(&viewer).json(body).send().await;
    assert_eq!(late.body["role"], "viewer");
}

#[tokio::test]
async fn one_balance_buys_as_many_entries_as_it_holds() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let given = project.given();
    let viewer = given.user().await;
    given.coins(&viewer, 100).await;
    let mut sessions = Vec::new();
    for _ in 0..6 {
        sessions.push(given.live_session(&given.creator().await).pay_per_view(30).host_connected().insert().await);
    }

    let replies = join_all(sessions.iter().map(|session| join(&api, &viewer, session))).await;

    let paid = replies.iter().filter(|reply| reply.status == 200).count();
    assert_eq!((paid, project.balance(&viewer).await), (3, 10));
    for reply in replies.iter().filter(|reply| reply.status != 200) {
        reply.assert_refused(402, "PAYMENT_REQUIRED");
    }
    assert_eq!(project.count("public.live_participants where role <> 'host'").await, 3);
}

#[tokio::test]
async fn nobody_is_charged_or_let_in_once_the_session_has_ended() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let given = project.given();
    let creator = given.creator().await;
    let session = given.live_session(&creator).pay_per_view(10).host_connected().insert().await;
    let mut viewers = Vec::new();
    for _ in 0..24 {
        let viewer = given.user().await;
        given.coins(&viewer, 10).await;
        viewers.push(viewer);
    }

    let (first, rest) = viewers.split_at(8);
    let early = join_all(first.iter().map(|viewer| join(&api, viewer, &session)));
    let late = join_all(rest.iter().map(|viewer| join(&api, viewer, &session)));
    let (early, ended, again, late) =
        tokio::join!(early, end(&api, &creator, &session), end(&api, &creator, &session), late);

    assert_eq!((ended.status, &ended.body), (200, &again.body));
    let replies: Vec<_> = early.into_iter().chain(late).collect();
    let let_in = replies.iter().filter(|reply| reply.status == 200).count();
    for reply in replies.iter().filter(|reply| reply.status != 200) {
        reply.assert_refused(409, "SESSION_ENDED");
    }
    let let_in = i64::try_from(let_in).unwrap();
    assert_eq!(project.count("public.live_payments").await, let_in);
    assert_eq!(project.count("public.live_participants where role <> 'host'").await, let_in);
    for viewer in &viewers {
        let seat = ask(&project, "select 1 from public.live_participants where user_id = $1", viewer.id).await;
        assert_eq!(project.balance(viewer).await, if seat.is_null() { 10 } else { 0 });
    }
}

#[tokio::test]
async fn a_ban_spoken_between_the_look_and_the_seat_still_keeps_out() {
    let project = Project::start().await;
    let given = project.given();
    let viewer = given.user().await;
    given.coins(&viewer, 100).await;
    let session = given.live_session(&given.creator().await).pay_per_view(10).host_connected().insert().await;
    given.ban(&viewer).from_session(&session).insert().await;

    // what the function calls once the rules, over older facts, have let the viewer pass
    let take = "select public.live_take_seat($1, $2, 10)";
    let refused = project.db().execute(take, &[&viewer.id, &session.id]).await.unwrap_err();

    assert_eq!(refused.as_db_error().unwrap().message(), "BANNED");
    assert_eq!(project.balance(&viewer).await, 100);
}
