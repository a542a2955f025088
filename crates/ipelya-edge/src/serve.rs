//! What a function's `main` does.

use std::convert::Infallible;
use std::sync::Arc;

use ipelya_core::Refusal;
use lambda_http::request::LambdaRequest;
use lambda_http::{Adapter, Error, LambdaEvent, Request, Service, lambda_runtime, service_fn};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::signal::unix::{SignalKind, signal};

use crate::clock::Clock;
use crate::context::Context;
use crate::current::Current;
use crate::http::routes::Routes;
use crate::telemetry;

/// What a function does on a schedule: an async function.
pub trait Job<'a, Rep>: Copy + Send + Sync + 'static {
    /// Runs it.
    fn run(self, cx: &'a Context) -> impl Future<Output = Result<Rep, Refusal>> + Send;
}

impl<'a, F, Fut, Rep: 'a> Job<'a, Rep> for F
where
    F: Fn(&'a Context) -> Fut + Copy + Send + Sync + 'static,
    Fut: Future<Output = Result<Rep, Refusal>> + Send + 'a,
{
    fn run(self, cx: &'a Context) -> impl Future<Output = Result<Rep, Refusal>> + Send {
        self(cx)
    }
}

/// Serves `routes` on the Lambda runtime until it stops. Where the runtime allows it, requests are handled side by
/// side in one process.
///
/// Fails, after one log line that says why, if a setting is missing or unusable.
pub async fn serve(routes: Routes) -> Result<(), Error> {
    let (current, routes) = (start(&routes).await?, Arc::new(routes));
    let serving = lambda_http::run_concurrent(service_fn(move |request: Request| {
        let (current, routes) = (Arc::clone(&current), Arc::clone(&routes));
        async move { Ok::<_, Infallible>(routes.handle(&*current.get().await, request).await) }
    }));
    until_terminated(Box::pin(serving)).await
}

/// Like [`serve`], for a function that EventBridge calls too: whatever event is no HTTP request runs `job`, whose
/// refusal fails the invocation.
pub async fn serve_scheduled<J, Rep>(routes: Routes, name: &'static str, job: J) -> Result<(), Error>
where
    J: for<'a> Job<'a, Rep>,
    Rep: Serialize + Send + 'static,
{
    let (current, routes) = (start(&routes).await?, Arc::new(routes));
    let serving = lambda_runtime::run_concurrent(service_fn(move |event: LambdaEvent<Value>| {
        let (current, routes) = (Arc::clone(&current), Arc::clone(&routes));
        async move {
            let cx = current.get().await;
            if is_http(&event.payload) {
                answer(cx, routes, event).await
            } else {
                Ok(serde_json::to_value(telemetry::scheduled(name, job.run(&cx)).await?)?)
            }
        }
    }));
    until_terminated(Box::pin(serving)).await
}

fn is_http(event: &Value) -> bool {
    event.get("requestContext").is_some()
}

/// The reply to an HTTP request, as the event the runtime returns.
async fn answer(cx: Arc<Context>, routes: Arc<Routes>, event: LambdaEvent<Value>) -> Result<Value, Error> {
    let request = LambdaRequest::deserialize(event.payload)?;
    let handler = service_fn(|request: Request| {
        let (cx, routes) = (Arc::clone(&cx), Arc::clone(&routes));
        async move { Ok::<_, Infallible>(routes.handle(&cx, request).await) }
    });
    let reply = Adapter::from(handler).call(LambdaEvent::new(request, event.context)).await?;
    Ok(serde_json::to_value(reply)?)
}

/// Lambda says good-bye with SIGTERM, to a function that has nothing to do.
async fn until_terminated(work: impl Future<Output = Result<(), Error>> + Unpin) -> Result<(), Error> {
    let mut terminated = signal(SignalKind::terminate())?;
    tokio::select! {
        outcome = work => outcome,
        _ = terminated.recv() => Ok(()),
    }
}

async fn start(routes: &Routes) -> Result<Arc<Current>, Error> {
    telemetry::init();
    let current = Current::start(Clock::system()).await;
    let current = current.inspect_err(|error| tracing::error!(%error, "the function cannot start"))?;
    current.get().await.warm(routes).await;
    Ok(Arc::new(current))
}
