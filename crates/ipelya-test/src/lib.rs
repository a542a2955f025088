//! What a test works with: a [`Project`] of its own, with a database copied from the template, a PostgREST in front of it
//! once something asks for it, and proxies that count requests and can fail on purpose.
//!
//! ```ignore
//! let project = Project::start().await;
//! let creator = project.given().creator().await;
//! let session = project.given().live_session(&creator).pay_per_view(50).insert().await;
//! let token = project.token_for(&creator).build();
//! ```
//!
//! Everything here panics instead of returning errors: a test whose stack fails has no other sensible end.

#![allow(clippy::expect_used, reason = "a test whose stack fails can only stop, saying why")]
#![allow(clippy::missing_panics_doc, reason = "every function here panics when the test stack fails")]

mod agent;
mod api;
mod books;
mod egress;
mod expo;
mod function_process;
mod ingress;
mod live_session;
mod moto;
mod own_livekit;
mod own_process;
mod pooler;
mod postgres_front;
mod project;
mod published;
mod receiver;
mod recorded;
mod rest_server;
mod room_client;
mod rows;
mod runtime_api;
mod secrets_manager;
mod ses;
mod stack;
mod store;
mod stripe;
mod token;
mod upstream;
mod webhook;

pub mod given;

pub use agent::Worker;
pub use api::{Api, Reply, Request};
pub use books::BOOKS_NEVER;
pub use egress::EgressServer;
pub use expo::{Expo, ExpoTrouble};
pub use function_process::FunctionProcess;
pub use given::{Call, Given, Session, User};
pub use ingress::{IngressServer, LiveKitIngress};
pub use ipelya_local::egress::{EgressEvents, EgressMode};
pub use ipelya_local::gateway::Mode;
pub use ipelya_local::jwt::{Decoded, decode as decode_jwt};
pub use ipelya_local::livekit::sign_webhook;
pub use live_session::{LiveSession, NewLiveSession};
pub use moto::Moto;
pub use pooler::{Authority, Pooler};
pub use project::Project;
pub use published::assert_published;
pub use receiver::{Deliveries, Delivery, Receiver};
pub use room_client::{NewRoomClient, RoomClient};
pub use runtime_api::http_event;
pub use secrets_manager::SecretsManager;
pub use ses::{Ses, SesTrouble};
pub use store::Store;
pub use stripe::StripeAccount;
pub use token::TokenBuilder;
pub use upstream::Upstream;
