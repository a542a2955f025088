//! The links of mails: whoever has one ends the mails, and whoever only looks ends nothing.

use ipelya_test::{Api, Mode, Project, Reply, User};
use serde_json::{Value, json};

use super::support::{given_channel, post, start};

/// A follower of a channel by mail, and the path that their mails lead to.
async fn follower(project: &Project, api: &Api) -> (User, String) {
    let given = project.given();
    let (creator, follower) = (given.creator().await, given.user().await);
    given_channel(api, &creator, "ayse").await;
    post(api, "follow", &follower, json!({ "slug": "ayse", "email": true })).await;
    let token = project.value("select to_jsonb(mail_token) from public.live_channel_follows", &[]).await;
    (follower, format!("/api/live/unsubscribe/{}", token.as_str().unwrap()))
}

/// How the follower hears of the channel.
async fn ways(project: &Project) -> Value {
    project.value("select jsonb_build_array(push, email) from public.live_channel_follows", &[]).await
}

/// What a mail program posts, by RFC 8058.
async fn one_click(api: &Api, path: &str) -> Reply {
    api.ask("POST", path).raw("application/x-www-form-urlencoded", "List-Unsubscribe=One-Click").send().await
}

#[tokio::test]
async fn one_click_ends_the_mails_and_nothing_else_however_often() {
    let (project, api) = start().await;
    let (follower, path) = follower(&project, &api).await;
    for _ in 0..2 {
        project.rest().reset();
        assert_eq!(one_click(&api, &path).await.status, 200);
        assert_eq!(project.rest().paths(), ["/rest/v1/rpc/live_unsubscribe"]);
        assert_eq!(ways(&project).await, json!([true, false]));
    }
    let again = post(&api, "follow", &follower, json!({ "slug": "ayse", "email": true })).await;
    assert_eq!((again.status, ways(&project).await), (200, json!([true, true])));
}

#[tokio::test]
async fn every_way_to_post_is_understood() {
    for (content_type, body) in [
        (
            "multipart/form-data; boundary=x",
            "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--",
        ),
        ("application/json", "{}"),
        ("text/plain", ""),
    ] {
        let (project, api) = start().await;
        let (_, path) = follower(&project, &api).await;
        assert_eq!(api.ask("POST", &path).raw(content_type, body).send().await.status, 200, "{content_type}");
        assert_eq!(ways(&project).await, json!([true, false]), "{content_type}");
    }
}

#[tokio::test]
async fn to_look_at_the_page_ends_nothing_and_asks_nobody() {
    let (project, api) = start().await;
    let (_, path) = follower(&project, &api).await;
    project.rest().reset();
    let page = api.ask("GET", &path).header("accept-language", "tr").send().await;
    assert_eq!((page.status, project.rest().requests()), (200, 0));
    assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
    assert!(page.header("content-security-policy").unwrap().contains("default-src 'none'"));
    assert_eq!((page.header("referrer-policy"), page.header("cache-control")), (Some("no-referrer"), Some("no-store")));
    let html = page.body.as_str().unwrap();
    assert!(html.contains("<form method=\"post\"><button>E-postaları durdur</button></form>"), "{html}");
    assert_eq!(ways(&project).await, json!([true, true]));
}

#[tokio::test]
async fn a_token_that_is_nobodys_is_answered_like_one_that_is() {
    let (project, api) = start().await;
    let (_, path) = follower(&project, &api).await;
    let nobodys = "/api/live/unsubscribe/00000000-0000-4000-8000-000000000000";
    assert_eq!(one_click(&api, nobodys).await.body, one_click(&api, &path).await.body);
    let look = async |path| api.ask("GET", path).send().await.body;
    assert_eq!(look(nobodys).await, look(&path).await);
    for method in ["GET", "POST"] {
        api.ask(method, "/api/live/unsubscribe/nothing").send().await.assert_refused(400, "INVALID_FIELD");
    }
}

#[tokio::test]
async fn without_postgres_it_is_to_be_tried_again() {
    let (project, api) = start().await;
    let (_, path) = follower(&project, &api).await;
    project.rest().set_mode(Mode::Refuse);
    one_click(&api, &path).await.assert_refused(503, "SERVICE_UNAVAILABLE");
}
