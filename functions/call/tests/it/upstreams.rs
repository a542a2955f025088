//! What a call costs the services behind it, and what happens when they are away.

use ipelya_test::{Mode, User};
use serde_json::{Value, json};

use super::support::{Line, id_of};

#[tokio::test]
async fn each_function_costs_one_round_trip_and_placing_a_call_one_to_livekit() {
    let line = Line::open().await;
    let id = id_of(&line.dial(&line.caller, &line.callee).await);
    assert_eq!(line.project.rest().paths(), ["/rest/v1/rpc/live_initiate_call"]);
    assert_eq!(line.project.livekit().requests(), 1);
    let (caller, callee) = (&line.caller, &line.callee);
    let costs_one = async |function: &str, user: &User, id: &Value| {
        line.project.rest().reset();
        assert_eq!(line.act(function, user, id).await.status, 200, "{function}");
        assert_eq!(line.project.rest().paths(), ["/rest/v1/rpc/live_act_on_call"], "{function}");
    };
    for (function, user) in [("get-call", callee), ("accept-call", callee), ("get-call", caller), ("end-call", caller)]
    {
        costs_one(function, user, &id).await;
    }
    for (function, user) in [("decline-call", callee), ("cancel-call", caller), ("end-call", caller)] {
        costs_one(function, user, &line.ring().await).await;
    }
    assert_eq!(line.project.livekit().requests(), 4, "one for each that rang");
}

#[tokio::test]
async fn without_livekit_nobody_is_called_and_the_ring_is_taken_back() {
    let line = Line::open().await;
    line.project.livekit().set_mode(Mode::Refuse);
    line.dial(&line.caller, &line.callee).await.assert_refused(503, "SERVICE_UNAVAILABLE");
    let row = "select jsonb_build_array(status, end_reason) from public.calls";
    assert_eq!(line.project.value(row, &[]).await, json!(["ended", "failed"]));
    line.project.livekit().set_mode(Mode::Pass);
    assert_eq!(line.dial(&line.caller, &line.callee).await.status, 200, "nobody is busy");
}

#[tokio::test]
async fn without_a_database_nothing_happens() {
    let line = Line::open().await;
    let id = line.ring().await;
    line.project.rest().set_mode(Mode::Refuse);
    line.act("accept-call", &line.callee, &id).await.assert_refused(503, "SERVICE_UNAVAILABLE");
    line.dial(&line.callee, &line.caller).await.assert_refused(503, "SERVICE_UNAVAILABLE");
    assert_eq!(line.state(&id).await, json!("ringing"));
}
