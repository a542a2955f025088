//! What the panel of the staff asks and does, on real Postgres, PostgREST and LiveKit.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic in a test is a failure with a place")]

mod all_sessions;
mod analytics;
mod authorization;
mod card_payments;
mod channels;
mod logs;
mod messages;
mod payments;
mod people;
mod recorded;
mod recordings;
mod reports;
mod routes;
mod sessions;
mod settings;
mod status;
mod support;
mod upstreams;
mod voice;
