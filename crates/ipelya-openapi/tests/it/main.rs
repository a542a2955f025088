//! The API document, and the binaries that answer as it says.

mod binaries;
mod document;
