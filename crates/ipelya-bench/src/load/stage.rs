//! Everything that a run needs and that is real: a database with PostgREST and Realtime, processes of the functions, the
//! tick and the sweeper; and LiveKit's stand-in.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use ipelya_local::gateway::serve;
use ipelya_local::jwt::api_key;
use ipelya_local::postgres;
use ipelya_local::transport::Transport;
use ipelya_test::Project;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio_postgres::Client;

use super::functions::{Functions, Pool};
use super::gateway;
use super::listeners::Heard;
use super::livekit::LiveKit;
use super::meter::{Meter, Part};
use super::people::Person;
use super::records::{Records, Reply};
use super::rounds;
use crate::Binaries;
use crate::function::event;

/// Where functions leave their logs.
const LOGS: &str = ".local/load";

/// A running service. Dropping it ends it.
#[derive(Debug)]
pub(super) struct Stage {
    pub(super) functions: Arc<Functions>,
    pub(super) livekit: Arc<LiveKit>,
    pub(super) records: Arc<Records>,
    pub(super) heard: Arc<Heard>,
    pub(super) meter: Arc<Meter>,
    /// `SUPABASE_URL`.
    pub(super) url: String,
    pub(super) db: Client,
    database: String,
    /// What runs until the stage is dropped.
    running: JoinSet<()>,
    _gateway: gateway::Process,
    _project: Project,
}

impl Stage {
    /// Starts a service on a database of its own, whose functions reach Postgres this way.
    pub(super) async fn start(binaries: &Binaries, transport: Transport) -> std::io::Result<Self> {
        let project = Project::start().await;
        project.rest().start_server().await;
        let rest = project.rest().server_url().await;
        let mut settings = project.env();
        let database = settings.get("DATABASE_URL").cloned().unwrap_or_default();
        let gateway = gateway::Process::start(&rest, &database).await?;

        let records = Arc::new(Records::new());
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
        let livekit_url = format!("ws://{}", listener.local_addr()?);
        settings.insert("SUPABASE_URL".to_owned(), gateway.url.clone());
        settings.insert("LIVEKIT_URL".to_owned(), livekit_url);
        settings.remove("IPELYA_DATABASE_URL");
        if transport == Transport::Direct {
            settings.insert("IPELYA_DATABASE_URL".to_owned(), project.postgres_url());
        }

        let logs = Path::new(LOGS);
        std::fs::create_dir_all(logs)?;
        // LiveKit answers before the functions start, and hands its events to them once they have
        let settings: Vec<(String, String)> = settings.into_iter().collect();
        let functions = Arc::new(Functions::start(|name| binaries.of(name), &settings, logs).await?);
        let livekit = LiveKit::new(Arc::clone(&functions.webhook), Arc::clone(&records));
        let mut running = JoinSet::new();
        let router = Arc::clone(&livekit).router();
        running.spawn(async move { drop(serve(listener, router).await) });

        let mut parts: Vec<Part> = functions.pools().into_iter().map(|pool| Part::of(pool.name, pool.pids())).collect();
        parts.push(Part::of("PostgREST", project.rest().server_pid().await.into_iter().collect()));
        parts.push(Part::tree(POSTGRES, project.postgres_pid()));
        parts.push(Part::late(FOLLOWING));
        parts.push(Part::of("gateway and Realtime", vec![gateway.pid()]));
        parts.push(Part::of(DRIVER, vec![std::process::id()]));
        let meter = Meter::new(parts, Arc::clone(&records));
        let url = gateway.url.clone();
        let db = postgres::connect(&database).await.map_err(std::io::Error::other)?;
        let heard = Arc::default();
        Ok(Self {
            functions,
            livekit,
            records,
            heard,
            meter,
            url,
            db,
            database,
            running,
            _gateway: gateway,
            _project: project,
        })
    }

    /// Begins to tick, to sweep and to watch.
    pub(super) async fn begin(&mut self) -> std::io::Result<()> {
        self.db.batch_execute("analyze").await.map_err(std::io::Error::other)?;
        let watching = postgres::connect(&self.database).await.map_err(std::io::Error::other)?;
        let (records, functions) = (&self.records, &self.functions);
        let watch = Arc::clone(&self.meter).watch(watching, Arc::clone(functions), self.livekit.reports());
        self.running.spawn(watch);
        self.running.spawn(rounds::tick(self.database.clone(), Arc::clone(records)));
        self.running.spawn(rounds::sweep(Arc::clone(&functions.sweeper), Arc::clone(records)));
        Ok(())
    }

    /// Finds the connection that Realtime has once somebody listens.
    pub(super) async fn find_realtime(&self) -> std::io::Result<()> {
        let sql = "select active_pid from pg_replication_slots where database = current_database()";
        if let Some(row) = self.db.query_opt(sql, &[]).await.map_err(std::io::Error::other)? {
            let pid: Option<i32> = row.get(0);
            self.meter.begins(FOLLOWING, pid.and_then(|pid| u32::try_from(pid).ok()).unwrap_or_default());
        }
        Ok(())
    }

    /// One more sweep, now, noted as this.
    pub(super) async fn sweep(&self, kind: &'static str) {
        let due = Instant::now();
        let request = event("POST", "sweeper", &api_key("service_role"), &json!({}));
        let reply = self.functions.sweeper.call(request).await;
        self.records.replied(kind, due, &reply);
    }

    /// Somebody asks a function for something that was due at a moment.
    pub(super) async fn ask(
        &self,
        pool: &Pool,
        name: &'static str,
        person: &Person,
        body: &Value,
        due: Instant,
    ) -> Reply {
        let reply = pool.call(event("POST", name, &person.token, body)).await;
        self.records.replied(name, due, &reply);
        reply
    }
}

pub(super) const POSTGRES: &str = "Postgres";
/// The connection by which Realtime reads what has changed and asks who may see it; of Postgres' processes one.
const FOLLOWING: &str = "of it Realtime's connection";
/// What the viewers, LiveKit and Lambda are made of here.
pub(super) const DRIVER: &str = "what stands for viewers, LiveKit and Lambda";
