//! Round trips, and what happens when Postgres or LiveKit is away.

use std::time::Duration;

use ipelya_test::{Api, LiveSession, Mode, Project};
use serde_json::json;

#[tokio::test]
async fn a_viewers_token_costs_one_round_trip_to_the_database_and_none_to_livekit() {
    let project = Project::start().await;
    let api = Api::new(&project, token::routes());
    let given = project.given();
    let (creator, viewer, caller) = (given.creator().await, given.user().await, given.user().await);
    let session = given.live_session(&creator).pay_per_view(50).insert().await;
    given.ppv_payment(&viewer, &session, 50).await;
    let call = given.call(&caller, &viewer).status("connected").insert().await;

    for (body, facts) in [
        (json!({ "sessionId": session.id }), "/rest/v1/rpc/live_session_facts"),
        (json!({ "callId": call.id }), "/rest/v1/rpc/live_call_facts"),
    ] {
        project.rest().reset();
        project.livekit().reset();
        let reply = api.post("get-livekit-token").user(&viewer).json(body).send().await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        assert_eq!(project.rest().paths(), [facts]);
        assert_eq!(project.livekit().requests(), 0);
    }
}

#[tokio::test]
async fn the_hosts_token_also_re_creates_a_room_that_lapsed() {
    let LiveSession { project, api, host: creator, viewer, session, .. } =
        LiveSession::of(token::routes()).at_system_time().start().await;
    let ask = |person| api.post("get-livekit-token").user(person).json(json!({ "sessionId": session.id })).send();

    let early = ask(&viewer).await;
    let (status, _) = project.validate_with_livekit(early.body["token"].as_str().unwrap()).await;
    assert_eq!(status, 404, "no viewer's token brings a room into being");

    project.rest().reset();
    project.livekit().reset();
    assert_eq!(ask(&creator).await.status, 200);
    assert_eq!(project.rest().requests(), 1);
    assert_eq!(project.livekit().paths(), ["/twirp/livekit.RoomService/CreateRoom"]);

    let (status, _) = project.validate_with_livekit(early.body["token"].as_str().unwrap()).await;
    assert_eq!(status, 200);
}

#[tokio::test]
async fn a_database_that_is_away_is_a_503_in_time_and_the_function_recovers_by_itself() {
    let LiveSession { project, api, viewer, session, .. } = LiveSession::of(token::routes()).start().await;
    let ask = || {
        let request = api.post("get-livekit-token").user(&viewer).json(json!({ "sessionId": session.id })).send();
        async { tokio::time::timeout(Duration::from_secs(6), request).await.expect("a reply within 6 s") }
    };
    assert_eq!(ask().await.status, 200);

    for mode in [Mode::Refuse, Mode::Hang, Mode::Status(502), Mode::Status(503)] {
        project.rest().set_mode(mode);
        let reply = ask().await;
        reply.assert_refused(503, "SERVICE_UNAVAILABLE");
        assert_eq!(reply.header("retry-after"), Some("1"));
        project.rest().set_mode(Mode::Pass);
        assert_eq!(ask().await.status, 200, "after {mode:?}");
    }

    project.rest().stop_server().await;
    ask().await.assert_refused(503, "SERVICE_UNAVAILABLE");
    project.rest().start_server().await;
    assert_eq!(ask().await.status, 200);
}

#[tokio::test]
async fn a_livekit_that_is_away_stops_hosts_and_nobody_else() {
    let LiveSession { project, api, host: creator, viewer, session, .. } =
        LiveSession::of(token::routes()).start().await;
    let ask = |person| api.post("get-livekit-token").user(person).json(json!({ "sessionId": session.id })).send();

    for mode in [Mode::Refuse, Mode::Hang, Mode::Status(500)] {
        project.livekit().set_mode(mode);
        let reply = ask(&creator).await;
        reply.assert_refused(503, "SERVICE_UNAVAILABLE");
        assert_eq!(reply.header("retry-after"), Some("1"));
        assert_eq!(ask(&viewer).await.status, 200);
    }
    project.livekit().set_mode(Mode::Pass);
    assert_eq!(ask(&creator).await.status, 200);
}
