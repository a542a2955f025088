//! The pure rules of İpelya Live: who may do what, and what they get for it.
//!
//! Nothing here does I/O, reads a clock or draws a random number: facts and the time come in, decisions go out.
//! The crate knows neither Lambda, HTTP servers, PostgREST nor LiveKit's client.
//!
//! | module | question it answers |
//! |---|---|
//! | [`ids`], [`coins`], [`rooms`] | what is a well-formed id, amount of money, room name? |
//! | [`identity`] | who is calling, according to their verified token? |
//! | [`facts`] | what does the database say about this caller and this room? |
//! | [`access`] | given those facts, are they let in, and as what? |
//! | [`role`], [`grants`] | what may that role do inside a room? |
//! | [`participant`], [`standing`] | is somebody inside what they may be there, and what mends it? |
//! | [`sweep`] | where do the database and LiveKit disagree, and what mends it? |
//! | [`refusal`] | if not, which code, status and sentence do they get? |
//! | [`wire`] | what do clients send and read? |

pub mod access;
pub mod coins;
pub mod facts;
pub mod grants;
pub mod identity;
pub mod ids;
pub mod participant;
pub mod refusal;
pub mod role;
pub mod rooms;
pub mod standing;
pub mod sweep;
pub mod webhook;
pub mod wire;

pub use coins::Coins;
pub use identity::Caller;
pub use ids::{AuthSessionId, CallId, GiftId, MessageId, ProfileId, SessionId, UserId};
pub use refusal::Refusal;
pub use role::Role;
pub use rooms::{RoomKind, RoomName};
