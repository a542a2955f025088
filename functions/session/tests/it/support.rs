//! What these tests ask the database.

use ipelya_test::{Api, Project, Reply, Session, User};
use serde_json::{Value, json};
use uuid::Uuid;

/// One row as JSON, null if there is none; the query is asked with an id.
pub(crate) async fn ask(project: &Project, sql: &str, id: Uuid) -> Value {
    project.value(&format!("select coalesce((select to_jsonb(x) from ({sql}) x), 'null')"), &[&id]).await
}

/// A session's row.
pub(crate) async fn session_row(project: &Project, id: Uuid) -> Value {
    ask(project, "select * from public.live_sessions where id = $1", id).await
}

/// A session that the functions have made.
pub(crate) async fn session_named(project: &Project, id: Uuid) -> Session {
    let row = session_row(project, id).await;
    let text = |name: &str| row[name].as_str().unwrap().to_owned();
    Session { id, room_name: text("livekit_room_name"), creator_id: text("creator_id").parse().unwrap() }
}

/// The id a reply is about.
pub(crate) fn session_id(reply: &Reply) -> Uuid {
    reply.body["session"]["id"].as_str().unwrap_or_else(|| panic!("no session: {}", reply.body)).parse().unwrap()
}

/// A create with nothing but what is needed.
pub(crate) async fn create(api: &Api, creator: &User) -> Reply {
    let body = json!({ "title": "Canlı", "sessionType": "video_live" });
    api.post("create-live-session").user(creator).json(body).send().await
}

pub(crate) async fn join(api: &Api, viewer: &User, session: &Session) -> Reply {
    post(api, "join-live-session", viewer, session.id).await
}

pub(crate) async fn end(api: &Api, host: &User, session: &Session) -> Reply {
    post(api, "end-live-session", host, session.id).await
}

/// A request about one session and nothing else.
pub(crate) async fn post(api: &Api, name: &str, user: &User, session: Uuid) -> Reply {
    api.post(name).user(user).json(json!({ "sessionId": session })).send().await
}
