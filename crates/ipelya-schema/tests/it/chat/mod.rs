//! The chat guard: what the app may insert and delete directly, through PostgREST, as itself.

mod deleting;
mod ending;
mod forging;
mod phone;
mod saying;
mod server;
mod words;
