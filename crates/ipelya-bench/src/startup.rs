//! Start-up: from spawning a function to its first reply, with its init apart, and the memory it then holds.

use std::path::Path;
use std::time::{Duration, Instant};

use axum::body::Bytes;
use ipelya_test::Project;
use serde_json::json;

use crate::Binaries;
use crate::function::{Function, event};
use crate::process;

/// How often each function is started. The two take turns, so that a slow spell of the machine hits both.
pub(crate) const RUNS: usize = 20;
/// How long a function is left alone before its memory is read.
const SETTLE: Duration = Duration::from_millis(300);

/// Medians of [`RUNS`] starts of one function.
pub(crate) struct Startup {
    /// Spawn → the first question for an event: what Lambda calls init.
    pub(crate) init: Duration,
    /// Spawn → first reply that needs no other service.
    pub(crate) first_reply: Duration,
    /// Spawn → first reply of the function's real work; for the bare function, the same.
    pub(crate) first_work: Duration,
    /// Resident memory after that, in bytes.
    pub(crate) resident_bytes: u64,
    /// Size of the binary, in bytes.
    pub(crate) binary_bytes: u64,
}

/// The bare function and `functions/token`, started in turns.
pub(crate) struct Comparison {
    /// The bare function.
    pub(crate) hello: Startup,
    /// `functions/token`.
    pub(crate) token: Startup,
}

/// Starts both functions [`RUNS`] times.
pub(crate) async fn measure(
    binaries: &Binaries,
    project: &Project,
    settings: &[(String, String)],
) -> std::io::Result<Comparison> {
    let given = project.given();
    let viewer = given.user().await;
    let session = given.live_session(&given.creator().await).insert().await;
    let jwt = project.token_for(&viewer).hs256().build();
    let preflight = event("OPTIONS", "get-livekit-token", &jwt, &json!({}));
    let work = event("POST", "get-livekit-token", &jwt, &json!({ "sessionId": session.id }));

    let (mut hello, mut token) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        hello.push(start(&binaries.of("hello"), settings, &preflight, &preflight).await?);
        token.push(start(&binaries.of("token"), settings, &preflight, &work).await?);
    }
    Ok(Comparison { hello: median(&binaries.of("hello"), &hello)?, token: median(&binaries.of("token"), &token)? })
}

struct Start {
    init: Duration,
    first_reply: Duration,
    first_work: Duration,
    resident_bytes: u64,
}

/// Two spawns: one timed to a preflight, one to the first piece of work, so that neither warms the other up.
async fn start(
    binary: &Path,
    settings: &[(String, String)],
    preflight: &Bytes,
    work: &Bytes,
) -> std::io::Result<Start> {
    let (init, first_reply, _) = timed(binary, settings, preflight).await?;
    let (_, first_work, function) = timed(binary, settings, work).await?;
    tokio::time::sleep(SETTLE).await;
    Ok(Start { init, first_reply, first_work, resident_bytes: process::resident_bytes(function.pid()) })
}

/// How long init took, and all until the reply.
async fn timed(
    binary: &Path,
    settings: &[(String, String)],
    event: &Bytes,
) -> std::io::Result<(Duration, Duration, Function)> {
    let began = Instant::now();
    let mut function = Function::spawn(binary, settings, 1).await?;
    function.started().await?;
    let init = began.elapsed();
    function.invoke(event).await?;
    Ok((init, began.elapsed(), function))
}

fn median(binary: &Path, starts: &[Start]) -> std::io::Result<Startup> {
    Ok(Startup {
        init: middle(starts.iter().map(|start| start.init)),
        first_reply: middle(starts.iter().map(|start| start.first_reply)),
        first_work: middle(starts.iter().map(|start| start.first_work)),
        resident_bytes: middle(starts.iter().map(|start| start.resident_bytes)),
        binary_bytes: std::fs::metadata(binary)?.len(),
    })
}

fn middle<T: Ord + Copy + Default>(values: impl Iterator<Item = T>) -> T {
    let mut values: Vec<T> = values.collect();
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or_default()
}
