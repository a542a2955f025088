//! The PostgREST of one project: a process that is started when something first asks for it.

use super::stack::{self, Stack};
use axum::Router;
use axum::extract::Request;
use ipelya_local::ports::free_port;
use ipelya_local::postgrest::{self, Settings};
use ipelya_local::process::Child;
use std::sync::Arc;
use tokio::sync::{Mutex, OnceCell};
use tower_service::Service as _;

/// The PostgREST of one project's database.
#[derive(Debug)]
pub(super) struct RestServer {
    stack: Arc<Stack>,
    database: String,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// Its own and that of its health endpoint, once it was started; it keeps them when it is stopped.
    ports: Option<(u16, u16)>,
    child: Option<Child>,
    /// The project has ended, and nothing is to be started for it any more.
    over: bool,
}

impl RestServer {
    pub(super) fn new(stack: Arc<Stack>, database: String) -> Arc<Self> {
        Arc::new(Self { stack, database, state: Mutex::default() })
    }

    /// Starts it without waiting for it, unless it was started before.
    pub(super) fn prepare(self: &Arc<Self>) {
        let server = Arc::clone(self);
        stack::spawn(async move { server.launched().await });
    }

    /// Kills it; it can be started again at the same place.
    pub(super) async fn stop(&self) {
        // One that never ran has no place yet.
        self.launched().await;
        if let Some(mut child) = self.state.lock().await.child.take() {
            child.kill().await;
        }
    }

    /// Starts it at the same place and waits until it answers.
    pub(super) async fn start(&self) {
        let mut state = self.state.lock().await;
        match state.ports {
            Some(ports) if state.child.is_none() => {
                state.child = Some(self.try_start(ports).await.expect("PostgREST starts again"));
            }
            Some(_) => {}
            None => self.launch(&mut state).await,
        }
    }

    /// Ends it for good.
    pub(super) async fn end(&self) {
        let mut state = self.state.lock().await;
        state.over = true;
        if let Some(mut child) = state.child.take() {
            child.kill().await;
        }
        if !std::thread::panicking() {
            let _ = std::fs::remove_file(self.stack.instance.log(&self.name()));
        }
    }

    /// The id of its process, `None` while there is none.
    pub(super) async fn pid(&self) -> Option<u32> {
        let state = self.state.lock().await;
        state.child.as_ref().and_then(|child| u32::try_from(child.record().pid).ok())
    }

    /// The address it has or had, after starting it if it never ran.
    pub(super) async fn launched(&self) -> String {
        let mut state = self.state.lock().await;
        if state.ports.is_none() && !state.over {
            self.launch(&mut state).await;
        }
        let port = state.ports.map(|(port, _)| port).unwrap_or_default();
        format!("http://127.0.0.1:{port}")
    }

    /// Starts it on free ports, trying others when somebody was faster.
    async fn launch(&self, state: &mut State) {
        let mut last = None;
        for _ in 0..3 {
            let ports = (free_port().expect("a free port"), free_port().expect("a free port"));
            match self.try_start(ports).await {
                Ok(child) => {
                    (state.ports, state.child) = (Some(ports), Some(child));
                    return;
                }
                Err(error) => last = Some(error),
            }
        }
        panic!("PostgREST does not start: {}", last.map(|error| error.to_string()).unwrap_or_default());
    }

    async fn try_start(&self, (port, admin_port): (u16, u16)) -> ipelya_local::Result<Child> {
        let settings = Settings {
            name: self.name(),
            server: self.stack.server(),
            database: &self.database,
            port,
            admin_port,
            pool: 10,
        };
        let program = &self.stack.description.tools.postgrest;
        postgrest::start(program, &self.stack.instance, &self.stack.keys, settings).await
    }

    fn name(&self) -> String {
        format!("rest-{}", self.database)
    }
}

/// The routes of `gateway`, which is made for PostgREST's address; requests below `/rest/v1` wait until that is known.
pub(super) fn behind(server: Arc<RestServer>, gateway: impl Fn(String) -> Router + Send + Sync + 'static) -> Router {
    let others = gateway(String::new());
    let shared = Arc::new((server, gateway, OnceCell::<Router>::new()));
    Router::new().fallback(move |request: Request| {
        let (shared, mut others) = (Arc::clone(&shared), others.clone());
        async move {
            if !request.uri().path().starts_with("/rest/v1") {
                return others.call(request).await;
            }
            let (server, gateway, known) = &*shared;
            let mut router = known.get_or_init(async || gateway(server.launched().await)).await.clone();
            router.call(request).await
        }
    })
}
