//! Facts: what the database says about one caller and one room, in one reply.
//!
//! The shapes mirror the JSON of the facts functions in `migrations/`. They hold no opinion: whether a ban has
//! expired or a subscription still counts is for [`crate::access`] to say, which is the only way to what they hold.

use serde::Deserialize;

use crate::ban::Ban;
use crate::call::{CallKind, CallStatus, CallType};
use crate::coins::Coins;
use crate::ids::{CallId, ChannelId, ProfileId, RecordingId, SessionId, UserId};
use crate::ingress::KnownIngress;
use crate::recording::Visibility;
use crate::role::Role;
use crate::room::RoomName;
use crate::session::{AccessType, SessionStatus, SessionType};
use crate::timestamp::Timestamp;

/// Everything a decision about one caller needs. `Room` is what the decision is about: [`SessionFacts`], [`CallFacts`],
/// or nothing that exists yet.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Facts<Room = ()> {
    pub(crate) caller: CallerFacts,
    pub(crate) switches: Switches,
    /// `None` if there is nothing of the id asked about.
    pub(crate) room: Option<Room>,
}

/// What there is to know of a caller, whatever their token said when it was issued.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct CallerFacts {
    /// The user has not been deleted.
    pub(crate) user_exists: bool,
    /// Banned in Supabase Auth until then.
    pub(crate) banned_until: Option<Timestamp>,
    /// The sign-in of the token still stands; `None` if the token named none.
    pub(crate) session_alive: Option<bool>,
    /// The caller's real profile; `None` if deleted or if only a shadow profile is left.
    pub(crate) profile: Option<Profile>,
    /// Unlifted bans that could apply here, expired ones included.
    pub(crate) bans: Vec<Ban>,
}

/// The public face of a user.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Profile {
    pub id: ProfileId,
    /// The unique handle.
    pub username: Option<String>,
    /// The name others see.
    pub display_name: Option<String>,
    pub avatar_url: Option<String>,
    /// May open live sessions.
    pub is_creator: bool,
}

/// The kill switches of `live_settings`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(crate) struct Switches {
    /// Live sessions are open.
    pub(crate) live_enabled: bool,
    /// Calls between users are open.
    pub(crate) calls_enabled: bool,
    /// Calls with support and conferences are.
    pub(crate) voice_enabled: bool,
}

/// A live session, as far as access depends on it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
pub struct SessionFacts {
    pub id: SessionId,
    pub creator_id: UserId,
    pub room_name: RoomName,
    pub session_type: SessionType,
    pub access_type: AccessType,
    /// What watching costs, if it is pay-per-view.
    pub ppv_coin_price: Coins,
    pub status: SessionStatus,
    /// When the longest allowed duration is over.
    pub max_ends_at: Option<Timestamp>,
    /// Pay-per-view, and its host is not in its room just now.
    pub waits_for_host: bool,
    /// The caller is its host, and an encoder sends in their name.
    pub(crate) encoder_publishes: bool,
    /// The caller's own row in it.
    pub(crate) participant: Option<Participant>,
    /// Its creator has blocked the caller.
    pub(crate) is_blocked: bool,
    /// The caller's subscription to its creator.
    pub(crate) subscription: Option<Subscription>,
    /// The caller has paid to watch it and was not given that back.
    pub(crate) has_paid: bool,
}

/// A live session that somebody wants to join, and what they will be shown of it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct JoinFacts<Details> {
    pub(crate) session: SessionFacts,
    /// `None` once the profile of its creator is gone.
    pub(crate) details: Option<Details>,
}

/// A channel that somebody wants to enter.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct ChannelFacts {
    /// What it is on air with.
    pub session: Option<SessionFacts>,
}

/// The encoder of somebody's own channel: what there is, and what there is to be.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct OwnIngress {
    pub channel_id: ChannelId,
    /// The room it is to send into.
    pub room_name: String,
    /// What it sends to.
    pub ingress: Option<KnownIngress>,
}

/// What `ingress` is decided by.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct IngressFacts {
    #[serde(flatten)]
    pub own: OwnIngress,
    /// Staff has suspended the channel.
    pub(crate) is_suspended: bool,
    /// What was answered before under the same `Idempotency-Key`.
    pub replay: Option<IngressReplay>,
}

/// What came of an earlier request under the same `Idempotency-Key`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct IngressReplay {
    pub result: Option<KnownIngress>,
}

/// The caller's row in a session.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Participant {
    /// The role given to them.
    pub(crate) role: Role,
    /// They are silenced.
    pub(crate) is_muted: bool,
}

/// A subscription to the session's creator.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Subscription {
    /// `active`, `paused`, `cancelled` or `expired`; the app's own tables may add words, so it stays text.
    pub(crate) status: String,
    /// End of the period that is paid for; `None` if it has no end.
    pub(crate) current_period_end: Option<Timestamp>,
}

/// A call, as far as access depends on it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct CallFacts {
    pub id: CallId,
    pub kind: CallKind,
    /// What the caller of this function is in it; `None` if it is none of theirs.
    pub role: Option<Role>,
    pub call_type: CallType,
    pub room_name: RoomName,
    pub status: CallStatus,
    /// When one that nobody has answered, or came to, is a missed call.
    pub ring_expires_at: Option<Timestamp>,
    /// When the longest allowed duration is over.
    pub max_ends_at: Option<Timestamp>,
    /// It is recorded, and the caller of this function has not agreed to that.
    pub(crate) lacks_consent: bool,
}

/// Something recorded, as far as access depends on it (`live_recording_room`).
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct RecordingFacts {
    pub id: RecordingId,
    /// `None` once that account is gone.
    pub(crate) owner_id: Option<UserId>,
    pub(crate) visibility: Visibility,
    /// Its file is there.
    pub(crate) is_available: bool,
    /// The key of its file.
    pub storage_key: String,
    pub title: Option<String>,
    /// For how long an address of its file is good.
    pub url_seconds: u32,
    /// What entry to it costs after the show, if it costs anything.
    pub(crate) price_coins: Option<Coins>,
    /// What it is of…
    pub(crate) session: Option<SessionFacts>,
    /// …or what the caller is in the call it is of; `None` if it is none of theirs.
    pub(crate) call_role: Option<Role>,
    /// The caller is staff.
    pub(crate) is_staff: bool,
}

/// What taking a seat came to (`live_take_seat`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct TakenSeat {
    /// What the caller has paid for this session, now or earlier; 0 where entry is free.
    pub paid: Coins,
    /// Their balance, if this request charged them.
    #[serde(default)]
    pub balance: Option<Coins>,
}
