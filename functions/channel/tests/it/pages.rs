//! A channel's page, as everybody sees it.

use serde_json::json;

use super::support::{given_channel, given_channel_with, go_live, page, post, start};

#[tokio::test]
async fn a_page_shows_channel_creator_and_what_is_on() {
    let (project, api) = start().await;
    let given = project.given();
    let (creator, viewer) = (given.creator().await, given.user().await);
    let handle =
        given_channel_with(&api, &creator, json!({ "title": "Kanal", "description": "Her akşam", "slug": "ayse" }))
            .await;
    let seen = page(&api, "ayse").await;
    assert_eq!(
        seen.body,
        json!({
            "success": true,
            "channel": {
                "id": seen.body["channel"]["id"], "slug": "ayse", "title": "Kanal", "description": "Her akşam",
                "roomName": handle, "active": false, "accessType": "public", "ppvCoinPrice": 0,
            },
            "creator": seen.body["creator"],
            "sessionId": null, "viewerCount": 0, "startedAt": null, "followers": 0,
        })
    );
    let shown = seen.body["creator"].as_object().unwrap();
    assert_eq!(shown["id"], json!(creator.profile_id));
    assert_eq!(shown.keys().collect::<Vec<_>>(), ["avatar_url", "display_name", "id", "is_verified"]);
    let id = go_live(&api, &creator).await;
    post(&api, "follow", &viewer, json!({ "slug": "ayse", "push": false, "email": true })).await;
    project.execute("update public.live_sessions set total_viewers = 12 where id = $1", &[&id]).await;
    for (user, following) in [(&creator, false), (&viewer, true)] {
        let seen = api.ask("GET", "/api/live/channels/ayse").user(user).send().await;
        assert_eq!((&seen.body["sessionId"], &seen.body["viewerCount"]), (&json!(id), &json!(12)));
        assert_eq!((&seen.body["followers"], &seen.body["following"]), (&json!(1), &json!(following)));
        assert_eq!((&seen.body["push"], &seen.body["email"]), (&json!(false), &json!(following)));
        assert!(seen.body["startedAt"].is_string());
    }
}

#[tokio::test]
async fn whoever_is_not_signed_in_is_a_visitor_and_a_bad_token_is_no_good() {
    let (project, api) = start().await;
    let creator = project.given().creator().await;
    given_channel(&api, &creator, "ayse").await;
    let ask = || api.ask("GET", "/api/live/channels/ayse");
    let key = api.setting("SUPABASE_SERVICE_ROLE_KEY");
    assert_eq!(ask().send().await.status, 200);
    assert_eq!(ask().bearer("sb_publishable_of_some_project").send().await.status, 200, "any client's key");
    assert_eq!(
        ask().bearer("e30.eyJyb2xlIjoiYW5vbiJ9.").send().await.status,
        200,
        "any client's key, of the older kind"
    );
    ask().bearer("e30.e30.").send().await.assert_refused(401, "UNAUTHORIZED");
    ask().bearer(&key).send().await.assert_refused(401, "UNAUTHORIZED");
}

#[tokio::test]
async fn what_is_not_for_ones_eyes_is_not_there() {
    let (project, api) = start().await;
    let given = project.given();
    let (creator, blocked, blocker, viewer) =
        (given.creator().await, given.user().await, given.user().await, given.user().await);
    given_channel(&api, &creator, "ayse").await;
    let block = "insert into public.blocked_users (blocker_id, blocked_id) values ($1, $2)";
    project.execute(block, &[&creator.id, &blocked.id]).await;
    project.execute(block, &[&blocker.id, &creator.id]).await;
    for (user, is_there) in [(&blocked, false), (&blocker, false), (&viewer, true)] {
        let seen = api.ask("GET", "/api/live/channels/ayse").user(user).send().await;
        assert_eq!(seen.status, if is_there { 200 } else { 404 });
        let found = post(&api, "search", user, json!({ "slug": "ayse", "includeOffline": true })).await;
        assert_eq!(found.body["total"], i32::from(is_there));
    }
    for hide in [
        "update public.live_channels set suspended_at = now()",
        "insert into public.live_session_bans (banned_user_id, banned_by, ban_type) select creator_id, creator_id, 'global' from public.live_channels",
    ] {
        project.execute(hide, &[]).await;
        page(&api, "ayse").await.assert_refused(404, "CHANNEL_NOT_FOUND");
        let found = post(&api, "search", &viewer, json!({ "slug": "ayse", "includeOffline": true })).await;
        assert_eq!(found.body["total"], 0, "{hide}");
        project.execute("update public.live_channels set suspended_at = null", &[]).await;
    }
}

#[tokio::test]
async fn visitors_are_limited_by_user_or_else_by_address() {
    let (project, api) = start().await;
    let given = project.given();
    let (creator, viewer) = (given.creator().await, given.user().await);
    given_channel(&api, &creator, "ayse").await;
    given.setting("channel_page_rate_count", 2).await;
    given.setting("search_rate_count", 2).await;
    for _ in 0..2 {
        assert_eq!(page(&api, "ayse").await.status, 200);
        assert_eq!(post(&api, "search", &viewer, json!({})).await.status, 200);
    }
    page(&api, "ayse").await.assert_refused(429, "RATE_LIMITED");
    post(&api, "search", &viewer, json!({})).await.assert_refused(429, "RATE_LIMITED");
    assert_eq!(api.ask("GET", "/api/live/channels/ayse").user(&viewer).send().await.status, 200);
    assert_eq!(api.ask("POST", "/api/live/search").json(json!({})).send().await.status, 200);
}
