//! Routes: which function a request is for, and the way every request takes through it.

use std::time::Instant;

use http::Method;
use http::request::Parts;
use ipelya_core::Refusal;
use ipelya_core::api::MAX_BODY_BYTES;
use lambda_http::request::RequestContext;
use lambda_http::{Body, RequestExt, Response};
use matchit::Router;
use percent_encoding::percent_decode_str;
use uuid::Uuid;

use super::handler::{
    AnyEndpoint, Asker, Endpoint, Handler, Health, Idempotent, IdempotentHandler, Linked, PageHandler, Probe,
    ProbeHandler, Reply, Report, ReporterHandler, Request, Service, ServiceHandler, Signer, User, UserHandler, Visit,
    VisitorHandler, Webhook, WebhookHandler,
};
use super::origin::Origin;
use super::reply;
use super::request::{self, Incoming, PathParameters};
use crate::context::Context;
use crate::settings::RefusalStatus;
use crate::telemetry::{self, About};

/// Where functions are that are called by their name alone.
const FUNCTIONS: &str = "/functions/v1";
/// The largest webhook, in bytes. LiveKit's carry the metadata of a room, which may have up to 512 KiB.
const MAX_WEBHOOK_BYTES: usize = 1024 * 1024;
/// The largest report of a call's agent, in bytes: fifty lines of four thousand characters.
const MAX_REPORT_BYTES: usize = 256 * 1024;

/// One function of a binary: where it is, and what it does.
pub struct Route {
    name: &'static str,
    method: Method,
    path: String,
    max_body_bytes: usize,
    is_softened: bool,
    is_page: bool,
    endpoint: Box<dyn AnyEndpoint>,
    #[cfg(feature = "openapi")]
    pub(super) description: super::openapi::Description,
}

impl Route {
    /// What it is called in logs: the last part of its address, or all of it, as it was registered.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// What it is called where there is no place for slashes and braces: `join-live-session`,
    /// `live-ops-sessions-id-terminate`, `live-ops-sessions.get`.
    pub fn id(&self) -> String {
        let below = self.path.strip_prefix(FUNCTIONS).unwrap_or(&self.path);
        let id = below.trim_start_matches('/').replace('/', "-").replace(['{', '}'], "");
        if self.method == Method::POST { id } else { format!("{id}.{}", self.method.as_str().to_ascii_lowercase()) }
    }

    /// How it is called.
    pub const fn method(&self) -> &Method {
        &self.method
    }

    /// Its address, with names in braces for the parts that may be anything.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Whether a refusal by the rules of the product goes out as HTTP 200 where `IPELYA_REFUSAL_STATUS=ok`.
    pub const fn is_softened(&self) -> bool {
        self.is_softened
    }
}

/// The functions of one binary.
///
/// A function is registered by its name, which stands for `POST /functions/v1/<name>`, or by method and path:
/// `GET /api/voice/history`, `POST /functions/v1/live-ops/sessions/{id}/terminate`. What stands in braces is a field
/// of its request, and so is every parameter of a query.
#[derive(Default)]
pub struct Routes {
    all: Vec<Route>,
    has_users: bool,
    is_asking_livekit: bool,
    /// Which of them answer at a path.
    paths: Router<Vec<usize>>,
}

impl std::fmt::Debug for Routes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.iter().map(Route::name)).finish()
    }
}

impl Routes {
    /// No routes yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a function for signed-in users.
    #[must_use]
    pub fn user<H, By, Req, Rep>(self, name: &'static str, handler: H) -> Self
    where
        H: for<'a> UserHandler<'a, By, Req, Rep>,
        By: Asker,
        Req: Request,
        Rep: Reply,
    {
        Self { has_users: true, ..self }.add(name, MAX_BODY_BYTES, Handler::<_, User<By, Req, Rep>>::new(handler))
    }

    /// Adds a function for signed-in users that honours `Idempotency-Key`.
    #[must_use]
    pub fn idempotent<H, By, Req, Rep>(self, name: &'static str, handler: H) -> Self
    where
        H: for<'a> IdempotentHandler<'a, By, Req, Rep>,
        By: Asker,
        Req: Request,
        Rep: Reply,
    {
        Self { has_users: true, ..self }.add(name, MAX_BODY_BYTES, Handler::<_, Idempotent<By, Req, Rep>>::new(handler))
    }

    /// Adds a function for everybody, signed in or not.
    #[must_use]
    pub fn visitor<H, Req, Rep>(self, name: &'static str, handler: H) -> Self
    where
        H: for<'a> VisitorHandler<'a, Req, Rep>,
        Req: Request,
        Rep: Reply,
    {
        Self { has_users: true, ..self }.add(name, MAX_BODY_BYTES, Handler::<_, Visit<Req, Rep>>::new(handler))
    }

    /// Adds a function for whoever holds the service-role key.
    #[must_use]
    pub fn service<H, Req, Rep>(self, name: &'static str, handler: H) -> Self
    where
        H: for<'a> ServiceHandler<'a, Req, Rep>,
        Req: Request,
        Rep: Reply,
    {
        self.add(name, MAX_BODY_BYTES, Handler::<_, Service<Req, Rep>>::new(handler))
    }

    /// Adds a function to which the agent of a call reports what was said in it.
    #[must_use]
    pub fn reporter<H, Req, Rep>(self, name: &'static str, handler: H) -> Self
    where
        H: for<'a> ReporterHandler<'a, Req, Rep>,
        Req: Request,
        Rep: Reply,
    {
        self.add(name, MAX_REPORT_BYTES, Handler::<_, Report<Req, Rep>>::new(handler))
    }

    /// Adds a function that tells everybody how the service is.
    #[must_use]
    pub fn probe<H, Rep>(self, name: &'static str, handler: H) -> Self
    where
        H: for<'a> ProbeHandler<'a, Rep>,
        Rep: Reply,
    {
        self.add(name, MAX_BODY_BYTES, Handler::<_, Probe<Rep>>::new(handler))
    }

    /// Adds a page for everybody who has a link to it: HTML, unless it is a refusal. All that is read is the path.
    #[must_use]
    pub fn page<H, Req>(self, name: &'static str, handler: H) -> Self
    where
        H: for<'a> PageHandler<'a, Req>,
        Req: Request,
    {
        self.add(name, MAX_BODY_BYTES, Handler::<_, Linked<Req>>::new(handler))
    }

    /// Adds a function that another system posts to. `GET` answers that it is up.
    #[must_use]
    pub fn webhook<From, H, Rep>(self, _: From, name: &'static str, handler: H) -> Self
    where
        From: Signer,
        H: for<'a> WebhookHandler<'a, Rep>,
        Rep: Reply,
    {
        let (_, path) = address(name);
        let routes = self.add(name, MAX_WEBHOOK_BYTES, Handler::<_, Webhook<From, Rep>>::new(handler));
        routes.add_at(name, Method::GET, path, 0, Health)
    }

    /// Marks the function just added as one whose callers, in installed versions of the app, read why it failed from the
    /// body, and can read one only if the status is 2xx: where `IPELYA_REFUSAL_STATUS=ok`, its refusals by the rules of the
    /// product go out as HTTP 200.
    #[must_use]
    pub fn softened(mut self) -> Self {
        if let Some(route) = self.all.last_mut() {
            route.is_softened = true;
        }
        self
    }

    /// Says that requests to these functions mostly end with a question to LiveKit: a connection is opened at start.
    #[must_use]
    pub const fn asking_livekit(mut self) -> Self {
        self.is_asking_livekit = true;
        self
    }

    /// Whether any of them is for signed-in users.
    pub(crate) const fn has_users(&self) -> bool {
        self.has_users
    }

    pub(crate) const fn is_asking_livekit(&self) -> bool {
        self.is_asking_livekit
    }

    fn add<E: Endpoint>(self, name: &'static str, max_body_bytes: usize, endpoint: E) -> Self {
        let (method, path) = address(name);
        self.add_at(name, method, path, max_body_bytes, endpoint)
    }

    #[expect(clippy::expect_used, reason = "two paths that cannot be told apart: the binary's first test finds them")]
    fn add_at<E: Endpoint>(
        mut self,
        name: &'static str,
        method: Method,
        path: String,
        max_body_bytes: usize,
        endpoint: E,
    ) -> Self {
        let place = self.all.len();
        match self.paths.at_mut(&path) {
            Ok(found) => found.value.push(place),
            Err(_) => self.paths.insert(path.clone(), vec![place]).expect("a path that fits the others"),
        }
        self.all.push(Route {
            name,
            method,
            path,
            max_body_bytes,
            is_softened: false,
            is_page: E::IS_PAGE,
            #[cfg(feature = "openapi")]
            description: super::openapi::Description::of(&endpoint),
            endpoint: Box::new(endpoint),
        });
        self
    }

    /// The functions in the order they were added.
    pub fn iter(&self) -> impl Iterator<Item = &Route> {
        self.all.iter()
    }

    /// The function at a path that is called this way.
    pub fn at(&self, method: &str, path: &str) -> Option<&Route> {
        let places = self.paths.at(path).ok()?.value.iter();
        places.filter_map(|place| self.all.get(*place)).find(|route| route.method == method)
    }

    /// Answers one request. Never fails: whatever goes wrong is a reply.
    pub async fn handle(&self, cx: &Context, request: lambda_http::Request) -> Response<Body> {
        let started = Instant::now();
        let request_id = request_id(&request);
        if request.method() == Method::OPTIONS {
            return reply::preflight(&request_id);
        }
        let origin = Origin::of(&request, request_id);
        let request_id = &origin.request_id;
        let before = length_before_path(&request);
        let (parts, body) = request.into_parts();
        let found = self.find(&parts, before);
        let work = async {
            let (route, parameters) = found.as_ref().map_err(|unfound| unfound.refusal.clone())?;
            request::check(&parts.headers, body.as_ref(), route.max_body_bytes, !route.is_page)?;
            let incoming = Incoming {
                cx,
                method: &parts.method,
                uri: &parts.uri,
                headers: &parts.headers,
                body: body.as_ref(),
                parameters,
                origin: &origin,
            };
            route.endpoint.answer(&incoming).await
        };
        let (outcome, trace) = telemetry::traced(&parts.headers, work).await;

        let error_code = outcome.as_ref().err().map(|refusal| refusal.row().code);
        let response = match outcome {
            Ok(answer) if found.as_ref().is_ok_and(|(route, _)| route.is_page) => reply::page(answer.reply, request_id),
            Ok(answer) => reply::success(answer.reply, answer.replayed, request_id),
            Err(refusal) => {
                let softened = cx.refusal_status == RefusalStatus::Ok
                    && found.as_ref().is_ok_and(|(route, _)| route.is_softened)
                    && refusal.is_business();
                let methods = found.as_ref().err().map(|unfound| unfound.allowed.as_str());
                reply::refusal(&refusal, reply::language(&parts.headers), softened, methods, request_id)
            }
        };
        let about = About {
            function: found.as_ref().ok().map(|(route, _)| route.name),
            request_id: Some(request_id.as_str()),
            error_code,
            status: Some(response.status().as_u16()),
            is_fault: response.status().is_server_error(),
        };
        telemetry::tell("request", &about, &trace, started);
        response
    }

    /// The function of a request, and what its path says in the places of names. So much of it is not its own.
    fn find(&self, parts: &Parts, before: usize) -> Result<(&Route, PathParameters), NotFound> {
        let path = parts.uri.path().get(before..).unwrap_or_default().trim_end_matches('/');
        let found = self.paths.at(path).map_err(|_| NotFound::nothing_there())?;
        let at = || found.value.iter().filter_map(|place| self.all.get(*place));
        match at().find(|route| route.method == parts.method) {
            Some(route) => {
                let own = |(name, value): (&str, &str)| {
                    (name.to_owned(), percent_decode_str(value).decode_utf8_lossy().into_owned())
                };
                Ok((route, found.params.iter().map(own).collect()))
            }
            None => Err(NotFound::other_methods(at().map(|route| &route.method))),
        }
    }
}

/// Why a request is for no function.
struct NotFound {
    refusal: Refusal,
    /// How the path may be called.
    allowed: String,
}

impl NotFound {
    fn nothing_there() -> Self {
        Self { refusal: Refusal::FunctionNotFound, allowed: String::new() }
    }

    fn other_methods<'a>(methods: impl Iterator<Item = &'a Method>) -> Self {
        let methods: Vec<&str> = methods.map(Method::as_str).chain(["OPTIONS"]).collect();
        Self { refusal: Refusal::MethodNotAllowed, allowed: methods.join(", ") }
    }
}

/// Method and path of what is registered as `name` or `METHOD /path`.
fn address(name: &str) -> (Method, String) {
    match name.split_once(' ') {
        Some((method, path)) => (method.parse().unwrap_or(Method::POST), path.to_owned()),
        None => (Method::POST, format!("{FUNCTIONS}/{name}")),
    }
}

/// How much API Gateway has put before a path: its stage, unless that is `$default`, or the base path of a custom domain.
/// The route that it found says where the path itself begins.
fn length_before_path(request: &lambda_http::Request) -> usize {
    let Some(RequestContext::ApiGatewayV2(context)) = request.request_context_ref() else { return 0 };
    let path = request.uri().path();
    let route = context.route_key.as_deref().and_then(|key| key.split_once(' '));
    let begins = route.and_then(|(_, route)| path.find(route.split('{').next()?));
    let below_stage =
        || path.strip_prefix('/')?.strip_prefix(context.stage.as_deref()?).filter(|own| own.starts_with('/'));
    begins.or_else(|| Some(path.len() - below_stage()?.len())).unwrap_or_default()
}

/// Lambda's own id of the request, so that a reply leads to its log line; a fresh one where there is none.
#[expect(clippy::disallowed_methods, reason = "the one place that draws request ids")]
fn request_id(request: &lambda_http::Request) -> String {
    match request.lambda_context_ref() {
        Some(context) if !context.request_id.is_empty() => context.request_id.clone(),
        _ => Uuid::new_v4().to_string(),
    }
}

#[cfg(test)]
mod tests;
