//! `get-livekit-token` on the real stack: Postgres, PostgREST and LiveKit, the handler called in-process.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic in a test is a failure with a place")]

mod access;
mod direct;
mod early;
mod grants;
mod identity;
mod limits;
mod recorded;
mod requests;
mod startup;
mod trust;
mod upstreams;
