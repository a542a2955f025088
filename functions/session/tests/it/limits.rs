//! Every token costs one of its asker's limit of tokens, whichever function mints it.

use ipelya_test::{Api, Project};
use serde_json::json;

use super::support::{join, post};

#[tokio::test]
async fn replays_of_one_key_mint_no_more_tokens_than_the_limit() {
    let project = Project::start().await;
    let api = Api::new(&project, session::routes());
    let given = project.given();
    let (creator, viewer) = (given.creator().await, given.user().await);
    let session = given.live_session(&given.creator().await).insert().await;
    for (name, person) in [("create-live-session", &creator), ("join-live-session", &viewer)] {
        let repeat = || {
            let body = json!({ "title": "Canlı", "sessionType": "video_live", "sessionId": session.id });
            api.post(name).user(person).header("Idempotency-Key", "key-1").json(body).send()
        };
        for attempt in 0..30 {
            assert_eq!(repeat().await.status, 200, "{name} {attempt}");
        }
        let reply = repeat().await;
        reply.assert_refused(429, "RATE_LIMITED");
        assert_eq!(reply.header("retry-after"), Some("2"), "{name}");
    }
}

#[tokio::test]
async fn tokens_of_all_functions_are_of_one_limit() {
    let project = Project::start().await;
    let (api, tokens) = (Api::new(&project, session::routes()), Api::new(&project, token::routes()));
    let given = project.given();
    given.setting("token_rate_count", 4).await;
    let creator = given.creator().await;
    let scheduled = given.live_session(&creator).status("scheduled").insert().await;

    assert_eq!(post(&api, "start-live-session", &creator, scheduled.id).await.status, 200);
    let create = json!({ "title": "Canlı", "sessionType": "video_live" });
    assert_eq!(api.post("create-live-session").user(&creator).json(create).send().await.body["existing"], true);
    assert_eq!(join(&api, &creator, &scheduled).await.status, 200);
    let ask = || tokens.post("get-livekit-token").user(&creator).json(json!({ "sessionId": scheduled.id })).send();
    assert_eq!(ask().await.status, 200);
    ask().await.assert_refused(429, "RATE_LIMITED");
}
