//! Calls as their parties place, answer and end them, on real Postgres, PostgREST and LiveKit.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic in a test is a failure with a place")]

mod app_contract;
mod life;
mod media;
mod paying;
mod placing;
mod races;
mod realtime;
mod recorded;
mod support;
mod talking;
mod upstreams;
mod whole_call;
