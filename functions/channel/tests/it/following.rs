//! Who hears of a channel.

use futures_util::future::join_all;
use serde_json::json;

use super::support::{given_channel, page, post, start};

#[tokio::test]
async fn to_follow_twice_is_to_follow_and_to_leave_twice_is_to_have_left() {
    let (project, api) = start().await;
    let given = project.given();
    let (creator, viewer) = (given.creator().await, given.user().await);
    given_channel(&api, &creator, "ayse").await;
    let followed = post(&api, "follow", &viewer, json!({ "slug": "ayse" })).await;
    let reply = json!({ "success": true, "following": true, "push": true, "email": false, "followers": 1 });
    assert_eq!(followed.body, reply);
    let otherwise = post(&api, "follow", &viewer, json!({ "slug": "ayse", "push": false, "email": true })).await;
    let reply = json!({ "success": true, "following": true, "push": false, "email": true, "followers": 1 });
    assert_eq!(otherwise.body, reply);
    for _ in 0..2 {
        let left = post(&api, "unfollow", &viewer, json!({ "slug": "ayse" })).await;
        let reply = json!({ "success": true, "following": false, "push": false, "email": false, "followers": 0 });
        assert_eq!(left.body, reply);
    }
}

#[tokio::test]
async fn many_who_come_at_once_are_counted_each() {
    let (project, api) = start().await;
    let given = project.given();
    let creator = given.creator().await;
    given_channel(&api, &creator, "ayse").await;
    let (one, two, three) = (given.user().await, given.user().await, given.user().await);
    let follows = [&one, &two, &three, &one, &two].map(|user| post(&api, "follow", user, json!({ "slug": "ayse" })));
    for followed in join_all(follows).await {
        assert_eq!(followed.status, 200, "{}", followed.body);
    }
    assert_eq!(page(&api, "ayse").await.body["followers"], 3);
    assert_eq!(project.count("public.live_channel_follows").await, 3);
}

#[tokio::test]
async fn who_may_not_and_what_cannot_be_followed() {
    let (project, api) = start().await;
    let given = project.given();
    let (creator, viewer, other) = (given.creator().await, given.user().await, given.creator().await);
    given_channel(&api, &creator, "ayse").await;
    given_channel(&api, &other, "veli").await;
    post(&api, "follow", &creator, json!({ "slug": "ayse" })).await.assert_refused(403, "SELF_FOLLOW");
    post(&api, "follow", &viewer, json!({ "slug": "yok" })).await.assert_refused(404, "CHANNEL_NOT_FOUND");
    post(&api, "unfollow", &viewer, json!({ "slug": "yok" })).await.assert_refused(404, "CHANNEL_NOT_FOUND");
    api.ask("POST", "/api/live/follow")
        .json(json!({ "slug": "ayse" }))
        .send()
        .await
        .assert_refused(401, "UNAUTHORIZED");
    given.setting("follow_count", 1).await;
    assert_eq!(post(&api, "follow", &viewer, json!({ "slug": "ayse" })).await.status, 200);
    post(&api, "follow", &viewer, json!({ "slug": "veli" })).await.assert_refused(409, "TOO_MANY_FOLLOWS");
    assert_eq!(post(&api, "follow", &viewer, json!({ "slug": "ayse", "email": true })).await.status, 200);
    given.setting("follow_rate_count", 0).await;
    post(&api, "follow", &viewer, json!({ "slug": "ayse" })).await.assert_refused(429, "RATE_LIMITED");
    assert_eq!(post(&api, "unfollow", &viewer, json!({ "slug": "ayse" })).await.status, 200, "to leave is always open");
}
