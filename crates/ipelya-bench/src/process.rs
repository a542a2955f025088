//! What the kernel says of a process: CPU time and resident memory, from `/proc`.

use std::collections::HashMap;
use std::fs;
use std::time::Duration;

/// One tick of the CPU times in `/proc/<pid>/stat`: `USER_HZ` is 100 on every Linux.
const TICK: Duration = Duration::from_millis(10);

/// CPU time of one process since it started: its threads, ended ones included, and the children it has waited for.
pub(crate) fn cpu(pid: u32) -> Duration {
    // utime, stime, cutime and cstime are the fields 14 to 17 of the line, 12 to 15 of those after the name
    let ticks = stat(pid).iter().skip(11).take(4).filter_map(|field| field.parse::<u32>().ok()).sum::<u32>();
    TICK * ticks
}

/// CPU time of a process' threads since they started, to the nanosecond; threads that have ended are not in it.
pub(crate) fn exact_cpu(pid: u32) -> Duration {
    let threads = fs::read_dir(format!("/proc/{pid}/task")).into_iter().flatten().flatten();
    let times = threads.filter_map(|thread| {
        let account = fs::read_to_string(thread.path().join("schedstat")).ok()?;
        account.split_whitespace().next()?.parse::<u64>().ok()
    });
    Duration::from_nanos(times.sum())
}

/// CPU time of a process and everything it has started: to a tick each, ended children included.
pub(crate) fn cpu_of_tree(root: u32) -> Duration {
    tree(root).into_iter().map(cpu).sum()
}

/// A process and everything it has started that still runs.
pub(crate) fn tree(root: u32) -> Vec<u32> {
    let mut children: HashMap<u32, Vec<u32>> = HashMap::new();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
        if let Some(parent) = parent(pid) {
            children.entry(parent).or_default().push(pid);
        }
    }
    let (mut all, mut open) = (Vec::new(), vec![root]);
    while let Some(pid) = open.pop() {
        all.push(pid);
        open.extend(children.get(&pid).into_iter().flatten());
    }
    all
}

/// CPU time of the whole machine since it started: busy, and in all.
pub(crate) fn cpu_of_machine() -> (Duration, Duration) {
    let text = fs::read_to_string("/proc/stat").unwrap_or_default();
    let line = text.lines().next().unwrap_or_default();
    // user, nice, system, idle, iowait, irq, softirq, steal; what guests take is in the first two already
    let ticks: Vec<u32> = line.split_whitespace().skip(1).take(8).filter_map(|field| field.parse().ok()).collect();
    let all: u32 = ticks.iter().sum();
    let idle: u32 = ticks.iter().skip(3).take(2).sum();
    (TICK * (all - idle), TICK * all)
}

/// Memory of a process in bytes, of what it shares with others its part: all of it, and what of it is memory that
/// processes share on purpose, such as Postgres' buffers.
pub(crate) fn proportional_bytes(pid: u32) -> (u64, u64) {
    let path = format!("/proc/{pid}/smaps_rollup");
    (kibibytes(&path, "Pss:") * 1024, kibibytes(&path, "Pss_Shmem:") * 1024)
}

/// Resident memory in bytes.
pub(crate) fn resident_bytes(pid: u32) -> u64 {
    kibibytes(&format!("/proc/{pid}/status"), "VmRSS:") * 1024
}

fn kibibytes(path: &str, name: &str) -> u64 {
    let text = fs::read_to_string(path).unwrap_or_default();
    let found = text.lines().find_map(|line| line.strip_prefix(name)?.split_whitespace().next()?.parse().ok());
    found.unwrap_or(0)
}

fn parent(pid: u32) -> Option<u32> {
    stat(pid).get(1)?.parse().ok()
}

/// The fields of `/proc/<pid>/stat` after the command name, which may itself hold spaces and brackets: state, parent, …
fn stat(pid: u32) -> Vec<String> {
    let line = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let fields = line.rsplit_once(')').map(|(_, fields)| fields);
    fields.unwrap_or_default().split_whitespace().map(str::to_owned).collect()
}
