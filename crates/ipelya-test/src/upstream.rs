//! Something a function depends on, seen through a proxy that counts and can fail on purpose.

use super::rest_server::RestServer;
use super::stack;
use ipelya_local::gateway::{Front, Mode};
use std::sync::Arc;

/// PostgREST or LiveKit behind a counting proxy.
#[derive(Debug)]
pub struct Upstream {
    front: Front,
    /// LiveKit is shared and not ours to start or stop.
    rest: Option<Arc<RestServer>>,
}

impl Upstream {
    pub(super) fn new(front: Front, rest: Option<Arc<RestServer>>) -> Self {
        Self { front, rest }
    }

    /// How many requests have arrived since the start or the last [`Upstream::reset`].
    pub fn requests(&self) -> usize {
        self.front.seen().len()
    }

    /// The paths of those requests, as sent but without query, in order of arrival.
    pub fn paths(&self) -> Vec<String> {
        self.front.seen()
    }

    /// Begins counting anew.
    pub fn reset(&self) {
        self.front.forget();
    }

    /// Changes what happens to requests, those under way included.
    pub fn set_mode(&self, mode: Mode) {
        self.front.set_mode(mode);
    }

    /// Lets everything through but the requests whose path ends with `end`, an SQL function's or a LiveKit method's name.
    pub fn set_mode_of(&self, end: &str, mode: Mode) {
        self.front.set_mode_of(end, mode);
    }

    /// Kills the real PostgREST behind the gateway, which then answers 503.
    pub async fn stop_server(&self) {
        let rest = self.rest();
        stack::run(async move { rest.stop().await }).await;
    }

    /// Starts it again at the same place and waits until it answers.
    pub async fn start_server(&self) {
        let rest = self.rest();
        stack::run(async move { rest.start().await }).await;
    }

    /// The process id of the real PostgREST, for measurements; `None` while there is none.
    pub async fn server_pid(&self) -> Option<u32> {
        self.rest.as_ref()?.pid().await
    }

    /// Starts the real PostgREST without waiting for it, since it is about to be asked.
    pub(super) fn prepare(&self) {
        self.rest().prepare();
    }

    pub(super) fn address(&self) -> String {
        self.front.address().to_string()
    }

    fn rest(&self) -> Arc<RestServer> {
        Arc::clone(self.rest.as_ref().expect("only a project's own PostgREST can be stopped; LiveKit is shared"))
    }
}

impl Drop for Upstream {
    fn drop(&mut self) {
        if let Some(rest) = self.rest.take() {
            stack::run_blocking(async move { rest.end().await });
        }
    }
}
