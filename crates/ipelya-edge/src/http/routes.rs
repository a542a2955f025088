//! Routes: which function a request is for, and the way every request takes through it.

use std::collections::BTreeMap;
use std::time::Instant;

use futures_util::future::BoxFuture;
use http::{HeaderMap, Method};
use ipelya_core::{Caller, Refusal};
use lambda_http::{Body, Request, RequestExt, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use uuid::Uuid;

use super::reply::Language;
use super::{body, reply};
use crate::context::Context;
use crate::settings::RefusalStatus;
use crate::telemetry;

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

type ErasedHandler =
    Box<dyn for<'a> Fn(&'a Context, &'a HeaderMap, &'a [u8]) -> BoxFuture<'a, Result<Value, Refusal>> + Send + Sync>;

struct Route {
    failure_form: FailureForm,
    handler: ErasedHandler,
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
                let caller = cx.auth.caller(headers, cx.clock.now()).await?;
                telemetry::user(caller.user_id());
                let request = body::decode(body)?;
                let reply = handler(cx, &caller, request).await?;
                serde_json::to_value(reply).map_err(|error| {
                    tracing::error!(%error, "a reply cannot be written");
                    Refusal::Internal
                })
            })
        });
        self.0.insert(name, Route { failure_form, handler });
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
            if parts.method != Method::POST {
                return Err(Refusal::MethodNotAllowed);
            }
            body::check(&parts.headers, body.as_ref())?;
            (route.handler)(cx, &parts.headers, body.as_ref()).await
        };
        let (outcome, user, upstream_calls) = telemetry::traced(work).await;

        let error_code = outcome.as_ref().err().map(|refusal| refusal.row().code);
        let response = match outcome {
            Ok(reply) => reply::success(reply, &request_id),
            Err(refusal) => {
                let softened = cx.refusal_status == RefusalStatus::Ok
                    && route.is_some_and(|(_, route)| route.failure_form == FailureForm::Body)
                    && refusal.is_business();
                reply::refusal(&refusal, Language::of(&parts.headers), softened, &request_id)
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

/// Lambda's own id of the request, so that a reply leads to its log line; a fresh one where there is none.
#[expect(clippy::disallowed_methods, reason = "the one place that draws request ids")]
fn request_id(request: &Request) -> String {
    match request.lambda_context_ref() {
        Some(context) if !context.request_id.is_empty() => context.request_id.clone(),
        _ => Uuid::new_v4().to_string(),
    }
}
