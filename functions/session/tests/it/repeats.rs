//! The same request again: by `Idempotency-Key`, and by nature.

use futures_util::future::join_all;
use ipelya_test::{Api, Mode, Project};
use serde_json::{Value, json};

use super::support::{post, session_id, session_named};

#[tokio::test]
async fn fifty_creates_under_one_key_are_one_session_and_fifty_equal_replies() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let creator = project.given().creator().await;
    project.given().setting("token_rate_count", 100).await;
    let body = json!({ "title": "Canlı", "sessionType": "video_live" });
    let create = |key: &str, body: Value| {
        api.post("create-live-session").user(&creator).header("Idempotency-Key", key).json(body).send()
    };

    let replies = join_all((0..50).map(|_| create("key-1", body.clone()))).await;

    assert!(replies.iter().all(|reply| reply.status == 200 && reply.body == replies[0].body), "{}", replies[0].body);
    let replayed = replies.iter().filter(|reply| reply.header("idempotency-replayed") == Some("true")).count();
    assert_eq!((replayed, project.count("public.live_sessions").await), (49, 1));

    let reordered = create("key-1", json!({ "sessionType": "video_live", "title": "Canlı" })).await;
    assert_eq!((reordered.status, &reordered.body), (200, &replies[0].body));
    let other = create("key-1", json!({ "title": "Başka", "sessionType": "video_live" })).await;
    other.assert_refused(422, "IDEMPOTENCY_KEY_REUSED");
    for bad in ["two words", &"k".repeat(256)] {
        create(bad, body.clone()).await.assert_refused(400, "INVALID_IDEMPOTENCY_KEY");
    }
}

#[tokio::test]
async fn a_create_replayed_after_the_end_tells_what_was_and_opens_nothing() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let creator = project.given().creator().await;
    let create = || {
        let body = json!({ "title": "Canlı", "sessionType": "video_live" });
        api.post("create-live-session").user(&creator).header("Idempotency-Key", "key-1").json(body).send()
    };
    let first = create().await;
    post(&api, "end-live-session", &creator, session_id(&first)).await;

    project.livekit().reset();
    let replay = create().await;

    assert_eq!(replay.body["session"], first.body["session"]);
    assert_eq!((replay.body.get("token"), project.livekit().requests()), (None, 0));
    assert_eq!(project.count("public.live_sessions").await, 1);
}

#[tokio::test]
async fn fifty_joins_under_one_key_charge_once_and_cost_one_of_the_limit() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let given = project.given();
    let viewer = given.user().await;
    given.coins(&viewer, 500).await;
    given.setting("token_rate_count", 100).await;
    let session = given.live_session(&given.creator().await).pay_per_view(50).host_connected().insert().await;
    let body = json!({ "sessionId": session.id });
    let join = |key: &str| {
        api.post("join-live-session").user(&viewer).header("Idempotency-Key", key).json(body.clone()).send()
    };

    let replies = join_all((0..50).map(|_| join("key-1"))).await;

    assert!(replies.iter().all(|reply| reply.status == 200 && reply.body == replies[0].body), "{}", replies[0].body);
    assert_eq!((&replies[0].body["paid"], &replies[0].body["balance"]), (&json!(50), &json!(450)));
    assert_eq!(replies.iter().filter(|reply| reply.header("idempotency-replayed") == Some("true")).count(), 49);
    assert_eq!(project.balance(&viewer).await, 450);
    for attempt in 2..=30 {
        assert_eq!(join(&format!("key-{attempt}")).await.status, 200, "{attempt}");
    }
    join("key-31").await.assert_refused(429, "RATE_LIMITED");
    assert_eq!(join("key-1").await.status, 200, "a replay costs none of it");
    assert_eq!(project.balance(&viewer).await, 450);
}

#[tokio::test]
async fn a_new_key_for_every_attempt_is_no_way_around_the_limits() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let given = project.given();
    let (creator, viewer) = (given.creator().await, given.user().await);
    given.setting("create_rate_count", 1).await;
    given.setting("join_rate_count", 1).await;
    let closed = given.live_session(&creator).subscribers_only().insert().await;
    let attempt = |name, number: usize| {
        let body = json!({ "title": "Canlı", "sessionType": "video_live", "sessionId": closed.id });
        api.post(name).user(&viewer).header("Idempotency-Key", &format!("key-{number}")).json(body).send()
    };
    for (name, code) in [("create-live-session", "NOT_A_CREATOR"), ("join-live-session", "SUBSCRIPTION_REQUIRED")] {
        for number in 0..10 {
            attempt(name, number).await.assert_refused(403, code);
        }
        attempt(name, 10).await.assert_refused(429, "RATE_LIMITED");
    }
}

#[tokio::test]
async fn replays_are_free_and_another_request_under_the_key_is_refused() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let given = project.given();
    let (creator, viewer) = (given.creator().await, given.user().await);
    given.setting("create_rate_count", 1).await;
    given.setting("join_rate_count", 1).await;
    let create = |title: &str| {
        let body = json!({ "title": title, "sessionType": "audio_room" });
        api.post("create-live-session").user(&creator).header("Idempotency-Key", "key-1").json(body).send()
    };
    let id = session_id(&create("Canlı").await);
    let other = given.live_session(&given.creator().await).insert().await;
    let join = |id| {
        let body = json!({ "sessionId": id });
        api.post("join-live-session").user(&viewer).header("Idempotency-Key", "key-1").json(body).send()
    };
    for _ in 0..12 {
        assert_eq!(session_id(&create("Canlı").await), id);
        assert_eq!(session_id(&join(id).await), id);
    }
    create("Başka").await.assert_refused(422, "IDEMPOTENCY_KEY_REUSED");
    join(other.id).await.assert_refused(422, "IDEMPOTENCY_KEY_REUSED");
    api.post("create-live-session")
        .user(&creator)
        .json(json!({ "title": "Canlı", "sessionType": "audio_room" }))
        .send()
        .await
        .assert_refused(429, "RATE_LIMITED");
}

#[tokio::test]
async fn a_limit_of_none_lets_nobody_through_and_is_no_fault() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let creator = project.given().creator().await;
    let session = project.given().live_session(&project.given().creator().await).insert().await;
    for limit in ["create_rate_count", "join_rate_count", "token_rate_count"] {
        project.given().setting(limit, 0).await;
    }
    for name in ["create-live-session", "join-live-session", "start-live-session"] {
        let body = json!({ "title": "Canlı", "sessionType": "video_live", "sessionId": session.id });
        let reply = api.post(name).user(&creator).json(body).send().await;
        reply.assert_refused(429, "RATE_LIMITED");
        assert!(reply.header("retry-after").is_some());
    }
}

#[tokio::test]
async fn keys_of_different_people_and_functions_do_not_meet() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let given = project.given();
    let (creator, other) = (given.creator().await, given.creator().await);
    let create = |person| {
        let body = json!({ "title": "Canlı", "sessionType": "video_live" });
        api.post("create-live-session").user(person).header("Idempotency-Key", "key-1").json(body).send()
    };
    let (first, second) = (create(&creator).await, create(&other).await);
    assert_ne!(session_id(&first), session_id(&second));
    let body = json!({ "sessionId": session_id(&first) });
    let joined = api.post("join-live-session").user(&other).header("Idempotency-Key", "key-1").json(body).send().await;
    assert_eq!((joined.status, joined.header("idempotency-replayed")), (200, None), "{}", joined.body);
}

/// The database did it, the reply was lost on the way: what the client's retry is for.
#[tokio::test]
async fn a_repeat_after_a_lost_reply_finds_what_was_done() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let given = project.given();
    let (creator, viewer) = (given.creator().await, given.user().await);
    given.coins(&viewer, 100).await;

    for key in [None, Some("key-1")] {
        let create = || {
            let body = json!({ "title": "Canlı", "sessionType": "video_live", "accessType": "pay_per_view", "ppvCoinPrice": 10 });
            let request = api.post("create-live-session").user(&creator).json(body);
            key.into_iter().fold(request, |request, key| request.header("Idempotency-Key", key)).send()
        };
        project.rest().set_mode_of("live_create_session", Mode::LoseReply);
        create().await.assert_refused(503, "SERVICE_UNAVAILABLE");
        project.rest().set_mode(Mode::Pass);
        let id = session_id(&create().await);
        assert_eq!(project.count("public.live_sessions where status = 'live'").await, 1);

        let join = || {
            let request = api.post("join-live-session").user(&viewer).json(json!({ "sessionId": id }));
            key.into_iter().fold(request, |request, key| request.header("Idempotency-Key", key)).send()
        };
        given.host_connects(&session_named(&project, id).await, api.now()).await;
        let before = project.balance(&viewer).await;
        project.rest().set_mode_of("live_take_seat", Mode::LoseReply);
        join().await.assert_refused(503, "SERVICE_UNAVAILABLE");
        project.rest().set_mode(Mode::Pass);
        assert_eq!(join().await.body["paid"], 10);
        assert_eq!(project.balance(&viewer).await, before - 10);

        project.rest().set_mode_of("live_end_own_session", Mode::LoseReply);
        post(&api, "end-live-session", &creator, id).await.assert_refused(503, "SERVICE_UNAVAILABLE");
        project.rest().set_mode(Mode::Pass);
        assert_eq!(post(&api, "end-live-session", &creator, id).await.body["session"]["endReason"], "host_ended");
    }
}
