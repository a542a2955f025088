//! A process that `make test` starts, written down like any part of the stack, so that an interrupted run ends it and
//! everything below it first.

use crate::layout::Instance;
use crate::process::{Ending, Record, forget_our_package};
use crate::{Error, Result};
use std::os::unix::process::ExitStatusExt as _;
use std::process::Stdio;
use tokio::process::{Child, ChildStdout, Command};

/// The running process.
#[derive(Debug)]
pub(super) struct Recorded {
    name: String,
    child: Child,
    record: Option<Record>,
    instance: Instance,
}

impl Recorded {
    /// Starts it in a process group of its own; `name` is unique in the instance.
    pub(super) fn start(mut command: Command, instance: &Instance, name: &str) -> Result<Self> {
        forget_our_package(&mut command);
        let child =
            command.stdin(Stdio::null()).process_group(0).spawn().map_err(Error::io(format!("starting {name}")))?;
        let pid = child.id().and_then(|pid| i32::try_from(pid).ok());
        let record = pid.and_then(|pid| Record::of(name, pid, 0, Ending::Terminate));
        if let Some(record) = &record {
            record.write(&instance.run())?;
        }
        Ok(Self { name: name.to_owned(), child, record, instance: instance.clone() })
    }

    /// What it writes, if that was piped.
    pub(super) fn stdout(&mut self) -> Option<ChildStdout> {
        self.child.stdout.take()
    }

    /// Waits for its end: its exit code, or as a shell counts it when a signal ended it.
    pub(super) async fn code(mut self) -> Result<u8> {
        let status = self.child.wait().await.map_err(Error::io(format!("waiting for {}", self.name)))?;
        if let Some(record) = &self.record {
            record.forget(&self.instance.run());
        }
        let code = status.code().unwrap_or_else(|| 128 + status.signal().unwrap_or_default());
        Ok(u8::try_from(code).unwrap_or(1))
    }
}
