//! A project with recordings in it, and the functions in front of them.

use ipelya_local::clock::new_id;
use ipelya_test::{Api, Project, Reply, Session, User};
use serde_json::{Value, json};
use uuid::Uuid;

/// A store that nobody asks: addresses are made without it.
pub(crate) const STORE: [(&str, &str); 5] = [
    ("LIVEKIT_RECORDING_BUCKET", "recordings"),
    ("LIVEKIT_RECORDING_REGION", "eu-central-1"),
    ("LIVEKIT_RECORDING_ENDPOINT", "https://store.example"),
    ("AWS_ACCESS_KEY_ID", "key-id"),
    ("AWS_SECRET_ACCESS_KEY", "a-secret-of-the-store"),
];

/// A creator's show that is over, and the functions.
pub(crate) struct Archive {
    pub(crate) project: Project,
    pub(crate) api: Api,
    pub(crate) creator: User,
}

impl Archive {
    pub(crate) async fn open() -> Self {
        let project = Project::start().await;
        let api = Api::new(&project, recording::routes()).with_settings(&STORE);
        let creator = project.given().creator().await;
        Self { project, api, creator }
    }

    /// A recording of a session, whose file is there: its id.
    pub(crate) async fn recording_of(&self, session: &Session) -> Uuid {
        self.recording(Some(session.id), None, session.creator_id).await
    }

    /// The same of a call.
    pub(crate) async fn recording_of_call(&self, call: Uuid, owner: &User) -> Uuid {
        self.recording(None, Some(call), owner.id).await
    }

    async fn recording(&self, session: Option<Uuid>, call: Option<Uuid>, owner: Uuid) -> Uuid {
        let id = new_id();
        let key = format!("v1/{}/{id}.mp4", session.or(call).unwrap());
        let sql = "insert into public.recordings (
                     id, session_id, call_id, owner_id, egress_id, status, storage_key, title, size_bytes,
                     duration_seconds, created_at, started_at, ended_at, available_at
                   ) values ($1, $2, $3, $4, 'EG_' || $1::uuid, 'complete', $5, 'Gece', 1000, 60, $6, $6, $6, $6)";
        self.project.execute(sql, &[&id, &session, &call, &owner, &key, &self.api.now()]).await;
        id
    }

    /// Changes a recording.
    pub(crate) async fn set(&self, id: Uuid, column: &str, value: &str) {
        let sql = format!("update public.recordings set {column} = {value} where id = $1");
        self.project.execute(&sql, &[&id]).await;
    }

    /// What somebody is answered.
    pub(crate) async fn ask(&self, function: &str, user: &User, body: Value) -> Reply {
        self.api.post(function).user(user).json(body).send().await
    }

    /// Somebody asks for the address of a recording.
    pub(crate) async fn watch(&self, user: &User, id: Uuid) -> Reply {
        self.ask("get-recording-url", user, json!({ "recordingId": id })).await
    }

    /// The status and the code that somebody is answered who wants to watch.
    pub(crate) async fn told(&self, user: &User, id: Uuid) -> (u16, Value) {
        let reply = self.watch(user, id).await;
        (reply.status, reply.body["errorCode"].clone())
    }
}

/// That somebody may watch.
pub(crate) const MAY: (u16, Value) = (200, Value::Null);

/// That they may not, and why.
pub(crate) fn may_not(status: u16, code: &str) -> (u16, Value) {
    (status, json!(code))
}
