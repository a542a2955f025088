//! Facts: what the database says about one caller and one room, in one reply.
//!
//! The shapes mirror the JSON of the facts functions in `migrations/`. They hold no opinion: whether a ban has
//! expired or a subscription still counts is for [`crate::access`] to say.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::coins::Coins;
use crate::ids::{CallId, ProfileId, SessionId, UserId};
use crate::role::Role;
use crate::rooms::{CallType, RoomName, SessionType};
use crate::wire::session::Show;

mod answer;

/// The facts of a session, and what a viewer is shown of it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(from = "answer::Answer")]
pub struct JoinFacts {
    /// What decides.
    pub facts: Facts,
    /// What is shown; `None` where there is no session.
    pub show: Option<Show>,
}

/// Everything a decision about one caller needs. A part that was not asked for, or does not exist, is `None`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(from = "answer::Answer")]
pub struct Facts {
    /// The caller's standing with Supabase Auth.
    pub auth: AuthState,
    /// The caller's real profile; `None` if deleted or if only a shadow profile is left.
    pub profile: Option<Profile>,
    /// The kill switches.
    pub settings: Switches,
    /// The session asked about.
    pub session: Option<Session>,
    /// The caller's own row in that session.
    pub participant: Option<Participant>,
    /// The caller's unlifted bans that could apply here, expired ones included.
    pub bans: Vec<Ban>,
    /// The session's creator has blocked the caller.
    pub blocked: bool,
    /// The caller's subscription to the session's creator.
    pub subscription: Option<Subscription>,
    /// What the caller has paid to watch the session and was not given back.
    pub payment: Option<Payment>,
    /// The call asked about.
    pub call: Option<Call>,
}

/// What Supabase Auth knows of the caller now, whatever their token said when it was issued.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct AuthState {
    /// The user has not been deleted.
    pub user_exists: bool,
    /// Banned in Auth until then.
    #[serde(with = "time::serde::rfc3339::option")]
    pub banned_until: Option<OffsetDateTime>,
    /// The sign-in of the token still stands; `None` if the token named none.
    pub session_alive: Option<bool>,
}

/// The public face of a user.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Profile {
    /// `profiles.id`.
    pub id: ProfileId,
    /// The unique handle.
    pub username: Option<String>,
    /// The name others see.
    pub display_name: Option<String>,
    /// Where the avatar is.
    pub avatar_url: Option<String>,
    /// May open live sessions.
    pub is_creator: bool,
}

/// The kill switches of `live_settings`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Switches {
    /// Live sessions are open.
    pub live_enabled: bool,
    /// 1:1 calls are open.
    pub calls_enabled: bool,
}

/// A live session, as far as access depends on it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Session {
    /// `live_sessions.id`.
    pub id: SessionId,
    /// Whose session it is.
    pub creator_id: UserId,
    /// Its LiveKit room.
    pub room_name: RoomName,
    /// Video or audio.
    pub session_type: SessionType,
    /// Who may watch.
    pub access_type: AccessType,
    /// What watching costs, if it is pay-per-view.
    pub ppv_coin_price: Coins,
    /// Where it is in its life.
    pub status: SessionStatus,
    /// When the longest allowed duration is over.
    #[serde(with = "time::serde::rfc3339::option")]
    pub max_ends_at: Option<OffsetDateTime>,
    /// Pay-per-view, and its host is not in its room just now.
    pub waits_for_host: bool,
}

/// Who may watch a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessType {
    /// Everybody.
    Public,
    /// Whoever subscribes to the creator.
    SubscribersOnly,
    /// Whoever has paid for this session.
    PayPerView,
}

/// Where a session is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionStatus {
    /// Announced, not started.
    Scheduled,
    /// On air; also while the host is briefly away.
    Live,
    /// Over.
    Ended,
    /// Never took place.
    Cancelled,
}

/// The caller's row in the session.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Participant {
    /// The role given to them.
    pub role: Role,
    /// They are silenced.
    pub is_muted: bool,
}

/// A ban that has not been lifted.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Ban {
    /// How far it reaches.
    #[serde(rename = "ban_type")]
    pub kind: BanKind,
    /// The session a [`BanKind::Session`] ban is for.
    pub session_id: Option<SessionId>,
    /// The creator a [`BanKind::Creator`] ban is for.
    pub creator_id: Option<UserId>,
    /// Until when; `None` until lifted.
    #[serde(with = "time::serde::rfc3339::option")]
    pub expires_at: Option<OffsetDateTime>,
}

/// How far a ban reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BanKind {
    /// One session.
    Session,
    /// Every session of one creator.
    Creator,
    /// Everything live, one's own sessions and calls included.
    Global,
}

/// A subscription to the session's creator.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Subscription {
    /// `active`, `paused`, `cancelled` or `expired`; the app's own tables may add words, so it stays text.
    pub status: String,
    /// End of the period that is paid for; `None` if it has no end.
    #[serde(with = "time::serde::rfc3339::option")]
    pub current_period_end: Option<OffsetDateTime>,
}

/// A pay-per-view payment for the session.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Payment {
    /// What was paid.
    pub coins: Coins,
}

/// A 1:1 call, as far as access depends on it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Call {
    /// `calls.id`.
    pub id: CallId,
    /// Who placed it.
    pub caller_id: UserId,
    /// Who was called.
    pub callee_id: UserId,
    /// Video or audio.
    pub call_type: CallType,
    /// Its LiveKit room.
    pub room_name: RoomName,
    /// Where it is in its life.
    pub status: CallStatus,
    /// When an unanswered ring becomes a missed call.
    #[serde(with = "time::serde::rfc3339::option")]
    pub ring_expires_at: Option<OffsetDateTime>,
    /// When the longest allowed duration is over.
    #[serde(with = "time::serde::rfc3339::option")]
    pub max_ends_at: Option<OffsetDateTime>,
}

/// Where a call is in its life. How it ended is another column.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallStatus {
    /// Waiting for the callee.
    Ringing,
    /// Answered.
    Connected,
    /// Over, however it ended.
    Ended,
}
