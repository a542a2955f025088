//! The channel functions on the real stack: Postgres, PostgREST and LiveKit, the handlers called in-process.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic in a test is a failure with a place")]

mod announcing;
mod encoder;
mod entering;
mod following;
mod health;
mod keys_in_logs;
mod naming;
mod pages;
mod popular;
mod real_ingress;
mod recorded;
mod routes;
mod searching;
mod support;
mod toggling;
mod unsubscribing;
mod upstreams;
