//! Calls with support and conferences, and what is left of calls of every kind: who was in them, and what was said.

use super::{Given, User};
use ipelya_local::clock::{new_id, now};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

/// A call of any kind about to be written: with support if nothing else is said, over and completed, with what is said in
/// it written down.
#[derive(Debug, Clone)]
#[must_use]
pub struct PastCall<'a> {
    given: Given<'a>,
    kind: &'static str,
    caller: Uuid,
    callee: Option<Uuid>,
    members: Vec<Uuid>,
    status: &'static str,
    end_reason: Option<&'static str>,
    began: OffsetDateTime,
    seconds: i32,
    is_written_down: bool,
}

impl<'a> Given<'a> {
    /// A call of somebody's with support.
    pub fn support_call(self, caller: &User) -> PastCall<'a> {
        PastCall {
            given: self,
            kind: "support",
            caller: caller.id,
            callee: None,
            members: Vec::new(),
            status: "ended",
            end_reason: Some("completed"),
            began: now() - Duration::minutes(10),
            seconds: 60,
            is_written_down: true,
        }
    }

    /// A call between two.
    pub fn call_between(self, caller: &User, callee: &User) -> PastCall<'a> {
        let callee = Some(callee.id);
        PastCall { kind: "user_to_user", callee, is_written_down: false, ..self.support_call(caller) }
    }

    /// A conference, with these members beside its owner.
    pub fn conference(self, owner: &User, members: &[&User]) -> PastCall<'a> {
        let members = members.iter().map(|member| member.id).collect();
        PastCall { kind: "conference", members, is_written_down: false, ..self.support_call(owner) }
    }

    /// Somebody's connection to a call, from when to when; its participant SID.
    pub async fn stay(
        self,
        call: Uuid,
        user: &User,
        joined: OffsetDateTime,
        left: impl Into<Option<OffsetDateTime>>,
    ) -> String {
        let (sid, left) = (format!("PA_{}", new_id().simple()), left.into());
        let sql = "insert into public.live_stays (participant_sid, call_id, user_id, joined_at, left_at)
                   values ($1, $2, $3, $4, $5)";
        self.execute(sql, &[&sid, &call, &user.id, &joined, &left]).await;
        sid
    }

    /// An agent that came to a call and is there; its id.
    pub async fn call_agent(self, call: Uuid, joined: OffsetDateTime) -> Uuid {
        let id = new_id();
        let sql = "insert into public.call_agents (
                     id, call_id, user_id, voice, language, prompt_hash, max_seconds, status, requested_at, joined_at
                   )
                   select $1, c.id, c.caller_id, 'alloy', 'tr', 'hash', 900, 'joined', $3, $3
                   from public.calls c where c.id = $2";
        self.execute(sql, &[&id, &call, &joined]).await;
        id
    }

    /// A line of what was said in a call.
    pub async fn spoken(self, call: Uuid, item: &str, speaker: &str, text: &str, at: OffsetDateTime) {
        let sql = "insert into public.call_transcript_lines
                   select c.id, $2, c.caller_id, $3, $4, false, $5 from public.calls c where c.id = $1";
        self.execute(sql, &[&call, &item, &speaker, &text, &at]).await;
    }
}

impl PastCall<'_> {
    /// Rings.
    pub const fn ringing(mut self) -> Self {
        (self.status, self.end_reason) = ("ringing", None);
        self
    }

    /// Goes on.
    pub const fn connected(mut self) -> Self {
        (self.status, self.end_reason) = ("connected", None);
        self
    }

    /// Ended for this reason.
    pub const fn ended(mut self, reason: &'static str) -> Self {
        (self.status, self.end_reason) = ("ended", Some(reason));
        self
    }

    /// Was placed then.
    pub const fn began(mut self, at: OffsetDateTime) -> Self {
        self.began = at;
        self
    }

    /// Lasted so many seconds; 60 if nothing is said.
    pub const fn lasted(mut self, seconds: i32) -> Self {
        self.seconds = seconds;
        self
    }

    /// Nothing of it is written down.
    pub const fn unwritten(mut self) -> Self {
        self.is_written_down = false;
        self
    }

    /// Writes it; its id.
    pub async fn insert(self) -> Uuid {
        let id = new_id();
        let was_answered = self.status == "connected" || self.end_reason == Some("completed");
        let answered = was_answered.then_some(self.began);
        let ended = self.end_reason.map(|_| self.began + Duration::seconds(self.seconds.into()));
        let seconds = if was_answered && ended.is_some() { self.seconds } else { 0 };
        let sql = "insert into public.calls (
                     id, kind, caller_id, callee_id, call_type, language, transcript_on, livekit_room_name, status,
                     initiated_at, answered_at, ended_at, duration_seconds, end_reason, created_at
                   ) values (
                     $1, $2::text, $3, $4, 'audio_call', case when $2::text = 'support' then 'tr' end, $5,
                     $2::text || '-' || $1::uuid, $6, $7, $8, $9, $10, $11, $7
                   )";
        self.given
            .execute(
                sql,
                &[
                    &id,
                    &self.kind,
                    &self.caller,
                    &self.callee,
                    &self.is_written_down,
                    &self.status,
                    &self.began,
                    &answered,
                    &ended,
                    &seconds,
                    &self.end_reason,
                ],
            )
            .await;
        let members =
            "insert into public.call_members (call_id, user_id, role) select $1, unnest($2::uuid[]), 'member'";
        self.given.execute(members, &[&id, &self.members]).await;
        id
    }
}
