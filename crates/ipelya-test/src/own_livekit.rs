//! A LiveKit server of one project's own, for what the shared one cannot show: its webhooks.

use super::stack::Stack;
use ipelya_local::clock::new_id;
use ipelya_local::livekit;
use ipelya_local::ports::Ports;
use ipelya_local::process::Child;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::sleep;

/// A LiveKit server that posts its webhooks to an address the test chose. Dropping it ends it.
#[derive(Debug)]
pub(super) struct OwnLiveKit {
    child: Child,
    port: u16,
    stack: Arc<Stack>,
}

impl OwnLiveKit {
    /// Starts it on free ports, trying others when somebody was faster.
    pub(super) async fn launch(stack: Arc<Stack>, webhook: &str) -> Self {
        let name = format!("livekit-{}", new_id().simple());
        let mut last = None;
        for _ in 0..3 {
            let ports = Ports::free().expect("free ports");
            let program = &stack.description.tools.livekit;
            match livekit::start_as(&name, program, &stack.instance, &ports, Some(webhook)).await {
                Ok(child) => return Self { child, port: ports.livekit, stack },
                Err(error) => last = Some(error),
            }
        }
        panic!("LiveKit does not start: {}", last.map(|error| error.to_string()).unwrap_or_default());
    }

    /// Asks it to stop, as a deployment does, and waits until it has.
    pub(super) async fn stop(&self) {
        let record = self.child.record();
        kill(Pid::from_raw(record.pid), Signal::SIGTERM).expect("LiveKit can be asked to stop");
        while record.is_alive() {
            sleep(Duration::from_millis(20)).await;
        }
    }

    /// Where its HTTP API and its signalling are.
    pub(super) fn port(&self) -> u16 {
        self.port
    }
}

impl Drop for OwnLiveKit {
    fn drop(&mut self) {
        // Not yet reaped, so the pid is still this child's.
        let _ = kill(Pid::from_raw(self.child.record().pid), Signal::SIGKILL);
        self.child.record().forget(&self.stack.instance.run());
        let _ = std::fs::remove_file(self.stack.instance.file(&format!("{}.yaml", self.child.name())));
        if !std::thread::panicking() {
            let _ = std::fs::remove_file(self.child.log());
        }
    }
}
