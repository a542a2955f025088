//! Guests as hosts and viewers bring them on stage, on real Postgres, PostgREST and LiveKit.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic in a test is a failure with a place")]

mod app_contract;
mod asking;
mod authorization;
mod deadlines;
mod ending;
mod inviting;
mod media;
mod races;
mod recorded;
mod support;
mod told;
mod trouble;
mod upstreams;
