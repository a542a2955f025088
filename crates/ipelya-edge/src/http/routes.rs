//! Routes: which function a request is for, and the way every request takes through it.

use std::collections::BTreeMap;
use std::time::Instant;

use futures_util::future::BoxFuture;
use http::{HeaderMap, Method};
use ipelya_core::wire::MAX_BODY_BYTES;
use ipelya_core::{Caller, Refusal};
use lambda_http::{Body, Request, RequestExt, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use uuid::Uuid;

use super::once::{Done, Once};
use super::{body, reply};
use crate::context::Context;
use crate::settings::RefusalStatus;
use crate::telemetry;

/// The largest webhook, in bytes. LiveKit's carry the metadata of a room, which may have up to 512 KiB.
const MAX_WEBHOOK_BYTES: usize = 1024 * 1024;

/// What the installed app looks at when a call fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FailureForm {
    /// Only the HTTP status: a refusal always has its own.
    StatusOnly,
    /// The body too, but it can read one only if the status is 2xx: refusals by the rules of the product go out as
    /// HTTP 200 where `IPELYA_REFUSAL_STATUS=ok`.
    Body,
}

/// A function for signed-in users, as its module writes it.
pub type UserHandler<Req, Rep> = for<'a> fn(&'a Context, &'a Caller, Req) -> BoxFuture<'a, Result<Rep, Refusal>>;

/// A function for signed-in users that moves coins or creates a row: it passes the [`Once`] on to the database, where
/// a repeat is recognised.
pub type OnceHandler<Req, Rep> =
    for<'a> fn(&'a Context, &'a Caller, Once, Req) -> BoxFuture<'a, Result<Done<Rep>, Refusal>>;

/// A function for the service itself, who proves it with the service-role key.
pub type ServiceHandler<Req, Rep> = for<'a> fn(&'a Context, Req) -> BoxFuture<'a, Result<Rep, Refusal>>;

/// A function for another system, which signs what it sends: it gets headers and body as they came.
pub type WebhookHandler<Rep> = for<'a> fn(&'a Context, &'a HeaderMap, &'a [u8]) -> BoxFuture<'a, Result<Rep, Refusal>>;

type ErasedHandler =
    Box<dyn for<'a> Fn(&'a Context, &'a HeaderMap, &'a [u8]) -> BoxFuture<'a, Result<Answer, Refusal>> + Send + Sync>;

/// A handler's reply on its way out.
struct Answer {
    reply: Value,
    replayed: bool,
}

impl Answer {
    fn new<Rep: Serialize>(reply: Rep, replayed: bool) -> Result<Self, Refusal> {
        let reply = serde_json::to_value(reply).map_err(|error| {
            tracing::error!(%error, "a reply cannot be written");
            Refusal::Internal
        })?;
        Ok(Self { reply, replayed })
    }
}

struct Route {
    failure_form: FailureForm,
    max_body_bytes: usize,
    /// Whether GET is answered too, with a word that the function is up.
    answers_get: bool,
    handler: ErasedHandler,
}

impl Route {
    fn new(failure_form: FailureForm, handler: ErasedHandler) -> Self {
        Self { failure_form, max_body_bytes: MAX_BODY_BYTES, answers_get: false, handler }
    }
}

/// The functions of one binary, by name.
#[derive(Default)]
pub struct Routes(BTreeMap<&'static str, Route>);

impl std::fmt::Debug for Routes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.names()).finish()
    }
}

impl Routes {
    /// No routes yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a function for signed-in users.
    #[must_use]
    pub fn user<Req, Rep>(
        mut self,
        name: &'static str,
        failure_form: FailureForm,
        handler: UserHandler<Req, Rep>,
    ) -> Self
    where
        Req: DeserializeOwned + Send + 'static,
        Rep: Serialize + Send + 'static,
    {
        let handler: ErasedHandler = Box::new(move |cx, headers, body| {
            Box::pin(async move {
                let caller = caller(cx, headers).await?;
                Answer::new(handler(cx, &caller, body::decode(body)?).await?, false)
            })
        });
        self.0.insert(name, Route::new(failure_form, handler));
        self
    }

    /// Adds a function for signed-in users that honours `Idempotency-Key`.
    #[must_use]
    pub fn once<Req, Rep>(
        mut self,
        name: &'static str,
        failure_form: FailureForm,
        handler: OnceHandler<Req, Rep>,
    ) -> Self
    where
        Req: DeserializeOwned + Send + 'static,
        Rep: Serialize + Send + 'static,
    {
        let handler: ErasedHandler = Box::new(move |cx, headers, body| {
            Box::pin(async move {
                let caller = caller(cx, headers).await?;
                let request = body::decode(body)?;
                let done = handler(cx, &caller, Once::of(headers, body)?, request).await?;
                Answer::new(done.reply, done.replayed)
            })
        });
        self.0.insert(name, Route::new(failure_form, handler));
        self
    }

    /// Adds a function for whoever holds the service-role key.
    #[must_use]
    pub fn service<Req, Rep>(mut self, name: &'static str, handler: ServiceHandler<Req, Rep>) -> Self
    where
        Req: DeserializeOwned + Send + 'static,
        Rep: Serialize + Send + 'static,
    {
        let handler: ErasedHandler = Box::new(move |cx, headers, body| {
            Box::pin(async move {
                cx.auth.require_service(headers)?;
                Answer::new(handler(cx, body::decode(body)?).await?, false)
            })
        });
        self.0.insert(name, Route::new(FailureForm::StatusOnly, handler));
        self
    }

    /// Adds a function that another system posts to. `GET` answers that it is up.
    #[must_use]
    pub fn webhook<Rep>(mut self, name: &'static str, handler: WebhookHandler<Rep>) -> Self
    where
        Rep: Serialize + Send + 'static,
    {
        let handler: ErasedHandler = Box::new(move |cx, headers, body| {
            Box::pin(async move { Answer::new(handler(cx, headers, body).await?, false) })
        });
        let route = Route::new(FailureForm::StatusOnly, handler);
        self.0.insert(name, Route { max_body_bytes: MAX_WEBHOOK_BYTES, answers_get: true, ..route });
        self
    }

    /// The names served, in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.keys().copied()
    }

    /// Answers one request. Never fails: whatever goes wrong is a reply.
    pub async fn handle(&self, cx: &Context, request: Request) -> Response<Body> {
        let started = Instant::now();
        let request_id = request_id(&request);
        if request.method() == Method::OPTIONS {
            return reply::preflight(&request_id);
        }
        let (parts, body) = request.into_parts();
        let name = parts.uri.path().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
        let route = self.0.get_key_value(name);

        let work = async {
            let (_, route) = route.ok_or(Refusal::FunctionNotFound)?;
            if parts.method == Method::GET && route.answers_get {
                return Answer::new(json!({ "status": "up" }), false);
            }
            if parts.method != Method::POST {
                return Err(Refusal::MethodNotAllowed);
            }
            body::check(&parts.headers, body.as_ref(), route.max_body_bytes)?;
            (route.handler)(cx, &parts.headers, body.as_ref()).await
        };
        let (outcome, user, upstream_calls) = telemetry::traced(work).await;

        let error_code = outcome.as_ref().err().map(|refusal| refusal.row().code);
        let response = match outcome {
            Ok(answer) => reply::success(answer.reply, answer.replayed, &request_id),
            Err(refusal) => {
                let softened = cx.refusal_status == RefusalStatus::Ok
                    && route.is_some_and(|(_, route)| route.failure_form == FailureForm::Body)
                    && refusal.is_business();
                reply::refusal(&refusal, reply::language(&parts.headers), softened, &request_id)
            }
        };
        tracing::info!(
            function = route.map(|(name, _)| *name),
            %request_id,
            user = user.map(tracing::field::display),
            outcome = if error_code.is_none() { "success" } else { "refused" },
            error_code,
            status = response.status().as_u16(),
            ms = started.elapsed().as_secs_f64() * 1000.0,
            upstream_calls,
            "request"
        );
        response
    }
}

async fn caller(cx: &Context, headers: &HeaderMap) -> Result<Caller, Refusal> {
    let caller = cx.auth.caller(headers, cx.clock.now()).await?;
    telemetry::user(caller.user_id());
    Ok(caller)
}

/// Lambda's own id of the request, so that a reply leads to its log line; a fresh one where there is none.
#[expect(clippy::disallowed_methods, reason = "the one place that draws request ids")]
fn request_id(request: &Request) -> String {
    match request.lambda_context_ref() {
        Some(context) if !context.request_id.is_empty() => context.request_id.clone(),
        _ => Uuid::new_v4().to_string(),
    }
}
