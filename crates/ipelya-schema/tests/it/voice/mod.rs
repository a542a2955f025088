//! Calls under the names of the voice documents, and what is said in support calls: who reads it, how it is taken in, and
//! when it goes.

mod forgetting;
mod reporting;
pub(crate) mod seen;
mod views;
