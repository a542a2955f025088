//! How often tokens may be asked for.

use ipelya_test::{Api, Project};
use serde_json::json;

#[tokio::test]
async fn the_31st_token_of_a_minute_is_refused_with_the_seconds_to_wait() {
    let project = Project::start().await;
    let api = Api::new(&project, token::routes());
    let given = project.given();
    let (viewer, other) = (given.user().await, given.user().await);
    let session = given.live_session(&given.creator().await).insert().await;
    let ask = |person| api.post("get-livekit-token").user(person).json(json!({ "sessionId": session.id })).send();

    for _ in 0..30 {
        assert_eq!(ask(&viewer).await.status, 200);
    }
    let reply = ask(&viewer).await;
    reply.assert_refused(429, "RATE_LIMITED");
    assert_eq!(reply.header("retry-after"), Some("2"), "thirty a minute is one every two seconds");
    assert_eq!(ask(&other).await.status, 200, "everybody has a limit of their own");
}

#[tokio::test]
async fn the_limit_is_a_setting() {
    let project = Project::start().await;
    let api = Api::new(&project, token::routes());
    let given = project.given();
    given.setting("token_rate_count", 1).await;
    let viewer = given.user().await;
    let session = given.live_session(&given.creator().await).insert().await;
    let ask = || api.post("get-livekit-token").user(&viewer).json(json!({ "sessionId": session.id })).send();

    assert_eq!(ask().await.status, 200);
    assert_eq!(ask().await.header("retry-after"), Some("60"));
}
