//! A project in which something can be recorded, and what the functions say about it as the service role.

use std::ops::Deref;

use crate::money::service_connection::{Crowd, Reply, ServiceConnection};
use crate::presence::stage::told;
use ipelya_local::clock::{new_id, now};
use ipelya_test::{Project, Session, User};
use serde_json::{Value, json};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

pub(crate) struct Ground {
    pub(crate) project: Project,
    /// When the test began; what happens in it does so many seconds later.
    began: OffsetDateTime,
    crowd: Crowd,
}

/// What is recorded.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Subject {
    Session(Uuid),
    Call(Uuid),
}

impl From<&Session> for Subject {
    fn from(session: &Session) -> Self {
        Self::Session(session.id)
    }
}

impl Subject {
    pub(crate) fn parts(self) -> (Option<Uuid>, Option<Uuid>) {
        match self {
            Self::Session(id) => (Some(id), None),
            Self::Call(id) => (None, Some(id)),
        }
    }

    /// The key of the file of one of its recordings.
    pub(crate) fn key(self, recording: Uuid) -> String {
        match self {
            Self::Session(id) => format!("v1/session/{id}/{recording}.mp4"),
            Self::Call(id) => format!("v1/call/{id}/{recording}.mp4"),
        }
    }
}

impl Deref for Ground {
    type Target = ServiceConnection;

    fn deref(&self) -> &ServiceConnection {
        &self.crowd[0]
    }
}

impl Ground {
    pub(crate) async fn start() -> Self {
        let project = Project::start().await;
        let crowd = Crowd::of(&project, 1).await;
        Self { project, began: now(), crowd }
    }

    /// So many seconds after the test began.
    pub(crate) fn at(&self, seconds: i64) -> OffsetDateTime {
        self.began + Duration::seconds(seconds)
    }

    /// A session on air with its host in it.
    pub(crate) async fn on_air(&self, host: &User) -> Session {
        self.project.given().live_session(host).host_connected().insert().await
    }

    /// Calls between two, and with support, may be recorded.
    pub(crate) async fn calls_may_be_recorded(&self) {
        self.project.given().setting("call_recording_enabled", true).await;
        self.project.given().setting("support_recording_enabled", true).await;
    }

    /// A call between two that goes on, both inside.
    pub(crate) async fn call(&self, caller: &User, callee: &User) -> Uuid {
        let call = self.project.given().call_between(caller, callee).connected().insert().await;
        self.enters(call, caller).await;
        self.enters(call, callee).await;
        call
    }

    /// Somebody connects to a call; their participant SID.
    pub(crate) async fn enters(&self, call: Uuid, who: &User) -> String {
        self.project.given().stay(call, who, self.began, None).await
    }

    /// Somebody has said whether a call may be recorded.
    pub(crate) async fn said(&self, call: Uuid, who: &User, consent: Option<bool>) {
        let sql = "update public.call_members set recording_consent = $3 where call_id = $1 and user_id = $2";
        self.project.execute(sql, &[&call, &who.id, &consent]).await;
    }

    /// Every call is over, and nothing is left of what was recorded.
    pub(crate) async fn clear(&self) {
        let sql =
            "update public.calls set status = 'ended', end_reason = 'failed', ended_at = now() where status <> 'ended';
                   delete from public.recordings;
                   delete from public.live_object_deletions;
                   delete from public.live_rate_limits";
        self.project.db().batch_execute(sql).await.unwrap();
    }

    /// Asks for a recording under this id.
    pub(crate) async fn starts(&self, who: &User, of: impl Into<Subject>, id: Uuid, at: i64) -> Reply {
        start(self, who, of.into(), id, self.at(at)).await
    }

    /// The id of a recording that has just been asked for.
    pub(crate) async fn requested(&self, who: &User, of: impl Into<Subject>) -> Uuid {
        let id = new_id();
        let reply = self.starts(who, of, id, 0).await.unwrap();
        assert_eq!(reply["order"]["id"], json!(id), "{reply}");
        id
    }

    /// The id of a recording that is under way as `EG_1`.
    pub(crate) async fn under_way(&self, who: &User, of: impl Into<Subject>) -> Uuid {
        let id = self.requested(who, of).await;
        let key = self.text("storage_key", id).await;
        assert!(
            self.hears(json!({ "id": "EG_1", "key": key, "status": "active", "started_at": self.iso(0) }), 0).await
        );
        id
    }

    /// The id of a recording that is over, its file seen.
    pub(crate) async fn recorded(&self, who: &User, of: impl Into<Subject>) -> Uuid {
        let id = self.under_way(who, of).await;
        let over = json!({
            "id": "EG_1", "status": "complete", "started_at": self.iso(0), "ended_at": self.iso(60), "size_bytes": 1000,
            "duration_seconds": 60,
        });
        assert!(self.hears(over, 60).await);
        self.sweeps(&json!([]), &json!([]), &json!([{ "id": id, "size_bytes": 1000 }]), 90).await;
        // another one may be told of as the first
        let rename = "update public.recordings set egress_id = $2 where id = $1";
        self.project.execute(rename, &[&id, &format!("EG_{id}")]).await;
        id
    }

    pub(crate) fn iso(&self, seconds: i64) -> String {
        self.at(seconds).format(&time::format_description::well_known::Rfc3339).unwrap()
    }

    /// LiveKit says something of an egress. Tells whether it is one of ours.
    pub(crate) async fn hears(&self, egress: Value, at: i64) -> bool {
        let reply = self.ask("select to_jsonb(public.live_egress_seen($1, $2))", &[&egress, &self.at(at)]).await;
        reply.unwrap() == true
    }

    /// What came of asking LiveKit.
    pub(crate) async fn sent(&self, id: Uuid, egress: Option<&str>, failure: Option<&str>, at: i64) -> Value {
        let of = "select to_jsonb(storage_key) from public.recordings where id = $1
                  union all
                  select to_jsonb(storage_key) from public.live_object_deletions
                  where storage_key like '%' || $1::uuid || '.mp4'";
        let key = self.project.value(of, &[&id]).await.as_str().unwrap().to_owned();
        let sql = "select public.live_recording_sent($1, $2, $3, $4, $5)";
        self.ask(sql, &[&id, &key, &egress, &failure, &self.at(at)]).await.unwrap()
    }

    pub(crate) async fn stops(&self, who: &User, of: impl Into<Subject>, at: i64) -> Reply {
        let (session, call) = of.into().parts();
        let sql = "select public.live_stop_recording($1, $2, '{}', $3, $4, $5)";
        self.ask(sql, &[&who.id, &who.session_id, &session, &call, &self.at(at)]).await
    }

    pub(crate) async fn consents(&self, who: &User, call: Uuid, recording: Option<bool>, at: i64) -> Reply {
        let sql = "select public.live_set_recording_consent($1, $2, $3, $4, $5)";
        self.ask(sql, &[&who.id, &who.session_id, &call, &recording, &self.at(at)]).await
    }

    /// Somebody has come, or is heard, in a room; what is to be done.
    pub(crate) async fn happens(&self, room: &str, who: &str, id: Uuid, at: i64) -> Value {
        let sql = "select public.live_recording_event($1, $2, $3, $4)";
        self.ask(sql, &[&room, &who, &id, &self.at(at)]).await.unwrap()
    }

    pub(crate) async fn deletes(&self, who: &User, id: Uuid, at: i64) -> Reply {
        let sql = "select public.live_delete_recording($1, $2, '{}', $3, $4)";
        self.ask(sql, &[&who.id, &who.session_id, &id, &self.at(at)]).await
    }

    pub(crate) async fn updates(
        &self,
        who: &User,
        id: Uuid,
        visibility: Option<&str>,
        title: Option<&str>,
        price: Option<i32>,
    ) -> Reply {
        let sql = "select public.live_update_recording($1, $2, '{}', $3, $4, $5, $6, $7)";
        self.ask(sql, &[&who.id, &who.session_id, &id, &visibility, &title, &price, &self.at(200)]).await
    }

    /// What there is to sweep.
    pub(crate) async fn to_sweep(&self, at: i64) -> Value {
        self.ask("select public.live_recordings_to_sweep($1)", &[&self.at(at)]).await.unwrap()
    }

    /// What a sweep has seen; what LiveKit is to stop.
    pub(crate) async fn sweeps(&self, seen: &Value, absent: &Value, found: &Value, at: i64) -> Value {
        let sql = "select public.live_sweep_recordings($1, $2, $3, $4)";
        self.ask(sql, &[seen, absent, found, &self.at(at)]).await.unwrap()
    }

    /// One round of what is due; how many recordings went.
    pub(crate) async fn erases(&self, at: i64) -> Value {
        self.ask("select to_jsonb(public.live_erase_recordings($1))", &[&self.at(at)]).await.unwrap()
    }

    /// A recording's row; null once it is gone.
    pub(crate) async fn row(&self, id: Uuid) -> Value {
        let sql = "select coalesce((select to_jsonb(r) from public.recordings r where r.id = $1), 'null')";
        self.project.value(sql, &[&id]).await
    }

    pub(crate) async fn text(&self, column: &str, id: Uuid) -> String {
        self.row(id).await[column].as_str().unwrap_or_default().to_owned()
    }

    /// Whether a session or a call shows that it is recorded.
    pub(crate) async fn is_shown(&self, of: impl Into<Subject>) -> bool {
        let (table, id) = match of.into() {
            Subject::Session(id) => ("live_sessions", id),
            Subject::Call(id) => ("calls", id),
        };
        self.project.value(&format!("select to_jsonb(is_recording) from public.{table} where id = $1"), &[&id]).await
            == true
    }

    /// What a channel was told about recordings, in order.
    pub(crate) async fn told(&self, topic: &str) -> Vec<(String, Value)> {
        let mut said = told(&self.project, topic).await;
        said.retain(|(event, _)| event.starts_with("recording_"));
        said
    }

    /// Who is in a recording, and how they came to agree.
    pub(crate) async fn subjects(&self, id: Uuid) -> Value {
        let sql = "select coalesce(jsonb_object_agg(coalesce(s.user_id::text, 'gone'), s.how), '{}')
                   from public.recording_subjects s where s.recording_id = $1";
        self.project.value(sql, &[&id]).await
    }

    /// The files that are to go: key and why.
    pub(crate) async fn deletions(&self) -> Value {
        let sql =
            "select coalesce(jsonb_object_agg(d.storage_key, d.reason), '{}') from public.live_object_deletions d";
        self.project.value(sql, &[]).await
    }

    /// Staff's log: actions and what they are about.
    pub(crate) async fn log(&self) -> Value {
        let sql = "select coalesce(jsonb_agg(jsonb_build_array(l.admin_id, l.action, l.target_type, l.target_id)
                     order by l.created_at, l.action), '[]') from public.live_admin_logs l";
        self.project.value(sql, &[]).await
    }
}

/// Asks for a recording over a connection of one's own.
pub(crate) async fn start(service: &ServiceConnection, who: &User, of: Subject, id: Uuid, at: OffsetDateTime) -> Reply {
    let (session, call) = of.parts();
    let sql = "select public.live_start_recording($1, $2, '{}', $3, $4, $5, 'grid', $6)";
    service.ask(sql, &[&who.id, &who.session_id, &session, &call, &id, &at]).await
}
