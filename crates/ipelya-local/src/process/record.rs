//! What is written down about a process, and whether a pid still is that process.

use crate::layout::write_atomically;
use crate::{Error, Result};
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};

/// How a process is asked to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ending {
    /// SIGTERM to its process group.
    Terminate,
    /// SIGINT to the process alone: Postgres's fast shutdown, in which it ends its own children.
    Interrupt,
}

/// One process of an instance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The component's name, also the record's file name.
    pub name: String,
    /// Its pid, which is its process group too.
    pub pid: i32,
    /// When it started, in the machine's own words; compared, never interpreted.
    pub started: String,
    /// Components with a lower number end first.
    pub order: u8,
    /// How it is asked to end.
    pub ending: Ending,
}

impl Record {
    /// Describes the running process `pid`; `None` when there is no such process.
    pub fn of(name: &str, pid: i32, order: u8, ending: Ending) -> Option<Self> {
        let started = started(pid)?;
        Some(Self { name: name.to_owned(), pid, started, order, ending })
    }

    /// Whether the process it describes still runs. A later process with the same pid does not count.
    pub fn is_alive(&self) -> bool {
        started(self.pid).is_some_and(|now| now == self.started)
    }

    /// Writes it into the instance's run directory.
    pub fn write(&self, run: &Path) -> Result<()> {
        let path = self.path(run);
        let json = serde_json::to_vec_pretty(self)
            .map_err(|error| Error::Damaged { path: path.clone(), reason: error.to_string() })?;
        write_atomically(&path, json)
    }

    /// Removes it from the run directory; already gone is fine.
    pub fn forget(&self, run: &Path) {
        let _ = fs::remove_file(self.path(run));
    }

    /// Every record of a run directory, in ending order. What cannot be read is skipped: it names no
    /// process that could be ended.
    pub fn read_all(run: &Path) -> Vec<Self> {
        let mut records: Vec<Self> = fs::read_dir(run)
            .into_iter()
            .flatten()
            .filter_map(|entry| entry.ok().map(|entry| entry.path()))
            .filter(|path| path.extension().is_some_and(|ext| ext == "json"))
            .filter_map(|path| serde_json::from_slice(&fs::read(path).ok()?).ok())
            .collect();
        records.sort_by(|a, b| (a.order, &a.name).cmp(&(b.order, &b.name)));
        records
    }

    /// The record called `name`, if there is one.
    pub fn read(run: &Path, name: &str) -> Option<Self> {
        Self::read_all(run).into_iter().find(|record| record.name == name)
    }

    /// The processes below this one now: some components put their children into groups of their own,
    /// out of reach of a signal to theirs.
    pub fn descendants(&self) -> Vec<Self> {
        let table = parents();
        let mut found = Vec::new();
        let mut frontier = vec![self.pid];
        while let Some(parent) = frontier.pop() {
            for (pid, _) in table.iter().filter(|(_, ppid)| *ppid == parent) {
                frontier.push(*pid);
                found.extend(Self::of(&self.name, *pid, self.order, self.ending));
            }
        }
        found
    }

    fn path(&self, run: &Path) -> PathBuf {
        run.join(format!("{}.json", self.name))
    }
}

/// When `pid` started, `None` when it is gone or a zombie.
#[cfg(target_os = "linux")]
fn started(pid: i32) -> Option<String> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (state, _, ticks) = parse_stat(&stat)?;
    // Ticks count from boot, so the boot is part of the mark.
    let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    (state != "Z" && state != "X").then(|| format!("{}:{ticks}", boot.trim()))
}

/// State, parent and start ticks of a `/proc/<pid>/stat` line. The command name in parentheses may
/// itself contain spaces and parentheses, so fields are counted from the last one.
#[cfg(target_os = "linux")]
fn parse_stat(stat: &str) -> Option<(&str, i32, &str)> {
    let (_, rest) = stat.rsplit_once(')')?;
    let mut fields = rest.split_ascii_whitespace();
    let state = fields.next()?;
    let parent = fields.next()?.parse().ok()?;
    Some((state, parent, fields.nth(17)?))
}

/// `(pid, parent)` of every process.
#[cfg(target_os = "linux")]
fn parents() -> Vec<(i32, i32)> {
    fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<i32>().ok())
        .filter_map(|pid| {
            let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
            Some((pid, parse_stat(&stat)?.1))
        })
        .collect()
}

#[cfg(not(target_os = "linux"))]
fn started(pid: i32) -> Option<String> {
    let line = ps(&["-o", "stat=,lstart=", "-p", &pid.to_string()])?;
    let (state, started) = line.trim().split_once(' ')?;
    (!state.starts_with('Z')).then(|| started.trim().to_owned())
}

#[cfg(not(target_os = "linux"))]
fn parents() -> Vec<(i32, i32)> {
    ps(&["-axo", "pid=,ppid="])
        .unwrap_or_default()
        .lines()
        .filter_map(|line| {
            let (pid, parent) = line.trim().split_once(char::is_whitespace)?;
            Some((pid.parse().ok()?, parent.trim().parse().ok()?))
        })
        .collect()
}

#[cfg(not(target_os = "linux"))]
fn ps(args: &[&str]) -> Option<String> {
    let output = std::process::Command::new("ps").args(args).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn this_process() -> Record {
        let pid = i32::try_from(std::process::id()).unwrap();
        Record::of("test", pid, 0, Ending::Terminate).unwrap()
    }

    #[test]
    fn a_running_process_is_recognised() {
        assert!(this_process().is_alive());
    }

    #[test]
    fn a_reused_pid_is_somebody_else() {
        let reused = Record { started: "an earlier start".into(), ..this_process() };
        assert!(!reused.is_alive());
    }

    #[test]
    fn a_child_that_ended_is_not_alive_even_before_it_is_reaped() {
        let mut child = std::process::Command::new("true").spawn().unwrap();
        let pid = i32::try_from(child.id()).unwrap();
        let deadline = std::time::Instant::now() + std::time::Duration::from_secs(5);
        while Record::of("child", pid, 0, Ending::Terminate).is_some() {
            assert!(std::time::Instant::now() < deadline, "an unreaped child still counts as alive");
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        child.wait().unwrap();
    }

    #[test]
    fn records_come_back_in_ending_order() {
        let run = std::env::temp_dir().join(format!("ipelya-records-{}", std::process::id()));
        fs::create_dir_all(&run).unwrap();
        for (name, order) in [("postgres", 5), ("functions", 1), ("livekit", 3)] {
            Record { name: name.into(), order, ..this_process() }.write(&run).unwrap();
        }
        fs::write(run.join("junk.json"), "{").unwrap();
        let names: Vec<_> = Record::read_all(&run).into_iter().map(|record| record.name).collect();
        fs::remove_dir_all(&run).unwrap();
        assert_eq!(names, ["functions", "livekit", "postgres"]);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_command_name_with_parentheses_does_not_shift_the_fields() {
        let stat = "7 (a) b)) S 3 7 7 0 -1 4 0 0 0 0 0 0 0 0 20 0 1 0 4711 0 0";
        assert_eq!(parse_stat(stat), Some(("S", 3, "4711")));
    }
}
