//! HTTP: from a request to a handler's decoded arguments, and from its answer to a reply.

mod handler;
pub mod idempotency;
#[cfg(feature = "openapi")]
pub mod openapi;
mod origin;
mod reply;
mod request;
pub mod routes;

pub use self::origin::{Origin, Staff};
