//! A component's process: how to start it, how to wait until it answers.

use super::record::{Ending, Record};
use super::tail::last_lines;
use crate::layout::Instance;
use crate::{Error, Result};
use std::ffi::OsString;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

/// What to start.
#[derive(Debug)]
pub struct Spec {
    /// The component's name: record, log file and terminal prefix.
    pub name: String,
    /// Its program.
    pub program: PathBuf,
    /// Its arguments.
    pub args: Vec<OsString>,
    /// Variables added to ours.
    pub env: Vec<(String, String)>,
    /// Its working directory.
    pub dir: PathBuf,
    /// Components with a lower number end first.
    pub order: u8,
    /// How it is asked to end.
    pub ending: Ending,
}

/// A process we started.
#[derive(Debug)]
pub struct Child {
    name: String,
    log: PathBuf,
    run: PathBuf,
    record: Record,
    process: tokio::process::Child,
}

impl Child {
    /// Starts it in a process group of its own, its output in the instance's log file, and writes it down.
    pub fn spawn(spec: Spec, instance: &Instance) -> Result<Self> {
        let Spec { name, program, args, env, dir, order, ending } = spec;
        let log = instance.log(&name);
        let failed = |what: &str| Error::io(format!("{what} {}", log.display()));
        let out = File::create(&log).map_err(failed("creating"))?;
        let err = out.try_clone().map_err(failed("sharing"))?;
        let mut command = tokio::process::Command::new(&program);
        forget_our_package(&mut command);
        command.args(args).envs(env).current_dir(dir).process_group(0);
        let mut process = command
            .stdin(Stdio::null())
            .stdout(out)
            .stderr(err)
            .spawn()
            .map_err(Error::io(format!("starting {}", program.display())))?;
        let record =
            process.id().and_then(|pid| i32::try_from(pid).ok()).and_then(|pid| Record::of(&name, pid, order, ending));
        let run = instance.run();
        let Some(record) = record else {
            return Err(died(&name, &log, process.try_wait().ok().flatten()));
        };
        record.write(&run)?;
        Ok(Self { name, log, run, record, process })
    }

    /// The component's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its log file.
    pub fn log(&self) -> &Path {
        &self.log
    }

    /// Its record.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// Fails when it has ended.
    pub fn check(&mut self) -> Result<()> {
        match self.process.try_wait() {
            Ok(None) => Ok(()),
            Ok(status) => Err(died(&self.name, &self.log, status)),
            Err(source) => Err(Error::Io { what: format!("watching {}", self.name), source }),
        }
    }

    /// Asks `probe` every few milliseconds until it says yes; fails when the process ends or `within`
    /// has passed.
    pub async fn ready<F>(&mut self, within: Duration, mut probe: impl FnMut() -> F) -> Result<()>
    where
        F: Future<Output = bool>,
    {
        let deadline = Instant::now() + within;
        let mut pause = Duration::from_millis(5);
        loop {
            self.check()?;
            let answered = tokio::time::timeout(Duration::from_secs(2), probe()).await.unwrap_or(false);
            if answered {
                // A stranger may have answered on the port while ours was failing to get it.
                return self.check();
            }
            if Instant::now() > deadline {
                return Err(Error::NotReady {
                    name: self.name.clone(),
                    seconds: within.as_secs(),
                    log: self.log.clone(),
                });
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(Duration::from_millis(50));
        }
    }

    /// Kills it at once and waits until it is gone.
    pub async fn kill(&mut self) {
        let _ = self.process.kill().await;
        self.record.forget(&self.run);
    }
}

/// Hides what `cargo run` told this process about its own package. A cargo started from here would
/// otherwise pass it on to build scripts, some of which (ring's) then build everything again.
pub fn forget_our_package(command: &mut tokio::process::Command) {
    for (name, _) in std::env::vars_os() {
        let ours = name.to_str().is_some_and(|name| {
            ["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_"].iter().any(|prefix| name.starts_with(prefix))
                || ["CARGO_CRATE_NAME", "CARGO_PRIMARY_PACKAGE"].contains(&name)
        });
        if ours {
            command.env_remove(&name);
        }
    }
}

fn died(name: &str, log: &Path, status: Option<std::process::ExitStatus>) -> Error {
    Error::Died {
        name: name.to_owned(),
        status: status.map_or_else(|| "no status".to_owned(), |status| status.to_string()),
        log: log.to_owned(),
        tail: last_lines(log, 12),
    }
}
