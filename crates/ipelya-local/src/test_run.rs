//! `make test`: every test of the workspace against the shared test stack, then the end-to-end tests
//! against a whole stack of their own; afterwards nothing is left running.

use crate::layout::{Instance, Layout};
use crate::ports::Ports;
use crate::postgres::Durability;
use crate::process::{Ending, Record, Signals, end_all, forget_our_package};
use crate::say::say;
use crate::stack::{Plan, Stack, sweep};
use crate::test_stack::{self, Description, TestStack, VARIABLE};
use crate::tools;
use crate::{Error, Result};
use std::fs;
use std::process::Stdio;
use tokio::process::Command;

/// Runs the tests and returns the exit code of the first part that failed, 0 when none did.
pub async fn run(layout: &Layout, args: &[String]) -> Result<u8> {
    on_instances(layout, async |test, e2e, own| everything(layout, args, test, e2e, own).await).await
}

/// `with-test-stack`: runs one command on the test stack and returns its exit code.
pub async fn with_stack(layout: &Layout, command: &[String]) -> Result<u8> {
    let [program, args @ ..] = command else { return Ok(0) };
    on_instances(layout, async |test, e2e, own| {
        let mut command = Command::new(program);
        command.args(args);
        on_stack(layout, test, e2e, own, command, "command").await
    })
    .await
}

/// Does `work` while nobody else uses the two instances, and leaves nothing of it running.
async fn on_instances(layout: &Layout, work: impl AsyncFnOnce(&Instance, &Instance, bool) -> Result<u8>) -> Result<u8> {
    let mut signals = Signals::listen()?;
    let test = layout.instance("test")?;
    let e2e = layout.instance("e2e")?;
    // One run at a time: this one begins by ending what an earlier one left behind.
    let _run = e2e.lock()?;
    // A `test-stack` in another terminal is used and left running.
    let lock = match test.lock() {
        Ok(lock) => Some(lock),
        Err(Error::AlreadyRunning(_)) => None,
        Err(error) => return Err(error),
    };
    let outcome = tokio::select! {
        outcome = work(&test, &e2e, lock.is_some()) => outcome,
        () = signals.received() => Err(Error::Interrupted),
    };
    if lock.is_some() {
        test_stack::end(&test).await;
    }
    end_all(&e2e.run()).await;
    outcome
}

async fn everything(layout: &Layout, args: &[String], test: &Instance, e2e: &Instance, own: bool) -> Result<u8> {
    let cargo = workspace(layout, args, test, e2e, own).await?;
    if !args.is_empty() {
        return Ok(cargo);
    }
    // The end-to-end tests are run whatever the others said, for the whole picture at once.
    let end_to_end = end_to_end(layout, e2e).await;
    if cargo == 0 { end_to_end } else { Ok(cargo) }
}

async fn workspace(layout: &Layout, args: &[String], test: &Instance, e2e: &Instance, own: bool) -> Result<u8> {
    let mut command = Command::new("cargo");
    command.arg("test").args((!selects_packages(args)).then_some("--workspace")).args(args);
    on_stack(layout, test, e2e, own, command, "cargo-test").await
}

async fn on_stack(
    layout: &Layout,
    test: &Instance,
    e2e: &Instance,
    own: bool,
    mut command: Command,
    name: &str,
) -> Result<u8> {
    // What a killed run left behind in either instance.
    sweep(e2e).await;
    let _stack = if own {
        sweep(test).await;
        Some(TestStack::start(layout, test).await?)
    } else {
        None
    };
    command.env(VARIABLE, Description::path(test)).current_dir(layout.root());
    // Recorded in e2e's run directory, which is always ours to end.
    passed(command, e2e, name).await
}

async fn end_to_end(layout: &Layout, instance: &Instance) -> Result<u8> {
    if !layout.root().join("e2e/package.json").exists() {
        say("e2e       │ no e2e/package.json, nothing to run");
        return Ok(0);
    }
    // Each run begins with the demo data and nothing else.
    let data = instance.pgdata();
    if data.exists() {
        fs::remove_dir_all(&data).map_err(Error::io(format!("removing {}", data.display())))?;
    }
    let plan = Plan {
        layout: layout.clone(),
        instance: instance.clone(),
        ports: Ports::free()?,
        env_file: instance.file("dev.env"),
        durability: Durability::None,
        reload: false,
        echo: false,
    };
    let (mut stack, dir) = tokio::try_join!(Stack::start(&plan), tools::clients(layout))?;
    let mut test = Command::new("npm");
    test.arg("test").envs(&stack.variables).current_dir(dir);
    tokio::select! {
        code = passed(test, instance, "npm-test") => code,
        error = stack.fails() => Err(error),
    }
}

/// Whether cargo's arguments name packages; `--workspace` beside them would win.
fn selects_packages(args: &[String]) -> bool {
    let own = args.iter().take_while(|arg| *arg != "--");
    own.into_iter().any(|arg| arg.starts_with("-p") || arg.starts_with("--package"))
}

/// Runs a test runner with our terminal and returns its exit code. It is recorded like any part of
/// the stack, so that an interrupted run ends it and everything below it first.
async fn passed(mut command: Command, instance: &Instance, name: &str) -> Result<u8> {
    forget_our_package(&mut command);
    let mut child =
        command.stdin(Stdio::null()).process_group(0).spawn().map_err(Error::io(format!("starting {name}")))?;
    let record =
        child.id().and_then(|pid| i32::try_from(pid).ok()).and_then(|pid| Record::of(name, pid, 0, Ending::Terminate));
    if let Some(record) = &record {
        record.write(&instance.run())?;
    }
    let status = child.wait().await.map_err(Error::io(format!("waiting for {name}")))?;
    if let Some(record) = &record {
        record.forget(&instance.run());
    }
    // Ended by a signal: as a shell counts it.
    let code = status
        .code()
        .unwrap_or_else(|| 128 + std::os::unix::process::ExitStatusExt::signal(&status).unwrap_or_default());
    Ok(u8::try_from(code).unwrap_or(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_workspace_is_tested_unless_packages_are_named() {
        let selects = |args: &[&str]| selects_packages(&args.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert!(!selects(&[]) && !selects(&["--", "-p"]) && !selects(&["--lib", "some_test"]));
        assert!(selects(&["-p", "token"]) && selects(&["-ptoken"]) && selects(&["--package=token"]));
    }
}
