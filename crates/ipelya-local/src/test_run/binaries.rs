//! The test binaries of the workspace: built by one cargo, then run several at once, each with its output in a log that
//! is told when it has ended.

use super::recorded::Recorded;
use crate::layout::{Instance, Layout};
use crate::say::say;
use crate::transport::{self, Transport};
use crate::{Error, Result};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Instant;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::Command;
use tokio::task::JoinSet;

/// How many run at once, each with as many tests at once as there are cores: most tests wait for something most of the time.
/// With more of them requests on a slow machine wait beyond their deadlines.
const AT_ONCE: usize = 2;

/// What takes longest, and so begins first.
const FIRST: [&str; 5] = ["webhook", "sweeper", "ipelya-schema", "call", "session"];

/// Whose tests are run with functions that ask Postgres directly as well, all of them; of other functions those that follow.
const WHOLE: [&str; 2] = ["gift", "token"];
/// Every reply that the API document shows, so every function; and what happens when Postgres is away.
const COVERING: [&str; 2] = ["recorded::", "upstreams::"];

/// A program that runs the tests of one target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Binary {
    package: String,
    /// The target's main file, below the root.
    source: String,
    program: PathBuf,
    dir: PathBuf,
    /// Which of the tests are run over the direct transport, by the beginnings of their names; all if there are none.
    directly: Option<Vec<&'static str>>,
}

/// Builds all of them. `Err` is cargo's exit code when it could not.
pub(super) async fn build(layout: &Layout, instance: &Instance) -> Result<Result<Vec<Binary>, u8>> {
    let mut command = Command::new("cargo");
    command.args(["test", "--workspace", "--no-run", "--message-format=json-render-diagnostics"]);
    command.current_dir(layout.root()).stdout(Stdio::piped());
    let mut cargo = Recorded::start(command, instance, "cargo-build")?;
    let mut binaries = Vec::new();
    if let Some(stdout) = cargo.stdout() {
        let mut lines = BufReader::new(stdout).lines();
        while let Some(line) = lines.next_line().await.map_err(Error::io("reading what cargo has built"))? {
            let message = serde_json::from_str(&line).unwrap_or_default();
            binaries.extend(Binary::described_by(&message, layout.root()));
        }
    }
    let code = cargo.code().await?;
    if code != 0 {
        return Ok(Err(code));
    }
    if Transport::of_tests()? == Transport::Rest {
        let directly: Vec<_> = binaries.iter().filter_map(Binary::over_the_direct_transport).collect();
        binaries.extend(directly);
    }
    binaries.sort_by_key(Binary::turn);
    Ok(Ok(binaries))
}

/// Runs them all.
pub(super) async fn run(
    binaries: Vec<Binary>,
    instance: &Instance,
    variables: &BTreeMap<&'static str, String>,
) -> Result<Vec<Part>> {
    let mut waiting = binaries.into_iter();
    let mut running = JoinSet::new();
    let mut parts = Vec::new();
    loop {
        while running.len() < AT_ONCE
            && let Some(binary) = waiting.next()
        {
            running.spawn(binary.run(instance.clone(), variables.clone()));
        }
        let Some(ended) = running.join_next().await else { return Ok(parts) };
        parts.push(ended.unwrap_or_else(|failed| std::panic::resume_unwind(failed.into_panic()))?);
    }
}

impl Binary {
    /// The test binary that a message of cargo's is about, if it is about one.
    fn described_by(message: &Value, root: &Path) -> Option<Self> {
        let text = |pointer: &str| message.pointer(pointer).and_then(Value::as_str);
        let is_test = message.pointer("/profile/test").and_then(Value::as_bool) == Some(true);
        if text("/reason") != Some("compiler-artifact") || !is_test {
            return None;
        }
        let dir = Path::new(text("/manifest_path")?).parent()?;
        let source = Path::new(text("/target/src_path")?);
        Some(Self {
            package: dir.file_name()?.to_str()?.to_owned(),
            source: source.strip_prefix(root).unwrap_or(source).display().to_string(),
            program: text("/executable")?.into(),
            dir: dir.to_owned(),
            directly: None,
        })
    }

    /// The part of a function's tests that shows that Postgres answers the same when it is asked directly.
    fn over_the_direct_transport(&self) -> Option<Self> {
        let is_functions = self.source.starts_with("functions/") && self.source.contains("/tests/");
        let filters = if WHOLE.contains(&self.package.as_str()) { Vec::new() } else { COVERING.to_vec() };
        is_functions.then(|| Self { directly: Some(filters), ..self.clone() })
    }

    /// What takes longest first, unit tests last, otherwise by name.
    fn turn(&self) -> (usize, String) {
        let place = match FIRST.iter().position(|package| *package == self.package) {
            _ if !self.source.contains("/tests/") => FIRST.len() + 1,
            Some(place) => place,
            None => FIRST.len(),
        };
        (place, self.source.clone())
    }

    async fn run(self, instance: Instance, variables: BTreeMap<&'static str, String>) -> Result<Part> {
        let mut command = Command::new(&self.program);
        // As cargo would run it.
        command.current_dir(&self.dir).env("CARGO_MANIFEST_DIR", &self.dir).envs(variables);
        let mut name = format!("test-{}", self.source.replace('/', "-").trim_end_matches(".rs"));
        let mut title = self.source;
        if let Some(filters) = &self.directly {
            command.args(filters).env(transport::OF_TESTS, Transport::Direct.name());
            name.push_str("-directly");
            title.push_str(", Postgres asked directly");
        }
        logged(command, &instance, &name, &title).await
    }
}

/// A test runner that has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    title: String,
    pub(super) code: u8,
    /// The lines that name a test that failed.
    failed: Vec<String>,
}

/// How a whole run went, in the lines it closes with.
pub(super) fn summary(parts: &[Part]) -> String {
    let failed: Vec<_> = parts.iter().filter(|part| part.code != 0).collect();
    let mut lines = vec![format!("tests     │ {} of {} parts passed", parts.len() - failed.len(), parts.len())];
    for part in failed {
        lines.push(format!("failed    │ {} (exit code {})", part.title, part.code));
        lines.extend(part.failed.iter().map(|test| format!("          │   {test}")));
    }
    lines.join("\n")
}

/// Runs a test runner with its output in a log, and tells at its end how it went: all that is in the log if it failed,
/// but for the tests that passed.
pub(super) async fn logged(mut command: Command, instance: &Instance, name: &str, title: &str) -> Result<Part> {
    let log = instance.log(name);
    let failed = |what: &str| Error::io(format!("{what} {}", log.display()));
    let out = std::fs::File::create(&log).map_err(failed("creating"))?;
    let err = out.try_clone().map_err(failed("sharing"))?;
    command.stdout(out).stderr(err);
    let started = Instant::now();
    let code = Recorded::start(command, instance, name)?.code().await?;
    let output = std::fs::read(&log).map_err(failed("reading"))?;
    let output = String::from_utf8_lossy(&output);
    let seconds = started.elapsed().as_secs();
    say(format!("     Running {title} ({seconds} s)\n{}", told(&output, code)));
    let failed = if code == 0 { Vec::new() } else { failed_tests(&output) };
    Ok(Part { title: title.to_owned(), code, failed })
}

/// Whether transactions waited for each other for good, as Postgres has logged. One of them failed, and a repeat wins; but
/// two places that take the same locks in different orders are a defect even where no test looks at that reply.
pub(super) fn deadlocks(instance: &Instance, during: &str) -> Result<Part> {
    let log = instance.log("postgres");
    let text = std::fs::read(&log).map_err(Error::io(format!("reading {}", log.display())))?;
    let failed = deadlocked(&String::from_utf8_lossy(&text));
    Ok(Part { title: format!("no deadlock during {during}"), code: u8::from(!failed.is_empty()), failed })
}

/// Where each deadlock of Postgres's log was.
fn deadlocked(log: &str) -> Vec<String> {
    let entries = log.split("ERROR:  deadlock detected").skip(1);
    let place =
        |entry: &str| entry.lines().find_map(|line| line.split_once("CONTEXT:  ")).map(|(_, place)| place.to_owned());
    entries.map(|entry| place(entry).unwrap_or_else(|| "in no function".to_owned())).collect()
}

/// The lines by which cargo's, Node's and Python's test runners name a test that failed.
fn failed_tests(output: &str) -> Vec<String> {
    let is_name = |line: &&str| {
        line.ends_with(" ... FAILED")
            || ["not ok ", "FAIL: ", "ERROR: test_", "ERROR: setUpClass "].iter().any(|word| line.starts_with(word))
    };
    output.lines().map(str::trim).filter(is_name).map(str::to_owned).collect()
}

/// What is worth reading of a test runner's output.
fn told(output: &str, code: u8) -> String {
    let failed = code != 0;
    let is_told = |line: &&str| {
        let counts = ["test result:", "# ", "Ran "].iter().any(|word| line.starts_with(word));
        counts || (failed && !line.ends_with(" ... ok") && !line.is_empty())
    };
    let mut lines: Vec<&str> = output.lines().filter(is_told).collect();
    let ending = format!("it ended with exit code {code}");
    if failed {
        lines.push(&ending);
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn artifact(source: &str, test: bool) -> Value {
        let (dir, _) = source.split_once("/tests/").or(source.split_once("/src/")).unwrap();
        json!({
            "reason": "compiler-artifact", "manifest_path": format!("/repo/{dir}/Cargo.toml"),
            "target": { "src_path": format!("/repo/{source}") }, "profile": { "test": test },
            "executable": "/repo/target/debug/deps/it-0",
        })
    }

    #[test]
    fn test_binaries_are_told_from_what_else_cargo_builds() {
        let root = Path::new("/repo");
        let binary = Binary::described_by(&artifact("functions/token/tests/it/main.rs", true), root).unwrap();
        assert_eq!((binary.package.as_str(), binary.dir.to_str()), ("token", Some("/repo/functions/token")));
        assert_eq!(binary.source, "functions/token/tests/it/main.rs");
        let directly = |source: &str| {
            Binary::described_by(&artifact(source, true), root).unwrap().over_the_direct_transport()?.directly
        };
        assert_eq!(directly("functions/token/tests/it/main.rs"), Some(vec![]));
        assert_eq!(directly("functions/session/tests/it/main.rs"), Some(COVERING.to_vec()));
        assert_eq!(directly("functions/session/src/lib.rs"), None);
        assert_eq!(directly("crates/ipelya-schema/tests/it/main.rs"), None);
        assert_eq!(Binary::described_by(&artifact("functions/token/src/main.rs", false), root), None);
        assert_eq!(Binary::described_by(&json!({ "reason": "build-finished", "success": true }), root), None);
        assert_eq!(Binary::described_by(&Value::Null, root), None);
    }

    #[test]
    fn a_deadlock_is_told_by_its_place() {
        let log = "12:00 [1] ERROR:  deadlock detected\n12:00 [1] DETAIL:  Process 1 waits\n\tProcess 2: select 1\n\
                   12:00 [1] CONTEXT:  while locking tuple (0,2) in relation \"live_channels\"\n\tSQL statement\n\
                   12:00 [2] ERROR:  REFUSED\n12:00 [3] ERROR:  deadlock detected\n";
        assert_eq!(deadlocked(log), ["while locking tuple (0,2) in relation \"live_channels\"", "in no function"]);
        assert_eq!(deadlocked("12:00 [2] ERROR:  REFUSED\n"), Vec::<String>::new());
    }

    #[test]
    fn what_takes_longest_begins_first_and_unit_tests_last() {
        let sources = [
            "crates/ipelya-core/src/lib.rs",
            "functions/chat/tests/it/main.rs",
            "crates/ipelya-schema/tests/it/main.rs",
            "functions/webhook/tests/it/main.rs",
            "functions/webhook/src/lib.rs",
        ];
        let root = Path::new("/repo");
        let mut binaries: Vec<_> =
            sources.into_iter().filter_map(|source| Binary::described_by(&artifact(source, true), root)).collect();
        binaries.sort_by_key(Binary::turn);
        let order: Vec<_> = binaries.iter().map(|binary| binary.source.as_str()).collect();
        assert_eq!(order, [sources[3], sources[2], sources[1], sources[0], sources[4]]);
    }

    #[test]
    fn of_a_failed_run_everything_but_what_passed_is_told() {
        let output = "\nrunning 2 tests\ntest a ... ok\ntest b ... FAILED\n\nwhy\n\ntest result: FAILED. 1 passed\n";
        assert_eq!(
            told("running 1 test\ntest a ... ok\n\ntest result: ok. 1 passed\n", 0),
            "test result: ok. 1 passed"
        );
        let all = "running 2 tests\ntest b ... FAILED\nwhy\ntest result: FAILED. 1 passed\nit ended with exit code 101";
        assert_eq!(told(output, 101), all);
    }

    #[test]
    fn the_closing_lines_name_what_failed() {
        let part =
            |title: &str, output: &str, code| Part { title: title.to_owned(), code, failed: failed_tests(output) };
        let rust = part("functions/token", "test a ... ok\ntest b::c ... FAILED\n", 101);
        let node = part("e2e", "ok 1 - d\n    not ok 2 - e\n", 1);
        let python = part("agents/support", "..F\nFAIL: test_f (tests.T.test_f)\nRan 3 tests in 1.0s\n", 1);
        let whole = summary(&[part("demo/e2e", "", 0), rust, node, python]);
        let lines: Vec<_> = whole.lines().map(|line| line.split_once("│ ").unwrap().1.trim()).collect();
        assert_eq!(lines[0], "1 of 4 parts passed");
        assert_eq!(lines[1..3], ["functions/token (exit code 101)", "test b::c ... FAILED"]);
        assert_eq!(lines[3..5], ["e2e (exit code 1)", "not ok 2 - e"]);
        assert_eq!(lines[5..], ["agents/support (exit code 1)", "FAIL: test_f (tests.T.test_f)"]);
    }
}
