//! The checks of the API: its document against its specification, the examples in it against their schemas, and a
//! running stack against the document. What they do stands in `e2e/api`.

use crate::layout::Layout;
use crate::{Error, Result, env, tools};
use std::collections::BTreeMap;
use tokio::process::Command;

/// What `make test` asks: the same in every run, for about half a minute.
const SHORT: [&str; 3] = ["--max-examples=10", "--generation-deterministic", "--no-shrink"];
/// What is asked by hand, unless something else is wanted: ten minutes of whatever comes to mind.
const LONG: [&str; 2] = ["--max-time=600", "--max-examples=100"];

/// `validate`: checks the document and its examples, and returns the exit code.
pub async fn validate(layout: &Layout) -> Result<u8> {
    finished(document(layout).await?).await
}

/// `fuzz`: checks the running development stack, and returns the exit code. `args` are Schemathesis's, in place of our own.
pub async fn fuzz(layout: &Layout, args: &[String]) -> Result<u8> {
    if !layout.instance("dev")?.is_running() {
        return Err(Error::NotRunning("dev"));
    }
    let mut command = stack(layout, &env::read(&layout.dev_env())?).await?;
    if args.is_empty() {
        command.args(LONG);
    } else {
        command.args(args);
    }
    finished(command).await
}

/// What checks the document.
pub async fn document(layout: &Layout) -> Result<Command> {
    let mut command = python(layout, "check_document.py").await?;
    command.arg("docs/openapi.json");
    Ok(command)
}

/// What checks a stack in short, whose variables these are.
pub async fn stack_in_short(layout: &Layout, variables: &BTreeMap<String, String>) -> Result<Command> {
    let mut command = stack(layout, variables).await?;
    command.args(SHORT);
    Ok(command)
}

async fn stack(layout: &Layout, variables: &BTreeMap<String, String>) -> Result<Command> {
    let mut command = python(layout, "fuzz.py").await?;
    command.envs(variables);
    Ok(command)
}

async fn python(layout: &Layout, script: &str) -> Result<Command> {
    let mut command = Command::new(tools::api_checkers(layout).await?.join("python"));
    // A checkout stays as it is.
    command
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .arg(layout.root().join("e2e/api").join(script))
        .current_dir(layout.root());
    Ok(command)
}

async fn finished(mut command: Command) -> Result<u8> {
    let status = command.status().await.map_err(Error::io("starting the checks of the API"))?;
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1))
}
