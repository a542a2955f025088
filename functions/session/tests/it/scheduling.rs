//! Sessions announced for later, and `start-live-session`.

use ipelya_test::{Api, Mode, Project, Reply, User};
use serde_json::{Value, json};
use time::Duration;
use time::format_description::well_known::Rfc3339;

use super::support::{create, post, session_id, session_row};

async fn schedule(api: &Api, creator: &User) -> Reply {
    let at = (api.now() + Duration::HOUR).format(&Rfc3339).unwrap();
    let body = json!({ "title": "Birazdan", "sessionType": "video_live", "scheduledAt": at });
    api.post("create-live-session").user(creator).json(body).send().await
}

#[tokio::test]
async fn a_scheduled_session_has_no_room_and_no_token_until_it_is_started() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes()).at_system_time();
    let given = project.given();
    let (creator, viewer) = (given.creator().await, given.user().await);

    let reply = schedule(&api, &creator).await;
    assert_eq!((reply.status, &reply.body["session"]["status"]), (200, &json!("scheduled")), "{}", reply.body);
    assert_eq!((reply.body.get("token"), &reply.body["session"]["startedAt"]), (None, &Value::Null));
    assert_eq!(project.livekit().requests(), 0);
    let id = session_id(&reply);
    post(&api, "join-live-session", &viewer, id).await.assert_refused(409, "SESSION_NOT_STARTED");

    let started = post(&api, "start-live-session", &creator, id).await;
    assert_eq!((started.status, &started.body["role"]), (200, &json!("host")), "{}", started.body);
    assert_eq!((&started.body["session"]["status"], started.body.get("existing")), (&json!("live"), None));
    assert!(project.has_room(started.body["roomName"].as_str().unwrap()).await);
    assert_eq!(post(&api, "join-live-session", &viewer, id).await.status, 200);

    let again = post(&api, "start-live-session", &creator, id).await;
    assert_eq!((again.status, &again.body["session"]), (200, &started.body["session"]));
}

#[tokio::test]
async fn a_creator_schedules_while_live_but_starts_only_one_at_a_time() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let creator = project.given().creator().await;
    let on_air = session_id(&create(&api, &creator).await);
    let waiting = session_id(&schedule(&api, &creator).await);
    assert_ne!(on_air, waiting);

    post(&api, "start-live-session", &creator, waiting).await.assert_refused(409, "ALREADY_LIVE");
    assert_eq!(session_row(&project, waiting).await["status"], "scheduled");
    assert_eq!(post(&api, "end-live-session", &creator, on_air).await.status, 200);
    assert_eq!(post(&api, "start-live-session", &creator, waiting).await.status, 200);
    post(&api, "start-live-session", &creator, on_air).await.assert_refused(409, "SESSION_ENDED");
}

#[tokio::test]
async fn starts_and_creates_at_the_same_moment_put_one_session_on_air() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let creator = project.given().creator().await;
    let waiting = [session_id(&schedule(&api, &creator).await), session_id(&schedule(&api, &creator).await)];

    let starts = waiting.iter().map(|id| post(&api, "start-live-session", &creator, *id));
    let (starts, created) = tokio::join!(futures_util::future::join_all(starts), create(&api, &creator));

    let live = "select count(*) from public.live_sessions where status = 'live'";
    let live: i64 = project.db().query_one(live, &[]).await.unwrap().get(0);
    assert_eq!(live, 1);
    assert_eq!(created.status, 200);
    for reply in starts {
        assert!(reply.status == 200 || reply.body["errorCode"] == "ALREADY_LIVE", "{}", reply.body);
    }
}

#[tokio::test]
async fn a_start_whose_room_livekit_does_not_open_leaves_the_session_scheduled() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let creator = project.given().creator().await;
    let id = session_id(&schedule(&api, &creator).await);

    project.livekit().set_mode(Mode::Status(500));
    post(&api, "start-live-session", &creator, id).await.assert_refused(503, "SERVICE_UNAVAILABLE");
    let row = session_row(&project, id).await;
    assert_eq!(
        (&row["status"], &row["started_at"], &row["max_ends_at"]),
        (&json!("scheduled"), &Value::Null, &Value::Null)
    );

    project.livekit().set_mode(Mode::Pass);
    assert_eq!(post(&api, "start-live-session", &creator, id).await.status, 200);
}

#[tokio::test]
async fn ending_a_scheduled_session_cancels_it() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let creator = project.given().creator().await;
    let id = session_id(&schedule(&api, &creator).await);

    let reply = post(&api, "end-live-session", &creator, id).await;

    assert_eq!((reply.status, &reply.body["session"]["status"]), (200, &json!("cancelled")), "{}", reply.body);
    post(&api, "start-live-session", &creator, id).await.assert_refused(409, "SESSION_ENDED");
}
