//! Ending what was written down: asked first, killed after a bound.

use super::record::{Ending, Record};
use nix::sys::signal::{Signal, kill, killpg};
use nix::unistd::Pid;
use std::path::Path;
use std::time::{Duration, Instant};

/// How long a component may take to end by itself.
const PATIENCE: Duration = Duration::from_secs(10);

/// Ends every recorded process of an instance, in order, and everything below them. Afterwards none
/// of them runs and the records are gone. Returns the names of those that were running.
pub async fn end_all(run: &Path) -> Vec<String> {
    let mut ended = Vec::new();
    for record in Record::read_all(run) {
        // The caller is the supervisor, or has ended it already.
        if Pid::from_raw(record.pid) == Pid::this() {
            continue;
        }
        if record.is_alive() {
            end(&record).await;
            ended.push(record.name.clone());
        }
        record.forget(run);
    }
    ended
}

/// Asks the supervisor of an instance to stop everything, waits until it has, and says whether there was one.
pub async fn end_supervisor(run: &Path) -> bool {
    let Some(record) = Record::read(run, "supervisor").filter(Record::is_alive) else {
        return false;
    };
    let _ = kill(Pid::from_raw(record.pid), Signal::SIGTERM);
    // It may have to wait for each component in turn.
    if !gone(std::slice::from_ref(&record), PATIENCE * 6).await {
        let _ = kill(Pid::from_raw(record.pid), Signal::SIGKILL);
        gone(std::slice::from_ref(&record), PATIENCE).await;
    }
    record.forget(run);
    true
}

async fn end(record: &Record) {
    let mut family = record.descendants();
    family.push(record.clone());
    ask(record);
    if record.ending == Ending::Terminate {
        // Children in groups of their own hear of it here.
        for member in family.iter().filter(|member| member.pid != record.pid && member.is_alive()) {
            let _ = kill(Pid::from_raw(member.pid), Signal::SIGTERM);
        }
    }
    if gone(&family, PATIENCE).await {
        return;
    }
    let _ = killpg(Pid::from_raw(record.pid), Signal::SIGKILL);
    for member in family.iter().filter(|member| member.is_alive()) {
        let _ = kill(Pid::from_raw(member.pid), Signal::SIGKILL);
    }
    gone(&family, PATIENCE).await;
}

fn ask(record: &Record) {
    let pid = Pid::from_raw(record.pid);
    let _ = match record.ending {
        Ending::Terminate => killpg(pid, Signal::SIGTERM),
        Ending::Interrupt => kill(pid, Signal::SIGINT),
    };
}

async fn gone(records: &[Record], within: Duration) -> bool {
    let deadline = Instant::now() + within;
    while records.iter().any(Record::is_alive) {
        if Instant::now() > deadline {
            return false;
        }
        tokio::time::sleep(Duration::from_millis(15)).await;
    }
    true
}
