//! A server of one test's own. Dropping it ends it.

use super::stack::Stack;
use ipelya_local::Result;
use ipelya_local::process::Child;
use nix::sys::signal::{Signal, kill, killpg};
use nix::unistd::Pid;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::sleep;

/// A process that runs as long as the test.
#[derive(Debug)]
pub(super) struct OwnProcess {
    child: Child,
    /// What it was configured by, if that is a file.
    config: Option<PathBuf>,
    stack: Arc<Stack>,
}

impl OwnProcess {
    /// Starts one, trying other ports when somebody was faster: `start` chooses them, and tells them with the process.
    pub(super) async fn launch<T, F: Future<Output = Result<(Child, T)>>>(
        what: &str,
        stack: &Arc<Stack>,
        config: Option<PathBuf>,
        start: impl Fn() -> F,
    ) -> (Self, T) {
        let mut last = None;
        for _ in 0..3 {
            match start().await {
                Ok((child, ports)) => return (Self { child, config, stack: Arc::clone(stack) }, ports),
                Err(error) => last = Some(error),
            }
        }
        panic!("{what} does not start: {}", last.map(|error| error.to_string()).unwrap_or_default());
    }

    /// Asks it to stop, as a deployment does, and waits until it has.
    pub(super) async fn stop(&self) {
        let record = self.child.record();
        kill(Pid::from_raw(record.pid), Signal::SIGTERM).expect("it can be asked to stop");
        self.until_gone().await;
    }

    /// Kills it and whatever it has started, and waits until it is gone.
    pub(super) async fn kill(&self) {
        killpg(Pid::from_raw(self.child.record().pid), Signal::SIGKILL).expect("it can be killed");
        self.until_gone().await;
    }

    async fn until_gone(&self) {
        while self.child.record().is_alive() {
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// Its log.
    pub(super) fn log(&self) -> &Path {
        self.child.log()
    }
}

impl Drop for OwnProcess {
    fn drop(&mut self) {
        // Not yet reaped, so the pid is still this child's, and its group its own.
        let _ = killpg(Pid::from_raw(self.child.record().pid), Signal::SIGKILL);
        self.child.record().forget(&self.stack.instance.run());
        if let Some(config) = &self.config {
            let _ = std::fs::remove_file(config);
        }
        if !std::thread::panicking() {
            let _ = std::fs::remove_file(self.child.log());
        }
    }
}
