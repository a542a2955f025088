//! Two people in the real LiveKit, with the tokens the functions give them.

use ipelya_test::{Api, Project};
use serde_json::json;

use super::support::Line;

#[tokio::test]
async fn both_hear_each_other_from_the_answer_on() {
    let line = Line::real(Project::start().await).await;
    let talk = line.both_inside().await;

    // the app asks for tokens by themselves too
    let body = json!({ "callId": talk.id, "roomName": format!("call_{}", talk.id.as_str().unwrap()) });
    let tokens = Api::new(&line.project, token::routes()).at_system_time();
    for (user, role) in [(&line.caller, "caller"), (&line.callee, "callee")] {
        let reply = tokens.post("get-livekit-token").user(user).json(body.clone()).send().await;
        assert_eq!((reply.status, &reply.body["role"]), (200, &json!(role)), "{}", reply.body);
        assert_eq!(reply.body["roomName"], talk.room.as_str());
    }
    line.act("end-call", &line.caller, &talk.id).await;
    let reply = tokens.post("get-livekit-token").user(&line.callee).json(body).send().await;
    reply.assert_refused(409, "CALL_ENDED");
}
