//! The examples of the API document, which the functions really answer.

use ipelya_test::IngressServer;
use serde_json::json;

use super::support::start;

#[tokio::test]
async fn channels_are_answered_as_the_document_shows() {
    let (project, api) = start().await;
    let server = IngressServer::open(&project).await;
    let api = server.known_to(api);
    let given = project.given();
    let (creator, viewer) = (given.creator().await, given.user().await);
    let post = |name: &str| api.ask("POST", &format!("/api/live/{name}"));
    let create = json!({ "title": "My Awesome Stream", "description": "Join me for live content!", "slug": "awesome" });
    let made = post("create").user(&creator).json(create).recorded().await;
    let follow = json!({ "slug": "awesome", "push": true, "email": false });
    post("follow").user(&viewer).json(follow).recorded().await;
    post("toggle-active").user(&creator).json(json!({ "active": true })).recorded().await;
    let enter = json!({ "roomName": made.body["roomName"], "role": "viewer" });
    post("token").user(&viewer).json(enter).recorded().await;
    post("search").user(&viewer).json(json!({ "slug": "awesome", "page": 1, "limit": 8 })).recorded().await;
    api.ask("GET", "/api/live/channels/awesome").user(&viewer).recorded().await;
    post("popular").user(&viewer).json(json!({ "window": "now" })).recorded().await;
    post("ingress").user(&creator).json(json!({ "action": "rotate", "input": "rtmp" })).recorded().await;
    let measured = json!({ "bitrateKbps": 2500, "fps": 30, "packetLoss": 0.5, "rttMs": 40 });
    post("health").user(&creator).json(measured).recorded().await;
    post("stats").user(&creator).json(json!({})).recorded().await;
    post("unfollow").user(&viewer).json(json!({ "slug": "awesome" })).recorded().await;
}
