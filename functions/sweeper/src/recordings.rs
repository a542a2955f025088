//! Recordings: LiveKit is asked what it records, the store whether a file is there; what they say is written down; what
//! should be recorded and is not is asked for, what should not is stopped, and files that are to go are deleted.

use futures_util::StreamExt;
use futures_util::stream::iter;
use ipelya_core::Timestamp;
use ipelya_core::api::sweeper::Report;
use ipelya_core::recording::{
    DeletedObject, FoundFile, LostRecording, OpenRecording, RecordingsToSweep, SeenEgress, UnseenFile,
};
use ipelya_edge::Context;
use ipelya_edge::livekit::egress::Egresses;
use ipelya_edge::store::Store;

use crate::budget::{Budget, Outcome};
use crate::survey::AT_ONCE;

/// Does what there is to do, as far as that is allowed; the rest is the next sweep's.
pub(crate) async fn mend(cx: &Context, budget: &Budget, asked_at: Timestamp, report: &mut Report) {
    let (Some(egresses), Some(store)) = (&cx.egresses, &cx.store) else { return };
    match cx.db.recordings_to_sweep(asked_at).await {
        Ok(due) => Sweep { cx, egresses, store, budget, asked_at }.mend(&due, report).await,
        Err(_) => report.failed += 1,
    }
    report.requests += budget.asked();
}

struct Sweep<'s> {
    cx: &'s Context,
    egresses: &'s Egresses,
    store: &'s Store,
    budget: &'s Budget,
    asked_at: Timestamp,
}

/// What LiveKit and the store have said.
#[derive(Default)]
struct Said {
    seen: Vec<SeenEgress>,
    lost: Vec<LostRecording>,
    found: Vec<FoundFile>,
}

impl Sweep<'_> {
    async fn mend(&self, due: &RecordingsToSweep, report: &mut Report) {
        let mut said = Said::default();
        let under_way = self.budget.ask(self.egresses.under_way()).await;
        let is_told = matches!(under_way, Outcome::Answered(_));
        if let Some(egresses) = count(under_way, report) {
            said.seen = egresses;
            self.look_for_missing(&due.open, &mut said, report).await;
        }
        self.look_for_files(&due.unseen, &mut said, report).await;

        let written = self.cx.db.sweep_recordings(&said.seen, &said.lost, &said.found, self.asked_at).await;
        match written {
            Ok(stop) => {
                for egress_id in &stop {
                    let outcome = self.budget.ask(self.egresses.stop(egress_id)).await;
                    report.recordings_stopped += u32::from(count(outcome, report).unwrap_or_default());
                }
            }
            Err(_) => report.failed += 1,
        }
        for order in &due.orders {
            match self.budget.ask(self.cx.record(order)).await {
                Outcome::Answered(_) => report.recordings_started += 1,
                Outcome::Failed => report.failed += 1,
                Outcome::NotAsked => report.postponed += 1,
            }
        }
        self.delete(due, &said.seen, is_told, report).await;
    }

    /// What is not under way by LiveKit's list may have ended, or never have begun: it is asked about by itself. What LiveKit
    /// knows nothing of is lost, unless its file is there; so is what has been ending for too long.
    async fn look_for_missing(&self, open: &[OpenRecording], said: &mut Said, report: &mut Report) {
        for recording in open {
            let is_seen = said.seen.iter().any(|egress| recording.is(egress));
            if is_seen && !recording.is_late {
                continue;
            }
            let mut error = "it did not end";
            if !is_seen {
                let answer = match &recording.egress_id {
                    Some(id) => {
                        self.budget.ask(async { Ok(self.egresses.find(id).await?.into_iter().collect()) }).await
                    }
                    None => self.budget.ask(self.egresses.of_room(&recording.room_name)).await,
                };
                let Some(known) = count::<Vec<SeenEgress>>(answer, report) else { continue };
                if let Some(egress) = known.into_iter().find(|egress| recording.is(egress)) {
                    said.seen.push(egress);
                    continue;
                }
                error = "LiveKit knows nothing of it";
            }
            let answer = self.budget.ask(self.store.size(&recording.storage_key, self.cx.clock.now())).await;
            if let Some(size_bytes) = count(answer, report) {
                said.lost.push(LostRecording { id: recording.id, error, size_bytes });
            }
        }
    }

    async fn look_for_files(&self, unseen: &[UnseenFile], said: &mut Said, report: &mut Report) {
        let now = self.cx.clock.now();
        let questions: Vec<_> = unseen
            .iter()
            .map(|file| async move { (file.id, self.budget.ask(self.store.size(&file.storage_key, now)).await) })
            .collect();
        let answers: Vec<_> = iter(questions).buffer_unordered(AT_ONCE).collect().await;
        for (id, answer) in answers {
            if let Some(Some(size_bytes)) = count(answer, report) {
                said.found.push(FoundFile { id, size_bytes });
                report.recordings_found += 1;
            }
        }
    }

    /// Deletes files. What still writes one is stopped first, and the file is deleted again soon; without LiveKit's word
    /// whether anything does, it is taken to.
    async fn delete(&self, due: &RecordingsToSweep, under_way: &[SeenEgress], is_told: bool, report: &mut Report) {
        let mut results = Vec::new();
        for object in &due.deletions {
            let writer = under_way.iter().find(|egress| {
                !egress.status.is_over()
                    && (egress.key.as_ref() == Some(&object.storage_key)
                        || Some(&egress.id) == object.egress_id.as_ref())
            });
            if let Some(writer) = writer {
                let outcome = self.budget.ask(self.egresses.stop(&writer.id)).await;
                count(outcome, report);
            }
            let outcome = self.budget.ask(self.store.delete(&object.storage_key, self.cx.clock.now())).await;
            if matches!(outcome, Outcome::NotAsked) {
                report.postponed += 1;
                continue;
            }
            let is_deleted = count(outcome, report).is_some();
            report.objects_deleted += u32::from(is_deleted);
            results.push(DeletedObject {
                storage_key: object.storage_key.clone(),
                error: (!is_deleted).then_some("the store did not delete it"),
                is_written: writer.is_some() || !is_told,
            });
        }
        if !results.is_empty() && self.cx.db.objects_deleted(&results, self.asked_at).await.is_err() {
            report.failed += 1;
        }
    }
}

/// An answer, if there is one; otherwise it is counted why.
fn count<T>(outcome: Outcome<T>, report: &mut Report) -> Option<T> {
    match outcome {
        Outcome::Answered(answer) => Some(answer),
        Outcome::Failed => {
            report.failed += 1;
            None
        }
        Outcome::NotAsked => {
            report.postponed += 1;
            None
        }
    }
}
