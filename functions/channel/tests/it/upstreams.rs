//! Round trips, repeats, and what happens when Postgres is away.

use ipelya_test::Mode;
use serde_json::{Value, json};

use super::support::{given_channel, go_live, page, post, start};

#[tokio::test]
async fn each_request_makes_as_many_round_trips_as_it_says() {
    let (project, api) = start().await;
    let given = project.given();
    let (creator, viewer) = (given.creator().await, given.user().await);
    let slug = json!({ "slug": "ayse" });
    for (name, user, body, calls, to_livekit) in [
        ("create", &creator, json!({ "title": "x", "slug": "ayse" }), &["own_channel_facts", "save_channel"][..], 0),
        ("toggle-active", &creator, json!({ "active": true }), &["own_channel_facts", "channel_go_live"], 1),
        ("token", &viewer, slug.clone(), &["channel_facts", "take_seat"], 0),
        ("token", &creator, slug.clone(), &["channel_facts", "take_seat"], 1),
        ("follow", &viewer, slug.clone(), &["follow_channel"], 0),
        ("unfollow", &viewer, slug.clone(), &["unfollow_channel"], 0),
        ("search", &viewer, slug, &["search_channels"], 0),
        ("popular", &viewer, json!({ "window": "week" }), &["list_popular"], 0),
        ("stats", &creator, json!({}), &["channel_stats"], 0),
        ("toggle-active", &creator, json!({ "active": false }), &["channel_go_offline"], 0),
    ] {
        project.rest().reset();
        project.livekit().reset();
        let reply = post(&api, name, user, body).await;
        assert_eq!(reply.status, 200, "{name}: {}", reply.body);
        let calls: Vec<String> = calls.iter().map(|call| format!("/rest/v1/rpc/live_{call}")).collect();
        assert_eq!((project.rest().paths(), project.livekit().requests()), (calls, to_livekit), "{name}");
    }
    project.rest().reset();
    page(&api, "ayse").await;
    assert_eq!(project.rest().paths(), ["/rest/v1/rpc/live_channel_page"]);
}

#[tokio::test]
async fn without_postgres_everything_is_to_be_tried_again() {
    let (project, api) = start().await;
    let creator = project.given().creator().await;
    given_channel(&api, &creator, "ayse").await;
    for mode in [Mode::Refuse, Mode::Hang] {
        project.rest().set_mode(mode);
        for (name, body) in [
            ("create", json!({ "title": "x" })),
            ("toggle-active", json!({ "active": true })),
            ("toggle-active", json!({ "active": false })),
            ("token", json!({ "slug": "ayse" })),
            ("follow", json!({ "slug": "ayse" })),
            ("search", json!({})),
        ] {
            post(&api, name, &creator, body).await.assert_refused(503, "SERVICE_UNAVAILABLE");
        }
        page(&api, "ayse").await.assert_refused(503, "SERVICE_UNAVAILABLE");
    }
}

#[tokio::test]
async fn a_repeat_under_one_key_is_answered_the_same_and_changes_nothing() {
    let (project, api) = start().await;
    let creator = project.given().creator().await;
    let create = |body: Value| {
        api.ask("POST", "/api/live/create").user(&creator).header("idempotency-key", "k").json(body).send()
    };
    let body = json!({ "title": "x", "slug": "ayse" });
    let first = create(body.clone()).await;
    post(&api, "create", &creator, json!({ "title": "y" })).await;
    let second = create(body).await;
    assert_eq!((second.header("idempotency-replayed"), &second.body), (Some("true"), &first.body));
    assert_eq!(page(&api, "ayse").await.body["channel"]["title"], "y");
    create(json!({ "title": "z" })).await.assert_refused(422, "IDEMPOTENCY_KEY_REUSED");
}

#[tokio::test]
async fn changes_and_going_live_are_each_limited_and_going_off_is_not() {
    let (project, api) = start().await;
    let creator = project.given().creator().await;
    project.given().setting("channel_rate_count", 1).await;
    given_channel(&api, &creator, "ayse").await;
    post(&api, "create", &creator, json!({ "title": "x" })).await.assert_refused(429, "RATE_LIMITED");
    go_live(&api, &creator).await;
    let toggle = |active: bool| post(&api, "toggle-active", &creator, json!({ "active": active }));
    toggle(true).await.assert_refused(429, "RATE_LIMITED");
    for _ in 0..3 {
        assert_eq!(toggle(false).await.status, 200);
    }
}
