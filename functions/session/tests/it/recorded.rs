//! The examples of the API document, which the functions really answer.

use ipelya_test::{Api, Project};
use serde_json::json;

#[tokio::test]
async fn sessions_are_answered_as_the_document_shows() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let (creator, viewer) = (project.given().creator().await, project.given().user().await);

    let announced = json!({ "title": "Yarın akşam", "sessionType": "audio_room", "scheduledAt": in_an_hour(&api) });
    let announced = api.post("create-live-session").user(&creator).json(announced).send().await;
    let start = json!({ "sessionId": announced.body["session"]["id"] });
    api.post("start-live-session").user(&creator).json(start.clone()).recorded().await;
    api.post("end-live-session").user(&creator).json(start).send().await;

    let create = json!({ "title": "Akşam sohbeti", "sessionType": "video_live", "accessType": "public" });
    let created = api.post("create-live-session").user(&creator).json(create).recorded().await;
    let session = json!({ "sessionId": created.body["session"]["id"] });
    api.post("join-live-session").user(&viewer).json(session.clone()).recorded().await;
    api.post("leave-live-session").user(&viewer).json(session.clone()).recorded().await;
    api.post("end-live-session").user(&creator).json(session).recorded().await;
}

fn in_an_hour(api: &Api) -> String {
    (api.now() + time::Duration::HOUR).format(&time::format_description::well_known::Rfc3339).unwrap()
}
