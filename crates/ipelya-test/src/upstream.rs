//! Something a function depends on, seen through a proxy that counts and can fail on purpose.

use super::postgres_front::PostgresFront;
use super::rest_server::RestServer;
use super::stack;
use ipelya_local::gateway::{Front, Mode};
use std::sync::Arc;

/// PostgREST or LiveKit behind a counting proxy. Calls that go to Postgres directly pass here too, each counted as the
/// request to PostgREST that it stands for.
#[derive(Debug)]
pub struct Upstream {
    front: Front,
    /// Postgres, for who asks it directly.
    direct: Option<PostgresFront>,
    /// LiveKit is shared and not ours to start or stop.
    rest: Option<Arc<RestServer>>,
}

impl Upstream {
    pub(super) fn new(front: Front) -> Self {
        Self { front, direct: None, rest: None }
    }

    /// A database: PostgREST, which is ours to start and stop, and Postgres itself.
    pub(super) fn of_database(front: Front, rest: Arc<RestServer>, direct: PostgresFront) -> Self {
        Self { front, direct: Some(direct), rest: Some(rest) }
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

    /// Kills the real PostgREST behind the gateway, which then answers 503. Nobody is let in to Postgres either.
    pub async fn stop_server(&self) {
        self.set_open(false);
        let rest = self.rest();
        stack::run(async move { rest.stop().await }).await;
    }

    /// Starts it again at the same place and waits until it answers.
    pub async fn start_server(&self) {
        self.set_open(true);
        let rest = self.rest();
        stack::run(async move { rest.start().await }).await;
    }

    /// The process id of the real PostgREST, for measurements; `None` while there is none.
    pub async fn server_pid(&self) -> Option<u32> {
        self.rest.as_ref()?.pid().await
    }

    /// Where the real PostgREST answers, past the proxy, for measurements.
    pub async fn server_url(&self) -> String {
        let rest = self.rest();
        stack::run(async move { rest.launched().await }).await
    }

    /// Starts the real PostgREST without waiting for it, since it is about to be asked.
    pub(super) fn prepare(&self) {
        self.rest().prepare();
    }

    pub(super) fn address(&self) -> String {
        self.front.address().to_string()
    }

    /// The port of Postgres itself, behind the same counting and failing.
    pub(super) fn direct_port(&self) -> u16 {
        self.direct.as_ref().map_or(0, PostgresFront::port)
    }

    fn set_open(&self, is_open: bool) {
        if let Some(direct) = &self.direct {
            direct.set_open(is_open);
        }
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
