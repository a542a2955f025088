//! What creators' clients measure of their own broadcast.

use serde_json::{Value, json};

use super::support::{given_channel, post, start};

#[tokio::test]
async fn the_last_measurement_is_told_again_and_to_its_owner_alone() {
    let (project, api) = start().await;
    let creator = project.given().creator().await;
    given_channel(&api, &creator, "ayse").await;
    let nothing = post(&api, "health", &creator, json!({})).await;
    let expected = json!([false, null, null]);
    assert_eq!(json!([nothing.body["active"], nothing.body["ingress"], nothing.body["sample"]]), expected);

    post(&api, "health", &creator, json!({ "bitrateKbps": 1, "fps": 1 })).await;
    let sent = json!({ "bitrateKbps": 2500, "fps": 29.97, "packetLoss": 0.5, "rttMs": 40 });
    let told = post(&api, "health", &creator, sent).await;
    let sample = &told.body["sample"];
    let numbers = ["bitrateKbps", "fps", "packetLoss", "rttMs"].map(|name| sample[name].clone());
    assert_eq!(json!(numbers), json!([2500.0, 29.97, 0.5, 40.0]));
    assert!(sample["sampledAt"].is_string());
    assert_eq!(post(&api, "health", &creator, json!({})).await.body, told.body);
    assert_eq!(project.count("public.live_channel_health").await, 1);
}

#[tokio::test]
async fn what_cannot_be_measured_is_refused_by_its_name() {
    let (project, api) = start().await;
    let creator = project.given().creator().await;
    given_channel(&api, &creator, "ayse").await;
    for (field, value) in [
        ("bitrateKbps", json!(-1)),
        ("fps", json!(1001)),
        ("packetLoss", json!(101)),
        ("rttMs", json!(600_001)),
        ("fps", json!("30")),
    ] {
        let refused = post(&api, "health", &creator, json!({ field: value })).await;
        refused.assert_refused(400, "INVALID_FIELD");
        assert_eq!(refused.body["field"], field);
    }
    assert_eq!(project.count("public.live_channel_health").await, 0);
}

#[tokio::test]
async fn reports_and_looks_are_limited_each_for_itself() {
    let (project, api) = start().await;
    let creator = project.given().creator().await;
    given_channel(&api, &creator, "ayse").await;
    project.given().setting("health_rate_count", 1).await;
    for body in [json!({ "fps": 30 }), json!({})] {
        let ask = |body: &Value| post(&api, "health", &creator, body.clone());
        assert_eq!(ask(&body).await.status, 200);
        ask(&body).await.assert_refused(429, "RATE_LIMITED");
    }
}
