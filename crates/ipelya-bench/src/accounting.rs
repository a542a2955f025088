//! Where a token's CPU time goes: requests that end one step later each. What a step adds is what it costs.
//!
//! Instructions are counted by valgrind, which is deterministic where a clock is not; CPU times are the kernel's, the least
//! of several runs.

use std::io::{Error, Result};
use std::iter::Cycle;
use std::path::{Path, PathBuf};
use std::slice::Iter;
use std::time::Duration;

use axum::body::Bytes;
use ipelya_test::{Project, TokenBuilder};
use serde_json::json;
use tokio::process::Command;
use uuid::Uuid;

use crate::Binaries;
use crate::function::{Function, event};
use crate::process;

/// Requests of each kind that are counted.
const COUNTED: usize = 200;
/// Requests before anything is counted or timed.
const WARM_UP: usize = 50;
/// Requests of one timed run.
const TIMED: usize = 500;
/// Timed runs of each kind, of which the least counts.
const RUNS: usize = 8;
/// More different tokens than a function remembers: taken in turns, each is new to it.
pub(crate) const TOO_MANY_TO_REMEMBER: usize = 1_500;

/// Requests that all end at the same step.
struct Kind {
    function: &'static str,
    events: Vec<Bytes>,
    /// The status of every reply.
    status: u64,
    /// How they end, in words.
    ends: &'static str,
    /// What is done for them that is not done for those of `after`.
    step: &'static str,
    after: Option<usize>,
}

/// What requests of one kind cost, each.
pub(crate) struct Cost {
    pub(crate) ends: &'static str,
    pub(crate) step: &'static str,
    /// The kind that ends one step earlier.
    pub(crate) after: Option<usize>,
    pub(crate) instructions: u64,
    pub(crate) cpu: Duration,
}

/// Counts and times requests to the bare function and to `functions/token`, one at a time.
pub(crate) async fn measure(
    binaries: &Binaries,
    project: &Project,
    settings: &[(String, String)],
) -> Result<Vec<Cost>> {
    let mut costs = Vec::new();
    for kind in kinds(project).await {
        let binary = binaries.of(kind.function);
        let instructions = instructions(&binary, settings, &kind).await?;
        let cpu = cpu(&binary, settings, &kind).await?;
        costs.push(Cost { ends: kind.ends, step: kind.step, after: kind.after, instructions, cpu });
    }
    Ok(costs)
}

async fn kinds(project: &Project) -> Vec<Kind> {
    let given = project.given();
    given.setting("token_rate_count", 9_999_999).await;
    let viewer = given.user().await;
    let session = given.live_session(&given.creator().await).insert().await;
    let about = |id: Uuid| json!({ "sessionId": id });
    let ask = |token: &str, body| event("POST", "get-livekit-token", token, &body);
    let known = project.token_for(&viewer).hs256().build();
    let new = |sign: fn(TokenBuilder) -> TokenBuilder| {
        let token = |number| sign(project.token_for(&viewer).claim("iat", number)).build();
        (0..TOO_MANY_TO_REMEMBER).map(|number| ask(&token(number), about(session.id))).collect()
    };
    let kind = |function, events, status, ends, step, after| Kind { function, events, status, ends, step, after };
    let preflight = vec![event("OPTIONS", "get-livekit-token", &known, &json!({}))];
    let nobody = vec![ask("", about(session.id))];
    let misfit = vec![ask(&known, json!({ "sessionId": "42" }))];
    let nothing = vec![ask(&known, about(Uuid::nil()))];
    let granted = vec![ask(&known, about(session.id))];
    let (hs256, es256) = (new(TokenBuilder::hs256), new(|token| token));
    vec![
        kind("hello", granted.clone(), 200, "bare function", "runtime loop, decoding the event", None),
        kind("token", preflight, 200, "preflight", "the reply's headers", Some(0)),
        kind("token", nobody, 401, "no bearer token", "route, refusal, log line", Some(1)),
        kind("token", misfit, 400, "body that does not fit", "token known already, body", Some(2)),
        kind("token", nothing, 404, "no such session", "the round trip for the facts", Some(3)),
        kind("token", granted, 200, "token, HS256 or ES256 known already", "rules, LiveKit's token, reply", Some(4)),
        kind("token", hs256, 200, "token, HS256 first seen", "verifying it", Some(5)),
        kind("token", es256, 200, "token, ES256 first seen", "verifying it", Some(5)),
    ]
}

async fn instructions(binary: &Path, settings: &[(String, String)], kind: &Kind) -> Result<u64> {
    let folder = std::env::temp_dir().join(format!("ipelya-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let counts = folder.join("counts");
    let mut command = Command::new("valgrind");
    command.arg("--tool=callgrind").arg(format!("--callgrind-out-file={}", counts.display())).arg(binary);
    let function = Function::start(command, settings, 1).await?;
    let mut requests = Requests::new(&function, kind);
    requests.send(WARM_UP).await?;
    control("--zero", function.pid()).await?;
    requests.send(COUNTED).await?;
    control("--dump", function.pid()).await?;
    let total = total(&folder)?;
    std::fs::remove_dir_all(&folder)?;
    Ok(total / COUNTED as u64)
}

async fn control(what: &str, pid: u32) -> Result<()> {
    let mut command = Command::new("callgrind_control");
    // The two find each other by a name that has the user's and the machine's in it, which the function's settings lack.
    command
        .arg(what)
        .arg(pid.to_string())
        .env_remove("USER")
        .env_remove("LOGNAME")
        .env_remove("HOST")
        .env_remove("HOSTNAME");
    let output = command.output().await?;
    if output.status.success() {
        Ok(())
    } else {
        Err(Error::other(String::from_utf8_lossy(&output.stderr).into_owned()))
    }
}

/// The sum of the one dump in the folder.
fn total(folder: &Path) -> Result<u64> {
    let files = std::fs::read_dir(folder)?.filter_map(|entry| Some(entry.ok()?.path()));
    let dumps: Vec<PathBuf> = files.collect();
    let read = |dump: &PathBuf| {
        let text = std::fs::read_to_string(dump).ok()?;
        text.lines().find_map(|line| line.strip_prefix("totals: ")?.trim().parse().ok())
    };
    dumps.iter().find_map(read).ok_or_else(|| Error::other(format!("no count in {dumps:?}")))
}

async fn cpu(binary: &Path, settings: &[(String, String)], kind: &Kind) -> Result<Duration> {
    let function = Function::start(Command::new(binary), settings, 1).await?;
    let mut requests = Requests::new(&function, kind);
    requests.send(WARM_UP).await?;
    let mut least = Duration::MAX;
    for _ in 0..RUNS {
        let before = process::exact_cpu(function.pid());
        requests.send(TIMED).await?;
        least = least.min(process::exact_cpu(function.pid()).saturating_sub(before));
    }
    Ok(least / u32::try_from(TIMED).unwrap_or(u32::MAX))
}

/// The requests of one kind to one process, in turns.
struct Requests<'a> {
    function: &'a Function,
    events: Cycle<Iter<'a, Bytes>>,
    status: u64,
}

impl<'a> Requests<'a> {
    fn new(function: &'a Function, kind: &'a Kind) -> Self {
        Self { function, events: kind.events.iter().cycle(), status: kind.status }
    }

    async fn send(&mut self, requests: usize) -> Result<()> {
        for event in self.events.by_ref().take(requests) {
            self.function.expect(event, self.status).await?;
        }
        Ok(())
    }
}
