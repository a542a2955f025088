//! A show, and LiveKit's events about it.

use ipelya_test::{Api, Project, Reply, Session, User};
use serde_json::{Value, json};

pub(crate) struct Show {
    pub(crate) project: Project,
    pub(crate) api: Api,
    pub(crate) host: User,
    pub(crate) viewer: User,
    pub(crate) session: Session,
}

impl Show {
    pub(crate) async fn on_air() -> Self {
        Self::of(Project::start().await).await
    }

    pub(crate) async fn of(project: Project) -> Self {
        let api = Api::new(&project, webhook::routes());
        let given = project.given();
        let (host, viewer) = (given.creator().await, given.user().await);
        let session = given.live_session(&host).insert().await;
        Self { project, api, host, viewer, session }
    }

    /// As if nobody had ever connected.
    pub(crate) async fn forget_presence(&self) {
        let forget = "
            delete from public.live_stays; delete from public.live_rooms; delete from public.live_webhook_logs;
            delete from public.live_participants where role <> 'host'; delete from public.live_dirty_sessions;
            update public.live_sessions set host_left_at = null, livekit_room_sid = null;
            update public.live_participants
              set livekit_participant_sid = null, total_watch_time_seconds = 0, left_at = null";
        self.project.db().batch_execute(forget).await.unwrap();
    }

    /// An event of this show's room, so many seconds after the test began.
    pub(crate) fn event(&self, name: &str, id: &str, second: i64) -> Value {
        let at = self.api.now().unix_timestamp();
        json!({
            "event": name, "id": id, "createdAt": (at + second).to_string(),
            "room": { "sid": "RM_1", "name": self.session.room_name, "creationTime": (at - 60).to_string() },
        })
    }

    /// An event about somebody's connection.
    pub(crate) fn about(&self, name: &str, user: &User, sid: &str, second: i64) -> Value {
        let mut event = self.event(name, &format!("EV_{name}_{sid}"), second);
        event["participant"] = json!({ "sid": sid, "identity": user.id, "kind": "STANDARD", "state": "ACTIVE" });
        event
    }

    pub(crate) fn joined(&self, user: &User, sid: &str, second: i64) -> Value {
        self.about("participant_joined", user, sid, second)
    }

    pub(crate) fn left(&self, user: &User, sid: &str, second: i64) -> Value {
        let mut event = self.about("participant_left", user, sid, second);
        event["participant"]["disconnectReason"] = json!("CLIENT_INITIATED");
        event
    }

    pub(crate) fn finished(&self, reason: Option<&str>, second: i64) -> Value {
        let mut event = self.event("room_finished", "EV_finished", second);
        if let Some(reason) = reason {
            event["roomEndReason"] = json!(reason);
        }
        event
    }

    /// Delivers an event: what became of it.
    pub(crate) async fn deliver(&self, event: &Value) -> Value {
        let reply = self.post(event).await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        reply.body["result"].clone()
    }

    pub(crate) async fn post(&self, event: &Value) -> Reply {
        self.api.webhook(event).send().await
    }

    /// One value, asked with the session's id.
    pub(crate) async fn ask(&self, sql: &str) -> Value {
        let row = self.project.db().query_opt(&format!("select to_jsonb(x) from ({sql}) x"), &[&self.session.id]).await;
        row.unwrap().map_or(Value::Null, |row| row.get(0))
    }

    pub(crate) async fn session_row(&self) -> Value {
        self.ask("select * from public.live_sessions where id = $1").await
    }

    pub(crate) async fn count(&self, what: &str) -> i64 {
        self.project.db().query_one(&format!("select count(*) from {what}"), &[]).await.unwrap().get(0)
    }

    /// Somebody's row: active, and seconds watched.
    pub(crate) async fn seat(&self, user: &User) -> (bool, i64) {
        let sql = "select is_active, total_watch_time_seconds::bigint from public.live_participants
                   where session_id = $1 and user_id = $2";
        let row = self.project.db().query_one(sql, &[&self.session.id, &user.id]).await.unwrap();
        (row.get(0), row.get(1))
    }

    pub(crate) async fn tick(&self, second: i64) {
        let at = self.api.now() + time::Duration::seconds(second);
        self.project.db().execute("select public.live_tick($1)", &[&at]).await.unwrap();
    }

    /// LiveKit, asked then, did not have everybody in a room who is waited for. Tells whether that ended something.
    pub(crate) async fn confirm_absence(&self, room_name: &str, second: i64) -> bool {
        let at = self.api.now() + time::Duration::seconds(second);
        let repair = json!({ "room_name": room_name, "absent": true });
        let sql = "select public.live_sweep_apply($1, $2) ->> 'ended' = '1'";
        self.project.db().query_one(sql, &[&repair, &at]).await.unwrap().get(0)
    }

    /// The names of what was broadcast, in order.
    pub(crate) async fn told(&self) -> Vec<String> {
        let sql = "select event from realtime.messages where topic = 'live:' || $1::uuid order by inserted_at, id";
        self.project.db().query(sql, &[&self.session.id]).await.unwrap().iter().map(|row| row.get(0)).collect()
    }
}
