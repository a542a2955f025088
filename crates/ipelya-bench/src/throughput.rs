//! Throughput: requests per second against the real PostgREST, and the CPU time each process spends on one.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use ipelya_test::{Project, Session};
use serde_json::json;

use crate::Binaries;
use crate::accounting::TOO_MANY_TO_REMEMBER;
use crate::function::{Function, event};
use crate::process;
use crate::webhook;

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
    /// What 99 of 100 requests took at most, from the Runtime API and back.
    pub(crate) p99: Duration,
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

/// A token for a session that everybody may watch, to viewers whose own token was verified before.
pub(crate) const PUBLIC: &str = "token, public session, HS256";
/// A token for a session that has been paid for.
pub(crate) const PAID: &str = "token, pay-per-view session, HS256";

/// Viewers who take turns: few enough requests each to stay below the chat's limit.
const VIEWERS: usize = 600;

/// What is asked, once by each viewer: nobody waits for their own rate limit.
#[derive(Default)]
struct Asked {
    public: Vec<Bytes>,
    new_hs256: Vec<Bytes>,
    new_es256: Vec<Bytes>,
    paid: Vec<Bytes>,
    joins: Vec<Bytes>,
    entries: Vec<Bytes>,
    gifts: Vec<Bytes>,
    messages: Vec<Bytes>,
    reports: Vec<Bytes>,
}

/// The bare function, then requests of each kind.
pub(crate) async fn measure(
    binaries: &Binaries,
    project: &Project,
    settings: &[(String, String)],
) -> std::io::Result<Vec<Throughput>> {
    let given = project.given();
    for limit in ["token_rate_count", "join_rate_count", "gift_rate_count", "message_rate_count"] {
        given.setting(limit, 9_999_999).await;
    }
    let public = given.live_session(&given.creator().await).insert().await;
    let paid = given.live_session(&given.creator().await).pay_per_view(50).host_connected().insert().await;
    let unpaid = given.live_session(&given.creator().await).pay_per_view(50).host_connected().insert().await;

    let (mut asked, mut people) = (Asked::default(), Vec::new());
    for _ in 0..VIEWERS {
        let viewer = given.user().await;
        people.push(viewer.id);
        given.coins(&viewer, 1_000_000).await;
        given.ppv_payment(&viewer, &paid, 50).await;
        let hs256 = project.token_for(&viewer).hs256().build();
        let post = |name, body| event("POST", name, &hs256, &body);
        let about = |session: &Session| json!({ "sessionId": session.id });
        asked.public.push(post("get-livekit-token", about(&public)));
        for number in 0..TOO_MANY_TO_REMEMBER.div_ceil(VIEWERS) {
            let token = || project.token_for(&viewer).claim("iat", number);
            let ask = |token: String| event("POST", "get-livekit-token", &token, &about(&public));
            asked.new_hs256.push(ask(token().hs256().build()));
            asked.new_es256.push(ask(token().build()));
        }
        asked.paid.push(post("get-livekit-token", about(&paid)));
        asked.joins.push(post("join-live-session", about(&public)));
        asked.entries.push(post("join-live-session", about(&unpaid)));
        let gift = json!({ "sessionId": public.id, "giftId": "heart", "quantity": 1, "coinAmount": 10 });
        asked.gifts.push(post("send-live-gift", gift));
        asked.messages.push(post("send-live-message", json!({ "sessionId": public.id, "content": "merhaba" })));
    }

    asked.reports = webhook::events(settings, &public, "L", &people, REQUESTS);

    let mut results = Vec::new();
    for (name, function, events) in [
        ("bare `lambda_http` function", "hello", asked.public.clone()),
        (PUBLIC, "token", asked.public),
        ("token, public session, HS256 first seen", "token", asked.new_hs256),
        ("token, public session, ES256 first seen", "token", asked.new_es256),
        (PAID, "token", asked.paid),
        ("join, public session", "session", asked.joins),
        ("join, pay-per-view session (the first of each viewer pays)", "session", asked.entries),
        ("gift", "gift", asked.gifts),
        ("chat message", "chat", asked.messages),
        ("webhook: a join, then a leave", "webhook", asked.reports),
    ] {
        results.push(load(name, &binaries.of(function), settings, project, events).await?);
    }
    Ok(results)
}

async fn load(
    name: &'static str,
    binary: &Path,
    settings: &[(String, String)],
    project: &Project,
    events: Vec<Bytes>,
) -> std::io::Result<Throughput> {
    let function = Arc::new(Function::spawn(binary, settings, CONCURRENCY).await?);
    let pid = function.pid();
    // it must outlive the last look at its CPU time
    let _running = Arc::clone(&function);
    let (events, next) = (Arc::new(events), Arc::new(AtomicUsize::new(0)));
    let request = move || {
        let (function, events) = (Arc::clone(&function), Arc::clone(&events));
        let turn = next.fetch_add(1, Ordering::Relaxed) % events.len();
        async move {
            match events.get(turn) {
                Some(event) => function.invoke(event).await,
                None => Ok(()),
            }
        }
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
    let p99 = send(request, REQUESTS).await?;
    let (elapsed, after) = (started.elapsed(), cpu());

    let requests = u32::try_from(REQUESTS).unwrap_or(u32::MAX);
    Ok(Throughput {
        name,
        p99,
        per_second: f64::from(requests) / elapsed.as_secs_f64(),
        function: after.0.saturating_sub(before.0) / requests,
        postgrest: after.1.saturating_sub(before.1) / requests,
        postgres: after.2.saturating_sub(before.2) / requests,
    })
}

/// Sends so many requests and returns the 99th percentile of the times they took.
async fn send<F>(request: impl Fn() -> F + Clone + Send + 'static, requests: usize) -> std::io::Result<Duration>
where
    F: Future<Output = std::io::Result<()>> + Send,
{
    let sent = Arc::new(AtomicUsize::new(0));
    let workers = (0..CONCURRENCY).map(|_| {
        let (request, sent) = (request.clone(), Arc::clone(&sent));
        tokio::spawn(async move {
            let mut times = Vec::new();
            while sent.fetch_add(1, Ordering::Relaxed) < requests {
                let started = Instant::now();
                request().await?;
                times.push(started.elapsed());
            }
            Ok::<_, std::io::Error>(times)
        })
    });
    let mut times = Vec::new();
    for worker in workers.collect::<Vec<_>>() {
        times.extend(worker.await??);
    }
    times.sort_unstable();
    Ok(times.get(times.len() * 99 / 100).copied().unwrap_or_default())
}
