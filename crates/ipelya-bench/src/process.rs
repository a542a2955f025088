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
    let mut children: HashMap<u32, Vec<u32>> = HashMap::new();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else { continue };
        if let Some(parent) = parent(pid) {
            children.entry(parent).or_default().push(pid);
        }
    }
    let mut total = Duration::ZERO;
    let mut open = vec![root];
    while let Some(pid) = open.pop() {
        total += cpu(pid);
        open.extend(children.get(&pid).into_iter().flatten());
    }
    total
}

/// Resident memory in bytes.
pub(crate) fn resident_bytes(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let kibibytes =
        status.lines().find_map(|line| line.strip_prefix("VmRSS:")?.split_whitespace().next()?.parse::<u64>().ok());
    kibibytes.unwrap_or(0) * 1024
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
