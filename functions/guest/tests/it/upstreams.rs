//! What a guest costs the services behind the functions.

use ipelya_test::User;
use serde_json::{Value, json};

use super::support::Stage;

#[tokio::test]
async fn each_function_costs_one_round_trip_and_one_to_livekit_where_rights_change() {
    let stage = Stage::open().await;
    let (project, host) = (&stage.live.project, &stage.live.host);
    let costs = async |name: &str, by: &User, body: Value, function: &str, livekit: usize| {
        project.rest().reset();
        project.livekit().reset();
        let reply = stage.post(name, by, body).await;
        assert_eq!(reply.status, 200, "{name}: {}", reply.body);
        let rpc = format!("/rest/v1/rpc/{function}");
        assert_eq!((project.rest().paths(), project.livekit().requests()), (vec![rpc], livekit), "{name}");
        reply
    };
    let (invited, declining) = (stage.live.viewer.clone(), stage.viewer().await);
    for guest in [&invited, &declining] {
        costs("invite-guest", host, json!({ "targetUserId": guest.id }), "live_invite_guest", 0).await;
    }
    let respond = "live_respond_guest_invitation";
    costs("respond-guest-invitation", &invited, json!({ "accept": true }), respond, 1).await;
    costs("respond-guest-invitation", &declining, json!({ "accept": false }), respond, 0).await;

    let mut ids = Vec::new();
    for _ in 0..3 {
        let asking = stage.viewer().await;
        let asked = costs("request-to-join", &asking, json!({}), "live_request_to_join", 0).await;
        ids.push((asking, asked.body["requestId"].clone()));
    }
    let answer = "live_respond_join_request";
    let of = |id: &Value, approve: bool| json!({ "requestId": id, "approve": approve });
    costs("respond-join-request", host, of(&ids[0].1, true), answer, 1).await;
    costs("respond-join-request", host, of(&ids[1].1, false), answer, 0).await;
    let (third, request) = &ids[2];
    costs("cancel-join-request", third, json!({ "requestId": request }), "live_cancel_join_request", 0).await;
    costs("end-guest", host, json!({ "guestUserId": invited.id }), "live_end_guest", 1).await;
}
