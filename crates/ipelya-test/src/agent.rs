//! The worker of support calls, as one test has it: the real one, without models, known to LiveKit by a name of its own, so
//! that no other test's calls come to it. Starting takes seconds.

use super::api::Api;
use super::own_process::OwnProcess;
use super::project::Project;
use super::stack::{self, Stack};
use ipelya_local::clock::new_id;
use ipelya_local::layout::Layout;
use ipelya_local::{agent, livekit, tools};
use serde_json::Value;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::OnceCell;

/// A worker that is registered with the project's LiveKit. Dropping it kills it, and with it whoever it has in a room.
#[derive(Debug)]
pub struct Worker {
    process: OwnProcess,
    name: String,
}

impl Worker {
    /// Starts one and waits until LiveKit knows it.
    pub async fn start(project: &Project) -> Self {
        Self::start_for(project, 5).await
    }

    /// The same of one that takes so many calls at once.
    pub async fn start_for(project: &Project, calls: u32) -> Self {
        let (stack, url) = (project.stack(), project.livekit_direct_url());
        stack::run(Self::launch(stack, url, calls)).await
    }

    async fn launch(stack: Arc<Stack>, livekit_url: String, calls: u32) -> Self {
        let layout = Layout::find().expect("tests run inside the repository");
        let (python, name) = (python(&layout).await, format!("agent-{}", new_id().simple()));
        let calls = calls.to_string();
        let settings = [
            ("LIVEKIT_URL", livekit_url.as_str()),
            ("LIVEKIT_API_KEY", livekit::API_KEY),
            ("LIVEKIT_API_SECRET", livekit::API_SECRET),
            ("AGENT_NAME", &name),
            ("VOICE_STACK", "stub"),
            ("AGENT_MAX_JOBS", &calls),
        ];
        let settings = settings.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let start = || async {
            let child = agent::start_as(&name, python, &layout, &stack.instance, settings.clone()).await?;
            Ok((child, ()))
        };
        let (process, ()) = OwnProcess::launch("the worker of support calls", &stack, None, start).await;
        Self { process, name }
    }

    /// Its `AGENT_NAME`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The functions, which send this one into calls.
    pub fn known_to(&self, api: Api) -> Api {
        api.with_setting("AGENT_NAME", &self.name)
    }

    /// The lines of its log that say this.
    pub fn logged(&self, message: &str) -> Vec<Value> {
        let log = std::fs::read_to_string(self.process.log()).expect("it has a log");
        let lines = log.lines().filter_map(|line| serde_json::from_str::<Value>(line).ok());
        lines.filter(|line| line.get("message").and_then(Value::as_str) == Some(message)).collect()
    }

    /// Kills it, as a machine does that fails. LiveKit counts its agents as inside until it has noticed.
    pub async fn kill(&self) {
        self.process.kill().await;
    }
}

/// What it runs on; the first call of a process makes sure that it is installed.
async fn python(layout: &Layout) -> &'static PathBuf {
    static PYTHON: OnceCell<PathBuf> = OnceCell::const_new();
    PYTHON.get_or_init(async || tools::agent(layout).await.expect("pip installs LiveKit's agents")).await
}
