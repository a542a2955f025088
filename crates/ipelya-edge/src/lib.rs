//! The Lambda edge of İpelya Live: from an HTTP request to a decision of the core and back.
//!
//! A function's `main` calls [`serve`] with its [`Routes`]; everything a request passes through stands here:
//!
//! ```text
//! request → http (method, size, route) → auth (who?) → http (decode) → the function's own handler
//!                                                                        │ db       one RPC per decision or commit
//!                                                                        │ livekit  tokens; calls only when it must act
//!                                                                        │ stripe   payments by card
//! reply   ← http (envelope, language, CORS) ← telemetry (one log line) ←─┘
//! ```
//!
//! Handlers see a [`Context`], a [`ipelya_core::Caller`] and their decoded request, and answer with a reply or a
//! [`ipelya_core::Refusal`]. They contain no SQL, no HTTP and no status codes.

mod attend;
pub mod auth;
pub mod clock;
pub mod context;
#[cfg(test)]
mod counted;
mod current;
pub mod db;
mod enact;
pub mod http;
pub mod http_client;
pub mod ids;
pub mod livekit;
pub mod mail;
pub mod push;
mod record;
mod ring;
pub mod secrets;
mod serve;
pub mod settings;
pub mod store;
pub mod stripe;
pub mod telemetry;

pub use auth::Reporter;
pub use clock::Clock;
pub use context::Context;
pub use http::idempotency::{IdempotencyKey, Replayable, Stored};
pub use http::routes::Routes;
pub use http::{Origin, Staff, Viewer};
pub use serve::{Job, serve, serve_scheduled};
pub use settings::Settings;
