//! A session and those who would come on its stage.

use ipelya_test::{LiveSession, Reply, User};
use serde_json::{Value, json};
use time::Duration;

/// A session on air, with guest functions in front of it.
pub(crate) struct Stage {
    pub(crate) live: LiveSession,
}

impl Stage {
    /// A video session with the viewer inside, whose room LiveKit does not have.
    pub(crate) async fn open() -> Self {
        Self { live: LiveSession::of(guest::routes()).with_viewer_inside().start().await }
    }

    /// The same for an audio room.
    pub(crate) async fn audio_room() -> Self {
        let stage = Self::open().await;
        stage.set("session_type = 'audio_room'").await;
        stage
            .live
            .project
            .execute("update public.live_participants set role = 'listener' where role = 'viewer'", &[])
            .await;
        stage
    }

    /// Changes the session's row.
    pub(crate) async fn set(&self, change: &str) {
        let sql = format!("update public.live_sessions set {change} where id = $1");
        self.live.project.execute(&sql, &[&self.live.session.id]).await;
    }

    /// Another viewer inside.
    pub(crate) async fn viewer(&self) -> User {
        self.live.person("viewer").await
    }

    pub(crate) async fn invite(&self, guest: &User) -> Reply {
        self.post("invite-guest", &self.live.host, json!({ "targetUserId": guest.id })).await
    }

    pub(crate) async fn respond(&self, guest: &User, accept: bool) -> Reply {
        self.post("respond-guest-invitation", guest, json!({ "accept": accept })).await
    }

    pub(crate) async fn ask(&self, viewer: &User) -> Reply {
        self.post("request-to-join", viewer, json!({})).await
    }

    /// Asks, and tells the id of the request.
    pub(crate) async fn asked(&self, viewer: &User) -> Value {
        let reply = self.ask(viewer).await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        reply.body["request"]["id"].clone()
    }

    pub(crate) async fn answer(&self, request: &Value, approve: bool) -> Reply {
        self.post("respond-join-request", &self.live.host, json!({ "requestId": request, "approve": approve })).await
    }

    pub(crate) async fn cancel(&self, viewer: &User, request: &Value) -> Reply {
        self.post("cancel-join-request", viewer, json!({ "requestId": request })).await
    }

    pub(crate) async fn end(&self, by: &User, guest: &User) -> Reply {
        self.post("end-guest", by, json!({ "guestUserId": guest.id })).await
    }

    /// A request about this session.
    pub(crate) async fn post(&self, name: &str, by: &User, mut body: Value) -> Reply {
        body["sessionId"] = json!(self.live.session.id);
        self.live.api.post(name).user(by).json(body).send().await
    }

    /// Somebody's role and what became of their invitation.
    pub(crate) async fn place(&self, user: &User) -> Value {
        let sql = "select jsonb_build_array(role, invitation_response)
                   from public.live_participants where session_id = $1 and user_id = $2";
        self.live.project.value(sql, &[&self.live.session.id, &user.id]).await
    }

    /// How a request is.
    pub(crate) async fn request(&self, id: &Value) -> Value {
        let sql = "select to_jsonb(status) from public.live_guest_requests where id = $1::text::uuid";
        self.live.project.value(sql, &[&id.as_str().unwrap()]).await
    }

    /// How many seats on stage are taken.
    pub(crate) async fn seats(&self) -> i64 {
        self.live.project.count("public.live_participants where role in ('co_host', 'speaker')").await
    }

    /// Lets time pass for everything that waits.
    pub(crate) async fn wait(&self, seconds: i64) {
        let by = Duration::seconds(seconds).as_seconds_f64();
        for sql in [
            "update public.live_participants
             set invitation_expires_at = invitation_expires_at - $1 * interval '1 s',
               guest_left_at = guest_left_at - $1 * interval '1 s', seated_at = seated_at - $1 * interval '1 s'",
            "update public.live_guest_requests
             set created_at = created_at - $1 * interval '1 s', expires_at = expires_at - $1 * interval '1 s',
               responded_at = responded_at - $1 * interval '1 s'",
        ] {
            self.live.project.execute(sql, &[&by]).await;
        }
    }

    /// What was told on a channel, in order: event and payload, without the id that Realtime gives to one that has none.
    pub(crate) async fn heard(&self, topic: &str) -> Vec<(String, Value)> {
        let sql = "select coalesce(jsonb_agg(
                     jsonb_build_array(
                       event, case when payload ->> 'id' = id::text then payload - 'id' else payload end
                     )
                     order by inserted_at, ctid
                   ), '[]')
                   from realtime.messages where topic = $1";
        let told = self.live.project.value(sql, &[&topic]).await;
        serde_json::from_value(told).unwrap()
    }

    /// The names of it.
    pub(crate) async fn events(&self, topic: &str) -> Vec<String> {
        self.heard(topic).await.into_iter().map(|(event, _)| event).collect()
    }

    /// The channel of somebody's phone.
    pub(crate) fn phone(user: &User) -> String {
        format!("user:{}", user.id)
    }

    /// The channel of the host's phone.
    pub(crate) fn host_phone(&self) -> String {
        format!("session:{}:host", self.live.session.id)
    }

    /// The channel of everybody in the session.
    pub(crate) fn everybody(&self) -> String {
        format!("session:{}", self.live.session.id)
    }
}
