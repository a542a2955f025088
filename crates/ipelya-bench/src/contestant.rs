//! Who answers the same requests: a function over one of its two ways to Postgres, the original plan, or PostgREST alone.

use std::io::{Error, Result};
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::http::Request;
use ipelya_local::http_client::HttpClient;

use crate::function::{Function, event_of};
use crate::original::Servers;
use crate::throughput::CONCURRENCY;

/// A request before it is anybody's.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    /// Below `/functions/v1/`.
    pub(crate) path: &'static str,
    /// The caller's token, or LiveKit's signature.
    pub(crate) token: String,
    pub(crate) body: String,
}

/// Who of [`CONCURRENCY`] sends a request, and the how-manieth it is, to its answer.
type Answer = dyn Fn(usize, usize) -> Pin<Box<dyn Future<Output = Result<()>> + Send>> + Send + Sync;

/// Somebody who answers requests, and whose processes' CPU time is counted. These end when this is dropped.
pub(crate) struct Contestant {
    pub(crate) name: &'static str,
    pub(crate) pids: Vec<u32>,
    answer: Box<Answer>,
}

impl Contestant {
    /// So many processes of a function, among which the [`CONCURRENCY`] requests at a time are divided.
    pub(crate) async fn function(
        name: &'static str,
        count: usize,
        binary: &Path,
        settings: &[(String, String)],
        asked: &[Asked],
    ) -> Result<Self> {
        let mut processes = Vec::new();
        for _ in 0..count {
            let mut process = Function::spawn(binary, settings, CONCURRENCY.div_ceil(count)).await?;
            process.started().await?;
            processes.push(process);
        }
        let events = asked.iter().map(|asked| event_of("POST", asked.path, &asked.token, &asked.body));
        let events: Vec<Bytes> = events.collect();
        let pids = processes.iter().map(Function::pid).collect();
        let shared = Arc::new((processes, events));
        let answer = move |worker, turn| {
            let shared = Arc::clone(&shared);
            boxed(async move { of(&shared.0, worker)?.invoke(of(&shared.1, turn)?).await })
        };
        Ok(Self { name, pids, answer: Box::new(answer) })
    }

    /// The original plan's servers.
    pub(crate) fn original(name: &'static str, servers: Servers, asked: &[Asked]) -> Self {
        let pids = servers.pids();
        let shared = Arc::new((HttpClient::new(), servers, asked.to_vec()));
        let answer = move |worker, turn| {
            let shared = Arc::clone(&shared);
            boxed(async move {
                let (client, servers, asked) = &*shared;
                let asked = of(asked, turn)?;
                // LiveKit sends its signature as it is
                let scheme = if asked.path == "livekit-webhook" { "" } else { "Bearer " };
                let request = Request::post(of(&servers.urls, worker)?)
                    .header("authorization", format!("{scheme}{}", asked.token))
                    .header("content-type", "application/json");
                post(client, request, &asked.body).await
            })
        };
        Self { name, pids, answer: Box::new(answer) }
    }

    /// PostgREST, asked to call one SQL function with each of these arguments in turn.
    pub(crate) fn postgrest(name: &'static str, url: String, key: String, bodies: Vec<String>) -> Self {
        let shared = Arc::new((HttpClient::new(), url, key, bodies));
        let answer = move |_, turn| {
            let shared = Arc::clone(&shared);
            boxed(async move {
                let (client, url, key, bodies) = &*shared;
                let request = Request::post(url)
                    .header("authorization", format!("Bearer {key}"))
                    .header("content-type", "application/json");
                post(client, request, of(bodies, turn)?).await
            })
        };
        Self { name, pids: Vec::new(), answer: Box::new(answer) }
    }

    /// Has one request answered, which must succeed.
    pub(crate) async fn answer(&self, worker: usize, turn: usize) -> Result<()> {
        (self.answer)(worker, turn).await
    }
}

fn boxed(
    answer: impl Future<Output = Result<()>> + Send + 'static,
) -> Pin<Box<dyn Future<Output = Result<()>> + Send>> {
    Box::pin(answer)
}

/// One of them, each in its turn.
fn of<T>(items: &[T], turn: usize) -> Result<&T> {
    items.get(turn % items.len().max(1)).ok_or_else(|| Error::other("there is nothing to ask, or nobody"))
}

async fn post(client: &HttpClient, request: axum::http::request::Builder, body: &str) -> Result<()> {
    let request = request.body(Body::from(body.to_owned())).map_err(Error::other)?;
    let (status, text) = client.fetch(request).await.map_err(Error::other)?;
    if status.is_success() { Ok(()) } else { Err(Error::other(format!("{status} {text}"))) }
}
