//! What came of a sweep: the reply, the log line and, if there was anything to mend, a row of `live_webhook_logs`.

use std::time::Duration;

use ipelya_core::api::sweeper::Report;
use ipelya_core::sweep::RoomFacts;
use ipelya_core::{Refusal, Timestamp};
use ipelya_edge::Context;
use ipelya_edge::db::Repaired;
use ipelya_edge::telemetry::{self, Metric};

use crate::survey::Seen;

/// What is known once LiveKit has been asked.
pub(crate) fn begin(facts: &[RoomFacts], seen: &Seen) -> Report {
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    Report {
        rooms: count(facts.len()),
        answered: count(seen.rooms.len()),
        listed: seen.listed,
        requests: seen.questions,
        failed: seen.failures,
        ..Report::default()
    }
}

/// Counts what a repair was news of.
pub(crate) fn add(report: &mut Report, done: &Repaired) {
    report.opened += done.opened;
    report.joined += done.joined;
    report.left += done.left;
    report.finished += done.finished;
    report.ended += done.ended;
}

fn repaired(report: &Report) -> u32 {
    let Report { opened, joined, left, finished, ended, deleted, removed, updated, .. } = report;
    let Report { ingresses_pointed, ingresses_deleted, agents_sent, .. } = report;
    // that files are found and deleted is what always happens to them
    let recordings = report.recordings_started + report.recordings_stopped;
    let people = opened + joined + left + finished + ended + deleted + removed + updated;
    people + ingresses_pointed + ingresses_deleted + agents_sent + recordings
}

fn log(report: &Report) {
    let Report { rooms, answered, listed, requests, opened, joined, left, .. } = report;
    let Report { finished, ended, deleted, removed, updated, failed, postponed, .. } = report;
    let Report { ingresses_pointed, ingresses_deleted, agents_sent, .. } = report;
    let Report { recordings_started, recordings_stopped, recordings_found, objects_deleted, .. } = report;
    tracing::info!(
        rooms,
        answered,
        listed,
        requests,
        opened,
        joined,
        left,
        finished,
        ended,
        deleted,
        removed,
        updated,
        ingresses_pointed,
        ingresses_deleted,
        agents_sent,
        recordings_started,
        recordings_stopped,
        recordings_found,
        objects_deleted,
        failed,
        postponed,
        "sweep"
    );
}

/// Logs it, and writes it down if something was mended or failed.
pub(crate) async fn keep(report: &Report, cx: &Context, took: Duration, asked_at: Timestamp) -> Result<(), Refusal> {
    log(report);
    telemetry::count(Metric::Repairs, repaired(report));
    telemetry::count(Metric::FailedSteps, report.failed);
    if repaired(report) + report.failed == 0 {
        return Ok(());
    }
    let error =
        (report.failed > 0).then(|| format!("{} of its steps failed; the function's log says how", report.failed));
    let milliseconds = u32::try_from(took.as_millis()).unwrap_or(u32::MAX);
    let json = serde_json::to_value(report).unwrap_or_default();
    cx.db.sweep_report(&json, error.as_deref(), milliseconds, asked_at).await.map(drop)
}
