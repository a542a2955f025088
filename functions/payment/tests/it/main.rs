//! The payment functions on the real stack: Postgres and PostgREST, a stand-in for Stripe, the handlers called in-process.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic in a test is a failure with a place")]

mod paying;
mod reconciling;
mod recorded;
mod secrets;
mod support;
mod upstreams;
mod webhook;
