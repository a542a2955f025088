//! The data model on a real Postgres: what `migrations/` promises, each subject in a folder of its own. One binary, so that
//! it is linked once and the tests of all subjects run side by side. Each test has its own database.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a panic in a test is a failure with a place"
)]

mod catalog;
mod chat;
mod contract;
mod deadlines;
mod mails;
mod migrations;
mod moderation;
mod money;
mod money_cards;
mod operations;
mod outbox;
mod presence;
mod recordings;
mod stats;
mod voice;
