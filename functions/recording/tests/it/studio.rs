//! A show on air in the real LiveKit, whose egress is the stand-in and whose store is a bucket of the test's own.

use std::sync::Arc;
use std::time::Duration as Wait;

use ipelya_core::Refusal;
use ipelya_core::api::sweeper::Report;
use ipelya_edge::{Clock, Context, Settings};
use ipelya_local::clock;
use ipelya_test::{Api, Deliveries, EgressServer, Project, Receiver, Reply, RoomClient, Session, User};
use serde_json::{Value, json};
use tokio::time::sleep;
use uuid::Uuid;

/// Everything there is, and the host inside with a microphone.
pub(crate) struct Studio {
    pub(crate) project: Project,
    pub(crate) egress: EgressServer,
    pub(crate) api: Api,
    _deliveries: Deliveries,
    pub(crate) creator: User,
    pub(crate) session: Session,
    pub(crate) host: RoomClient,
}

/// A project whose egress reports to `recording-webhook`.
pub(crate) async fn project() -> (Project, EgressServer, Api, Deliveries) {
    let (receiver, project) = (Receiver::open().await, Project::start().await);
    let url = receiver.url_of("/functions/v1/recording-webhook");
    let egress = EgressServer::open_reporting_to(&project, &[url]).await;
    let functions = || egress.known_to(Api::new(&project, recording::routes())).at_system_time();
    let (api, deliveries) = (functions(), receiver.serve(Arc::new(functions())));
    (project, egress, api, deliveries)
}

impl Studio {
    pub(crate) async fn open() -> Self {
        let (project, egress, api, deliveries) = project().await;
        let creator = project.given().creator().await;
        let session = project.given().live_session(&creator).host_connected().insert().await;
        project.open_room(&session.room_name).await;
        let grants = json!({ "canPublish": true, "canSubscribe": true });
        let host = project.room_client(&session.room_name, creator.id).grants(grants).microphone().join().await;
        for _ in 0..100 {
            let people = project.people_in(&session.room_name).await;
            if people.iter().any(|person| person["tracks"].as_array().is_some_and(|tracks| !tracks.is_empty())) {
                break;
            }
            sleep(Wait::from_millis(50)).await;
        }
        Self { project, egress, api, _deliveries: deliveries, creator, session, host }
    }

    /// What somebody is answered.
    pub(crate) async fn ask(&self, function: &str, user: &User, body: Value) -> Reply {
        self.api.post(function).user(user).json(body).send().await
    }

    /// The recording there is.
    pub(crate) async fn only(&self) -> Uuid {
        let id = self.project.value("select to_jsonb(r.id) from public.recordings r", &[]).await;
        id.as_str().unwrap().parse().unwrap()
    }

    /// The host starts recording: the recording's id.
    pub(crate) async fn start(&self) -> Uuid {
        let reply = self.ask("start-recording", &self.creator, json!({ "sessionId": self.session.id })).await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        reply.body["recording"]["id"].as_str().unwrap().parse().unwrap()
    }

    /// They stop it.
    pub(crate) async fn stop(&self) -> Value {
        let reply = self.ask("stop-recording", &self.creator, json!({ "sessionId": self.session.id })).await;
        assert_eq!(reply.status, 200, "{}", reply.body);
        reply.body["recording"]["status"].clone()
    }

    /// A column of the recording's row; null if there is none.
    pub(crate) async fn column(&self, id: Uuid, column: &str) -> Value {
        let sql =
            format!("select coalesce((select to_jsonb(r.{column}) from public.recordings r where r.id = $1), 'null')");
        self.project.value(&sql, &[&id]).await
    }

    /// Waits until LiveKit has said so.
    pub(crate) async fn until(&self, id: Uuid, status: &str) {
        for _ in 0..200 {
            if self.column(id, "status").await == status {
                return;
            }
            sleep(Wait::from_millis(50)).await;
        }
        panic!("{id} is {} and not {status}", self.column(id, "status").await);
    }

    /// Waits until LiveKit does record.
    pub(crate) async fn until_recording(&self) {
        let active = i32::from(livekit_protocol::EgressStatus::EgressActive);
        for _ in 0..200 {
            if self.egress.egress.all().iter().any(|egress| egress.status == active) {
                return;
            }
            sleep(Wait::from_millis(50)).await;
        }
        panic!("{:?}", self.egress.egress.all());
    }

    /// Waits until LiveKit records nothing any more.
    pub(crate) async fn until_ended(&self) {
        for _ in 0..200 {
            if self.egress.egress.all().iter().all(|egress| egress.ended_at > 0) {
                return;
            }
            sleep(Wait::from_millis(50)).await;
        }
        panic!("{:?}", self.egress.egress.all());
    }

    /// Waits until a file is there.
    pub(crate) async fn until_uploaded(&self, key: &str) {
        for _ in 0..200 {
            if self.egress.store().has(key).await {
                return;
            }
            sleep(Wait::from_millis(50)).await;
        }
        panic!("{key} is not there");
    }

    pub(crate) async fn key(&self, id: Uuid) -> String {
        self.column(id, "storage_key").await.as_str().unwrap().to_owned()
    }

    /// Whether the session shows that it is recorded.
    pub(crate) async fn shows(&self) -> Value {
        let sql = "select to_jsonb(s.is_recording) from public.live_sessions s where s.id = $1";
        self.project.value(sql, &[&self.session.id]).await
    }

    /// What the session's channel was told of it, in order.
    pub(crate) async fn told(&self) -> Value {
        let sql =
            "select coalesce(jsonb_agg(jsonb_build_array(event, payload ->> 'recordingId') order by inserted_at), '[]')
                   from realtime.messages where topic = 'live:' || $1::uuid and event like 'recording%'";
        self.project.value(sql, &[&self.session.id]).await
    }

    /// As if everything about files that are to go had happened so much earlier: the store believes nobody's clock but its
    /// own.
    pub(crate) async fn passes(&self, interval: &str) {
        let sql = "update public.live_object_deletions
                   set due_at = due_at - $1::text::interval, deleted_at = deleted_at - $1::text::interval";
        self.project.execute(sql, &[&interval]).await;
    }

    /// One whole sweep.
    pub(crate) async fn sweep(&self) -> Report {
        self.try_sweep().await.unwrap()
    }

    /// The same where LiveKit may be away.
    pub(crate) async fn try_sweep(&self) -> Result<Report, Refusal> {
        let mut env = self.project.env();
        env.extend(self.egress.settings().map(|(name, value)| (name.to_owned(), value)));
        let settings = Settings::from_source(|name| env.get(name).cloned()).unwrap();
        sweeper::sweep(&Context::new(&settings, Clock::fixed(clock::now())).unwrap()).await
    }

    /// Somebody gets a file by its address: the status, and how many bytes.
    pub(crate) async fn get(&self, url: &str, range: Option<&str>) -> (u16, usize) {
        let request = ipelya_edge::http_client::new().unwrap().get(url);
        let request = match range {
            Some(range) => request.header("range", range),
            None => request,
        };
        let reply = request.send().await.unwrap();
        (reply.status().as_u16(), reply.bytes().await.unwrap().len())
    }
}
