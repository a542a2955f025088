//! The chat functions on the real stack: Postgres and PostgREST, the handlers called in-process.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic in a test is a failure with a place")]

mod app_contract;
mod authorization;
mod deleting;
mod pinning;
mod recorded;
mod repeats;
mod saying;
mod support;
mod upstreams;
