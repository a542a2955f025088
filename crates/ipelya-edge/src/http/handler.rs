//! Handlers: what a function is called with, by whom it may be called, and what it returns.
//!
//! A handler is a plain async function. Its own arguments say what it needs: a [`Caller`] is anybody signed in, an
//! [`Account`] no anonymous one, a [`Staff`](super::Staff) one whose deeds are noted, an [`IdempotencyKey`] a request that must not be carried out twice.

use std::marker::PhantomData;

use futures_util::future::BoxFuture;
use http::HeaderMap;
use ipelya_core::{Account, Caller, Language, Refusal};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::idempotency::{IdempotencyKey, Replayable};
use super::origin::Origin;
use super::page::Page;
use super::request::{self, Incoming};
use super::visitor::Visitor;
use crate::auth::Reporter;
use crate::context::Context;

/// A reply as it is sent, and whether it is that of an earlier request.
pub(super) type Answer = Replayable<String>;

/// What requests and replies have to be: read or written, and described in the API document.
#[cfg(feature = "openapi")]
pub trait Documented: schemars::JsonSchema {}
#[cfg(feature = "openapi")]
impl<T: schemars::JsonSchema> Documented for T {}

/// What requests and replies have to be; with the feature `openapi` they describe themselves too.
#[cfg(not(feature = "openapi"))]
pub trait Documented {}
#[cfg(not(feature = "openapi"))]
impl<T> Documented for T {}

/// A request's type.
pub trait Request: DeserializeOwned + Documented + Send + 'static {}
impl<T: DeserializeOwned + Documented + Send + 'static> Request for T {}

/// A reply's type: an object, whose fields go out beside `success`.
pub trait Reply: Serialize + Documented + Send + 'static {}
impl<T: Serialize + Documented + Send + 'static> Reply for T {}

/// Who a handler works for: [`Caller`], [`Account`] or [`Staff`](super::Staff).
pub trait Asker: Sized + Send + Sync + 'static {
    /// The caller, if the handler works for them.
    fn of(caller: Caller, origin: &Origin) -> Result<Self, Refusal>;
}

impl Asker for Caller {
    fn of(caller: Caller, _: &Origin) -> Result<Self, Refusal> {
        Ok(caller)
    }
}

impl Asker for Account {
    fn of(caller: Caller, _: &Origin) -> Result<Self, Refusal> {
        Self::try_from(caller)
    }
}

/// Who may call a function, as the API document says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(not(feature = "openapi"), allow(dead_code, reason = "for the document only"))]
pub enum Access {
    /// Whoever is signed in to the Supabase project.
    User,
    /// Everybody; whoever is signed in is known.
    Visitor,
    /// Whoever holds its service-role key.
    Service,
    /// LiveKit, which signs what it sends.
    LiveKit,
    /// Stripe, which does too.
    Stripe,
    /// The worker that carries out a call's agent, by the token it was given for that call.
    Reporter,
    /// Everybody.
    Everybody,
}

/// A function that can be called, whatever its arguments are.
#[cfg_attr(not(feature = "openapi"), allow(dead_code, reason = "the constants are for the document only"))]
pub(super) trait Endpoint: Send + Sync + 'static {
    type Request: Request;
    type Reply: Reply;

    const ACCESS: Access;
    /// It honours `Idempotency-Key`.
    const IS_IDEMPOTENT: bool = false;
    /// It answers with a [`Page`], and reads no body, whatever that is.
    const IS_PAGE: bool = false;

    fn carry_out(
        &self,
        incoming: &Incoming<'_>,
    ) -> impl Future<Output = Result<Replayable<Self::Reply>, Refusal>> + Send;

    /// A reply as it is sent.
    fn write(reply: Self::Reply) -> Result<String, Refusal> {
        super::reply::envelope(&reply)
    }
}

/// An [`Endpoint`] whose types are forgotten.
pub(super) trait AnyEndpoint: Send + Sync {
    fn answer<'a>(&'a self, incoming: &'a Incoming<'a>) -> BoxFuture<'a, Result<Answer, Refusal>>;
}

impl<E: Endpoint> AnyEndpoint for E {
    fn answer<'a>(&'a self, incoming: &'a Incoming<'a>) -> BoxFuture<'a, Result<Answer, Refusal>> {
        Box::pin(async move {
            let done = self.carry_out(incoming).await?;
            Ok(Replayable { reply: E::write(done.reply)?, replayed: done.replayed })
        })
    }
}

/// Declares what handlers of one kind look like: whatever async function has these arguments and returns that.
macro_rules! handlers {
    ($($(#[$doc:meta])* $name:ident<$($generic:ident),+>($($argument:ident: $type:ty),+) -> $output:ty;)+) => {$(
        $(#[$doc])*
        pub trait $name<'a, $($generic),+>: Send + Sync + 'static {
            /// Calls it.
            fn call(&self, $($argument: $type),+) -> impl Future<Output = Result<$output, Refusal>> + Send;
        }

        impl<'a, F, Fut, $($generic: 'a),+> $name<'a, $($generic),+> for F
        where
            F: Fn($($type),+) -> Fut + Send + Sync + 'static,
            Fut: Future<Output = Result<$output, Refusal>> + Send + 'a,
        {
            fn call(&self, $($argument: $type),+) -> impl Future<Output = Result<$output, Refusal>> + Send {
                self($($argument),+)
            }
        }
    )+};
}

handlers! {
    /// For whoever is signed in.
    UserHandler<By, Req, Rep>(cx: &'a Context, by: &'a By, request: Req) -> Rep;
    /// For whoever is signed in: it moves coins or makes a row, and passes the key on to the database, where a repeat is
    /// recognised.
    IdempotentHandler<By, Req, Rep>(cx: &'a Context, by: &'a By, key: IdempotencyKey, request: Req) -> Replayable<Rep>;
    /// For everybody, signed in or not.
    VisitorHandler<Req, Rep>(cx: &'a Context, visitor: &'a Visitor, request: Req) -> Rep;
    /// For the service itself.
    ServiceHandler<Req, Rep>(cx: &'a Context, request: Req) -> Rep;
    /// For the agent of a call, which reports what was said in it.
    ReporterHandler<Req, Rep>(cx: &'a Context, by: &'a Reporter, request: Req) -> Rep;
    /// For everybody: tells how the service is.
    ProbeHandler<Rep>(cx: &'a Context) -> Rep;
    /// For everybody who has a link of ours: what it leads to.
    PageHandler<Req>(cx: &'a Context, language: Language, request: Req) -> Page;
    /// For another system, which signs what it sends: it gets headers and body as they came.
    WebhookHandler<Rep>(cx: &'a Context, headers: &'a HeaderMap, body: &'a [u8]) -> Rep;
}

/// A handler together with the types of its arguments.
pub(super) struct Handler<H, Arguments>(H, PhantomData<fn() -> Arguments>);

impl<H, Arguments> Handler<H, Arguments> {
    pub(super) const fn new(handler: H) -> Self {
        Self(handler, PhantomData)
    }
}

/// Of a [`UserHandler`].
pub(super) struct User<By, Req, Rep>(PhantomData<(By, Req, Rep)>);
/// Of an [`IdempotentHandler`].
pub(super) struct Idempotent<By, Req, Rep>(PhantomData<(By, Req, Rep)>);
/// Of a [`VisitorHandler`].
pub(super) struct Visit<Req, Rep>(PhantomData<(Req, Rep)>);
/// Of a [`ServiceHandler`].
pub(super) struct Service<Req, Rep>(PhantomData<(Req, Rep)>);
/// Of a [`ReporterHandler`].
pub(super) struct Report<Req, Rep>(PhantomData<(Req, Rep)>);
/// Of a [`ProbeHandler`].
pub(super) struct Probe<Rep>(PhantomData<Rep>);
/// Of a [`PageHandler`].
pub(super) struct Linked<Req>(PhantomData<Req>);
/// Of a [`WebhookHandler`] for what this system sends.
pub(super) struct Webhook<From, Rep>(PhantomData<(From, Rep)>);

/// Another system that posts what it has to tell, and signs it.
pub trait Signer: Copy + Send + Sync + 'static {
    #[doc(hidden)]
    const ACCESS: Access;
}

/// LiveKit, as [`Routes::webhook`](super::routes::Routes::webhook) is told.
#[derive(Debug, Clone, Copy)]
pub struct LiveKit;

impl Signer for LiveKit {
    const ACCESS: Access = Access::LiveKit;
}

/// Stripe.
#[derive(Debug, Clone, Copy)]
pub struct Stripe;

impl Signer for Stripe {
    const ACCESS: Access = Access::Stripe;
}

impl<H, By, Req, Rep> Endpoint for Handler<H, User<By, Req, Rep>>
where
    H: for<'a> UserHandler<'a, By, Req, Rep>,
    By: Asker,
    Req: Request,
    Rep: Reply,
{
    type Request = Req;
    type Reply = Rep;

    const ACCESS: Access = Access::User;

    async fn carry_out(&self, incoming: &Incoming<'_>) -> Result<Replayable<Rep>, Refusal> {
        let by = incoming.asker::<By>().await?;
        let reply = self.0.call(incoming.cx, &by, incoming.decode()?).await?;
        Ok(Replayable::fresh(reply))
    }
}

impl<H, By, Req, Rep> Endpoint for Handler<H, Idempotent<By, Req, Rep>>
where
    H: for<'a> IdempotentHandler<'a, By, Req, Rep>,
    By: Asker,
    Req: Request,
    Rep: Reply,
{
    type Request = Req;
    type Reply = Rep;

    const ACCESS: Access = Access::User;
    const IS_IDEMPOTENT: bool = true;

    async fn carry_out(&self, incoming: &Incoming<'_>) -> Result<Replayable<Rep>, Refusal> {
        let by = incoming.asker::<By>().await?;
        let request = incoming.decode()?;
        let key = IdempotencyKey::of(incoming.headers, incoming.body)?;
        self.0.call(incoming.cx, &by, key, request).await
    }
}

impl<H, Req, Rep> Endpoint for Handler<H, Visit<Req, Rep>>
where
    H: for<'a> VisitorHandler<'a, Req, Rep>,
    Req: Request,
    Rep: Reply,
{
    type Request = Req;
    type Reply = Rep;

    const ACCESS: Access = Access::Visitor;

    async fn carry_out(&self, incoming: &Incoming<'_>) -> Result<Replayable<Rep>, Refusal> {
        let visitor = incoming.visitor().await?;
        Ok(Replayable::fresh(self.0.call(incoming.cx, &visitor, incoming.decode()?).await?))
    }
}

impl<H, Req, Rep> Endpoint for Handler<H, Service<Req, Rep>>
where
    H: for<'a> ServiceHandler<'a, Req, Rep>,
    Req: Request,
    Rep: Reply,
{
    type Request = Req;
    type Reply = Rep;

    const ACCESS: Access = Access::Service;

    async fn carry_out(&self, incoming: &Incoming<'_>) -> Result<Replayable<Rep>, Refusal> {
        incoming.cx.auth.require_service(incoming.headers)?;
        Ok(Replayable::fresh(self.0.call(incoming.cx, incoming.decode()?).await?))
    }
}

impl<H, Req, Rep> Endpoint for Handler<H, Report<Req, Rep>>
where
    H: for<'a> ReporterHandler<'a, Req, Rep>,
    Req: Request,
    Rep: Reply,
{
    type Request = Req;
    type Reply = Rep;

    const ACCESS: Access = Access::Reporter;

    async fn carry_out(&self, incoming: &Incoming<'_>) -> Result<Replayable<Rep>, Refusal> {
        let by = incoming.cx.auth.reporter(incoming.headers, incoming.cx.clock.now())?;
        Ok(Replayable::fresh(self.0.call(incoming.cx, &by, incoming.decode()?).await?))
    }
}

impl<H, Rep> Endpoint for Handler<H, Probe<Rep>>
where
    H: for<'a> ProbeHandler<'a, Rep>,
    Rep: Reply,
{
    type Request = request::Unread;
    type Reply = Rep;

    const ACCESS: Access = Access::Everybody;

    async fn carry_out(&self, incoming: &Incoming<'_>) -> Result<Replayable<Rep>, Refusal> {
        Ok(Replayable::fresh(self.0.call(incoming.cx).await?))
    }
}

impl<H, Req> Endpoint for Handler<H, Linked<Req>>
where
    H: for<'a> PageHandler<'a, Req>,
    Req: Request,
{
    type Request = Req;
    type Reply = Page;

    const ACCESS: Access = Access::Everybody;
    const IS_PAGE: bool = true;

    async fn carry_out(&self, incoming: &Incoming<'_>) -> Result<Replayable<Page>, Refusal> {
        let language = super::reply::language(incoming.headers);
        Ok(Replayable::fresh(self.0.call(incoming.cx, language, incoming.decode_path()?).await?))
    }

    fn write(reply: Page) -> Result<String, Refusal> {
        Ok(reply.0)
    }
}

impl<H, From, Rep> Endpoint for Handler<H, Webhook<From, Rep>>
where
    H: for<'a> WebhookHandler<'a, Rep>,
    From: Signer,
    Rep: Reply,
{
    type Request = request::Unread;
    type Reply = Rep;

    const ACCESS: Access = From::ACCESS;

    async fn carry_out(&self, incoming: &Incoming<'_>) -> Result<Replayable<Rep>, Refusal> {
        Ok(Replayable::fresh(self.0.call(incoming.cx, incoming.headers, incoming.body).await?))
    }
}

/// What answers a `GET` of a webhook's address: that it is up.
pub(super) struct Health;

/// The reply of [`Health`].
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
pub(super) struct Up {
    /// Always `up`.
    status: &'static str,
}

impl Endpoint for Health {
    type Request = request::Unread;
    type Reply = Up;

    const ACCESS: Access = Access::Everybody;

    async fn carry_out(&self, _: &Incoming<'_>) -> Result<Replayable<Up>, Refusal> {
        Ok(Replayable::fresh(Up { status: "up" }))
    }
}
