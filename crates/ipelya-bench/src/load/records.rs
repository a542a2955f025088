//! What was asked, how long it took and what came of it.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::generated::percentile;

/// Failures whose words are kept.
const KEPT: usize = 5;

/// What a function answered; status 0 is no answer.
#[derive(Debug, Clone)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) body: Value,
}

impl Reply {
    pub(super) fn is_ok(&self) -> bool {
        self.status == 200
    }

    /// A text of its body, or none.
    pub(super) fn text(&self, pointer: &str) -> &str {
        self.body.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
    }
}

/// Everything of one kind.
#[derive(Debug, Default, Clone)]
pub(super) struct Kind {
    /// When each was due, from the beginning on, and how long after that it was done.
    taken: Vec<(Duration, Duration)>,
    /// Turned away by a limit of how often.
    pub(super) limited: usize,
    /// Turned away otherwise, by code.
    pub(super) refused: BTreeMap<String, usize>,
    pub(super) failed: usize,
    /// The words of the first of those.
    pub(super) failures: Vec<String>,
}

impl Kind {
    fn times(&self, span: &Range<Duration>) -> Vec<Duration> {
        self.taken.iter().filter(|(at, _)| span.contains(at)).map(|(_, took)| *took).collect()
    }

    /// How many were due within the span.
    pub(super) fn count(&self, span: &Range<Duration>) -> usize {
        self.taken.iter().filter(|(at, _)| span.contains(at)).count()
    }

    /// What so many of a hundred of those that were due within the span took at most.
    pub(super) fn percentile(&self, percent: usize, span: &Range<Duration>) -> Duration {
        percentile(&self.times(span), percent)
    }
}

/// The records of one run.
#[derive(Debug)]
pub(super) struct Records {
    began: Instant,
    kinds: Mutex<BTreeMap<&'static str, Kind>>,
}

impl Records {
    pub(super) fn new() -> Self {
        Self { began: Instant::now(), kinds: Mutex::default() }
    }

    /// How long it has been going on.
    pub(super) fn now(&self) -> Duration {
        self.began.elapsed()
    }

    /// Notes that something due at a moment is done now.
    pub(super) fn done(&self, kind: &'static str, due: Instant) {
        let (at, took) = (due.saturating_duration_since(self.began), due.elapsed());
        self.kinds().entry(kind).or_default().taken.push((at, took));
    }

    /// Notes that something is done now which took so long.
    pub(super) fn took(&self, kind: &'static str, took: Duration) {
        let at = self.now();
        self.kinds().entry(kind).or_default().taken.push((at, took));
    }

    /// Notes a reply to what was due at a moment.
    pub(super) fn replied(&self, kind: &'static str, due: Instant, reply: &Reply) {
        self.done(kind, due);
        let mut kinds = self.kinds();
        let noted = kinds.entry(kind).or_default();
        match reply.status {
            200 => {}
            429 => noted.limited += 1,
            400..500 => *noted.refused.entry(reply.text("/errorCode").to_owned()).or_default() += 1,
            _ => Self::fail_in(noted, || format!("{kind}: {} {}", reply.status, reply.body)),
        }
    }

    /// Notes something that must not be.
    pub(super) fn fail(&self, kind: &'static str, words: impl FnOnce() -> String) {
        Self::fail_in(self.kinds().entry(kind).or_default(), words);
    }

    fn fail_in(kind: &mut Kind, words: impl FnOnce() -> String) {
        kind.failed += 1;
        if kind.failures.len() < KEPT {
            kind.failures.push(words());
        }
    }

    /// Everything so far.
    pub(super) fn read(&self) -> BTreeMap<&'static str, Kind> {
        self.kinds().clone()
    }

    fn kinds(&self) -> MutexGuard<'_, BTreeMap<&'static str, Kind>> {
        self.kinds.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const ALWAYS: Range<Duration> = Duration::ZERO..Duration::MAX;

    #[test]
    fn what_waited_counts_from_when_it_was_due() {
        let records = Records::new();
        records.done("join", Instant::now().checked_sub(Duration::from_secs(5)).unwrap());
        let kind = &records.read()["join"];
        assert!(kind.percentile(99, &ALWAYS) >= Duration::from_secs(5));
    }

    #[test]
    fn limits_refusals_and_failures_are_told_apart() {
        let records = Records::new();
        for (status, body) in [
            (200, json!({})),
            (429, json!({ "errorCode": "RATE_LIMITED" })),
            (403, json!({ "errorCode": "NOT_INSIDE" })),
            (403, json!({ "errorCode": "NOT_INSIDE" })),
            (503, json!({ "errorCode": "UNAVAILABLE" })),
            (0, Value::Null),
        ] {
            records.replied("chat", Instant::now(), &Reply { status, body });
        }
        let kind = &records.read()["chat"];
        assert_eq!((kind.count(&ALWAYS), kind.limited, kind.failed), (6, 1, 2));
        assert_eq!(kind.refused, BTreeMap::from([("NOT_INSIDE".to_owned(), 2)]));
        assert!(kind.failures[0].contains("503"), "{:?}", kind.failures);
    }

    #[test]
    fn only_what_was_due_within_a_span_counts_there() {
        let (mut kind, second) = (Kind::default(), Duration::from_secs);
        kind.taken = vec![(second(1), second(10)), (second(5), second(20)), (second(9), second(30))];
        assert_eq!(kind.count(&(second(2)..second(9))), 1);
        assert_eq!(kind.percentile(99, &(second(0)..second(6))), second(20));
        assert_eq!(kind.percentile(50, &(second(20)..second(30))), Duration::ZERO, "nothing was");
    }
}
