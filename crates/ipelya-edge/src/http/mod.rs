//! HTTP: from a request to a handler's decoded arguments, and from its answer to a reply.

mod handler;
pub mod idempotency;
#[cfg(feature = "openapi")]
pub mod openapi;
mod origin;
mod page;
mod reply;
mod request;
pub mod routes;
mod visitor;

pub use self::handler::{Access, LiveKit, Signer, Stripe};
pub use self::origin::{Origin, Staff, Viewer};
pub use self::page::Page;
pub use self::visitor::Visitor;
