//! The notifier against a stand-in for Expo that speaks its protocol, and real Postgres and PostgREST.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a panic in a test is a failure with a place"
)]

mod authorization;
mod batches;
mod mails;
mod receipts;
mod recorded;
mod ringing;
mod schedule;
mod support;
mod trouble;
mod twice;
