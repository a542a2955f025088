//! What the parts of the service take of the machine: CPU between two marks, memory over time, and what waits for whom.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use tokio_postgres::Client;

use super::functions::Functions;
use super::livekit::Reports;
use super::records::Records;
use crate::process;

/// Processes that are one part of the service.
#[derive(Debug)]
pub(super) struct Part {
    pub(super) name: &'static str,
    processes: Processes,
}

#[derive(Debug)]
enum Processes {
    These(Vec<u32>),
    /// One and all that it starts.
    Tree(u32),
    /// One that begins later.
    Late(OnceLock<u32>),
}

impl Part {
    pub(super) fn of(name: &'static str, pids: Vec<u32>) -> Self {
        Self { name, processes: Processes::These(pids) }
    }

    pub(super) fn tree(name: &'static str, root: u32) -> Self {
        Self { name, processes: Processes::Tree(root) }
    }

    pub(super) fn late(name: &'static str) -> Self {
        Self { name, processes: Processes::Late(OnceLock::new()) }
    }

    fn pids(&self) -> Vec<u32> {
        match &self.processes {
            Processes::These(pids) => pids.clone(),
            Processes::Tree(root) => process::tree(*root),
            Processes::Late(pid) => pid.get().copied().into_iter().collect(),
        }
    }

    fn cpu(&self) -> Duration {
        self.pids().into_iter().map(process::cpu).sum()
    }

    /// All of its memory, and what of it is shared on purpose.
    fn bytes(&self) -> (u64, u64) {
        let each = self.pids().into_iter().map(process::proportional_bytes);
        each.fold((0, 0), |(all, shared), (more, of_it)| (all + more, shared + of_it))
    }
}

/// The state of all accounts at a moment.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    pub(super) at: Duration,
    cpu: Vec<Duration>,
    machine: (Duration, Duration),
}

/// How many cores each part kept busy between two marks, in the order of the parts.
pub(super) fn cores(before: &Mark, after: &Mark) -> Vec<f64> {
    let seconds = after.at.saturating_sub(before.at).as_secs_f64().max(f64::MIN_POSITIVE);
    let spent = before.cpu.iter().zip(&after.cpu).map(|(before, after)| after.saturating_sub(*before));
    spent.map(|spent| spent.as_secs_f64() / seconds).collect()
}

/// The share of the machine that was busy between two marks, whoever kept it so.
pub(super) fn busy(before: &Mark, after: &Mark) -> f64 {
    let busy = after.machine.0.saturating_sub(before.machine.0).as_secs_f64();
    busy / after.machine.1.saturating_sub(before.machine.1).as_secs_f64().max(f64::MIN_POSITIVE)
}

/// Memory of all parts at a moment, in bytes.
#[derive(Debug, Clone)]
pub(super) struct Memory {
    pub(super) at: Duration,
    pub(super) bytes: Vec<u64>,
    /// What of it is shared by its processes on purpose.
    pub(super) shared: Vec<u64>,
}

/// What waited at a moment.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Waiting {
    /// Requests that found no process of their function free.
    pub(super) requests: usize,
    /// LiveKit's events.
    pub(super) events: usize,
    /// Marks of sessions whose counters the tick has to refresh.
    pub(super) marks: i64,
    /// Pushes and mails.
    pub(super) notices: i64,
}

impl Waiting {
    fn most(self, other: Self) -> Self {
        Self {
            requests: self.requests.max(other.requests),
            events: self.events.max(other.events),
            marks: self.marks.max(other.marks),
            notices: self.notices.max(other.notices),
        }
    }
}

/// Reads all of it.
#[derive(Debug)]
pub(super) struct Meter {
    pub(super) parts: Vec<Part>,
    records: Arc<Records>,
    seen: Mutex<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    memory: Vec<Memory>,
    waiting: Vec<(Duration, Waiting)>,
}

const EVERY: Duration = Duration::from_secs(1);
/// Memory is looked at less often, since that takes a while.
const MEMORY_EVERY: u32 = 5;

impl Meter {
    pub(super) fn new(parts: Vec<Part>, records: Arc<Records>) -> Arc<Self> {
        Arc::new(Self { parts, records, seen: Mutex::default() })
    }

    /// Tells which process it is that has begun; the first one stays.
    pub(super) fn begins(&self, name: &str, pid: u32) {
        for part in self.parts.iter().filter(|part| part.name == name) {
            if let Processes::Late(late) = &part.processes {
                let _ = late.set(pid);
            }
        }
    }

    pub(super) fn mark(&self) -> Mark {
        let cpu = self.parts.iter().map(Part::cpu).collect();
        Mark { at: self.records.now(), cpu, machine: process::cpu_of_machine() }
    }

    /// Looks every second, until it is dropped.
    pub(super) async fn watch(self: Arc<Self>, db: Client, functions: Arc<Functions>, reports: Arc<Reports>) {
        for round in 0_u32.. {
            let (marks, notices) = pending(&db).await.unwrap_or_default();
            let requests = functions.pools().iter().map(|pool| pool.waiting()).sum();
            let waiting = Waiting { requests, events: reports.waiting(), marks, notices };
            let at = self.records.now();
            self.seen().waiting.push((at, waiting));
            if round % MEMORY_EVERY == 0 {
                let memory = self.memory();
                self.seen().memory.push(memory);
            }
            tokio::time::sleep(EVERY).await;
        }
    }

    /// The most that waited so far, each for itself.
    pub(super) fn most_waiting(&self) -> Waiting {
        self.waitings().into_iter().map(|(_, waiting)| waiting).fold(Waiting::default(), Waiting::most)
    }

    /// What waited over time.
    pub(super) fn waitings(&self) -> Vec<(Duration, Waiting)> {
        self.seen().waiting.clone()
    }

    /// Memory over time.
    pub(super) fn memories(&self) -> Vec<Memory> {
        self.seen().memory.clone()
    }

    fn memory(&self) -> Memory {
        let (bytes, shared) = self.parts.iter().map(Part::bytes).unzip();
        Memory { at: self.records.now(), bytes, shared }
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Marks of sessions, and pushes and mails that wait.
pub(super) async fn pending(db: &Client) -> Result<(i64, i64), tokio_postgres::Error> {
    let sql = "select (select count(*) from public.live_dirty_sessions),
                 (select count(*) from public.live_outbox where status in ('waiting', 'sending'))
                   + (select count(*) from public.live_mails where status in ('waiting', 'sending'))";
    let row = db.query_one(sql, &[]).await?;
    Ok((row.get(0), row.get(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(at: u64, cpu: u64, busy: u64, all: u64) -> Mark {
        let seconds = Duration::from_secs;
        Mark { at: seconds(at), cpu: vec![seconds(cpu)], machine: (seconds(busy), seconds(all)) }
    }

    #[test]
    fn cores_are_cpu_time_by_time() {
        let (before, after) = (mark(10, 100, 50, 200), mark(70, 130, 140, 320));
        assert_eq!(cores(&before, &after), [0.5]);
        assert!((busy(&before, &after) - 0.75).abs() < 1e-9);
    }

    #[test]
    fn the_most_that_waited_is_of_each_kind_by_itself() {
        let waiting = |requests, events| Waiting { requests, events, ..Waiting::default() };
        let most = waiting(1, 9).most(waiting(5, 2));
        assert_eq!((most.requests, most.events), (5, 9));
    }

    #[test]
    fn this_very_process_has_memory_and_a_cpu_time() {
        let part = Part::tree("this", std::process::id());
        let (all, shared) = part.bytes();
        assert!(all > 100_000 && shared < all, "{all}, of it {shared}");
        assert!(part.pids().contains(&std::process::id()));
    }
}
