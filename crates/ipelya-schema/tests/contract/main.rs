//! The queries that the shipped app and the ops panel really send, word for word, against a real PostgREST: each must
//! succeed, for who sends it, with the rows it needs, and show nothing to who must not see them.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic in a test is a failure with a place")]

mod app;
mod ops;
mod realtime;
mod world;
