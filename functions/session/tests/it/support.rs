//! What these tests ask the database.

use ipelya_test::{Api, Project, Reply, Session, User};
use serde_json::{Value, json};
use uuid::Uuid;

/// One value of any kind, from `select to_jsonb(…)`.
pub(crate) async fn ask(project: &Project, sql: &str, id: Uuid) -> Value {
    let row = project.db().query_opt(&format!("select to_jsonb(x) from ({sql}) as x"), &[&id]).await.unwrap();
    row.map_or(Value::Null, |row| row.get(0))
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

/// How many rows there are.
pub(crate) async fn count(project: &Project, what: &str) -> i64 {
    project.db().query_one(&format!("select count(*) from {what}"), &[]).await.unwrap().get(0)
}

/// How many coins somebody has.
pub(crate) async fn balance(project: &Project, user: &User) -> i64 {
    let row = ask(project, "select balance from public.coin_balances where user_id = $1", user.id).await;
    row["balance"].as_i64().unwrap()
}

/// Returns once nothing is asked of the database any more: whatever was under way is committed or undone.
pub(crate) async fn settled(project: &Project) {
    let others = "pg_stat_activity where datname = current_database() and backend_type = 'client backend'
                    and pid <> pg_backend_pid() and state <> 'idle'";
    while count(project, others).await > 0 {}
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
