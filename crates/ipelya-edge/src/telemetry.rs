//! Telemetry: JSON logs, one line per request or scheduled job.

use std::cell::Cell;
use std::time::Instant;

use ipelya_core::{Refusal, UserId};
use tokio::task_local;
use tracing::Metadata;
use tracing_subscriber::filter::{LevelFilter, Targets, filter_fn};
use tracing_subscriber::fmt;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

task_local! {
    static REQUEST: RequestTrace;
}

/// What is learned about a request while it is being handled.
#[derive(Debug, Default)]
struct RequestTrace {
    user: Cell<Option<UserId>>,
    upstream_calls: Cell<u32>,
}

/// Sends logs to standard output as JSON, at the level of `RUST_LOG` (`info` unless set). Spans are not recorded: no line
/// shows them, and the runtime opens one for every request.
pub fn init() {
    let levels = std::env::var("RUST_LOG").ok().and_then(|levels| levels.parse().ok());
    let levels = levels.unwrap_or_else(|| Targets::new().with_default(LevelFilter::INFO));
    let lines = fmt::layer().json().flatten_event(true).with_current_span(false).with_span_list(false);
    let no_spans = filter_fn(|source: &Metadata<'_>| !source.is_span());
    tracing_subscriber::registry().with(lines).with(levels).with(no_spans).init();
}

/// Runs `work` as one request and returns what was learned about it.
pub(crate) async fn traced<T>(work: impl Future<Output = T>) -> (T, Option<UserId>, u32) {
    REQUEST
        .scope(RequestTrace::default(), async {
            let output = work.await;
            REQUEST.with(|trace| (output, trace.user.get(), trace.upstream_calls.get()))
        })
        .await
}

/// Runs what a schedule asked for and logs it like a request.
pub(crate) async fn scheduled<T>(
    name: &'static str,
    work: impl Future<Output = Result<T, Refusal>>,
) -> Result<T, Refusal> {
    let started = Instant::now();
    let (outcome, _, upstream_calls) = traced(work).await;
    tracing::info!(
        function = name,
        outcome = if outcome.is_ok() { "success" } else { "refused" },
        error_code = outcome.as_ref().err().map(|refusal| refusal.row().code),
        ms = started.elapsed().as_secs_f64() * 1000.0,
        upstream_calls,
        "scheduled"
    );
    outcome
}

/// The request comes from this user.
pub(crate) fn user(user: UserId) {
    let _ = REQUEST.try_with(|trace| trace.user.set(Some(user)));
}

/// The request made a call to Postgres, LiveKit or the key server.
pub(crate) fn upstream_call() {
    let _ = REQUEST.try_with(|trace| trace.upstream_calls.update(|calls| calls + 1));
}
