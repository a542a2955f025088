//! What the session functions are sent and answer, creation's request apart.
//!
//! What SQL tells is read as its columns are spelled and written as clients spell it, by the same type.

use serde::{Deserialize, Serialize};

use super::fields::required_id;
use super::token::TokenReply;
use crate::access::{Entry, Seat};
use crate::coins::Coins;
use crate::facts::TakenSeat;
use crate::ids::{ProfileId, SessionId, UserId};
use crate::role::Role;
use crate::room::RoomName;
use crate::session::{AccessType, EndReason, SessionStatus, SessionType};
use crate::timestamp::Timestamp;

/// A request about one session and nothing else: start, leave, end. The app sends an end along with a `reason`, by
/// mistake even the session's id; it is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SessionRequest {
    /// Which one.
    #[serde(deserialize_with = "required_id")]
    pub session_id: SessionId,
}

/// `join-live-session`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct JoinSession {
    /// Which one.
    #[serde(deserialize_with = "required_id")]
    pub session_id: SessionId,
    /// A role below one's own, if less is wanted. Asking for more changes nothing.
    #[serde(default)]
    pub requested_role: Option<Role>,
    /// The price the caller was shown; if it is another by now, nothing is charged.
    #[serde(default)]
    pub expected_price: Option<Coins>,
}

/// A session as its creator sees it (`live_session_reply`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all(serialize = "camelCase"))]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own in the app")]
pub struct OwnSession {
    /// `live_sessions.id`.
    pub id: SessionId,
    room_name: RoomName,
    status: SessionStatus,
    title: String,
    description: Option<String>,
    thumbnail_url: Option<String>,
    session_type: SessionType,
    access_type: AccessType,
    ppv_coin_price: Coins,
    scheduled_at: Option<Timestamp>,
    started_at: Option<Timestamp>,
    chat_enabled: bool,
    gifts_enabled: bool,
    guest_enabled: bool,
    max_guests: u8,
    recording_enabled: bool,
}

impl OwnSession {
    /// The seat of its host; while an encoder broadcasts in their name, of one who looks on.
    pub fn host_seat(&self, encoder_publishes: bool) -> Seat {
        Seat::new(self.room_name.clone(), self.session_type.into(), Role::Host).looking_on(encoder_publishes)
    }
}

/// The reply of `create-live-session` and `start-live-session`: the session, and the host's token if it is on air.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OpenedSession {
    session: OpenedSessionPart,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    existing: bool,
    #[serde(flatten)]
    token: Option<TokenReply>,
}

/// The app reads `roomName`, clients written from the documents `livekitRoomName`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct OpenedSessionPart {
    #[serde(rename = "livekitRoomName")]
    livekit_room_name: RoomName,
    #[serde(flatten)]
    session: OwnSession,
}

impl OpenedSession {
    /// `existing`: the caller was on air with this session already.
    pub fn new(session: OwnSession, existing: bool, token: Option<TokenReply>) -> Self {
        let livekit_room_name = session.room_name.clone();
        Self { session: OpenedSessionPart { livekit_room_name, session }, existing, token }
    }
}

/// What a viewer is told of a session besides what access depends on (`live_join_facts`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all(serialize = "camelCase"))]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own in the app")]
pub struct SessionDetails {
    title: String,
    description: Option<String>,
    thumbnail_url: Option<String>,
    chat_enabled: bool,
    gifts_enabled: bool,
    guest_enabled: bool,
    max_guests: u8,
    started_at: Option<Timestamp>,
    viewer_count: u32,
    /// It is recorded just now, or about to be.
    is_recording: bool,
    creator: PublicProfile,
}

/// A person as others see them; clients read this part as the columns are spelled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PublicProfile {
    id: ProfileId,
    user_id: UserId,
    username: Option<String>,
    display_name: Option<String>,
    avatar_url: Option<String>,
    is_verified: bool,
}

/// The reply of `join-live-session`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct JoinedSession {
    session: JoinedSessionPart,
    /// What the caller has paid for this session, now or earlier; 0 where entry is free.
    paid: Coins,
    /// Their balance, if this request charged them.
    #[serde(skip_serializing_if = "Option::is_none")]
    balance: Option<Coins>,
    #[serde(flatten)]
    token: TokenReply,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
struct JoinedSessionPart {
    id: SessionId,
    room_name: RoomName,
    session_type: SessionType,
    access_type: AccessType,
    status: SessionStatus,
    creator_id: UserId,
    #[serde(flatten)]
    details: SessionDetails,
}

impl JoinedSession {
    /// What the caller is told about the session they are now in.
    pub fn new(entry: &Entry<'_, SessionDetails>, seat: TakenSeat, token: TokenReply) -> Self {
        let Entry { session, details, .. } = *entry;
        let session = JoinedSessionPart {
            id: session.id,
            room_name: session.room_name.clone(),
            session_type: session.session_type,
            access_type: session.access_type,
            status: session.status,
            creator_id: session.creator_id,
            details: details.clone(),
        };
        Self { session, paid: seat.paid, balance: seat.balance, token }
    }
}

/// The reply of `end-live-session`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EndedSession {
    /// What came of it.
    pub session: Totals,
}

/// The totals of a session that is over (`live_end_session`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all(serialize = "camelCase"))]
pub struct Totals {
    id: SessionId,
    status: SessionStatus,
    end_reason: Option<EndReason>,
    ended_at: Option<Timestamp>,
    total_duration_seconds: u32,
    peak_viewers: u32,
    total_viewers: u32,
    /// In coins.
    total_gifts_received: Coins,
    total_messages: u32,
}

/// A reply that says nothing but that it was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Acknowledged {}

#[cfg(test)]
mod tests {
    use serde_json::from_str;

    use super::*;

    #[test]
    fn a_session_is_named_by_a_uuid() {
        let id = "6f1c1f0e-5b1f-4c55-9d5e-0f6c3e7f5f10";
        let named: SessionRequest = from_str(&format!(r#"{{"sessionId":"{id}","reason":{{"any":"thing"}}}}"#)).unwrap();
        assert_eq!(named.session_id.to_string(), id);
        for bad in
            ["{}", r#"{"sessionId":""}"#, r#"{"sessionId":null}"#, r#"{"sessionId":"42"}"#, r#"{"sessionId":42}"#]
        {
            assert!(from_str::<SessionRequest>(bad).is_err(), "{bad}");
        }
    }
}
