//! One-to-one calls.

use super::{Given, User};
use ipelya_local::clock::{new_id, now};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

/// A call's row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call {
    /// Its id.
    pub id: Uuid,
    /// Its LiveKit room.
    pub room_name: String,
}

/// A call about to be written: a video call that rings, unless told otherwise.
#[derive(Debug, Clone)]
#[must_use]
pub struct NewCall<'a> {
    given: Given<'a>,
    caller: (Uuid, Uuid),
    callee: (Uuid, Uuid),
    call_type: &'static str,
    status: String,
    end_reason: String,
    ring_expires_at: OffsetDateTime,
    max_ends_at: Option<OffsetDateTime>,
    party_left_at: Option<OffsetDateTime>,
}

impl<'a> Given<'a> {
    /// A call from one user to another.
    pub fn call(self, caller: &User, callee: &User) -> NewCall<'a> {
        NewCall {
            given: self,
            caller: (caller.id, caller.profile_id),
            callee: (callee.id, callee.profile_id),
            call_type: "video_call",
            status: "ringing".into(),
            end_reason: "completed".into(),
            ring_expires_at: now() + Duration::seconds(30),
            max_ends_at: None,
            party_left_at: None,
        }
    }

    /// Makes a ringing call's time to answer end then.
    pub async fn ring_expired(self, call: &Call, at: OffsetDateTime) {
        self.execute("update public.calls set ring_expires_at = $2 where id = $1", &[&call.id, &at]).await;
    }
}

impl NewCall<'_> {
    /// With picture.
    pub fn video(mut self) -> Self {
        self.call_type = "video_call";
        self
    }

    /// Without.
    pub fn audio(mut self) -> Self {
        self.call_type = "audio_call";
        self
    }

    /// `ringing`, `connected` or `ended`.
    pub fn status(mut self, status: &str) -> Self {
        status.clone_into(&mut self.status);
        self
    }

    /// Ended, for this reason.
    pub fn ended(mut self, reason: &str) -> Self {
        reason.clone_into(&mut self.end_reason);
        self.status("ended")
    }

    /// Rings until then.
    pub fn ring_expires_at(mut self, at: OffsetDateTime) -> Self {
        self.ring_expires_at = at;
        self
    }

    /// Is over then.
    pub fn max_ends_at(mut self, at: OffsetDateTime) -> Self {
        self.max_ends_at = Some(at);
        self
    }

    /// Lost one party then.
    pub fn party_left_at(mut self, at: OffsetDateTime) -> Self {
        self.party_left_at = Some(at);
        self
    }

    /// Writes it.
    pub async fn insert(self) -> Call {
        let id = new_id();
        let prefix = if self.call_type == "audio_call" { "call_audio" } else { "call_video" };
        let call = Call { id, room_name: format!("{prefix}_{id}") };
        let ended = (self.status == "ended").then(now);
        let was_answered = self.status == "connected" || (ended.is_some() && self.end_reason == "completed");
        let answered = was_answered.then(|| now() - Duration::minutes(1));
        let end_reason = ended.map(|_| &self.end_reason);
        let ring_expires_at = (self.status == "ringing").then_some(self.ring_expires_at);
        let sql = "insert into public.calls (
                     id, caller_id, caller_profile_id, callee_id, callee_profile_id, call_type, livekit_room_name,
                     status, answered_at, ended_at, end_reason, ring_expires_at, max_ends_at, party_left_at
                   ) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
        self.given
            .execute(
                sql,
                &[
                    &call.id,
                    &self.caller.0,
                    &self.caller.1,
                    &self.callee.0,
                    &self.callee.1,
                    &self.call_type,
                    &call.room_name,
                    &self.status,
                    &answered,
                    &ended,
                    &end_reason,
                    &ring_expires_at,
                    &self.max_ends_at,
                    &self.party_left_at,
                ],
            )
            .await;
        call
    }
}
