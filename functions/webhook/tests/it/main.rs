//! `livekit-webhook` on the real stack: Postgres and PostgREST, the handler called in-process with signed events.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic in a test is a failure with a place")]

mod applying;
mod converging;
mod logging;
mod receiving;
mod show;
mod upstreams;
