//! `join-live-session`.

use ipelya_test::{Api, LiveSession, Project};
use serde_json::json;

use super::support::{ask, join, post};

#[tokio::test]
async fn of_a_session_whose_creator_has_no_profile_any_more_the_end_is_told() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let given = project.given();
    let (creator, viewer) = (given.creator().await, given.user().await);
    let session = given.live_session(&creator).insert().await;
    project.db().execute("delete from public.profiles where id = $1", &[&creator.profile_id]).await.unwrap();
    join(&api, &viewer, &session).await.assert_refused(409, "SESSION_ENDED");
}

#[tokio::test]
async fn a_viewer_gets_a_seat_the_session_and_a_token() {
    let LiveSession { project, api, viewer, session, .. } =
        LiveSession::of(session::routes()).at_system_time().with_room().start().await;

    let reply = join(&api, &viewer, &session).await;
    assert_eq!((reply.status, &reply.body["role"]), (200, &json!("viewer")), "{}", reply.body);
    let (status, _) = project.validate_with_livekit(reply.body["token"].as_str().unwrap()).await;
    assert_eq!(status, 200);

    let seat = "select user_id, role, is_active, paid_amount from public.live_participants where session_id = $1 and role <> 'host'";
    let seat = ask(&project, seat, session.id).await;
    assert_eq!(seat, json!({ "user_id": viewer.id, "role": "viewer", "is_active": true, "paid_amount": 0 }));
}

#[tokio::test]
async fn a_viewer_is_told_whether_the_show_is_recorded() {
    let LiveSession { project, api, viewer, session, .. } = LiveSession::of(session::routes()).start().await;
    let is_recording = async || join(&api, &viewer, &session).await.body["session"]["isRecording"].clone();
    assert_eq!(is_recording().await, false);
    let begins = "insert into public.recordings (session_id, owner_id, status, storage_key)
                  values ($1, $2, 'starting', 'v1/session/show.mp4')";
    project.execute(begins, &[&session.id, &session.creator_id]).await;
    assert_eq!(is_recording().await, true);
    project.execute("update public.recordings set status = 'complete'", &[]).await;
    assert_eq!(is_recording().await, false);
}

#[tokio::test]
async fn joining_again_is_the_same_seat() {
    let LiveSession { project, api, viewer, session, .. } = LiveSession::of(session::routes()).start().await;

    let (first, second) = (join(&api, &viewer, &session).await, join(&api, &viewer, &session).await);

    assert_eq!(first.body, second.body);
    assert_eq!(project.count("public.live_participants where role <> 'host'").await, 1);
}

#[tokio::test]
async fn pay_per_view_is_charged_once_and_shared_with_the_creator() {
    let LiveSession { project, api, host: creator, viewer, session, .. } =
        LiveSession::of(session::routes()).pay_per_view(50).with_coins(120).start().await;

    let first = join(&api, &viewer, &session).await;
    assert_eq!((first.status, &first.body["paid"], &first.body["balance"]), (200, &json!(50), &json!(70)));
    let second = join(&api, &viewer, &session).await;
    assert_eq!((second.status, &second.body["paid"], second.body.get("balance")), (200, &json!(50), None));

    assert_eq!(project.balance(&viewer).await, 70);
    let journal = "select payer_id, payee_id, coins, creator_share, platform_share from public.live_payments where session_id = $1";
    let journal = ask(&project, journal, session.id).await;
    let shares = json!({
        "payer_id": viewer.id, "payee_id": creator.id, "coins": 50, "creator_share": 35, "platform_share": 15,
    });
    assert_eq!(journal, shares);
    let seat = "select p.paid_amount, p.payment_id = j.id as booked from public.live_participants p
                join public.live_payments j on j.session_id = p.session_id where p.session_id = $1 and p.role <> 'host'";
    assert_eq!(ask(&project, seat, session.id).await, json!({ "paid_amount": 50, "booked": true }));
}

#[tokio::test]
async fn who_cannot_pay_is_told_the_price_and_gets_no_seat() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let given = project.given();
    let (poor, without_balance) = (given.user().await, given.user().await);
    given.coins(&poor, 49).await;
    let session = given.live_session(&given.creator().await).pay_per_view(50).host_connected().insert().await;

    for viewer in [&poor, &without_balance] {
        let reply = join(&api, viewer, &session).await;
        reply.assert_refused(402, "PAYMENT_REQUIRED");
        assert_eq!((&reply.body["requiresPayment"], &reply.body["required"]), (&json!(true), &json!(50)));
        assert_eq!(reply.body["required_coins"], 50);
    }
    assert_eq!(project.balance(&poor).await, 49);
    assert_eq!(project.count("public.live_participants where role <> 'host'").await, 0);
}

#[tokio::test]
async fn a_price_other_than_the_expected_one_is_refused_before_charging() {
    let LiveSession { project, api, viewer, session, .. } =
        LiveSession::of(session::routes()).pay_per_view(50).with_coins(100).start().await;
    let expecting = |price| {
        api.post("join-live-session")
            .user(&viewer)
            .json(json!({ "sessionId": session.id, "expectedPrice": price }))
            .send()
    };

    for other in [0, 49, 51] {
        let reply = expecting(json!(other)).await;
        reply.assert_refused(409, "PRICE_CHANGED");
        assert_eq!(reply.body["required"], 50);
    }
    for nonsense in [json!(-1), json!("50"), json!(1.5)] {
        expecting(nonsense).await.assert_refused(400, "INVALID_FIELD");
    }
    assert_eq!(project.balance(&viewer).await, 100);
    assert_eq!(expecting(json!(50)).await.status, 200);
    // who has paid is let in whatever they expect now
    assert_eq!(expecting(json!(1)).await.status, 200);
    assert_eq!(project.balance(&viewer).await, 50);
}

#[tokio::test]
async fn subscribers_only_says_what_it_takes() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let given = project.given();
    let (creator, subscriber, stranger) = (given.creator().await, given.user().await, given.user().await);
    given.subscription(&subscriber, &creator).insert().await;
    let session = given.live_session(&creator).subscribers_only().insert().await;

    assert_eq!(join(&api, &subscriber, &session).await.status, 200);
    let reply = join(&api, &stranger, &session).await;
    reply.assert_refused(403, "SUBSCRIPTION_REQUIRED");
    assert_eq!(reply.body["requiresSubscription"], true);
}

#[tokio::test]
async fn a_requested_role_lowers_the_token_and_nothing_else() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let given = project.given();
    let (creator, speaker, listener) = (given.creator().await, given.user().await, given.user().await);
    let session = given.live_session(&creator).audio_room().insert().await;
    given.participant(&session, &speaker).role("speaker").insert().await;

    for (person, requested, role) in [
        (&speaker, "listener", "listener"),
        (&speaker, "viewer", "listener"),
        (&speaker, "host", "speaker"),
        (&speaker, "co_host", "speaker"),
        (&listener, "speaker", "listener"),
        (&listener, "moderator", "listener"),
        (&listener, "admin_viewer", "listener"),
        (&creator, "listener", "host"),
    ] {
        let body = json!({ "sessionId": session.id, "requestedRole": requested });
        let reply = api.post("join-live-session").user(person).json(body).send().await;
        assert_eq!((reply.status, &reply.body["role"]), (200, &json!(role)), "{requested}");
    }
    let body = json!({ "sessionId": session.id, "requestedRole": "king" });
    let reply = api.post("join-live-session").user(&speaker).json(body).send().await;
    reply.assert_refused(400, "INVALID_FIELD");
    let kept = "select role from public.live_participants where user_id = $1";
    assert_eq!(ask(&project, kept, speaker.id).await["role"], "speaker");
    assert_eq!(ask(&project, kept, listener.id).await["role"], "listener");
}

#[tokio::test]
async fn an_anonymous_viewer_watches_a_public_session_with_or_without_a_profile() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let given = project.given();
    let (creator, other, anonymous) = (given.creator().await, given.creator().await, given.anonymous_user().await);
    let (public, closed) =
        (given.live_session(&creator).insert().await, given.live_session(&other).subscribers_only().insert().await);

    assert_eq!(join(&api, &anonymous, &public).await.body["role"], "viewer");
    join(&api, &anonymous, &closed).await.assert_refused(403, "ACCOUNT_REQUIRED");
    project.db().execute("delete from public.profiles where user_id = $1", &[&anonymous.id]).await.unwrap();
    assert_eq!(join(&api, &anonymous, &public).await.status, 200);
}

#[tokio::test]
async fn a_passed_deadline_is_the_end_whether_or_not_it_is_written_down() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let given = project.given();
    let viewer = given.user().await;
    given.coins(&viewer, 100).await;
    for session in [
        given.live_session(&given.creator().await).max_ends_at(api.now()),
        given.live_session(&given.creator().await).status("ended"),
        given.live_session(&given.creator().await).status("cancelled"),
    ] {
        let session = session.pay_per_view(10).insert().await;
        join(&api, &viewer, &session).await.assert_refused(409, "SESSION_ENDED");
    }
    assert_eq!(project.balance(&viewer).await, 100);
}

#[tokio::test]
async fn the_31st_join_of_a_minute_is_refused() {
    let LiveSession { api, viewer, session, project: _project, .. } = LiveSession::of(session::routes()).start().await;

    for _ in 0..30 {
        assert_eq!(join(&api, &viewer, &session).await.status, 200);
    }
    let reply = join(&api, &viewer, &session).await;
    reply.assert_refused(429, "RATE_LIMITED");
    assert_eq!(reply.header("retry-after"), Some("2"));
    assert_eq!(post(&api, "leave-live-session", &viewer, session.id).await.status, 200, "going is never limited");
}
