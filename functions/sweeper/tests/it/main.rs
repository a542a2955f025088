//! The sweeper on the real stack: Postgres, PostgREST and LiveKit, with people connected by LiveKit's own client.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a panic in a test is a failure with a place"
)]

mod calls;
mod encoders;
mod presence;
mod recorded;
mod requests;
mod rights;
mod rooms;
mod schedule;
mod support;
mod trouble;
mod whole_session;
