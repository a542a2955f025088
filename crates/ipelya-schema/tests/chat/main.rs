//! The chat guard: what the app may insert and delete directly, through PostgREST, as itself.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic in a test is a failure with a place")]

mod deleting;
mod ending;
mod forging;
mod phone;
mod saying;
mod server;
