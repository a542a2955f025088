//! Where a token's CPU time goes: requests that end one step later each. What a step adds is what it costs.
//!
//! Instructions are counted by valgrind, which is deterministic where a clock is not; CPU times are the kernel's, the least
//! of several runs.

use std::io::{Error, Result};
use std::iter::{Cycle, Skip};
use std::path::{Path, PathBuf};
use std::slice::Iter;
use std::time::Duration;

use axum::body::Bytes;
use futures_util::future::try_join_all;
use ipelya_test::{Project, TokenBuilder};
use serde_json::json;
use tokio::process::Command;
use uuid::Uuid;

use crate::Binaries;
use crate::function::{Function, changed, event};
use crate::process;

/// Requests of each kind that are counted.
const COUNTED: usize = 200;
/// Requests before anything is counted or timed.
const WARM_UP: usize = 50;
/// Requests of one timed run.
const TIMED: usize = 480;
/// Timed runs of each kind, of which the least counts.
const RUNS: usize = 8;
/// More different tokens than a function remembers: taken in turns, each is new to it.
pub(crate) const TOO_MANY_TO_REMEMBER: usize = 1_500;

/// Requests under way at a time in one process, where it is not one alone.
pub(crate) const SIDE_BY_SIDE: usize = 8;

/// Requests that all end at the same step.
struct Kind {
    function: &'static str,
    /// Postgres is asked, not PostgREST.
    is_direct: bool,
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
    /// One request after the other.
    pub(crate) cpu: Duration,
    /// [`SIDE_BY_SIDE`] of them at a time.
    pub(crate) cpu_side_by_side: Duration,
}

/// Counts and times requests to the bare function and to `functions/token`.
pub(crate) async fn measure(
    binaries: &Binaries,
    project: &Project,
    settings: &[(String, String)],
) -> Result<Vec<Cost>> {
    let mut costs = Vec::new();
    for kind in kinds(project).await {
        let binary = binaries.of(kind.function);
        let past_the_proxy = if kind.is_direct {
            ("IPELYA_DATABASE_URL", project.postgres_url())
        } else {
            ("IPELYA_REST_URL", project.rest().server_url().await)
        };
        let settings = changed(settings, &[past_the_proxy]);
        let instructions = instructions(&binary, &settings, &kind).await?;
        let cpu_side_by_side = cpu(&binary, &settings, &kind, SIDE_BY_SIDE).await?;
        let cpu = cpu(&binary, &settings, &kind, 1).await?;
        costs.push(Cost { ends: kind.ends, step: kind.step, after: kind.after, instructions, cpu, cpu_side_by_side });
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
    let kind = |function, events, status, ends, step, after| {
        let is_direct = false;
        Kind { function, is_direct, events, status, ends, step, after }
    };
    let preflight = vec![event("OPTIONS", "get-livekit-token", &known, &json!({}))];
    let nobody = vec![ask("", about(session.id))];
    let misfit = vec![ask(&known, json!({ "sessionId": "42" }))];
    let nothing = vec![ask(&known, about(Uuid::nil()))];
    let granted = vec![ask(&known, about(session.id))];
    let nothing_again = nothing.clone();
    let (hs256, es256) = (new(TokenBuilder::hs256), new(|token| token));
    vec![
        kind("hello", granted.clone(), 200, "bare function", "runtime loop, decoding the event", None),
        kind("token", preflight, 200, "preflight", "the reply's headers", Some(0)),
        kind("token", nobody, 401, "no bearer token", "route, refusal, log line", Some(1)),
        kind("token", misfit, 400, "body that does not fit", "token known already, body", Some(2)),
        kind("token", nothing, 404, "no such session", "the round trip for the facts", Some(3)),
        kind(
            "token",
            granted.clone(),
            200,
            "token, HS256 or ES256 known already",
            "rules, LiveKit's token, reply",
            Some(4),
        ),
        kind("token", hs256, 200, "token, HS256 first seen", "verifying it", Some(5)),
        kind("token", es256, 200, "token, ES256 first seen", "verifying it", Some(5)),
        Kind {
            is_direct: true,
            ..kind("token", nothing_again, 404, "no such session, directly", "the round trip for the facts", Some(3))
        },
        Kind {
            is_direct: true,
            ..kind("token", granted, 200, "token, known already, directly", "rules, LiveKit's token, reply", Some(8))
        },
    ]
}

async fn instructions(binary: &Path, settings: &[(String, String)], kind: &Kind) -> Result<u64> {
    let folder = std::env::temp_dir().join(format!("ipelya-bench-{}", std::process::id()));
    std::fs::create_dir_all(&folder)?;
    let counts = folder.join("counts");
    let mut command = Command::new("valgrind");
    command.arg("--tool=callgrind").arg(format!("--callgrind-out-file={}", counts.display())).arg(binary);
    let function = Function::start(command, settings, 1).await?;
    let mut requests = Requests::new(&function, kind, 0);
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

async fn cpu(binary: &Path, settings: &[(String, String)], kind: &Kind, at_a_time: usize) -> Result<Duration> {
    let function = Function::spawn(binary, settings, at_a_time).await?;
    // each begins elsewhere, so that no two send the same
    let start = |sender| sender * kind.events.len() / at_a_time;
    let mut senders: Vec<_> = (0..at_a_time).map(|sender| Requests::new(&function, kind, start(sender))).collect();
    let mut send = async |requests| {
        let each = requests / at_a_time;
        try_join_all(senders.iter_mut().map(|sender| sender.send(each))).await
    };
    send(WARM_UP.next_multiple_of(SIDE_BY_SIDE)).await?;
    let mut least = Duration::MAX;
    for _ in 0..RUNS {
        let before = process::exact_cpu(function.pid());
        send(TIMED).await?;
        least = least.min(process::exact_cpu(function.pid()).saturating_sub(before));
    }
    Ok(least / u32::try_from(TIMED).unwrap_or(u32::MAX))
}

/// The requests of one kind to one process, in turns.
struct Requests<'a> {
    function: &'a Function,
    events: Skip<Cycle<Iter<'a, Bytes>>>,
    status: u64,
}

impl<'a> Requests<'a> {
    /// Those after the first so many.
    fn new(function: &'a Function, kind: &'a Kind, skip: usize) -> Self {
        Self { function, events: kind.events.iter().cycle().skip(skip), status: kind.status }
    }

    async fn send(&mut self, requests: usize) -> Result<()> {
        for event in self.events.by_ref().take(requests) {
            self.function.expect(event, self.status).await?;
        }
        Ok(())
    }
}
