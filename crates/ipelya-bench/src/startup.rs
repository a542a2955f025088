//! Start-up: from spawning a function to its first reply, with its init apart, and the memory it then holds.

use std::path::Path;
use std::time::{Duration, Instant};

use axum::body::Bytes;
use ipelya_test::Project;
use serde_json::json;

use crate::Binaries;
use crate::contestant::{Asked, Contestant};
use crate::function::{Function, changed, event};
use crate::original::{Auth, Servers};
use crate::process;

/// How often each is started. They take turns, so that a slow spell of the machine hits all.
pub(crate) const RUNS: usize = 20;
/// How long a function is left alone before its memory is read.
const SETTLE: Duration = Duration::from_millis(300);

/// Medians of [`RUNS`] starts.
pub(crate) struct Startup {
    /// Spawn → the first question for an event: what Lambda calls init. Of a server: until it listens.
    pub(crate) init: Duration,
    /// Spawn → first reply that needs no other service.
    pub(crate) first_reply: Option<Duration>,
    /// Spawn → first reply of the function's real work; for the bare function, the same.
    pub(crate) first_work: Duration,
    /// Resident memory after that, in bytes.
    pub(crate) resident_bytes: u64,
    /// Size of the binary, in bytes.
    pub(crate) binary_bytes: Option<u64>,
}

/// Whoever is started in turns.
pub(crate) struct Comparison {
    /// The bare function.
    pub(crate) hello: Startup,
    /// `functions/token`, which asks PostgREST.
    pub(crate) token: Startup,
    /// The same, which asks Postgres.
    pub(crate) direct: Startup,
    /// The original plan's.
    pub(crate) original: Startup,
}

/// Starts each [`RUNS`] times.
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
    let body = json!({ "sessionId": session.id, "roomName": session.room_name });
    let work = event("POST", "get-livekit-token", &jwt, &body);
    let with = |name, value| changed(settings, &[(name, value)]);
    let through = with("IPELYA_REST_URL", project.rest().server_url().await);
    let directly = with("IPELYA_DATABASE_URL", project.postgres_url());
    let of_plan = with("REST_URL", project.rest().server_url().await);
    let auth = Auth::start().await?;
    let asked = [Asked { path: "get-livekit-token", token: jwt, body: body.to_string() }];

    let (mut hello, mut token, mut direct, mut original) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..RUNS {
        hello.push(start(&binaries.of("hello"), settings, &preflight, &preflight).await?);
        token.push(start(&binaries.of("token"), &through, &preflight, &work).await?);
        direct.push(start(&binaries.of("token"), &directly, &preflight, &work).await?);
        original.push(start_server(&of_plan, &auth, &asked).await?);
    }
    Ok(Comparison {
        hello: median(Some(&binaries.of("hello")), &hello)?,
        token: median(Some(&binaries.of("token")), &token)?,
        direct: median(Some(&binaries.of("token")), &direct)?,
        original: median(None, &original)?,
    })
}

struct Start {
    init: Duration,
    first_reply: Option<Duration>,
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
    let resident_bytes = process::resident_bytes(function.pid());
    Ok(Start { init, first_reply: Some(first_reply), first_work, resident_bytes })
}

/// One spawn of a server of the original plan, to its first piece of work.
async fn start_server(settings: &[(String, String)], auth: &Auth, asked: &[Asked]) -> std::io::Result<Start> {
    let began = Instant::now();
    let servers = Servers::start("token", 1, settings, auth).await?;
    let (init, pids) = (began.elapsed(), servers.pids());
    let server = Contestant::original("", servers, asked);
    server.answer(0, 0).await?;
    let first_work = began.elapsed();
    tokio::time::sleep(SETTLE).await;
    let resident_bytes = pids.into_iter().map(process::resident_bytes).sum();
    Ok(Start { init, first_reply: None, first_work, resident_bytes })
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

fn median(binary: Option<&Path>, starts: &[Start]) -> std::io::Result<Startup> {
    let first_replies: Option<Vec<Duration>> = starts.iter().map(|start| start.first_reply).collect();
    Ok(Startup {
        init: middle(starts.iter().map(|start| start.init)),
        first_reply: first_replies.map(|replies| middle(replies.into_iter())),
        first_work: middle(starts.iter().map(|start| start.first_work)),
        resident_bytes: middle(starts.iter().map(|start| start.resident_bytes)),
        binary_bytes: binary.map(|binary| Ok::<_, std::io::Error>(std::fs::metadata(binary)?.len())).transpose()?,
    })
}

fn middle<T: Ord + Copy + Default>(values: impl Iterator<Item = T>) -> T {
    let mut values: Vec<T> = values.collect();
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or_default()
}
