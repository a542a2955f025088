//! The example of the API document, which the function really answers.

use ipelya_test::{Api, Project};
use serde_json::json;

#[tokio::test]
async fn a_notifier_is_answered_as_the_document_shows() {
    let project = Project::start().await;
    let api = Api::new(&project, notifier::routes());
    let key = api.setting("SUPABASE_SERVICE_ROLE_KEY");
    api.post("notifier").bearer(&key).json(json!({})).recorded().await;
}
