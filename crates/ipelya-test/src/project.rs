//! One test's project: its database, its gateway, its view of LiveKit.

use super::given::{Given, User};
use super::own_livekit::OwnLiveKit;
use super::postgres_front::PostgresFront;
use super::rest_server::{self, RestServer};
use super::stack::{self, Stack};
use super::token::TokenBuilder;
use super::upstream::Upstream;
use axum::Router;
use axum::extract::Request;
use ipelya_local::clock::new_id;
use ipelya_local::env::{self, Addresses};
use ipelya_local::gateway::{Front, Gateway, forward};
use ipelya_local::http_client::HttpClient;
use ipelya_local::jwt::Keys;
use ipelya_local::livekit;
use ipelya_local::postgres::{FUNCTIONS, SUPERUSER, Server};
use ipelya_local::test_stack::{DATABASE_PREFIX, TEMPLATE};
use ipelya_local::transport::Transport;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio_postgres::Client;
use tokio_postgres::error::SqlState;

/// The transport that tests without a word of their own are run over.
pub(super) fn transport() -> Transport {
    Transport::of_tests().unwrap_or_else(|wrong| panic!("{wrong}"))
}

/// A Supabase project and a LiveKit for one test. Dropping it ends its processes and its database.
#[derive(Debug)]
pub struct Project {
    // Dropped in this order: the database last, when nobody is connected to it any more.
    db: Client,
    rest: Upstream,
    livekit: Upstream,
    database: Database,
    own_livekit: Option<OwnLiveKit>,
    stack: Arc<Stack>,
}

impl Project {
    /// Makes one, in a fraction of a second. Its PostgREST is started when something first asks for it. Panics when no
    /// test stack is running.
    pub async fn start() -> Self {
        stack::run(Self::make(Vec::new())).await
    }

    /// Makes one with a LiveKit of its own that posts its webhooks to this address. Takes about a second.
    pub async fn start_reporting_to(url: &str) -> Self {
        Self::start_reporting_to_all(&[url.to_owned()]).await
    }

    /// The same with several addresses.
    pub async fn start_reporting_to_all(urls: &[String]) -> Self {
        stack::run(Self::make(urls.to_owned())).await
    }

    async fn make(webhooks: Vec<String>) -> Self {
        let stack = stack::stack().await;
        let own_livekit = match webhooks.as_slice() {
            [] => None,
            urls => Some(OwnLiveKit::launch(&stack, urls, None).await),
        };
        let livekit_port = own_livekit.as_ref().map_or(stack.description.ports.livekit, OwnLiveKit::port);
        let database = Database::create(Arc::clone(&stack)).await;
        let name = database.name.clone();
        let db = stack.server().connect(SUPERUSER, &name).await;
        let server = RestServer::new(Arc::clone(&stack), name.clone());
        let listener = listen().await;
        let url = format!("http://{}", listener.local_addr().expect("a listener has an address"));
        let database_url = stack.server().url(SUPERUSER, &name);
        let keys = Arc::clone(&stack.keys);
        let gateway =
            move |rest| Gateway::new(url.clone(), rest, None, Arc::clone(&keys), database_url.clone()).router();
        let router = rest_server::behind(Arc::clone(&server), gateway);
        let rest = Front::serve(listener, "/rest/v1", router).expect("the gateway is served");
        let livekit =
            Front::serve(listen().await, "", livekit_router(livekit_port)).expect("LiveKit's proxy is served");
        let direct = PostgresFront::serve(rest.guard(), stack.server().port).await.expect("Postgres' proxy is served");
        Self {
            stack,
            own_livekit,
            database,
            db: db.expect("a connection to the test's database"),
            rest: Upstream::of_database(rest, server, direct),
            livekit: Upstream::new(livekit),
        }
    }

    /// The settings of design §10 for this project: give them to the function under test. It asks Postgres directly if
    /// `IPELYA_TEST_TRANSPORT` is `direct`.
    pub fn env(&self) -> BTreeMap<String, String> {
        env::variables(&Addresses {
            supabase_url: self.url(),
            database_url: self.stack.server().url(SUPERUSER, &self.database.name),
            direct_url: (transport() == Transport::Direct).then(|| self.direct_url()),
            livekit_url: format!("ws://{}", self.livekit.address()),
            ingress: false,
            stripe_url: None,
            recordings: None,
        })
    }

    /// `IPELYA_DATABASE_URL` for functions that ask Postgres directly. It passes [`Project::rest`] too.
    pub fn direct_url(&self) -> String {
        Server { port: self.rest.direct_port() }.url(FUNCTIONS, &self.database.name)
    }

    /// The same past the proxy, for measurements.
    pub fn postgres_url(&self) -> String {
        self.stack.server().url(FUNCTIONS, &self.database.name)
    }

    pub(super) fn database_name(&self) -> String {
        self.database.name.clone()
    }

    /// What all tests share.
    pub(super) fn stack(&self) -> Arc<Stack> {
        Arc::clone(&self.stack)
    }

    /// Where the `stripe-mock` of the test stack answers.
    pub(super) fn stripe_mock_url(&self) -> String {
        ipelya_local::stripe::mock_url(&self.stack.description.ports)
    }

    /// The project's base URL, `SUPABASE_URL`. `/rest/v1` there passes [`Project::rest`]; sign-in and
    /// public keys are always served.
    pub fn url(&self) -> String {
        format!("http://{}", self.rest.address())
    }

    /// A superuser's connection to the project's database.
    pub fn db(&self) -> &Client {
        &self.db
    }

    /// How many connections functions have to Postgres itself.
    pub async fn direct_connections(&self) -> i64 {
        let count = "select count(*) from pg_stat_activity where datname = current_database() and usename = $1";
        self.db.query_one(count, &[&FUNCTIONS]).await.expect("a count").get(0)
    }

    /// Ends the connections that functions have to Postgres itself, in the middle of what they do, and waits until they are
    /// gone.
    pub async fn end_direct_connections(&self) {
        let end = "select pg_terminate_backend(pid) from pg_stat_activity
                   where datname = current_database() and usename = $1";
        while self.db.execute(end, &[&FUNCTIONS]).await.expect("connections are ended") > 0 {
            self.look_anew().await;
        }
        // and until the other end has heard of it
        tokio::time::sleep(Duration::from_millis(50)).await;
    }

    /// Has the next look at who is connected see what is so then: within a transaction it would be what was so at first.
    async fn look_anew(&self) {
        tokio::time::sleep(Duration::from_millis(10)).await;
        self.db.batch_execute("select pg_stat_clear_snapshot()").await.expect("it is looked at anew");
    }

    /// Waits until a function that asks Postgres directly waits for a lock there.
    pub async fn until_direct_call_waits(&self) {
        let waiting = "select count(*) from pg_stat_activity
                       where datname = current_database() and usename = $1 and wait_event_type = 'Lock'";
        while self.db.query_one(waiting, &[&FUNCTIONS]).await.expect("a count").get::<_, i64>(0) == 0 {
            self.look_anew().await;
        }
    }

    /// Ends every connection of the project's services to its database and refuses new ones, as a Postgres that is down
    /// does. [`Project::db`] goes on.
    pub async fn stop_database(&self) {
        self.limit_connections(0).await;
        let end = "select pg_terminate_backend(pid) from pg_stat_activity
                   where datname = current_database() and pid <> pg_backend_pid()";
        self.db.execute(end, &[]).await.expect("connections are ended");
    }

    /// Lets them connect again, which they do within seconds.
    pub async fn start_database(&self) {
        self.limit_connections(-1).await;
    }

    async fn limit_connections(&self, limit: i32) {
        let limit = format!("alter database {} connection limit {limit}", self.database.name);
        self.db.batch_execute(&limit).await.expect("the database's limit is set");
    }

    /// The process id of Postgres, parent of all its backends; for measurements.
    pub fn postgres_pid(&self) -> u32 {
        let path = self.stack.instance.pgdata().join("postmaster.pid");
        let text = std::fs::read_to_string(path).expect("Postgres writes its process id");
        text.lines().next().and_then(|pid| pid.trim().parse().ok()).expect("its first line is the id")
    }

    /// PostgREST, as functions reach it.
    pub fn rest(&self) -> &Upstream {
        &self.rest
    }

    /// LiveKit's HTTP API, as functions reach it. Clients with media use [`Project::livekit_direct_url`].
    pub fn livekit(&self) -> &Upstream {
        &self.livekit
    }

    /// The real LiveKit, `ws://`, past the proxy.
    pub fn livekit_direct_url(&self) -> String {
        livekit::ws_url(self.livekit_port())
    }

    /// Stops the LiveKit of [`Project::start_reporting_to`], as a deployment does: it waits for whoever is inside.
    pub async fn stop_livekit(&self) {
        self.own_livekit.as_ref().expect("the project has a LiveKit of its own").stop().await;
    }

    /// Makes a room on the real LiveKit, uncounted.
    pub async fn open_room(&self, name: &str) {
        let (port, name) = (self.livekit_port(), name.to_owned());
        stack::run(async move { livekit::create_room(&HttpClient::new(), port, &name).await })
            .await
            .expect("LiveKit makes the room");
    }

    /// Whether the real LiveKit has a room, uncounted.
    pub async fn has_room(&self, name: &str) -> bool {
        let (port, name) = (self.livekit_port(), name.to_owned());
        stack::run(async move { livekit::has_room(&HttpClient::new(), port, &name).await })
            .await
            .expect("LiveKit lists its rooms")
    }

    /// What the real LiveKit says to a token, uncounted: the status and text of `/rtc/validate`.
    pub async fn validate_with_livekit(&self, token: &str) -> (u16, String) {
        let base = livekit::http_url(self.livekit_port());
        let url = format!("{base}/rtc/validate?access_token={token}");
        stack::run(async move { HttpClient::new().get(&url).await })
            .await
            .map(|(status, text)| (status.as_u16(), text))
            .expect("LiveKit answers")
    }

    /// Builders for the rows a test starts from.
    pub fn given(&self) -> Given<'_> {
        Given::new(&self.db)
    }

    /// An access token of `user`, right in every respect until told otherwise.
    pub fn token_for(&self, user: &User) -> TokenBuilder {
        TokenBuilder::new(self.keys(), &self.url(), user)
    }

    /// Ends it here instead of where it is dropped.
    #[allow(clippy::unused_async, reason = "reads as the counterpart of `start`")]
    pub async fn stop(self) {}

    pub(super) fn livekit_port(&self) -> u16 {
        self.own_livekit.as_ref().map_or(self.stack.description.ports.livekit, OwnLiveKit::port)
    }

    pub(super) fn keys(&self) -> Arc<Keys> {
        Arc::clone(&self.stack.keys)
    }
}

pub(super) async fn listen() -> TcpListener {
    TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port")
}

fn livekit_router(port: u16) -> Router {
    let (client, base) = (HttpClient::new(), livekit::http_url(port));
    Router::new().fallback(move |request: Request| {
        let (client, base) = (client.clone(), base.clone());
        async move {
            let path = request.uri().path_and_query().map_or("/", http::uri::PathAndQuery::as_str).to_owned();
            forward(&client, &base, &path, request).await
        }
    })
}

/// A database copied from the template, dropped with this value.
#[derive(Debug)]
struct Database {
    stack: Arc<Stack>,
    name: String,
}

impl Database {
    async fn create(stack: Arc<Stack>) -> Self {
        let name = format!("{DATABASE_PREFIX}{}", new_id().simple());
        let admin = stack.server().connect(SUPERUSER, "postgres").await.expect("the test stack's Postgres answers");
        let create = format!("create database {name} template {TEMPLATE} owner postgres");
        for attempt in 1.. {
            match admin.batch_execute(&create).await {
                Ok(()) => break,
                // Somebody is still connected to the template; autovacuum for one.
                Err(error) if error.code() == Some(&SqlState::OBJECT_IN_USE) && attempt < 40 => {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
                Err(error) => panic!("the test's database cannot be made: {error:?}"),
            }
        }
        Self { stack, name }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let (server, name) = (self.stack.server(), self.name.clone());
        stack::run_blocking(async move {
            if let Ok(admin) = server.connect(SUPERUSER, "postgres").await {
                until_unused(&admin, &name).await;
                // Left behind, it is dropped when the test stack starts next.
                let _ = admin.batch_execute(&format!("drop database if exists {name} with (force)")).await;
            }
        });
    }
}

/// Waits until the connections that are being closed are closed. Dropping a database somebody still
/// is connected to works too, but Postgres then looks again only every tenth of a second.
async fn until_unused(admin: &Client, name: &str) {
    let count = "select count(*) from pg_stat_activity where datname = $1";
    for _ in 0..30 {
        match admin.query_one(count, &[&name]).await.and_then(|row| row.try_get::<_, i64>(0)) {
            Ok(connected) if connected > 0 => tokio::time::sleep(Duration::from_millis(3)).await,
            _ => return,
        }
    }
}
