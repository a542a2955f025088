//! What came of a sweep: the reply, the log line and, if there was anything to mend, a row of `live_webhook_logs`.

use std::time::Duration;

use ipelya_core::Refusal;
use ipelya_core::sweep::RoomFacts;
use ipelya_edge::Context;
use ipelya_edge::db::Repaired;
use serde::Serialize;
use time::OffsetDateTime;

use crate::looking::Seen;

/// Counts of one sweep.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Rooms the database asked about.
    pub rooms: u32,
    /// Rooms LiveKit answered about.
    pub answered: u32,
    /// Rooms whose people it listed.
    pub listed: u32,
    /// Requests made to LiveKit.
    pub requests: u32,

    /// Rooms the database had not heard of.
    pub opened: u32,
    /// People it had not heard join.
    pub joined: u32,
    /// People it had not heard leave.
    pub left: u32,
    /// Rooms it had not heard finish.
    pub finished: u32,
    /// Shows and calls without a room, given up.
    pub ended: u32,
    /// Rooms of what is over, closed.
    pub deleted: u32,
    /// Banned people put out.
    pub removed: u32,
    /// People whose rights were not those of their role.
    pub updated: u32,

    /// Questions, repairs and orders that failed.
    pub failed: u32,
    /// Orders that did not fit into this sweep.
    pub postponed: u32,
}

impl Report {
    pub(crate) fn of(facts: &[RoomFacts], seen: &Seen) -> Self {
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        Self {
            rooms: count(facts.len()),
            answered: count(seen.rooms.len()),
            listed: seen.listed,
            requests: seen.questions,
            failed: seen.failures,
            ..Self::default()
        }
    }

    pub(crate) fn add(&mut self, done: &Repaired) {
        self.opened += done.opened;
        self.joined += done.joined;
        self.left += done.left;
        self.finished += done.finished;
        self.ended += done.ended;
    }

    fn mended(&self) -> u32 {
        self.opened + self.joined + self.left + self.finished + self.ended + self.deleted + self.removed + self.updated
    }

    fn log(&self) {
        let Self { rooms, answered, listed, requests, opened, joined, left, .. } = self;
        let Self { finished, ended, deleted, removed, updated, failed, postponed, .. } = self;
        tracing::info!(
            rooms, answered, listed, requests, opened, joined, left, finished, ended, deleted, removed, updated,
            failed, postponed, "sweep"
        );
    }

    /// Logs it, and writes it down if something was mended or failed.
    pub(crate) async fn keep(&self, cx: &Context, took: Duration, asked_at: OffsetDateTime) -> Result<(), Refusal> {
        self.log();
        if self.mended() + self.failed == 0 {
            return Ok(());
        }
        let error =
            (self.failed > 0).then(|| format!("{} of its steps failed; the function's log says how", self.failed));
        let milliseconds = u32::try_from(took.as_millis()).unwrap_or(u32::MAX);
        let report = serde_json::to_value(self).unwrap_or_default();
        cx.db.sweep_report(&report, error.as_deref(), milliseconds, asked_at).await.map(drop)
    }
}
