//! Two people in the real LiveKit, with the tokens the functions give them.

use ipelya_test::{Api, Reply};
use serde_json::json;

use super::support::{Line, id_of};

fn token(reply: &Reply) -> &str {
    reply.body["token"].as_str().unwrap()
}

#[tokio::test]
async fn both_hear_each_other_from_the_answer_on() {
    let line = Line::open().await;
    // LiveKit judges the tokens by its own clock
    let api = Api::new(&line.project, call::routes()).at_system_time();
    let place = json!({ "calleeId": line.callee.id, "callType": "audio" });
    let placed = api.post("create-call").user(&line.caller).json(place).send().await;
    let id = id_of(&placed);
    let room = placed.body["roomName"].as_str().unwrap();
    // the caller waits in the room while it rings
    let caller = line.project.room_client(room, line.caller.id).token(token(&placed)).microphone();
    let mut caller = caller.join().await;

    let accept = json!({ "callId": id });
    let accepted = api.post("accept-call").user(&line.callee).json(accept.clone()).send().await;
    let callee = line.project.room_client(room, line.callee.id).token(token(&accepted)).microphone();
    let mut callee = callee.join().await;
    assert_eq!(caller.hears().await, line.callee.id.to_string());
    assert_eq!(callee.hears().await, line.caller.id.to_string());

    // the app asks for tokens by themselves too
    let tokens = Api::new(&line.project, token::routes()).at_system_time();
    for (user, role) in [(&line.caller, "caller"), (&line.callee, "callee")] {
        let reply = tokens.post("get-livekit-token").user(user).json(accept.clone()).send().await;
        assert_eq!((reply.status, &reply.body["role"]), (200, &json!(role)), "{}", reply.body);
    }
    api.post("end-call").user(&line.caller).json(accept.clone()).send().await;
    let reply = tokens.post("get-livekit-token").user(&line.callee).json(accept).send().await;
    reply.assert_refused(409, "CALL_ENDED");
}
