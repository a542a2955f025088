//! Ctrl-C and SIGTERM.

use crate::{Error, Result};
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Listens for the signals that mean "stop everything".
#[derive(Debug)]
pub struct Signals {
    interrupt: Signal,
    terminate: Signal,
    hangup: Signal,
}

impl Signals {
    /// Takes the signals over from their default, which would end the process without cleaning up.
    pub fn listen() -> Result<Self> {
        let listen = |kind| signal(kind).map_err(Error::io("listening for signals"));
        Ok(Self {
            interrupt: listen(SignalKind::interrupt())?,
            terminate: listen(SignalKind::terminate())?,
            hangup: listen(SignalKind::hangup())?,
        })
    }

    /// Waits for the next of them.
    pub async fn received(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
            _ = self.hangup.recv() => {}
        }
    }
}
