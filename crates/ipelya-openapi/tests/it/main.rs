//! The API document, and the binaries that answer as it says.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a panic in a test is a failure with a place")]

mod binaries;
mod document;
