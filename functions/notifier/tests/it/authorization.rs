//! Who may have pushes sent.

use ipelya_test::{Api, Project};
use serde_json::json;

#[tokio::test]
async fn only_the_service_itself_may_ask_for_a_round() {
    let project = Project::start().await;
    let api = Api::new(&project, notifier::routes());
    let user = project.given().user().await;
    let ask = || api.post("notifier").json(json!({}));
    ask().user(&user).send().await.assert_refused(401, "UNAUTHORIZED");
    ask().send().await.assert_refused(401, "UNAUTHORIZED");
    let anon = project.env().get("SUPABASE_ANON_KEY").cloned().unwrap();
    ask().bearer(&anon).send().await.assert_refused(401, "UNAUTHORIZED");
}
