//! The whole stack, as `make dev` runs it and the end-to-end tests use it: Postgres with schema and
//! demo data, PostgREST, LiveKit, `MinIO`, the functions, and the gateway in front of them.

use crate::agent::Worker;
use crate::bucket::Bucket;
use crate::clock::now;
use crate::egress::Egress;
use crate::env::{self, Addresses, Recordings};
use crate::functions::{self, Routes};
use crate::gateway::{self, Demo, Functions, Gateway, Realtime, Reference, Storage};
use crate::http_client::HttpClient;
use crate::ingress::Ingress;
use crate::jwt::Keys;
use crate::layout::{Instance, Layout};
use crate::livekit;
use crate::minio;
use crate::ports::Ports;
use crate::postgres::{self, Durability, FUNCTIONS, SUPERUSER, Server};
use crate::postgrest;
use crate::process::{Child, echo, end_all};
use crate::say::say;
use crate::schedule;
use crate::sql;
use crate::stripe::{self, Stripe};
use crate::tick;
use crate::tools::{self, Tools};
use crate::transport::Transport;
use crate::{Error, Result};
use axum::Router;
use std::collections::BTreeMap;
use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::JoinSet;

/// The database of a whole stack, named as on a Supabase project.
const DATABASE: &str = "postgres";

/// How a stack is to be run.
#[derive(Debug)]
pub struct Plan {
    /// The repository.
    pub layout: Layout,
    /// The instance it lives in.
    pub instance: Instance,
    /// Where its parts listen.
    pub ports: Ports,
    /// Where its settings are written to.
    pub env_file: PathBuf,
    /// Whether its data must survive a crash.
    pub durability: Durability,
    /// Whether functions are built again when the code changes.
    pub reload: bool,
    /// Whether its parts' logs are printed too.
    pub echo: bool,
    /// Whether it has an AI agent for support calls.
    pub agent: bool,
    /// How its functions ask Postgres.
    pub transport: Transport,
}

/// A running stack. It goes on running when dropped; [`end_all`] ends it.
#[derive(Debug)]
pub struct Stack {
    /// The settings of its clients.
    pub variables: BTreeMap<String, String>,
    children: Vec<Child>,
    tasks: JoinSet<Result<()>>,
}

impl Stack {
    /// Starts everything and returns once every part, every function included, has answered.
    pub async fn start(plan: &Plan) -> Result<Self> {
        plan.ports.check_free()?;
        let (tools, minio) = tokio::try_join!(Tools::ensure(&plan.layout), tools::minio(&plan.layout))?;
        let keys = Arc::new(Keys::kept_at(&plan.instance.file("jwt-key"))?);
        let variables = plan.variables();
        env::write(&plan.env_file, &variables)?;
        let routes = functions::routes(&plan.layout).await?;
        let mut stack = Self { variables, children: Vec::new(), tasks: JoinSet::new() };

        if plan.echo {
            stack.echo_logs(plan)?;
        }
        // Nothing is lost by bringing the parts up side by side, and the gateway listens from the start.
        let reference = Reference::new(&plan.layout, &tools);
        let stripe = plan.stripe();
        stack.serve_gateway(plan, &keys, &routes, reference, &stripe).await?;
        stack.serve(plan.ports.stripe, stripe.router(), "the stand-in for Stripe").await?;
        stack.serve(plan.ports.ingress, plan.encoders(&routes).router(), "the stand-in for encoders").await?;
        stack.serve(plan.ports.egress, plan.recorder(&routes).router(), "the stand-in for recordings").await?;
        let (database, livekit, stripe_mock, minio, functions) = tokio::try_join!(
            plan.start_database(&tools, &keys),
            plan.start_livekit(&tools, &routes),
            stripe::start_mock(&tools.stripe_mock, &plan.instance, &plan.ports),
            minio::start(&minio, &plan.instance, plan.ports.minio),
            plan.start_functions(&tools, &routes, &stack.variables),
        )?;
        stack.children.extend(database);
        stack.children.extend([livekit, stripe_mock, minio]);
        plan.create_rooms().await?;
        stack.tasks.spawn(tick::run(plan.server(), DATABASE));
        let (agent, up) = tokio::join!(plan.start_agent(&stack.variables), async {
            let mut functions = functions?;
            let up = functions::wait_until_up(&plan.url(), &routes, &mut functions, plan.reload).await;
            Some(up.map(|()| functions))
        });
        stack.children.extend(up.transpose()?);
        if let Some(agent) = agent {
            stack.tasks.spawn(agent.keep());
        }
        stack.tasks.spawn(schedule::run(routes, plan.functions_url(), schedule::due()));
        Ok(stack)
    }

    /// Waits until a part ends by itself, which none should.
    pub async fn fails(&mut self) -> Error {
        loop {
            for child in &mut self.children {
                if let Err(error) = child.check() {
                    return error;
                }
            }
            if let Some(Ok(Err(error))) = self.tasks.try_join_next() {
                return error;
            }
            tokio::time::sleep(Duration::from_millis(250)).await;
        }
    }

    async fn serve_gateway(
        &mut self,
        plan: &Plan,
        keys: &Arc<Keys>,
        routes: &Routes,
        reference: Reference,
        stripe: &Stripe,
    ) -> Result<()> {
        let ports = &plan.ports;
        let listener = TcpListener::bind(("127.0.0.1", ports.gateway))
            .await
            .map_err(Error::io(format!("listening on port {}", ports.gateway)))?;
        let gateway = Gateway::new(
            plan.url(),
            format!("http://127.0.0.1:{}", ports.rest),
            (!routes.is_empty()).then(|| Functions::new(&plan.functions_url(), routes.clone())),
            Arc::clone(keys),
            plan.server().url(SUPERUSER, DATABASE),
        );
        let database = plan.server().url(SUPERUSER, DATABASE);
        let realtime = Realtime::new(database.clone(), Arc::clone(keys));
        let storage = Storage::new(database, Arc::clone(keys), plan.instance.files());
        let demo = Demo::new(&plan.layout);
        let beside = [reference.router(), realtime.router(), storage.router(), demo.router(), stripe.test_card()];
        let router = stripe.overhearing(beside.into_iter().fold(gateway.router(), Router::merge));
        self.tasks.spawn(gateway::serve(listener, router));
        Ok(())
    }

    /// Serves a stand-in.
    async fn serve(&mut self, port: u16, router: Router, name: &'static str) -> Result<()> {
        let listener =
            TcpListener::bind(("127.0.0.1", port)).await.map_err(Error::io(format!("listening on port {port}")))?;
        self.tasks
            .spawn(async move { axum::serve(listener, router).await.map_err(Error::io(format!("serving {name}"))) });
        Ok(())
    }

    /// Prints what the parts write from now on; what they wrote in an earlier run is gone.
    fn echo_logs(&mut self, plan: &Plan) -> Result<()> {
        let parts = ["postgres", "postgrest", "livekit", "functions"];
        for name in parts.into_iter().chain(plan.agent.then_some("agent")) {
            let log = plan.instance.log(name);
            File::create(&log).map_err(Error::io(format!("creating {}", log.display())))?;
            self.tasks.spawn(async move {
                echo(name.to_owned(), log).await;
                Ok(())
            });
        }
        Ok(())
    }
}

impl Plan {
    /// The base URL clients use.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.ports.gateway)
    }

    /// The stand-in for Stripe, whose events go to the webhook as Stripe's do.
    fn stripe(&self) -> Stripe {
        Stripe::new(stripe::mock_url(&self.ports))
            .telling(format!("{}{}", self.url(), stripe::WEBHOOK_PATH))
            .started_at(now())
    }

    /// LiveKit with encoders in front of it, whose events go to the webhook as LiveKit's do.
    fn encoders(&self, routes: &Routes) -> Ingress {
        Ingress::new(self.ports.livekit, self.webhooks(routes))
    }

    /// That with recordings in front of it.
    fn recorder(&self, routes: &Routes) -> Egress {
        Egress::new(self.ports.ingress, self.webhooks(routes), self.store())
    }

    /// Where recordings are kept.
    fn store(&self) -> Bucket {
        minio::bucket(self.ports.minio, minio::BUCKET)
    }

    fn functions_url(&self) -> String {
        format!("http://127.0.0.1:{}", self.ports.functions)
    }

    fn server(&self) -> Server {
        Server { port: self.ports.db }
    }

    fn variables(&self) -> BTreeMap<String, String> {
        env::variables(&Addresses {
            supabase_url: self.url(),
            database_url: self.server().url(SUPERUSER, DATABASE),
            direct_url: (self.transport == Transport::Direct).then(|| self.server().url(FUNCTIONS, DATABASE)),
            livekit_url: livekit::ws_url(self.ports.ingress),
            ingress: true,
            stripe_url: Some(format!("http://127.0.0.1:{}", self.ports.stripe)),
            recordings: (!sends_mails())
                .then(|| Recordings { livekit_api_url: livekit::http_url(self.ports.egress), store: self.store() }),
        })
    }

    async fn start_database(&self, tools: &Tools, keys: &Keys) -> Result<[Child; 2]> {
        let Ports { db, rest, rest_admin, .. } = self.ports;
        let postgres = postgres::start(&tools.postgres_bin, &self.instance, db, self.durability).await?;
        let server = self.server();
        let count = sql::migrate(&self.layout, server, DATABASE).await?;
        say(format!("postgres  │ {count} migrations applied"));
        sql::apply(&server.connect(SUPERUSER, DATABASE).await?, &self.layout.demo_sql()).await?;
        let settings = postgrest::Settings {
            name: "postgrest".into(),
            server,
            database: DATABASE,
            port: rest,
            admin_port: rest_admin,
            pool: 20,
        };
        Ok([postgres, postgrest::start(&tools.postgrest, &self.instance, keys, settings).await?])
    }

    async fn start_livekit(&self, tools: &Tools, routes: &Routes) -> Result<Child> {
        livekit::start(&tools.livekit, &self.instance, &self.ports, &self.webhooks(routes)).await
    }

    /// Where LiveKit's events go.
    fn webhooks(&self, routes: &Routes) -> Vec<String> {
        const WEBHOOKS: [&str; 2] = ["/functions/v1/livekit-webhook", "/functions/v1/recording-webhook"];
        WEBHOOKS.iter().filter(|path| routes.has(path)).map(|path| format!("{}{path}", self.url())).collect()
    }

    async fn start_functions(
        &self,
        tools: &Tools,
        routes: &Routes,
        variables: &BTreeMap<String, String>,
    ) -> Result<Option<Child>> {
        if routes.is_empty() {
            say("functions │ none: [workspace.metadata.lambda.watch.router] in Cargo.toml is empty");
            return Ok(None);
        }
        let started = functions::start(
            tools,
            &self.layout,
            &self.instance,
            self.ports.functions,
            variables,
            &self.env_file,
            self.reload,
        );
        started.await.map(Some)
    }

    async fn start_agent(&self, variables: &BTreeMap<String, String>) -> Option<Worker> {
        if self.agent { Worker::start(&self.layout, &self.instance, variables).await } else { None }
    }

    /// LiveKit forgets its rooms when it stops; every live session needs its own.
    async fn create_rooms(&self) -> Result<()> {
        let admin = self.server().connect(SUPERUSER, DATABASE).await?;
        let live = "select livekit_room_name from public.live_sessions where status = 'live'";
        let client = HttpClient::new();
        for row in admin.query(live, &[]).await? {
            livekit::create_room(&client, self.ports.livekit, row.try_get(0)?).await?;
        }
        Ok(())
    }
}

/// Whether mails are to be sent, for which the functions get other keys of AWS than the store's.
fn sends_mails() -> bool {
    std::env::var_os("MAIL_FROM").is_some_and(|from| !from.is_empty())
}

/// Ends every part of an instance that was left running, saying which.
pub async fn sweep(instance: &Instance) {
    let ended = end_all(&instance.run()).await;
    if !ended.is_empty() {
        say(format!("{:<9} │ ended what an earlier run left behind: {}", instance.name(), ended.join(", ")));
    }
}
