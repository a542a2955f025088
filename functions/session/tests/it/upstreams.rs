//! Round trips, and what happens when Postgres or LiveKit is away, also in the middle.

use ipelya_test::{Api, Mode, Project, Reply};
use serde_json::json;

use super::support::{ask, create, end, join, post, session_id, session_named, session_row};

fn assert_try_again(reply: &Reply) {
    reply.assert_refused(503, "SERVICE_UNAVAILABLE");
    assert_eq!(reply.header("retry-after"), Some("1"));
}

#[tokio::test]
async fn round_trips_are_two_to_open_two_to_join_and_one_to_leave_or_end() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let given = project.given();
    let (creator, viewer) = (given.creator().await, given.user().await);
    given.coins(&viewer, 100).await;
    let opened = "/twirp/livekit.RoomService/CreateRoom";
    let rpc = |name: &str| format!("/rest/v1/rpc/{name}");

    let body = json!({ "title": "x", "sessionType": "video_live", "accessType": "pay_per_view", "ppvCoinPrice": 5 });
    let created = api.post("create-live-session").user(&creator).json(body).send().await;
    assert_eq!(project.rest().paths(), [rpc("live_create_facts"), rpc("live_create_session")]);
    assert_eq!(project.livekit().paths(), [opened]);
    let id = session_id(&created);

    given.host_connects(&session_named(&project, id).await, api.now()).await;
    project.livekit().reset();
    for (name, person, calls) in [
        ("join-live-session", &viewer, vec![rpc("live_join_facts"), rpc("live_take_seat")]),
        ("join-live-session", &viewer, vec![rpc("live_join_facts"), rpc("live_take_seat")]),
        ("leave-live-session", &viewer, vec![rpc("live_leave_session")]),
        ("end-live-session", &creator, vec![rpc("live_end_own_session")]),
        ("end-live-session", &creator, vec![rpc("live_end_own_session")]),
    ] {
        project.rest().reset();
        let reply = post(&api, name, person, id).await;
        assert_eq!(reply.status, 200, "{name}: {}", reply.body);
        assert_eq!(project.rest().paths(), calls, "{name}");
    }
    assert_eq!(project.livekit().requests(), 0);

    let scheduled = given.live_session(&creator).status("scheduled").insert().await;
    project.rest().reset();
    assert_eq!(post(&api, "start-live-session", &creator, scheduled.id).await.status, 200);
    assert_eq!(project.rest().paths(), [rpc("live_session_facts"), rpc("live_start_session")]);
    assert_eq!(project.livekit().paths(), [opened]);
}

#[tokio::test]
async fn a_room_livekit_does_not_open_leaves_no_session_and_a_retry_succeeds() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let creator = project.given().creator().await;

    for mode in [Mode::Refuse, Mode::Status(500), Mode::Status(503), Mode::Hang] {
        project.livekit().set_mode(mode);
        for key in ["", "key-1"] {
            let body = json!({ "title": "Canlı", "sessionType": "video_live" });
            let request = api.post("create-live-session").user(&creator).header("idempotency-key", key).json(body);
            assert_try_again(&request.send().await);
            let left = "public.live_sessions where (status, end_reason) <> ('cancelled', 'room_not_opened')";
            assert_eq!(project.count(left).await, 0, "{mode:?}");
            assert_eq!(project.count("public.live_participants where is_active").await, 0);
        }
    }
    // phones that listed one meanwhile hear that it is over
    let told =
        "select count(*) filter (where event = 'session_started') = count(*) filter (where event = 'session_ended')
                from realtime.messages";
    assert!(project.db().query_one(told, &[]).await.unwrap().get::<_, bool>(0));

    project.livekit().set_mode(Mode::Pass);
    let body = json!({ "title": "Canlı", "sessionType": "video_live" });
    let retried = api.post("create-live-session").user(&creator).header("idempotency-key", "key-1").json(body).send();
    let retried = retried.await;
    assert_eq!((retried.status, retried.header("idempotency-replayed")), (200, None), "{}", retried.body);
    assert_eq!(retried.body["session"]["status"], "live");
}

#[tokio::test]
async fn a_session_that_was_live_before_survives_a_create_while_livekit_is_down() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let creator = project.given().creator().await;
    let id = session_id(&create(&api, &creator).await);

    project.livekit().set_mode(Mode::Refuse);
    assert_try_again(&create(&api, &creator).await);
    assert_eq!(session_row(&project, id).await["status"], "live");
    project.livekit().set_mode(Mode::Pass);
    assert_eq!(session_id(&create(&api, &creator).await), id);
}

#[tokio::test]
async fn nobody_pays_for_a_session_whose_room_livekit_does_not_open() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let (creator, viewer) = (project.given().creator().await, project.given().user().await);
    project.given().coins(&viewer, 100).await;

    project.livekit().set_mode(Mode::Hang);
    let body =
        json!({ "title": "Canlı", "sessionType": "video_live", "accessType": "pay_per_view", "ppvCoinPrice": 50 });
    let create = api.post("create-live-session").user(&creator).json(body).send();
    let tries = async {
        let begun = "select id from public.live_sessions where creator_id = $1";
        let id = loop {
            if let Some(row) = project.db().query_opt(begun, &[&creator.id]).await.unwrap() {
                break row.get(0);
            }
        };
        post(&api, "join-live-session", &viewer, id).await.assert_refused(409, "WAITING_FOR_HOST");
        id
    };
    let (reply, id) = tokio::join!(create, tries);
    assert_try_again(&reply);
    assert_eq!(session_row(&project, id).await["status"], "cancelled");
    assert_eq!((project.balance(&viewer).await, project.count("public.live_payments").await), (100, 0));
}

/// Somebody came, paid and was left alone again while LiveKit's answer was on its way and got lost.
#[tokio::test]
async fn a_start_to_which_somebody_has_come_is_not_taken_back() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let given = project.given();
    let (creator, viewer) = (given.creator().await, given.user().await);
    given.coins(&viewer, 100).await;
    let session = given.live_session(&creator).status("scheduled").pay_per_view(50).insert().await;
    assert_eq!(post(&api, "start-live-session", &creator, session.id).await.status, 200);
    given.host_connects(&session, api.now()).await;
    assert_eq!(join(&api, &viewer, &session).await.body["balance"], 50);
    let left = "update public.live_stays set left_at = joined_at + interval '1 second' where session_id = $1";
    project.db().execute(left, &[&session.id]).await.unwrap();

    let undo = "select public.live_cancel_start($1, $2, (select started_at from public.live_sessions where id = $2))";
    assert!(!project.db().query_one(undo, &[&creator.id, &session.id]).await.unwrap().get::<_, bool>(0));
    assert_eq!(session_row(&project, session.id).await["status"], "live");
}

#[tokio::test]
async fn a_start_that_was_taken_back_is_announced_when_it_succeeds() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let creator = project.given().creator().await;
    let session = project.given().live_session(&creator).status("scheduled").insert().await;
    project.livekit().set_mode(Mode::Refuse);
    // the tick comes by between the start and LiveKit's failure
    project.rest().set_mode_of("live_cancel_start", Mode::Refuse);
    assert_try_again(&post(&api, "start-live-session", &creator, session.id).await);
    let row = session_row(&project, session.id).await;
    project
        .db()
        .execute("update public.live_sessions set announced_at = now() where id = $1", &[&session.id])
        .await
        .unwrap();
    let undo = "select public.live_cancel_start($1, $2, (select started_at from public.live_sessions where id = $2))";
    assert!(project.db().query_one(undo, &[&creator.id, &session.id]).await.unwrap().get::<_, bool>(0), "{row}");

    let row = session_row(&project, session.id).await;
    assert_eq!(
        (&row["status"], &row["announced_at"], &row["started_at"]),
        (&json!("scheduled"), &json!(null), &json!(null))
    );
    assert_eq!(project.count("public.live_participants where is_active").await, 0);
}

#[tokio::test]
async fn a_room_livekit_has_after_all_is_not_taken_back() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let creator = project.given().creator().await;
    // LiveKit does it, the reply is lost, and its own report is in before we give up
    project.livekit().set_mode(Mode::LoseReply);
    project.rest().set_mode_of("live_cancel_creation", Mode::Refuse);
    assert_try_again(&create(&api, &creator).await);
    let row = ask(&project, "select * from public.live_sessions where creator_id = $1", creator.id).await;
    let id: uuid::Uuid = row["id"].as_str().unwrap().parse().unwrap();
    let reported =
        "select public.live_room_started(livekit_room_name, 'RM_1', now()) from public.live_sessions where id = $1";
    project.db().execute(reported, &[&id]).await.unwrap();
    let cancel = "select public.live_cancel_creation($1, $2)";
    let cancelled: bool = project.db().query_one(cancel, &[&creator.id, &id]).await.unwrap().get(0);
    assert!(!cancelled);

    project.livekit().set_mode(Mode::Pass);
    project.rest().set_mode(Mode::Pass);
    assert_eq!(session_id(&create(&api, &creator).await), id, "a retry finds it");
}

#[tokio::test]
async fn a_database_that_goes_away_in_the_middle_leaves_nothing_half_done() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let given = project.given();
    let (creator, other, viewer) = (given.creator().await, given.creator().await, given.user().await);
    given.coins(&viewer, 100).await;
    let session = given.live_session(&other).pay_per_view(50).host_connected().insert().await;

    for mode in [Mode::Refuse, Mode::Status(503), Mode::Hang] {
        for function in ["live_create_facts", "live_create_session"] {
            project.rest().set_mode_of(function, mode);
            assert_try_again(&create(&api, &creator).await);
        }
        for function in ["live_join_facts", "live_take_seat"] {
            project.rest().set_mode_of(function, mode);
            assert_try_again(&join(&api, &viewer, &session).await);
        }
        project.rest().set_mode_of("live_end_own_session", mode);
        assert_try_again(&end(&api, &other, &session).await);
    }
    project.rest().set_mode(Mode::Pass);
    assert_eq!(project.count("public.live_sessions").await, 1);
    assert_eq!(project.count("public.live_participants where role <> 'host'").await, 0);
    assert_eq!(project.balance(&viewer).await, 100);
    assert_eq!(session_row(&project, session.id).await["status"], "live");

    assert_eq!(create(&api, &creator).await.status, 200);
    assert_eq!(join(&api, &viewer, &session).await.status, 200);
    assert_eq!(end(&api, &other, &session).await.status, 200);
}

#[tokio::test]
async fn a_stopped_postgrest_is_a_503_for_all_and_the_function_recovers_by_itself() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let given = project.given();
    let creator = given.creator().await;
    let session = given.live_session(&creator).insert().await;

    project.rest().stop_server().await;
    for name in ["start-live-session", "join-live-session", "leave-live-session", "end-live-session"] {
        assert_try_again(&post(&api, name, &creator, session.id).await);
    }
    assert_try_again(&create(&api, &creator).await);
    project.rest().start_server().await;
    assert_eq!(end(&api, &creator, &session).await.status, 200);
}
