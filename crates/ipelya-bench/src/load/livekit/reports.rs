//! LiveKit's events on their way to `livekit-webhook`. As LiveKit has it (`resource_queue.go`): a queue for each room, one
//! event under way at a time; what finds 200 waiting, or has waited for 30 s, is lost.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use ipelya_local::clock::seconds;
use ipelya_local::livekit::{API_KEY, API_SECRET};
use ipelya_test::{http_event, sign_webhook};
use livekit_protocol::WebhookEvent;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::sleep;

use crate::load::functions::Pool;
use crate::load::records::Records;

const MOST_WAITING: usize = 200;
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// How long LiveKit waits before each time it tries again.
const WAITS: [u64; 4] = [1, 2, 4, 8];

/// The function's own answer to one event; and from the event itself to that answer, the room's queue included.
pub(crate) const ANSWER: &str = "livekit-webhook";
pub(crate) const REPORT: &str = "from LiveKit's event to its row";

/// Events that nobody heard of, by name.
pub(crate) type Lost = BTreeMap<String, usize>;

/// What all rooms have in common.
#[derive(Debug)]
pub(crate) struct Reports {
    webhook: Arc<Pool>,
    records: Arc<Records>,
    waiting: Arc<AtomicUsize>,
    lost: Mutex<Lost>,
}

/// One room's.
#[derive(Debug)]
pub(super) struct Queue {
    events: UnboundedSender<(WebhookEvent, Instant)>,
    waiting: Arc<AtomicUsize>,
}

impl Reports {
    pub(super) fn new(webhook: Arc<Pool>, records: Arc<Records>) -> Self {
        Self { webhook, records, waiting: Arc::default(), lost: Mutex::default() }
    }

    /// How many events wait, of all rooms.
    pub(crate) fn waiting(&self) -> usize {
        self.waiting.load(Ordering::Relaxed)
    }

    /// What was lost so far.
    pub(crate) fn lost(&self) -> Lost {
        self.lost.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// A queue for another room. It is served until it is dropped and empty.
    pub(super) fn queue(self: &Arc<Self>) -> Queue {
        let (events, queued) = unbounded_channel();
        let waiting = Arc::new(AtomicUsize::new(0));
        tokio::spawn(Arc::clone(self).deliver(queued, Arc::clone(&waiting)));
        Queue { events, waiting }
    }

    /// Puts an event into a room's queue, unless that is full.
    pub(super) fn post(&self, queue: &Queue, event: WebhookEvent) {
        if queue.waiting.load(Ordering::Relaxed) >= MOST_WAITING {
            return self.lose(event);
        }
        for waiting in [&queue.waiting, &self.waiting] {
            waiting.fetch_add(1, Ordering::Relaxed);
        }
        let _ = queue.events.send((event, Instant::now()));
    }

    async fn deliver(
        self: Arc<Self>,
        mut queued: UnboundedReceiver<(WebhookEvent, Instant)>,
        waiting: Arc<AtomicUsize>,
    ) {
        while let Some((event, happened)) = queued.recv().await {
            waiting.fetch_sub(1, Ordering::Relaxed);
            if happened.elapsed() > LONGEST_WAIT {
                self.lose(event);
            } else {
                self.send(&event, happened).await;
            }
            // what is under way waits, too
            self.waiting.fetch_sub(1, Ordering::Relaxed);
        }
    }

    /// Sends one, again where the function says that it cannot take it just now.
    async fn send(&self, event: &WebhookEvent, happened: Instant) {
        let Ok(body) = serde_json::to_string(event) else { return };
        for wait in WAITS.map(Some).into_iter().chain([None]) {
            let token = sign_webhook(API_KEY, API_SECRET, &body, seconds(), |_| ());
            let path = "/functions/v1/livekit-webhook";
            let request = http_event("POST", path, &token, "application/webhook+json", &body);
            let sent = Instant::now();
            let reply = self.webhook.call(request.to_string()).await;
            self.records.replied(ANSWER, sent, &reply);
            if reply.is_ok() && reply.text("/result") == "error" {
                self.records.fail(ANSWER, || format!("{} cannot be applied", event.event));
            }
            match wait {
                Some(seconds) if !(200..500).contains(&reply.status) => sleep(Duration::from_secs(seconds)).await,
                _ => break,
            }
        }
        self.records.done(REPORT, happened);
    }

    fn lose(&self, event: WebhookEvent) {
        *self.lost.lock().unwrap_or_else(PoisonError::into_inner).entry(event.event).or_default() += 1;
    }
}
