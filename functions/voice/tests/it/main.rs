//! The voice functions on the real stack: Postgres, PostgREST and LiveKit, the handlers called in-process.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic in a test is a failure with a place")]

mod agents;
mod any_order;
mod calling;
mod conferring;
mod history;
mod life;
mod recorded;
mod recorded_reads;
mod reporting;
mod routes;
mod secrets_in_logs;
mod support;
mod transcripts;
