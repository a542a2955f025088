//! `make dev` and `make stop`: the development stack in the foreground or in the background.

mod summary;

use crate::agent;
use crate::layout::{Instance, Layout};
use crate::ports::Ports;
use crate::postgres::Durability;
use crate::process::{Ending, Record, Signals, echo, end_all, end_supervisor, last_lines};
use crate::say::say;
use crate::stack::{Plan, Stack, sweep};
use crate::tools;
use crate::transport::Transport;
use crate::{Error, Result};
use std::fs::{self, File};
use std::process::Stdio;
use std::time::Duration;

/// Written when the stack is up, gone when it is not.
const READY: &str = "ready";

/// Starts the stack and stays until Ctrl-C, or with `detach` returns once everything answers.
/// A stack that already runs is left alone.
pub async fn run(layout: &Layout, detach: bool) -> Result<()> {
    let instance = layout.instance("dev")?;
    if instance.is_running() {
        if instance.run().join(READY).exists() {
            say("already running; `make stop` ends it");
            summary::print(layout)?;
        } else {
            say("already starting; `make stop` ends it");
        }
        return Ok(());
    }
    if detach { in_background(layout, &instance).await } else { supervise(layout, true).await }
}

/// Runs the stack until a signal arrives, then ends all of it.
pub async fn supervise(layout: &Layout, foreground: bool) -> Result<()> {
    let instance = layout.instance("dev")?;
    let _lock = instance.lock()?;
    let run = instance.run();
    let mut signals = Signals::listen()?;
    if !foreground {
        // Out of the terminal's session: closing it must not end the stack.
        let _ = nix::unistd::setsid();
    }
    let _ = fs::remove_file(run.join(READY));
    let own = i32::try_from(std::process::id()).ok();
    if let Some(record) = own.and_then(|pid| Record::of("supervisor", pid, u8::MAX, Ending::Terminate)) {
        record.write(&run)?;
    }
    sweep(&instance).await;

    let outcome = tokio::select! {
        outcome = up_and_running(layout, &instance, foreground) => outcome,
        () = signals.received() => Ok(()),
    };
    let _ = fs::remove_file(run.join(READY));
    let ended = end_all(&run).await;
    if !ended.is_empty() {
        say(format!("stopped   │ {}", ended.join(", ")));
    }
    if let Some(record) = Record::read(&run, "supervisor") {
        record.forget(&run);
    }
    outcome
}

/// Ends the stack, whether it runs in the foreground of another terminal, in the background, or was
/// left behind by a supervisor that was killed.
pub async fn stop(layout: &Layout) -> Result<()> {
    let instance = layout.instance("dev")?;
    let run = instance.run();
    let supervised = end_supervisor(&run).await;
    let left = end_all(&run).await;
    let _ = fs::remove_file(run.join(READY));
    say(if supervised || !left.is_empty() { "stopped" } else { "nothing was running" });
    Ok(())
}

/// Ends the stack and forgets its data, so that the next start makes it anew.
pub async fn reset(layout: &Layout) -> Result<()> {
    stop(layout).await?;
    layout.instance("dev")?.forget()?;
    say("the next `make dev` starts with a new database");
    Ok(())
}

async fn up_and_running(layout: &Layout, instance: &Instance, foreground: bool) -> Result<()> {
    let plan = Plan {
        layout: layout.clone(),
        instance: instance.clone(),
        ports: Ports::configured(|name| std::env::var(name).ok())?,
        env_file: layout.dev_env(),
        durability: Durability::Full,
        reload: true,
        echo: foreground,
        agent: std::env::var(agent::SWITCH).map_or(true, |switch| switch != "off"),
        transport: Transport::of_dev(),
    };
    let demo = tools::demo(layout);
    let started = async { tokio::try_join!(Stack::start(&plan), demo) };
    let (mut stack, ()) = started.await.inspect_err(|error| {
        if matches!(error, Error::Sql { .. }) {
            say("if this database was made by an older checkout, `make reset` lets the next start make it anew");
        }
    })?;
    let ready = instance.run().join(READY);
    fs::write(&ready, "").map_err(Error::io(format!("writing {}", ready.display())))?;
    if foreground {
        summary::print(layout)?;
        say("Ctrl-C ends it all.");
    }
    Err(stack.fails().await)
}

async fn in_background(layout: &Layout, instance: &Instance) -> Result<()> {
    let log = instance.log("supervisor");
    let failed = |what: &str| Error::io(format!("{what} {}", log.display()));
    let out = File::create(&log).map_err(failed("creating"))?;
    let err = out.try_clone().map_err(failed("sharing"))?;
    let program = std::env::current_exe().map_err(Error::io("finding this program"))?;
    let ready = instance.run().join(READY);
    // A supervisor that was killed could not remove it.
    let _ = fs::remove_file(&ready);
    let mut supervisor = tokio::process::Command::new(program)
        .arg("supervise")
        .current_dir(layout.root())
        .stdin(Stdio::null())
        .stdout(out)
        .stderr(err)
        .spawn()
        .map_err(Error::io("starting the background stack"))?;
    let up = async {
        while !ready.exists() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let mut signals = Signals::listen()?;
    tokio::select! {
        () = up => {}
        () = echo("dev".into(), log.clone()) => {}
        status = supervisor.wait() => {
            let code = status.ok().and_then(|status| u8::try_from(status.code()?).ok()).unwrap_or(1);
            return Err(Error::Detached { code, tail: last_lines(&log, 20), log });
        }
        () = signals.received() => {
            end_supervisor(&instance.run()).await;
            return Err(Error::Interrupted);
        }
    }
    summary::print(layout)?;
    say("runs in the background; `make stop` ends it");
    Ok(())
}
