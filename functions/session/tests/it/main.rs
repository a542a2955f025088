//! The session functions on the real stack: Postgres, PostgREST and LiveKit, the handlers called in-process.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic in a test is a failure with a place")]

mod announcing;
mod app_contract;
mod authorization;
mod creating;
mod deadline;
mod ending;
mod full;
mod joining;
mod leaving;
mod limits;
mod races;
mod recorded;
mod repeats;
mod scheduling;
mod support;
mod upstreams;
mod waiting;
