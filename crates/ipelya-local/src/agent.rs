//! The worker of support calls, which is Python's: `agents/support`.

use crate::layout::Layout;
use crate::{Error, Result, env, tools};
use std::collections::BTreeMap;
use std::os::unix::process::CommandExt as _;
use tokio::process::Command;

/// What it is told of the stack: it knows nothing of Supabase.
const OF_THE_STACK: [&str; 3] = ["LIVEKIT_URL", "LIVEKIT_API_KEY", "LIVEKIT_API_SECRET"];
/// Which models it has.
const STACK: &str = "VOICE_STACK";

/// `agent`: becomes the worker of the running development stack, without keys unless it is told otherwise.
pub async fn run(layout: &Layout) -> Result<u8> {
    if !layout.instance("dev")?.is_running() {
        return Err(Error::NotRunning("dev"));
    }
    let mut variables = env::read(&layout.dev_env())?;
    variables.retain(|name, _| OF_THE_STACK.contains(&name.as_str()));
    let mut command = std::process::Command::new(tools::agent(layout).await?);
    command.args(["-m", "support_agent"]).envs(variables).current_dir(layout.agent());
    command.env("PYTHONDONTWRITEBYTECODE", "1");
    if std::env::var_os(STACK).is_none() {
        command.env(STACK, "stub");
    }
    Err(Error::io("starting the worker of support calls")(command.exec()))
}

/// What tests it on the test stack, whose variables these are.
pub async fn tests(layout: &Layout, variables: &BTreeMap<&'static str, String>) -> Result<Command> {
    let mut command = Command::new(tools::agent(layout).await?);
    // A checkout stays as it is.
    command.env("PYTHONDONTWRITEBYTECODE", "1").args(["-m", "tests"]).envs(variables).current_dir(layout.agent());
    Ok(command)
}
