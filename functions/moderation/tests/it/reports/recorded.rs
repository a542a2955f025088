//! The examples of the API document, which the functions really answer.

use serde_json::json;

use super::support::{about, on_air};

#[tokio::test]
async fn reports_are_answered_as_the_document_shows() {
    let live = on_air().await;
    let mut report = about(&live, &live.host, "harassment");
    report["description"] = json!("Bir izleyiciye hakaret etti.");
    live.api.post("report-live-user").user(&live.viewer).json(report).recorded().await;
}
