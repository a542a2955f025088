//! HTTP: from a request to a handler's decoded arguments, and from its answer to a reply.

mod body;
pub mod once;
mod reply;
pub mod routes;
