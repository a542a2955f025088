//! How a show begins: create, start, and their undoing when LiveKit opens no room.

use ipelya_core::facts::{AccessType, Facts};
use ipelya_core::rooms::SessionType;
use ipelya_core::wire::create_session::SessionPlan;
use ipelya_core::wire::session::OwnSession;
use ipelya_core::{AuthSessionId, Caller, Coins, Refusal, RoomName, SessionId, UserId};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::Db;
use crate::http::once::{Kept, Once};

/// What creating came to.
#[derive(Debug, Clone, Deserialize)]
pub struct Created {
    /// The session: a new one, or the one the creator is on air with.
    #[serde(flatten)]
    pub session: OwnSession,
    /// It was there before.
    pub existing: bool,
    /// It is live, so it needs a room.
    pub on_air: bool,
}

/// What starting came to.
#[derive(Debug, Clone, Deserialize)]
pub struct Started {
    /// The session, live.
    #[serde(flatten)]
    pub session: OwnSession,
    /// This request put it on air, not an earlier one.
    pub started: bool,
}

#[derive(Serialize)]
struct CreateFacts<'a> {
    p_user_id: UserId,
    p_auth_session_id: Option<AuthSessionId>,
    p_idempotency_key: Option<&'a str>,
    #[serde(with = "time::serde::rfc3339")]
    p_now: OffsetDateTime,
}

#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own in the app")]
struct CreateSession<'a> {
    p_user_id: UserId,
    p_session_id: SessionId,
    p_room_name: &'a RoomName,
    p_title: &'a str,
    p_description: Option<&'a str>,
    p_thumbnail_url: Option<&'a str>,
    p_session_type: SessionType,
    p_access_type: AccessType,
    p_ppv_coin_price: Coins,
    #[serde(with = "time::serde::rfc3339::option")]
    p_scheduled_at: Option<OffsetDateTime>,
    p_chat_enabled: bool,
    p_gifts_enabled: bool,
    p_guest_enabled: bool,
    p_max_guests: u8,
    p_recording_enabled: bool,
    #[serde(with = "time::serde::rfc3339")]
    p_now: OffsetDateTime,
    #[serde(flatten)]
    once: &'a Once,
}

#[derive(Serialize)]
struct CancelCreation<'a> {
    p_user_id: UserId,
    p_session_id: SessionId,
    #[serde(with = "time::serde::rfc3339")]
    p_now: OffsetDateTime,
    #[serde(flatten)]
    once: &'a Once,
}

#[derive(Serialize)]
struct Start {
    p_user_id: UserId,
    p_session_id: SessionId,
    #[serde(with = "time::serde::rfc3339")]
    p_now: OffsetDateTime,
}

#[derive(Serialize)]
struct CancelStart {
    p_user_id: UserId,
    p_session_id: SessionId,
    #[serde(with = "time::serde::rfc3339")]
    p_started_at: OffsetDateTime,
}

impl Db {
    /// Everything that decides whether `caller` may open a session (`live_create_facts`). Counts against their limit
    /// of new sessions; a request with a key counts when it is carried out.
    pub async fn create_facts(&self, caller: &Caller, once: &Once, now: OffsetDateTime) -> Result<Facts, Refusal> {
        let parameters = CreateFacts {
            p_user_id: caller.user_id(),
            p_auth_session_id: caller.auth_session(),
            p_idempotency_key: once.key(),
            p_now: now,
        };
        Ok(self.call("live_create_facts", &parameters).await?)
    }

    /// Creates a session of this id, or finds the one the creator is on air with (`live_create_session`).
    pub async fn create_session(
        &self,
        creator: UserId,
        id: SessionId,
        plan: &SessionPlan,
        once: &Once,
        now: OffsetDateTime,
    ) -> Result<Kept<Created>, Refusal> {
        let parameters = CreateSession {
            p_user_id: creator,
            p_session_id: id,
            p_room_name: &RoomName::of_session(plan.session_type, id),
            p_title: &plan.title,
            p_description: plan.description.as_deref(),
            p_thumbnail_url: plan.thumbnail_url.as_deref(),
            p_session_type: plan.session_type,
            p_access_type: plan.access_type,
            p_ppv_coin_price: plan.ppv_coin_price,
            p_scheduled_at: plan.scheduled_at,
            p_chat_enabled: plan.chat_enabled,
            p_gifts_enabled: plan.gifts_enabled,
            p_guest_enabled: plan.guest_enabled,
            p_max_guests: plan.max_guests,
            p_recording_enabled: plan.recording_enabled,
            p_now: now,
            once,
        };
        Ok(self.call("live_create_session", &parameters).await?)
    }

    /// Takes a creation back whose room LiveKit did not open (`live_cancel_creation`).
    pub async fn cancel_creation(
        &self,
        creator: UserId,
        id: SessionId,
        once: &Once,
        now: OffsetDateTime,
    ) -> Result<bool, Refusal> {
        let parameters = CancelCreation { p_user_id: creator, p_session_id: id, p_now: now, once };
        Ok(self.call("live_cancel_creation", &parameters).await?)
    }

    /// Puts a scheduled session on air (`live_start_session`).
    pub async fn start_session(&self, host: UserId, id: SessionId, now: OffsetDateTime) -> Result<Started, Refusal> {
        let parameters = Start { p_user_id: host, p_session_id: id, p_now: now };
        Ok(self.call("live_start_session", &parameters).await?)
    }

    /// Takes a start back whose room LiveKit did not open (`live_cancel_start`).
    pub async fn cancel_start(&self, host: UserId, id: SessionId, started_at: OffsetDateTime) -> Result<bool, Refusal> {
        let parameters = CancelStart { p_user_id: host, p_session_id: id, p_started_at: started_at };
        Ok(self.call("live_cancel_start", &parameters).await?)
    }
}
