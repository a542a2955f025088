//! A small HTTP server that counts what passes and can fail on purpose, in front of any router.
//!
//! Tests put it between a function and what the function depends on.

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde_json::json;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};
use tower_service::Service;

/// What happens to a guarded request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// It goes through.
    Pass,
    /// The connection is closed without an answer.
    Refuse,
    /// No answer comes until the mode changes; then the connection is closed.
    Hang,
    /// It is on its way until the mode changes, and then goes through, be its sender still there or not.
    Hold,
    /// It is answered with this status and goes nowhere.
    Status(u16),
    /// It goes through and is carried out, but the connection is closed instead of answered.
    LoseReply,
    /// It goes through and is carried out, but the end of its answer is on its way until the mode changes.
    HoldReply,
}

/// What happens to which requests.
#[derive(Debug, Clone)]
struct Modes {
    all: Mode,
    /// Requests whose path ends like this are treated otherwise.
    exception: Option<(String, Mode)>,
}

impl Modes {
    const fn all(mode: Mode) -> Self {
        Self { all: mode, exception: None }
    }

    fn of(&self, path: &str) -> Mode {
        match &self.exception {
            Some((end, mode)) if path.ends_with(end.as_str()) => *mode,
            _ => self.all,
        }
    }
}

/// The server. It ends when dropped.
#[derive(Debug)]
pub struct Front {
    shared: Arc<Shared>,
    address: SocketAddr,
    task: JoinHandle<()>,
}

#[derive(Debug)]
struct Shared {
    /// Requests below this path are counted and subject to the mode; the rest always passes.
    guarded: &'static str,
    modes: watch::Sender<Modes>,
    seen: Mutex<Vec<String>>,
}

impl Front {
    /// Serves `router` on `listener` from the current runtime, guarding the paths that begin with `guarded`.
    pub fn serve(listener: TcpListener, guarded: &'static str, router: Router) -> std::io::Result<Self> {
        let address = listener.local_addr()?;
        let shared =
            Arc::new(Shared { guarded, modes: watch::Sender::new(Modes::all(Mode::Pass)), seen: Mutex::default() });
        let task = tokio::spawn(accept(listener, Arc::clone(&shared), router));
        Ok(Self { shared, address, task })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Changes what happens to guarded requests, those under way included.
    pub fn set_mode(&self, mode: Mode) {
        self.shared.modes.send_replace(Modes::all(mode));
    }

    /// Lets everything through but the requests whose path ends with `end`.
    pub fn set_mode_of(&self, end: &str, mode: Mode) {
        self.shared.modes.send_replace(Modes { all: Mode::Pass, exception: Some((end.to_owned(), mode)) });
    }

    /// The paths asked for since the last [`Front::forget`], without query, in order of arrival.
    pub fn seen(&self) -> Vec<String> {
        self.shared.seen().clone()
    }

    /// Forgets what has been asked.
    pub fn forget(&self) {
        self.shared.seen().clear();
    }

    /// The same counting and the same modes, for what arrives by another protocol.
    pub fn guard(&self) -> Guard {
        Guard(Arc::clone(&self.shared))
    }
}

/// What counts requests and says what happens to them.
#[derive(Debug, Clone)]
pub struct Guard(Arc<Shared>);

impl Guard {
    /// Counts a request and tells what is to happen to it, and what changes that.
    pub fn admit(&self, path: &str) -> (Mode, Changes) {
        self.0.seen().push(path.to_owned());
        let mut changes = self.0.modes.subscribe();
        let mode = changes.borrow_and_update().of(path);
        (mode, Changes(changes))
    }
}

/// The changes of modes.
#[derive(Debug)]
pub struct Changes(watch::Receiver<Modes>);

impl Changes {
    /// Waits for the next one.
    pub async fn next(&mut self) {
        let _ = self.0.changed().await;
    }
}

impl Drop for Front {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Shared {
    fn seen(&self) -> std::sync::MutexGuard<'_, Vec<String>> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The connection is to be closed without an answer.
#[derive(Debug, thiserror::Error)]
#[error("closed on purpose")]
struct Closed;

async fn accept(listener: TcpListener, shared: Arc<Shared>, router: Router) {
    // Connections end with this task: dropping the set aborts them.
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => {
                if let Ok((stream, _)) = accepted {
                    connections.spawn(connection(stream, Arc::clone(&shared), router.clone()));
                }
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn connection(stream: TcpStream, shared: Arc<Shared>, router: Router) {
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request: Request<Incoming>| {
        let (shared, router) = (Arc::clone(&shared), router.clone());
        async move { answer(&shared, router, request.map(Body::new)).await }
    });
    // How a connection ends is the client's business.
    let _ = hyper::server::conn::http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades()
        .await;
}

async fn answer(shared: &Arc<Shared>, mut router: Router, request: Request) -> Result<Response, Closed> {
    let path = request.uri().path();
    if !path.starts_with(shared.guarded) {
        return pass(&mut router, request).await;
    }
    let (mode, mut changes) = Guard(Arc::clone(shared)).admit(path);
    match mode {
        Mode::Pass => pass(&mut router, request).await,
        Mode::Refuse => Err(Closed),
        Mode::Hang => {
            changes.next().await;
            Err(Closed)
        }
        Mode::Hold => {
            changes.next().await;
            pass(&mut router, request).await
        }
        Mode::LoseReply => {
            pass(&mut router, request).await?;
            Err(Closed)
        }
        Mode::HoldReply => {
            let reply = pass(&mut router, request).await?;
            changes.next().await;
            Ok(reply)
        }
        Mode::Status(code) => {
            let status = StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            let body = json!({ "code": "harness", "message": "this status was asked for by the test" });
            Ok((status, axum::Json(body)).into_response())
        }
    }
}

async fn pass(router: &mut Router, request: Request) -> Result<Response, Closed> {
    // A router is always ready and never fails.
    let Ok(reply) = router.call(request).await;
    Ok(reply)
}
