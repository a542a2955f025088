//! The worker of support calls, which is Python's: `agents/support`.

use crate::layout::{Instance, Layout};
use crate::process::{Child, Ending, Record, Spec};
use crate::say::say;
use crate::{Error, Result, env, tools};
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::process::Command;
use tokio::time::sleep;

/// By which its secret's holder knows what agents report. Local only: it is public.
pub const TOKEN_SECRET: &str = "ipelya-local-agent-secret-for-development-only";
/// Where they report, below a stack's base URL.
pub const REPORT_PATH: &str = "/api/voice/transcript";
/// The variable by which `make dev` is told to go without one.
pub const SWITCH: &str = "IPELYA_VOICE_AGENT";

/// What it is told of the stack: it knows nothing of Supabase.
const OF_THE_STACK: [&str; 3] = ["LIVEKIT_URL", "LIVEKIT_API_KEY", "LIVEKIT_API_SECRET"];
/// Which models it has.
const STACK: &str = "VOICE_STACK";
/// What a stack's own is called.
const NAME: &str = "agent";
/// How long it may take to start: a machine that builds everything else is busy.
const START: Duration = Duration::from_mins(2);
/// How long one that ended is left alone, at most.
const PAUSE: Duration = Duration::from_mins(1);

/// `agent`: becomes the worker of the running development stack, without keys unless it is told otherwise.
pub async fn run(layout: &Layout) -> Result<u8> {
    let instance = layout.instance("dev")?;
    if !instance.is_running() {
        return Err(Error::NotRunning("dev"));
    }
    if is_running(&instance) {
        say(format!("already running with `make dev`, which leaves it to this if {SWITCH}=off"));
        return Ok(0);
    }
    let mut command = std::process::Command::new(tools::agent(layout).await?);
    command.args(["-m", "support_agent"]).envs(of_the_stack(&env::read(&layout.dev_env())?)).envs(at_home());
    command.current_dir(layout.agent());
    Err(Error::io("starting the worker of support calls")(command.exec()))
}

/// What tests it on the test stack, whose variables these are.
pub async fn tests(layout: &Layout, variables: &BTreeMap<&'static str, String>) -> Result<Command> {
    let mut command = Command::new(tools::agent(layout).await?);
    // A checkout stays as it is.
    command.env("PYTHONDONTWRITEBYTECODE", "1").args(["-m", "tests"]).envs(variables).current_dir(layout.agent());
    Ok(command)
}

/// Whether an instance runs one.
pub fn is_running(instance: &Instance) -> bool {
    Record::read(&instance.run(), NAME).is_some_and(|record| record.is_alive())
}

/// Starts one of this name with these settings and waits until LiveKit knows it.
pub async fn start_as(
    name: &str,
    python: &Path,
    layout: &Layout,
    instance: &Instance,
    settings: impl IntoIterator<Item = (String, String)>,
) -> Result<Child> {
    // Nobody waits for its calls when it is asked to end.
    let own = [("AGENT_HEALTH_PORT", "0"), ("AGENT_DRAIN_SECONDS", "0")];
    let own = own.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let spec = Spec {
        name: name.to_owned(),
        program: python.to_owned(),
        args: ["-m", "support_agent"].map(Into::into).into(),
        env: at_home().into_iter().chain(own).chain(settings).collect(),
        dir: layout.agent(),
        // Before the functions: it reports its last lines there.
        order: 5,
        ending: Ending::Terminate,
    };
    let mut child = Child::spawn(spec, instance)?;
    let log = child.log().to_owned();
    let registered = || async { fs::read_to_string(&log).is_ok_and(|log| log.contains("\"worker registered\"")) };
    if let Err(error) = child.ready(START, registered).await {
        child.kill().await;
        return Err(error);
    }
    Ok(child)
}

/// The worker of a whole stack.
#[derive(Debug)]
pub struct Worker {
    python: PathBuf,
    layout: Layout,
    instance: Instance,
    settings: BTreeMap<String, String>,
    child: Child,
}

impl Worker {
    /// Starts it for the stack of these variables. Everything else works without it, so what keeps it from starting is
    /// said and nothing more.
    pub async fn start(layout: &Layout, instance: &Instance, variables: &BTreeMap<String, String>) -> Option<Self> {
        let settings = of_the_stack(variables);
        let started = async {
            let python = tools::agent(layout).await?;
            let child = start_as(NAME, &python, layout, instance, settings.clone()).await?;
            Ok::<_, Error>((python, child))
        };
        match started.await {
            Ok((python, child)) => {
                Some(Self { python, layout: layout.clone(), instance: instance.clone(), settings, child })
            }
            Err(error) => {
                let reason = error.to_string();
                let reason = reason.lines().next().unwrap_or_default();
                say(format!("agent     │ no agent talks in support calls: {reason}"));
                None
            }
        }
    }

    /// Starts it again whenever it has ended, until this is dropped.
    pub async fn keep(mut self) -> Result<()> {
        let mut pause = Duration::from_secs(1);
        loop {
            sleep(Duration::from_millis(250)).await;
            let Err(error) = self.child.check() else { continue };
            // The next one begins the log anew.
            let last = match error {
                Error::Died { status, tail, .. } => format!("{tail}\nagent     │ ended ({status})"),
                other => other.to_string(),
            };
            say(format!("{last}; starts again in {} s", pause.as_secs()));
            sleep(pause).await;
            let Self { python, layout, instance, settings, .. } = &self;
            match start_as(NAME, python, layout, instance, settings.clone()).await {
                Ok(child) => (self.child, pause) = (child, Duration::from_secs(1)),
                Err(_) => pause = (pause * 2).min(PAUSE),
            }
        }
    }
}

fn of_the_stack(variables: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let known = variables.iter().filter(|(name, _)| OF_THE_STACK.contains(&name.as_str()));
    known.map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// What it is told wherever it runs here: to leave a checkout as it is, and to have no models unless somebody gave it keys.
fn at_home() -> Vec<(String, String)> {
    let stub = std::env::var_os(STACK).is_none().then_some((STACK, "stub"));
    let told = [("PYTHONDONTWRITEBYTECODE", "1")].into_iter().chain(stub);
    told.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}
