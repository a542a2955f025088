//! Who is let into which room, with the facts where they really are: in the database.

use ipelya_test::{Api, LiveSession, Project, Reply, Session, User};
use serde_json::json;
use time::Duration;

async fn token(api: &Api, person: &User, session: &Session) -> Reply {
    api.post("get-livekit-token").user(person).json(json!({ "sessionId": session.id })).send().await
}

#[tokio::test]
async fn subscribers_only_asks_for_an_active_unexpired_subscription_to_this_creator() {
    let project = Project::start().await;
    let api = Api::new(&project, token::routes());
    let given = project.given();
    let (creator, other) = (given.creator().await, given.creator().await);
    let session = given.live_session(&creator).subscribers_only().insert().await;

    let subscriber = given.user().await;
    given.subscription(&subscriber, &creator).insert().await;
    assert_eq!(token(&api, &subscriber, &session).await.body["role"], "viewer");

    let (lapsed, paused, elsewhere, stranger) =
        (given.user().await, given.user().await, given.user().await, given.user().await);
    given.subscription(&lapsed, &creator).period_end(api.now() - Duration::SECOND).insert().await;
    given.subscription(&paused, &creator).status("paused").insert().await;
    given.subscription(&elsewhere, &other).insert().await;
    for person in [&lapsed, &paused, &elsewhere, &stranger, &other] {
        let reply = token(&api, person, &session).await;
        reply.assert_refused(403, "SUBSCRIPTION_REQUIRED");
        assert_eq!(reply.body["requiresSubscription"], true);
    }
    assert_eq!(token(&api, &creator, &session).await.body["role"], "host");
}

#[tokio::test]
async fn pay_per_view_asks_for_a_payment_for_this_session_and_tells_the_price() {
    let project = Project::start().await;
    let api = Api::new(&project, token::routes());
    let given = project.given();
    let (creator, other) = (given.creator().await, given.creator().await);
    let session = given.live_session(&creator).pay_per_view(50).insert().await;
    let another = given.live_session(&other).pay_per_view(50).insert().await;

    let (paid, paid_elsewhere, unpaid) = (given.user().await, given.user().await, given.user().await);
    given.ppv_payment(&paid, &session, 50).await;
    given.ppv_payment(&paid_elsewhere, &another, 50).await;
    // what the participant row says about money is for display; only the journal counts
    given.participant(&session, &unpaid).paid_amount(50).insert().await;

    // whoever has paid is let in whether or not the host is there
    assert_eq!(token(&api, &paid, &session).await.body["role"], "viewer");
    for person in [&paid_elsewhere, &unpaid] {
        let reply = token(&api, person, &session).await;
        reply.assert_refused(402, "PAYMENT_REQUIRED");
        assert_eq!((&reply.body["required_coins"], &reply.body["required"]), (&json!(50), &json!(50)));
        assert_eq!(reply.body["requiresPayment"], true);
    }
}

#[tokio::test]
async fn a_payment_that_was_given_back_opens_no_door() {
    let LiveSession { project, api, viewer, session, .. } =
        LiveSession::of(token::routes()).pay_per_view(50).with_coins(0).start().await;
    let given = project.given();
    given.ppv_payment(&viewer, &session, 50).await;
    assert_eq!(token(&api, &viewer, &session).await.status, 200);

    let refund = "select public.live_refund(id, 'test') from public.live_payments where payer_id = $1";
    project.db().execute(refund, &[&viewer.id]).await.unwrap();
    token(&api, &viewer, &session).await.assert_refused(402, "PAYMENT_REQUIRED");
}

#[tokio::test]
async fn each_kind_of_ban_keeps_out_until_it_expires_or_is_lifted() {
    let project = Project::start().await;
    let api = Api::new(&project, token::routes());
    let given = project.given();
    let creator = given.creator().await;
    let session = given.live_session(&creator).insert().await;

    for kind in ["session", "creator", "global"] {
        let (banned, expired, lifted) = (given.user().await, given.user().await, given.user().await);
        let ban = |person| match kind {
            "session" => given.ban(person).from_session(&session),
            "creator" => given.ban(person).from_creator(&creator),
            _ => given.ban(person).everywhere(),
        };
        ban(&banned).insert().await;
        ban(&expired).until(api.now()).insert().await;
        ban(&lifted).lifted().insert().await;

        let reply = token(&api, &banned, &session).await;
        reply.assert_refused(403, "BANNED");
        assert_eq!(reply.body["banType"], kind);
        assert_eq!(token(&api, &expired, &session).await.status, 200, "expired {kind} ban");
        assert_eq!(token(&api, &lifted, &session).await.status, 200, "lifted {kind} ban");
    }
}

#[tokio::test]
async fn a_ban_from_elsewhere_and_a_block_by_a_viewer_keep_nobody_out() {
    let project = Project::start().await;
    let api = Api::new(&project, token::routes());
    let given = project.given();
    let (creator, other, viewer) = (given.creator().await, given.creator().await, given.user().await);
    let session = given.live_session(&creator).insert().await;
    let elsewhere = given.live_session(&other).insert().await;

    given.ban(&viewer).from_session(&elsewhere).insert().await;
    given.ban(&viewer).from_creator(&other).insert().await;
    given.block(&viewer, &creator).await;
    assert_eq!(token(&api, &viewer, &session).await.status, 200);

    given.block(&creator, &viewer).await;
    token(&api, &viewer, &session).await.assert_refused(403, "BLOCKED");
}

#[tokio::test]
async fn a_globally_banned_creator_gets_no_token_for_their_own_session() {
    let project = Project::start().await;
    let api = Api::new(&project, token::routes());
    let given = project.given();
    let creator = given.creator().await;
    let session = given.live_session(&creator).insert().await;
    given.ban(&creator).everywhere().insert().await;

    token(&api, &creator, &session).await.assert_refused(403, "BANNED");
}

#[tokio::test]
async fn only_a_live_session_is_open_and_a_scheduled_one_to_its_host() {
    let project = Project::start().await;
    let api = Api::new(&project, token::routes());
    let given = project.given();
    let viewer = given.user().await;

    for (status, host_status, viewer_code) in [
        ("scheduled", 200, "SESSION_NOT_STARTED"),
        ("ended", 409, "SESSION_ENDED"),
        ("cancelled", 409, "SESSION_ENDED"),
    ] {
        let creator = given.creator().await;
        let session = given.live_session(&creator).status(status).insert().await;
        token(&api, &viewer, &session).await.assert_refused(409, viewer_code);
        assert_eq!(token(&api, &creator, &session).await.status, host_status, "{status}");
    }
}

#[tokio::test]
async fn a_session_whose_time_is_up_is_over_before_anything_has_noticed_and_one_whose_host_is_away_is_not() {
    let project = Project::start().await;
    let api = Api::new(&project, token::routes());
    let given = project.given();
    let viewer = given.user().await;

    let host_gone =
        given.live_session(&given.creator().await).host_left_at(api.now() - Duration::seconds(30)).insert().await;
    let too_long = given.live_session(&given.creator().await).max_ends_at(api.now()).insert().await;

    assert_eq!(token(&api, &viewer, &host_gone).await.status, 200);
    token(&api, &viewer, &too_long).await.assert_refused(409, "SESSION_ENDED");
}

#[tokio::test]
async fn a_call_is_nobody_elses_and_over_when_it_is_over() {
    let project = Project::start().await;
    let api = Api::new(&project, token::routes());
    let given = project.given();
    let (caller, callee, stranger) = (given.user().await, given.user().await, given.user().await);
    let ask = |person: User, id| {
        let api = &api;
        async move { api.post("get-livekit-token").user(&person).json(json!({ "callId": id })).send().await }
    };

    let call = given.call(&caller, &callee).status("ringing").insert().await;
    ask(stranger, call.id).await.assert_refused(404, "CALL_NOT_FOUND");
    given.ring_expired(&call, api.now()).await;
    ask(caller.clone(), call.id).await.assert_refused(409, "CALL_ENDED");

    let (a, b) = (given.user().await, given.user().await);
    let ended = given.call(&a, &b).status("ended").insert().await;
    ask(a, ended.id).await.assert_refused(409, "CALL_ENDED");
    ask(b, ended.id).await.assert_refused(409, "CALL_ENDED");
}

#[tokio::test]
async fn kill_switches_close_sessions_and_calls_at_once() {
    let LiveSession { project, api, host: creator, viewer, session, .. } =
        LiveSession::of(token::routes()).start().await;
    let given = project.given();
    let call = given.call(&creator, &viewer).status("connected").insert().await;

    given.setting("live_enabled", json!(false)).await;
    token(&api, &viewer, &session).await.assert_refused(403, "LIVE_DISABLED");
    token(&api, &creator, &session).await.assert_refused(403, "LIVE_DISABLED");
    let ask = || api.post("get-livekit-token").user(&viewer).json(json!({ "callId": call.id })).send();
    assert_eq!(ask().await.status, 200);

    given.setting("calls_enabled", json!(false)).await;
    ask().await.assert_refused(403, "CALLS_DISABLED");
}

#[tokio::test]
async fn what_does_not_exist_is_not_found() {
    let project = Project::start().await;
    let api = Api::new(&project, token::routes());
    let given = project.given();
    let person = given.user().await;
    let unknown = "7b0e1f2a-3c4d-4e5f-8a9b-0c1d2e3f4a5b";

    let ask = |body| api.post("get-livekit-token").user(&person).json(body).send();
    ask(json!({ "sessionId": unknown })).await.assert_refused(404, "SESSION_NOT_FOUND");
    ask(json!({ "callId": unknown })).await.assert_refused(404, "CALL_NOT_FOUND");
}

#[tokio::test]
async fn someone_whose_profile_is_deleted_or_only_a_shadow_gets_no_token() {
    let project = Project::start().await;
    let api = Api::new(&project, token::routes());
    let given = project.given();
    let session = given.live_session(&given.creator().await).insert().await;

    let (deleted, shadow) = (given.user_without_profile().await, given.user_without_profile().await);
    given.shadow_profile(&shadow).await;
    token(&api, &deleted, &session).await.assert_refused(404, "PROFILE_NOT_FOUND");
    token(&api, &shadow, &session).await.assert_refused(404, "PROFILE_NOT_FOUND");
}

#[tokio::test]
async fn an_anonymous_user_watches_public_sessions_and_nothing_else() {
    let project = Project::start().await;
    let api = Api::new(&project, token::routes());
    let given = project.given();
    let anonymous = given.anonymous_user().await;
    let public = given.live_session(&given.creator().await).insert().await;
    let restricted = given.live_session(&given.creator().await).subscribers_only().insert().await;

    assert_eq!(token(&api, &anonymous, &public).await.body["role"], "viewer");
    token(&api, &anonymous, &restricted).await.assert_refused(403, "ACCOUNT_REQUIRED");
}
