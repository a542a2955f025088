//! Something a function depends on, seen through a proxy that counts and can fail on purpose.

use super::ground::{self, Stack};
use ipelya_local::gateway::{Front, Mode};
use ipelya_local::ports::free_port;
use ipelya_local::postgrest::{self, Settings};
use ipelya_local::process::Child;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use std::sync::Arc;
use tokio::sync::Mutex;

/// PostgREST or LiveKit behind a counting proxy.
#[derive(Debug)]
pub struct Upstream {
    front: Front,
    /// PostgREST's process; LiveKit is shared and not ours to stop.
    rest: Option<Arc<RestServer>>,
}

impl Upstream {
    pub(super) fn new(front: Front, rest: Option<Arc<RestServer>>) -> Self {
        Self { front, rest }
    }

    /// How many requests have arrived since the start or the last [`Upstream::reset`].
    pub fn requests(&self) -> usize {
        self.front.seen().len()
    }

    /// The paths of those requests, as sent but without query, in order of arrival.
    pub fn paths(&self) -> Vec<String> {
        self.front.seen()
    }

    /// Begins counting anew.
    pub fn reset(&self) {
        self.front.forget();
    }

    /// Changes what happens to requests, those under way included.
    pub fn set_mode(&self, mode: Mode) {
        self.front.set_mode(mode);
    }

    /// Lets everything through but the requests whose path ends with `end`, an SQL function's or a LiveKit method's name.
    pub fn set_mode_of(&self, end: &str, mode: Mode) {
        self.front.set_mode_of(end, mode);
    }

    /// Kills the real PostgREST behind the gateway, which then answers 503.
    pub async fn stop_server(&self) {
        let rest = self.rest();
        ground::run(async move { rest.stop().await }).await;
    }

    /// Starts it again at the same place and waits until it answers.
    pub async fn start_server(&self) {
        let rest = self.rest();
        ground::run(async move { rest.start().await }).await;
    }

    /// The process id of the real PostgREST, for measurements; `None` while it is stopped.
    pub async fn server_pid(&self) -> Option<u32> {
        let child = self.rest.as_ref()?.child.lock().await;
        child.as_ref().and_then(|child| u32::try_from(child.record().pid).ok())
    }

    pub(super) fn address(&self) -> String {
        self.front.address().to_string()
    }

    fn rest(&self) -> Arc<RestServer> {
        Arc::clone(self.rest.as_ref().expect("only a project's own PostgREST can be stopped; LiveKit is shared"))
    }
}

/// The PostgREST process of one project.
#[derive(Debug)]
pub(super) struct RestServer {
    stack: Arc<Stack>,
    database: String,
    port: u16,
    admin_port: u16,
    child: Mutex<Option<Child>>,
}

impl RestServer {
    /// Starts PostgREST for `database` on free ports, trying others when somebody was faster.
    pub(super) async fn launch(stack: Arc<Stack>, database: String) -> Arc<Self> {
        let mut last = None;
        for _ in 0..3 {
            let (port, admin_port) = (free_port().expect("a free port"), free_port().expect("a free port"));
            let server = Self {
                stack: Arc::clone(&stack),
                database: database.clone(),
                port,
                admin_port,
                child: Mutex::default(),
            };
            match server.try_start().await {
                Ok(()) => return Arc::new(server),
                Err(error) => last = Some(error),
            }
        }
        panic!("PostgREST does not start: {}", last.map(|error| error.to_string()).unwrap_or_default());
    }

    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    async fn start(&self) {
        self.try_start().await.expect("PostgREST starts again");
    }

    async fn try_start(&self) -> ipelya_local::Result<()> {
        let mut child = self.child.lock().await;
        if child.is_some() {
            return Ok(());
        }
        let settings = Settings {
            name: self.name(),
            server: self.stack.server(),
            database: &self.database,
            port: self.port,
            admin_port: self.admin_port,
            pool: 10,
        };
        let program = &self.stack.description.tools.postgrest;
        *child = Some(postgrest::start(program, &self.stack.instance, &self.stack.keys, settings).await?);
        Ok(())
    }

    async fn stop(&self) {
        if let Some(mut child) = self.child.lock().await.take() {
            child.kill().await;
        }
    }

    fn name(&self) -> String {
        format!("rest-{}", self.database)
    }
}

impl Drop for RestServer {
    fn drop(&mut self) {
        if let Some(child) = self.child.get_mut().take() {
            // Not yet reaped, so the pid is still this child's.
            let _ = kill(Pid::from_raw(child.record().pid), Signal::SIGKILL);
            child.record().forget(&self.stack.instance.run());
        }
        if !std::thread::panicking() {
            let _ = std::fs::remove_file(self.stack.instance.log(&self.name()));
        }
    }
}
