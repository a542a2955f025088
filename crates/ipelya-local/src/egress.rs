//! A stand-in for LiveKit's Egress API and the worker behind it, which need Redis and a browser: in front of the real LiveKit
//! it answers `livekit.Egress/*` for what records a room into one MP4, and passes everything else on. Its worker joins the
//! real room as LiveKit's does, hidden, and writes a file to the store; where LiveKit's shows what was to be seen and heard
//! there, its is the same ten seconds of a test picture and a tone every time. Signed `egress_*` events go where LiveKit's
//! go. `POST /stand-in/egress` makes it fail in the ways LiveKit's does.

mod events;
mod order;
mod switches;
mod twirp;
mod worker;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::extract::{Request, State};
use axum::response::Response;
use axum::routing::get;
use livekit_protocol::EgressInfo;
use tokio::sync::{Notify, watch};

use crate::bucket::Bucket;
use crate::http_client::HttpClient;
use crate::livekit::http_url;
use crate::stand_in::proxy;

pub use switches::{EgressEvents, EgressMode};

/// LiveKit with recordings.
#[derive(Debug, Clone)]
pub struct Egress {
    /// Of the real LiveKit, or of what stands in front of it.
    livekit_port: u16,
    webhooks: Vec<String>,
    /// Where files go that come without a store of their own.
    store: Bucket,
    mode: watch::Sender<EgressMode>,
    memory: Arc<Mutex<Memory>>,
    client: HttpClient,
}

#[derive(Debug, Default)]
struct Memory {
    events: EgressEvents,
    /// By their ids.
    egresses: BTreeMap<String, Known>,
}

/// An egress, ended or not.
#[derive(Debug)]
struct Known {
    info: EgressInfo,
    /// By which its worker is told to stop.
    stop: Arc<Notify>,
}

impl Egress {
    /// In front of the LiveKit at this port, telling these addresses of egresses.
    pub fn new(livekit_port: u16, webhooks: Vec<String>, store: Bucket) -> Self {
        let (mode, _) = watch::channel(EgressMode::default());
        Self { livekit_port, webhooks, store, mode, memory: Arc::default(), client: HttpClient::new() }
    }

    /// What answers for it.
    pub fn router(&self) -> Router {
        Router::new()
            .route("/stand-in/egress", get(switches::show).post(switches::switch))
            .fallback(answer)
            .with_state(self.clone())
    }

    /// All egresses as they are now, ended or not.
    pub fn all(&self) -> Vec<EgressInfo> {
        self.memory().egresses.values().map(|known| known.info.clone()).collect()
    }

    /// How it works from now on.
    pub fn mode(&self) -> EgressMode {
        *self.mode.borrow()
    }

    /// Changes that.
    pub fn set_mode(&self, mode: EgressMode) {
        self.mode.send_replace(mode);
    }

    /// Which of its events arrive from now on.
    pub fn events(&self) -> EgressEvents {
        self.memory().events
    }

    /// Changes that.
    pub fn set_events(&self, events: EgressEvents) {
        self.memory().events = events;
    }

    /// Changes what is known of an egress, and returns it as it is now.
    fn change(&self, egress_id: &str, change: impl FnOnce(&mut EgressInfo)) -> Option<EgressInfo> {
        let mut memory = self.memory();
        let info = &mut memory.egresses.get_mut(egress_id)?.info;
        change(info);
        Some(info.clone())
    }

    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn answer(State(egress): State<Egress>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    match path.strip_prefix("/twirp/livekit.Egress/") {
        Some(method) => twirp::answer(&egress, method, request).await,
        None => proxy::pass(&egress.client, &http_url(egress.livekit_port), request).await,
    }
}
