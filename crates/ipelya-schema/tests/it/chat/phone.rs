//! The app on somebody's phone, as far as chat goes: supabase-js' inserts and updates of `live_messages`.

use axum::body::Body;
use http::Request;
use ipelya_local::http_client::HttpClient;
use ipelya_test::{Project, Session, User};
use serde_json::{Value, json};

pub(crate) struct Phone<'a> {
    project: &'a Project,
    pub(crate) user: &'a User,
    bearer: String,
}

/// A reply of PostgREST: its status, and its body.
pub(crate) type Reply = (u16, Value);

impl<'a> Phone<'a> {
    /// The phone of a signed-in user.
    pub(crate) fn of(project: &'a Project, user: &'a User) -> Self {
        Self { project, user, bearer: project.token_for(user).build() }
    }

    /// The server, about to write for this user.
    pub(crate) fn server(project: &'a Project, user: &'a User) -> Self {
        Self { project, user, bearer: project.env()["SUPABASE_SERVICE_ROLE_KEY"].clone() }
    }

    /// What the app inserts for a message.
    pub(crate) fn message(&self, session: &Session, content: &str) -> Value {
        json!({
            "session_id": session.id, "sender_id": self.user.id, "sender_profile_id": self.user.profile_id,
            "content": content, "message_type": "text",
        })
    }

    /// Sends a message as the app does.
    pub(crate) async fn say(&self, session: &Session, content: &str) -> Reply {
        self.insert(&self.message(session, content)).await
    }

    /// Inserts a row of its own making.
    pub(crate) async fn insert(&self, row: &Value) -> Reply {
        self.send("POST", "live_messages", row).await
    }

    /// Changes a message and gets the changed rows back.
    pub(crate) async fn update(&self, id: &Value, change: &Value) -> Reply {
        self.send("PATCH", &format!("live_messages?id=eq.{}", id.as_str().unwrap()), change).await
    }

    /// Sends any other request about messages.
    pub(crate) async fn send(&self, method: &str, path: &str, body: &Value) -> Reply {
        let anon = self.project.env()["SUPABASE_ANON_KEY"].clone();
        let request = Request::builder()
            .method(method)
            .uri(format!("{}/rest/v1/{path}", self.project.url()))
            .header("apikey", anon)
            .header("authorization", format!("Bearer {}", self.bearer))
            .header("content-type", "application/json")
            .header("prefer", "return=representation")
            .body(Body::from(body.to_string()))
            .unwrap();
        let (status, text) = HttpClient::new().fetch(request).await.unwrap();
        (status.as_u16(), serde_json::from_str(&text).unwrap_or(Value::Null))
    }
}

/// How many messages a session has.
pub(crate) async fn count(project: &Project, session: &Session) -> i64 {
    let sql = "select count(*) from public.live_messages where session_id = $1";
    project.db().query_one(sql, &[&session.id]).await.unwrap().get(0)
}

/// Asserts a refusal by its status and stable code.
#[track_caller]
pub(crate) fn assert_refused(reply: &Reply, status: u16, code: &str) {
    assert_eq!((reply.0, &reply.1["details"]), (status, &json!(code)), "{}", reply.1);
}
