//! Telemetry: JSON logs, and one line per request or scheduled job that is a record of metrics too.

mod line;
mod metric;
mod trace_parent;

use std::cell::{Cell, RefCell};
use std::pin::pin;
use std::time::{Duration, Instant};

use http::HeaderMap;
use ipelya_core::{Refusal, UserId};
use tokio::task_local;
use tracing::Metadata;
use tracing_subscriber::filter::{LevelFilter, Targets, filter_fn};
use tracing_subscriber::fmt;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

pub(crate) use self::line::About;
use self::metric::Measures;
pub use self::metric::Metric;
pub(crate) use self::trace_parent::{TRACE_PARENT, TraceParent};

task_local! {
    static TRACE: Trace;
}

/// What is learned about a request, or a scheduled job, while it is under way.
#[derive(Debug, Default)]
pub(crate) struct Trace {
    user: Cell<Option<UserId>>,
    upstream_calls: Cell<u32>,
    measures: RefCell<Measures>,
    parent: Option<TraceParent>,
}

/// Sends logs to standard output as JSON, at the level of `RUST_LOG` (`info` unless set). Spans are not recorded: no line
/// shows them, and the runtime opens one for every request.
///
/// From here on there is a line for each request too, whatever that level is.
pub fn init() {
    let levels = std::env::var("RUST_LOG").ok().and_then(|levels| levels.parse().ok());
    let levels = levels.unwrap_or_else(|| Targets::new().with_default(LevelFilter::INFO));
    let lines = fmt::layer().json().flatten_event(true).with_current_span(false).with_span_list(false);
    let no_spans = filter_fn(|source: &Metadata<'_>| !source.is_span());
    tracing_subscriber::registry().with(lines).with(levels).with(no_spans).init();
    line::init();
}

/// Runs `work` as one request and returns what was learned about it.
pub(crate) async fn traced<T>(headers: &HeaderMap, work: impl Future<Output = T>) -> (T, Trace) {
    scoped(Trace { parent: TraceParent::of(headers), ..Trace::default() }, work).await
}

/// Runs what a schedule asked for and logs it like a request.
pub(crate) async fn scheduled<T>(
    name: &'static str,
    work: impl Future<Output = Result<T, Refusal>>,
) -> Result<T, Refusal> {
    let started = Instant::now();
    let (outcome, trace) = scoped(Trace::default(), work).await;
    let error_code = outcome.as_ref().err().map(|refusal| refusal.row().code);
    let about = About { function: Some(name), error_code, is_fault: outcome.is_err(), ..About::default() };
    tell("scheduled", &about, &trace, started);
    outcome
}

async fn scoped<T>(trace: Trace, work: impl Future<Output = T>) -> (T, Trace) {
    let mut scoped = pin!(TRACE.scope(trace, work));
    let output = scoped.as_mut().await;
    (output, scoped.take_value().unwrap_or_default())
}

/// Writes the one line about what has just been done.
pub(crate) fn tell(message: &'static str, about: &About<'_>, trace: &Trace, started: Instant) {
    line::write(message, about, trace, started.elapsed());
}

/// The request comes from this user.
pub(crate) fn user(user: UserId) {
    let _ = TRACE.try_with(|trace| trace.user.set(Some(user)));
}

/// Another service is being asked: counts the call, and the time until this is dropped.
#[must_use]
pub(crate) fn asking(service: Metric) -> Asking {
    let _ = TRACE.try_with(|trace| trace.upstream_calls.update(|calls| calls + 1));
    Asking { service, since: Instant::now() }
}

/// See [`asking`].
#[derive(Debug)]
pub(crate) struct Asking {
    service: Metric,
    since: Instant,
}

impl Drop for Asking {
    fn drop(&mut self) {
        time(self.service, self.since.elapsed());
    }
}

/// Adds to a count of the request under way.
pub fn count(metric: Metric, amount: u32) {
    measure(metric, f64::from(amount));
}

/// Adds to a time of the request under way.
pub fn time(metric: Metric, time: Duration) {
    measure(metric, milliseconds(time));
}

fn measure(metric: Metric, amount: f64) {
    let _ = TRACE.try_with(|trace| trace.measures.borrow_mut().add(metric, amount));
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The caller's `traceparent`, for whoever is asked on their behalf.
pub(crate) fn trace_parent() -> Option<String> {
    TRACE.try_with(|trace| trace.parent.as_ref().map(|parent| parent.as_str().to_owned())).ok().flatten()
}
