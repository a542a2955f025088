//! What the installed app sends and reads.

use ipelya_test::{Api, assert_published};
use serde_json::json;

use super::support::Stage;

#[tokio::test]
async fn every_route_is_on_the_local_stack_and_in_the_readme() {
    assert_published("guest", &guest::routes()).await;
}

#[tokio::test]
async fn installed_versions_read_refusals_of_the_functions_they_call() {
    let stage = Stage::open().await;
    let api = Api::new(&stage.live.project, guest::routes()).with_setting("IPELYA_REFUSAL_STATUS", "ok");
    let (host, viewer, session) = (&stage.live.host, &stage.live.viewer, stage.live.session.id);
    let nobodys = "6f1c1f0e-5b1f-4c55-9d5e-0f6c3e7f5f10";
    for (name, by, body, softened, status) in [
        ("invite-guest", viewer, json!({ "sessionId": session, "targetUserId": host.id }), 200, 403),
        ("respond-guest-invitation", viewer, json!({ "sessionId": session, "accept": true }), 200, 404),
        ("request-to-join", &stage.live.person("speaker").await, json!({ "sessionId": session }), 200, 409),
        ("respond-join-request", host, json!({ "requestId": nobodys, "approve": true }), 200, 404),
        ("end-guest", viewer, json!({ "sessionId": session, "guestUserId": host.id }), 200, 403),
        // not called by any
        ("cancel-join-request", viewer, json!({ "requestId": nobodys }), 404, 404),
    ] {
        let reply = api.post(name).user(by).json(body).send().await;
        assert_eq!(reply.status, softened, "{name}: {}", reply.body);
        assert_eq!(reply.body["success"], false);
        if softened == 200 {
            assert_eq!(reply.body["status"], status, "{name}: {}", reply.body);
        }
    }
}
