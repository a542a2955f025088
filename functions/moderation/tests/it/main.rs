//! Order in a session as hosts, moderators and staff keep it, on real Postgres, PostgREST and LiveKit.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic in a test is a failure with a place")]

mod app_contract;
mod banning;
mod kicking;
mod matrix;
mod media;
mod muting;
mod races;
mod recorded;
mod reports;
mod roles;
mod support;
mod trouble;
mod upstreams;
