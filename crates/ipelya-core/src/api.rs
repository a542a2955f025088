//! What clients send and read. Names are exactly the clients'; fields that are not listed are ignored.
//!
//! Each function group's requests and replies stand in a file of its own. No rule knows any of them.

pub mod call;
pub mod channel;
pub mod chat;
pub mod create_session;
pub mod fields;
pub mod gift;
pub mod guest;
pub mod ingress;
pub mod moderation;
pub mod notifier;
pub mod ops;
pub mod payment;
pub mod recording;
pub mod reply;
pub mod report;
pub mod session;
pub mod sweeper;
pub mod token;
pub mod voice;
pub mod voice_calls;
pub mod webhook;

/// The largest request body, in bytes.
pub const MAX_BODY_BYTES: usize = 64 * 1024;
