//! The voice functions on the real stack: Postgres, PostgREST and LiveKit, the handlers called in-process.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic in a test is a failure with a place")]

mod agents;
mod calling;
mod conferring;
mod history;
mod life;
mod recorded_reads;
mod reporting;
mod support;
mod transcripts;
