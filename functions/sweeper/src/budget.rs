//! How much a sweep may ask of LiveKit: so many requests, for so long, and no more once it seems to be away.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};

use ipelya_core::Refusal;
use ipelya_edge::context::SweepLimits;
use tokio::time::timeout_at;

/// After so many consecutive failures, asking on would only add to LiveKit's trouble.
pub(crate) const MAX_CONSECUTIVE_FAILURES: u32 = 5;

/// What may still be asked.
#[derive(Debug)]
pub(crate) struct Budget {
    requests: u32,
    began: Instant,
    time: Duration,
    asked: AtomicU32,
    consecutive_failures: AtomicU32,
}

/// What came of a question or an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome<T> {
    /// LiveKit's answer.
    Answered(T),
    /// It was asked, and did not answer properly or in time.
    Failed,
    /// It was not asked: that would have been too much, too late or in vain.
    NotAsked,
}

impl Budget {
    pub(crate) fn new(limits: SweepLimits, began: Instant) -> Self {
        Self::of(limits.requests, limits.time, began)
    }

    fn of(requests: u32, time: Duration, began: Instant) -> Self {
        Self { requests, began, time, asked: AtomicU32::new(0), consecutive_failures: AtomicU32::new(0) }
    }

    /// Three quarters of it.
    pub(crate) fn but_a_quarter(&self) -> Self {
        Self::of(self.requests - self.requests / 4, self.time * 3 / 4, self.began)
    }

    /// Whether the time is over.
    pub(crate) fn is_late(&self) -> bool {
        self.began.elapsed() >= self.time
    }

    /// The same with an eighth of the time kept.
    pub(crate) fn but_an_eighth(&self) -> Self {
        Self::of(self.requests, self.time * 7 / 8, self.began)
    }

    /// What of it is left after so many requests.
    pub(crate) fn after(&self, requests: u32) -> Self {
        Self::of(self.requests.saturating_sub(requests), self.time, self.began)
    }

    /// How many requests have been made.
    pub(crate) fn asked(&self) -> u32 {
        self.asked.load(Ordering::Relaxed).min(self.requests)
    }

    /// How many are left.
    pub(crate) fn left(&self) -> u32 {
        self.requests - self.asked()
    }

    /// Asks, if that is allowed.
    pub(crate) async fn ask<T>(&self, question: impl Future<Output = Result<T, Refusal>>) -> Outcome<T> {
        let gave_up = self.consecutive_failures.load(Ordering::Relaxed) >= MAX_CONSECUTIVE_FAILURES;
        if gave_up || self.is_late() || self.asked.fetch_add(1, Ordering::Relaxed) >= self.requests {
            return Outcome::NotAsked;
        }
        if let Ok(Ok(answer)) = timeout_at((self.began + self.time).into(), question).await {
            self.consecutive_failures.store(0, Ordering::Relaxed);
            Outcome::Answered(answer)
        } else {
            self.consecutive_failures.fetch_add(1, Ordering::Relaxed);
            Outcome::Failed
        }
    }
}
