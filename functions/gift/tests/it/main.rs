//! The gift functions on the real stack: Postgres and PostgREST, the handlers called in-process.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic in a test is a failure with a place")]

mod app_contract;
mod authorization;
mod burst;
mod deadline;
mod direct;
mod giving;
mod races;
mod recorded;
mod repeats;
mod support;
mod upstreams;
