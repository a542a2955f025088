//! What the installed app sends, and how refusals reach it.

use ipelya_test::Api;
use serde_json::json;

use super::support::{about, on_air};

#[tokio::test]
async fn the_apps_own_request_succeeds_and_refusals_keep_their_status_since_the_app_looks_at_nothing_else() {
    for mode in ["http", "ok"] {
        let live = on_air().await;
        let api = Api::new(&live.project, moderation::routes()).with_setting("IPELYA_REFUSAL_STATUS", mode);
        let (stranger, outsider) = (live.project.given().user().await, live.project.given().user().await);
        let send = |person, body| api.post("report-live-user").user(person).json(body).send();

        let sent = send(&live.viewer, about(&live, &live.host, "Küfürlü konuşuyor")).await;
        assert_eq!((sent.status, &sent.body["success"]), (200, &json!(true)), "{}", sent.body);

        for (reply, status, code) in [
            (send(&stranger, about(&live, &live.host, "spam")).await, 403, "NOT_IN_SESSION"),
            (send(&live.viewer, about(&live, &outsider, "spam")).await, 404, "USER_NOT_FOUND"),
            (send(&live.viewer, about(&live, &live.viewer, "spam")).await, 400, "SELF_REPORT"),
            (send(&live.viewer, about(&live, &live.host, "")).await, 400, "INVALID_FIELD"),
            (api.post("report-live-user").json(json!({})).send().await, 401, "UNAUTHORIZED"),
        ] {
            reply.assert_refused(status, code);
            assert_eq!(reply.body.get("status"), None);
        }
    }
}
