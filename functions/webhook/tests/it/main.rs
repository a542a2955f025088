//! `livekit-webhook` on the real stack: Postgres and PostgREST, the handler called in-process with signed events;
//! and, where it is to be LiveKit itself that posts them, over HTTP.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic in a test is a failure with a place")]

mod applying;
mod calls;
mod converging;
mod encoders;
mod kept_tokens;
mod livekit;
mod logging;
mod receiving;
mod recorded;
mod rotation;
mod support;
mod upstreams;
mod whole_session;
