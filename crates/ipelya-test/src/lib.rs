//! What a test stands on: a [`Project`] of its own, with a database copied from the template, a
//! PostgREST in front of it, and proxies that count requests and can fail on purpose.
//!
//! ```ignore
//! let project = Project::start().await;
//! let creator = project.given().creator().await;
//! let session = project.given().live_session(&creator).pay_per_view(50).await;
//! let token = project.token_for(&creator).build();
//! ```
//!
//! Everything here panics instead of returning errors: a test whose ground gives way has no other
//! sensible end.

#![allow(clippy::expect_used, reason = "a test whose ground gives way can only stop, saying why")]
#![allow(clippy::missing_panics_doc, reason = "every function here panics when the test stack fails")]

mod api;
mod ground;
mod own_livekit;
mod project;
mod published;
mod room_client;
mod token;
mod upstream;
mod webhook;

pub mod given;

pub use api::{Api, Reply, Request};
pub use given::{Call, Given, Session, User};
pub use ipelya_local::gateway::Mode;
pub use ipelya_local::jwt::{Decoded, decode as decode_jwt};
pub use project::Project;
pub use published::assert_published;
pub use room_client::{NewRoomClient, RoomClient};
pub use token::TokenBuilder;
pub use upstream::Upstream;
pub use webhook::sign_webhook;
