//! How refusals reach clients, and where the functions are published.

use ipelya_test::{Api, assert_published};
use serde_json::json;

use super::support::{on_air, said};

#[tokio::test]
async fn every_route_is_on_the_local_stack_and_in_the_readme() {
    assert_published("chat", &chat::routes()).await;
}

#[tokio::test]
async fn refusals_keep_their_status_in_either_mode_since_the_installed_app_calls_none_of_these() {
    for mode in ["http", "ok"] {
        let live = on_air().await;
        let api = Api::new(&live.project, chat::routes()).with_setting("IPELYA_REFUSAL_STATUS", mode);
        let stranger = live.project.given().user().await;
        let say = |person, content: &str| {
            let body = json!({ "sessionId": live.session.id, "content": content });
            api.post("send-live-message").user(person).json(body).send()
        };
        let message = said(&live, &live.viewer, "selam").await;
        let body = json!({ "messageId": message });
        for (reply, status, code) in [
            (say(&stranger, "selam").await, 403, "NOT_IN_SESSION"),
            (api.post("delete-live-message").user(&stranger).json(body.clone()).send().await, 403, "NOT_A_MODERATOR"),
            (api.post("pin-live-message").user(&stranger).json(body).send().await, 403, "NOT_A_MODERATOR"),
        ] {
            reply.assert_refused(status, code);
            assert_eq!(reply.body.get("status"), None);
        }
        say(&live.viewer, "").await.assert_refused(400, "MESSAGE_EMPTY");
    }
}
