//! A show with everything in it, and the clients that look at it.

use axum::body::Body;
use http::Request;
use ipelya_local::harness::{Project, Session, User};
use ipelya_local::http_client::HttpClient;
use serde_json::Value;
use uuid::Uuid;

/// Everybody and everything the queries are about.
pub(crate) struct World {
    pub(crate) project: Project,
    pub(crate) creator: User,
    pub(crate) viewer: User,
    pub(crate) stranger: User,
    pub(crate) admin: User,
    pub(crate) session: Session,
    pub(crate) call: Uuid,
}

impl World {
    pub(crate) async fn new() -> Self {
        let project = Project::start().await;
        let given = project.given();
        let (creator, viewer) = (given.creator().await, given.user().await);
        let (stranger, admin) = (given.user().await, given.admin().await);
        let session = given.live_session(&creator).insert().await;
        given.participant(&session, &viewer).insert().await;
        given.coins(&viewer, 1_000).await;
        given.subscription(&viewer, &creator).insert().await;
        given.ban(&viewer).from_creator(&stranger).insert().await;
        let call = given.call(&creator, &viewer).status("ringing").insert().await.id;
        let (s, c, v, a) = (session.id, creator.id, viewer.id, admin.id);
        project
            .db()
            .batch_execute(&format!(
                "insert into public.live_messages (session_id, sender_id, sender_profile_id, content)
                 values ('{s}', '{v}', '{}', 'selam');
                 select public.live_send_gift('{v}', '{s}', 'heart', 2);
                 insert into public.notifications (recipient_id, type) values ('{v}', 'live_started');
                 insert into public.live_reports (session_id, reporter_id, reported_user_id, reason)
                 values ('{s}', '{v}', '{c}', 'spam');
                 insert into public.live_admin_logs (admin_id, action) values ('{a}', 'view_session');
                 insert into public.live_webhook_logs (event_type, room_name, processing_status)
                 values ('room_started', '{}', 'success');",
                viewer.profile_id, session.room_name
            ))
            .await
            .unwrap();
        Self { project, creator, viewer, stranger, admin, session, call }
    }

    /// A client signed in as this user, with the app's public key.
    pub(crate) fn as_user(&self, user: &User) -> Client {
        self.client(self.project.token_for(user).build())
    }

    /// A client that is not signed in.
    pub(crate) fn as_anon(&self) -> Client {
        self.client(self.project.env()["SUPABASE_ANON_KEY"].clone())
    }

    /// The ops panel's server side.
    pub(crate) fn as_service(&self) -> Client {
        self.client(self.project.env()["SUPABASE_SERVICE_ROLE_KEY"].clone())
    }

    fn client(&self, bearer: String) -> Client {
        let env = self.project.env();
        // the service key is its own API key, as supabase-js sends it
        let key = if bearer == env["SUPABASE_SERVICE_ROLE_KEY"] { &bearer } else { &env["SUPABASE_ANON_KEY"] };
        Client { base: format!("{}/rest/v1/", self.project.url()), key: key.clone(), bearer }
    }
}

/// PostgREST, as supabase-js speaks to it.
pub(crate) struct Client {
    base: String,
    key: String,
    bearer: String,
}

impl Client {
    /// The rows of a select. Panics with PostgREST's words if the query itself does not work.
    pub(crate) async fn rows(&self, query: &str) -> Vec<Value> {
        let (status, body) = self.send("GET", query, "").await;
        assert_eq!(status, 200, "{query}: {body}");
        body.as_array().unwrap().clone()
    }

    /// The one row of a select.
    pub(crate) async fn row(&self, query: &str) -> Value {
        let rows = self.rows(query).await;
        assert_eq!(rows.len(), 1, "{query}: {rows:?}");
        rows[0].clone()
    }

    /// A write that returns what it wrote.
    pub(crate) async fn write(&self, method: &str, query: &str, body: Value) -> (u16, Value) {
        self.send(method, query, &body.to_string()).await
    }

    async fn send(&self, method: &str, query: &str, body: &str) -> (u16, Value) {
        // what supabase-js asks for: an upsert merges, everything returns its rows
        let upsert = if query.contains("on_conflict=") { ",resolution=merge-duplicates" } else { "" };
        let request = Request::builder()
            .method(method)
            .uri(format!("{}{query}", self.base))
            .header("apikey", &self.key)
            .header("authorization", format!("Bearer {}", self.bearer))
            .header("content-type", "application/json")
            .header("prefer", format!("return=representation{upsert}"))
            .body(Body::from(body.to_owned()))
            .unwrap();
        let (status, text) = HttpClient::new().fetch(request).await.unwrap();
        (status.as_u16(), serde_json::from_str(&text).unwrap_or(Value::Null))
    }
}
