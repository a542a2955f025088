//! Channels as these tests make them.

use ipelya_test::{Api, Project, Reply, User};
use serde_json::{Value, json};

/// A project with the channel functions in front of it.
pub(crate) async fn start() -> (Project, Api) {
    let project = Project::start().await;
    let api = Api::new(&project, channel::routes());
    (project, api)
}

/// A request of a user's for what is below `/api/live`.
pub(crate) async fn post(api: &Api, name: &str, user: &User, body: Value) -> Reply {
    api.ask("POST", &format!("/api/live/{name}")).user(user).json(body).send().await
}

/// A channel of this slug; its handle.
pub(crate) async fn given_channel(api: &Api, creator: &User, slug: &str) -> String {
    given_channel_with(api, creator, json!({ "title": "Kanal", "slug": slug })).await
}

/// A channel as this says; its handle.
pub(crate) async fn given_channel_with(api: &Api, creator: &User, body: Value) -> String {
    let made = post(api, "create", creator, body).await;
    assert_eq!(made.status, 200, "{}", made.body);
    made.body["roomName"].as_str().unwrap().to_owned()
}

/// Puts a channel on air or takes it off.
pub(crate) async fn toggle(api: &Api, creator: &User, active: bool) -> Reply {
    post(api, "toggle-active", creator, json!({ "active": active })).await
}

/// Puts it on air; the id of its session.
pub(crate) async fn go_live(api: &Api, creator: &User) -> uuid::Uuid {
    let on_air = toggle(api, creator, true).await;
    assert_eq!(on_air.status, 200, "{}", on_air.body);
    on_air.body["session"]["id"].as_str().unwrap().parse().unwrap()
}

/// A channel's page, as somebody sees who is not signed in.
pub(crate) async fn page(api: &Api, slug: &str) -> Reply {
    api.ask("GET", &format!("/api/live/channels/{slug}")).send().await
}
