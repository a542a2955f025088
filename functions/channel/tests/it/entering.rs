//! `token`: the way into a channel that is on air.

use ipelya_test::{Api, Reply, User};
use serde_json::{Value, json};

use super::support::{given_channel, given_channel_with, go_live, post, start, toggle};

async fn enter(api: &Api, user: &User, body: Value) -> Reply {
    post(api, "token", user, body).await
}

#[tokio::test]
async fn the_creator_broadcasts_and_everybody_else_watches_by_either_name() {
    let (project, api) = start().await;
    let given = project.given();
    let (creator, viewer) = (given.creator().await, given.user().await);
    let handle = given_channel(&api, &creator, "ayse").await;
    let id = go_live(&api, &creator).await;
    for (user, body, role) in [
        (&creator, json!({ "roomName": handle, "role": "broadcaster" }), "host"),
        (&creator, json!({ "slug": "ayse", "role": "viewer" }), "host"),
        (&viewer, json!({ "roomName": handle, "role": "viewer" }), "viewer"),
        (&viewer, json!({ "slug": "ayse" }), "viewer"),
    ] {
        let seat = enter(&api, user, body.clone()).await;
        assert_eq!((seat.status, &seat.body["role"]), (200, &json!(role)), "{body}: {}", seat.body);
        assert_eq!((&seat.body["sessionId"], &seat.body["roomName"]), (&json!(id), &json!(format!("live_video_{id}"))));
        let (status, said) = project.validate_with_livekit(seat.body["token"].as_str().unwrap()).await;
        assert_eq!(status, 200, "{said}");
    }
    assert_eq!(project.count("public.live_participants where is_active").await, 2, "each has their seat");
    enter(&api, &viewer, json!({ "roomName": handle, "role": "broadcaster" }))
        .await
        .assert_refused(403, "NOT_THE_HOST");
}

#[tokio::test]
async fn nobody_enters_what_is_not_on_air_or_not_there() {
    let (project, api) = start().await;
    let given = project.given();
    let (creator, viewer) = (given.creator().await, given.user().await);
    let handle = given_channel(&api, &creator, "ayse").await;
    enter(&api, &viewer, json!({ "roomName": handle })).await.assert_refused(409, "CHANNEL_OFFLINE");
    enter(&api, &creator, json!({ "slug": "ayse", "role": "broadcaster" }))
        .await
        .assert_refused(409, "CHANNEL_OFFLINE");
    enter(&api, &viewer, json!({ "slug": "veli" })).await.assert_refused(404, "CHANNEL_NOT_FOUND");
    enter(&api, &viewer, json!({})).await.assert_refused(400, "INVALID_FIELD");
    let id = go_live(&api, &creator).await;
    // by the names of LiveKit nobody enters
    enter(&api, &viewer, json!({ "roomName": format!("live_video_{id}") }))
        .await
        .assert_refused(404, "CHANNEL_NOT_FOUND");
    toggle(&api, &creator, false).await;
    enter(&api, &viewer, json!({ "slug": "ayse" })).await.assert_refused(409, "CHANNEL_OFFLINE");
}

#[tokio::test]
async fn the_rules_are_those_of_every_session_and_nobody_is_charged() {
    let (project, api) = start().await;
    let given = project.given();
    let (creator, viewer, banned, blocked) =
        (given.creator().await, given.user().await, given.user().await, given.user().await);
    let ppv = json!({ "title": "x", "slug": "ayse", "accessType": "pay_per_view", "ppvCoinPrice": 7 });
    given_channel_with(&api, &creator, ppv).await;
    go_live(&api, &creator).await;
    given.coins(&viewer, 100).await;
    let asked = enter(&api, &viewer, json!({ "slug": "ayse" })).await;
    asked.assert_refused(402, "PAYMENT_REQUIRED");
    assert_eq!((&asked.body["required"], project.balance(&viewer).await), (&json!(7), 100));

    given.ban(&banned).everywhere().insert().await;
    enter(&api, &banned, json!({ "slug": "ayse" })).await.assert_refused(403, "BANNED");
    let block = "insert into public.blocked_users (blocker_id, blocked_id) values ($1, $2)";
    project.execute(block, &[&creator.id, &blocked.id]).await;
    enter(&api, &blocked, json!({ "slug": "ayse" })).await.assert_refused(403, "BLOCKED");
}
