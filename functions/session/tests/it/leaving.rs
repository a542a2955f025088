//! `leave-live-session`.

use ipelya_test::{Api, LiveSession, Project};
use serde_json::json;

use super::support::{ask, join, post};

const SEAT: &str = "select is_active from public.live_participants where user_id = $1";

#[tokio::test]
async fn a_seat_is_given_up_at_once_and_taken_again_by_joining() {
    let LiveSession { project, api, viewer, session, .. } = LiveSession::of(session::routes()).start().await;
    join(&api, &viewer, &session).await;

    for _ in 0..2 {
        let reply = post(&api, "leave-live-session", &viewer, session.id).await;
        assert_eq!((reply.status, reply.body), (200, json!({ "success": true })));
        assert_eq!(ask(&project, SEAT, viewer.id).await["is_active"], false);
    }
    join(&api, &viewer, &session).await;
    assert_eq!(ask(&project, SEAT, viewer.id).await["is_active"], true);
}

#[tokio::test]
async fn whoever_livekit_still_has_inside_stays_active_until_livekit_says_they_left() {
    let LiveSession { project, api, viewer, session, .. } = LiveSession::of(session::routes()).start().await;
    join(&api, &viewer, &session).await;
    let seen = "select public.live_stay_seen($1, 'RM_1', 'PA_1', $2, 'STANDARD', $3, $4, 'CLIENT_INITIATED', $3)";
    let (identity, at) = (viewer.id.to_string(), api.now());
    let nothing: Option<time::OffsetDateTime> = None;
    project.db().execute(seen, &[&session.room_name, &identity, &at, &nothing]).await.unwrap();

    post(&api, "leave-live-session", &viewer, session.id).await;
    assert_eq!(ask(&project, SEAT, viewer.id).await["is_active"], true);
    project.db().execute(seen, &[&session.room_name, &identity, &at, &Some(at)]).await.unwrap();
    assert_eq!(ask(&project, SEAT, viewer.id).await["is_active"], false);
}

#[tokio::test]
async fn leaving_is_open_to_everybody_signed_in_and_makes_no_row() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let given = project.given();
    let (banned, stranger) = (given.user().await, given.user().await);
    given.ban(&banned).everywhere().insert().await;
    let session = given.live_session(&given.creator().await).status("ended").insert().await;

    for person in [&banned, &stranger] {
        assert_eq!(post(&api, "leave-live-session", person, session.id).await.status, 200);
    }
    assert_eq!(project.count("public.live_participants where role <> 'host'").await, 0);
    post(&api, "leave-live-session", &stranger, banned.id).await.assert_refused(404, "SESSION_NOT_FOUND");
}
