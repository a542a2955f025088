//! A LiveKit server of one project's own, for what the shared one cannot show: its webhooks, and what it does with Redis.

use super::own_process::OwnProcess;
use super::stack::Stack;
use ipelya_local::clock::new_id;
use ipelya_local::livekit;
use ipelya_local::ports::Ports;
use std::sync::Arc;

/// A LiveKit server. Dropping it ends it.
#[derive(Debug)]
pub(super) struct OwnLiveKit {
    process: OwnProcess,
    port: u16,
}

impl OwnLiveKit {
    /// Starts it. It posts its webhooks to these addresses, and keeps what it knows in the Redis at a port.
    pub(super) async fn launch(stack: &Arc<Stack>, webhooks: &[String], redis: Option<u16>) -> Self {
        let name = format!("livekit-{}", new_id().simple());
        let config = stack.instance.file(&format!("{name}.yaml"));
        let program = &stack.description.tools.livekit;
        let start = || async {
            let ports = Ports::free()?;
            let child = livekit::start_as(&name, program, &stack.instance, &ports, webhooks, redis).await?;
            Ok((child, ports.livekit))
        };
        let (process, port) = OwnProcess::launch("LiveKit", stack, Some(config), start).await;
        Self { process, port }
    }

    /// Asks it to stop, as a deployment does, and waits until it has.
    pub(super) async fn stop(&self) {
        self.process.stop().await;
    }

    /// Where its HTTP API and its signalling are.
    pub(super) fn port(&self) -> u16 {
        self.port
    }
}
