//! Throughput: requests per second against the real PostgREST, and the CPU time each process spends on one.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use ipelya_local::harness::Project;
use serde_json::json;

use crate::Binaries;
use crate::function::{Function, event};
use crate::process;

/// Requests that are measured, after a quarter as many that are not.
pub(crate) const REQUESTS: usize = 4_000;
/// Requests under way at a time, in one process.
pub(crate) const CONCURRENCY: usize = 8;

/// What one kind of request costs.
pub(crate) struct Throughput {
    /// What was asked for.
    pub(crate) name: &'static str,
    /// Requests per second, everything on this machine.
    pub(crate) per_second: f64,
    /// CPU time per request of the function itself.
    pub(crate) function: Duration,
    /// CPU time per request of PostgREST.
    pub(crate) postgrest: Duration,
    /// CPU time per request of Postgres.
    pub(crate) postgres: Duration,
}

impl Throughput {
    /// CPU time per request of all three.
    pub(crate) fn together(&self) -> Duration {
        self.function + self.postgrest + self.postgres
    }
}

/// A token for a session that everybody may watch.
pub(crate) const PUBLIC: &str = "token, public session, HS256";
/// A token for a session that has been paid for.
pub(crate) const PAID: &str = "token, pay-per-view session, HS256";

/// The bare function, then token requests of each kind.
pub(crate) async fn measure(
    binaries: &Binaries,
    project: &Project,
    settings: &[(String, String)],
) -> std::io::Result<Vec<Throughput>> {
    let given = project.given();
    let viewer = given.user().await;
    let public = given.live_session(&given.creator().await).insert().await;
    let paid = given.live_session(&given.creator().await).pay_per_view(50).insert().await;
    given.ppv_payment(&viewer, &paid, 50).await;
    let hs256 = project.token_for(&viewer).hs256().build();
    let es256 = project.token_for(&viewer).build();
    let ask = |jwt: &str, session| event("POST", "get-livekit-token", jwt, &json!({ "sessionId": session }));

    let mut results = Vec::new();
    for (name, binary, event) in [
        ("bare `lambda_http` function", &binaries.hello, ask(&hs256, public.id)),
        (PUBLIC, &binaries.token, ask(&hs256, public.id)),
        ("token, public session, ES256", &binaries.token, ask(&es256, public.id)),
        (PAID, &binaries.token, ask(&hs256, paid.id)),
    ] {
        results.push(load(name, binary, settings, project, event).await?);
    }
    Ok(results)
}

async fn load(
    name: &'static str,
    binary: &Path,
    settings: &[(String, String)],
    project: &Project,
    event: Bytes,
) -> std::io::Result<Throughput> {
    let function = Arc::new(Function::spawn(binary, settings, CONCURRENCY).await?);
    let pid = function.pid();
    let request = move || {
        let (function, event) = (Arc::clone(&function), event.clone());
        async move { function.invoke(&event).await }
    };
    measure_requests(name, pid, project, request).await
}

/// Sends [`REQUESTS`] requests to the process `pid` and reads what they cost it, PostgREST and Postgres.
pub(crate) async fn measure_requests<F>(
    name: &'static str,
    pid: u32,
    project: &Project,
    request: impl Fn() -> F + Clone + Send + 'static,
) -> std::io::Result<Throughput>
where
    F: Future<Output = std::io::Result<()>> + Send,
{
    send(request.clone(), REQUESTS / 4).await?;

    let postgrest = project.rest().server_pid().await.unwrap_or(0);
    let cpu = || (process::cpu(pid), process::cpu(postgrest), process::cpu_of_tree(project.postgres_pid()));
    let (started, before) = (Instant::now(), cpu());
    send(request, REQUESTS).await?;
    let (elapsed, after) = (started.elapsed(), cpu());

    let requests = u32::try_from(REQUESTS).unwrap_or(u32::MAX);
    Ok(Throughput {
        name,
        per_second: f64::from(requests) / elapsed.as_secs_f64(),
        function: after.0.saturating_sub(before.0) / requests,
        postgrest: after.1.saturating_sub(before.1) / requests,
        postgres: after.2.saturating_sub(before.2) / requests,
    })
}

async fn send<F>(request: impl Fn() -> F + Clone + Send + 'static, requests: usize) -> std::io::Result<()>
where
    F: Future<Output = std::io::Result<()>> + Send,
{
    let sent = Arc::new(AtomicUsize::new(0));
    let workers = (0..CONCURRENCY).map(|_| {
        let (request, sent) = (request.clone(), Arc::clone(&sent));
        tokio::spawn(async move {
            while sent.fetch_add(1, Ordering::Relaxed) < requests {
                request().await?;
            }
            Ok::<_, std::io::Error>(())
        })
    });
    for worker in workers.collect::<Vec<_>>() {
        worker.await??;
    }
    Ok(())
}
