//! The recording functions on the real stack: Postgres, PostgREST, LiveKit and `MinIO`, the handlers called in-process. What
//! LiveKit's egress does is done by its stand-in.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic in a test is a failure with a place")]

mod buying;
mod by_itself;
mod calls;
mod failing;
mod listing;
mod owning;
mod real_egress;
mod recorded;
mod secrets_in_logs;
mod starting;
mod studio;
mod support;
mod watching;
mod whole_show;
