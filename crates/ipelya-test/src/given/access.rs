//! What lets people in or keeps them out: bans, blocks, subscriptions.

use super::{Given, Session, User};
use ipelya_local::clock::now;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

/// A ban about to be written: global, active and without end, unless told otherwise.
#[derive(Debug, Clone)]
#[must_use]
pub struct NewBan<'a> {
    given: Given<'a>,
    user_id: Uuid,
    kind: &'static str,
    session_id: Option<Uuid>,
    creator_id: Option<Uuid>,
    banned_by: Option<Uuid>,
    expires_at: Option<OffsetDateTime>,
    lifted_at: Option<OffsetDateTime>,
}

/// A subscription about to be written: active for another month, unless told otherwise.
#[derive(Debug, Clone)]
#[must_use]
pub struct NewSubscription<'a> {
    given: Given<'a>,
    subscriber_id: Uuid,
    creator_id: Uuid,
    status: String,
    period_end: Option<OffsetDateTime>,
}

impl<'a> Given<'a> {
    /// A ban of `user`.
    pub fn ban(self, user: &User) -> NewBan<'a> {
        NewBan {
            given: self,
            user_id: user.id,
            kind: "global",
            session_id: None,
            creator_id: None,
            banned_by: None,
            expires_at: None,
            lifted_at: None,
        }
    }

    /// A block, `by` one user, of another.
    pub async fn block(self, by: &User, blocked: &User) {
        let sql = "insert into public.blocked_users (blocker_id, blocked_id) values ($1, $2)";
        self.execute(sql, &[&by.id, &blocked.id]).await;
    }

    /// A subscription of one user to another.
    pub fn subscription(self, subscriber: &User, creator: &User) -> NewSubscription<'a> {
        NewSubscription {
            given: self,
            subscriber_id: subscriber.id,
            creator_id: creator.id,
            status: "active".into(),
            period_end: Some(now() + Duration::days(30)),
        }
    }
}

impl NewBan<'_> {
    /// From one session.
    pub fn from_session(mut self, session: &Session) -> Self {
        (self.kind, self.session_id, self.creator_id) = ("session", Some(session.id), None);
        self.banned_by = Some(session.creator_id);
        self
    }

    /// From everything of one creator.
    pub fn from_creator(mut self, creator: &User) -> Self {
        (self.kind, self.session_id, self.creator_id) = ("creator", None, Some(creator.id));
        self.banned_by = Some(creator.id);
        self
    }

    /// From every live feature.
    pub fn everywhere(mut self) -> Self {
        (self.kind, self.session_id, self.creator_id) = ("global", None, None);
        self
    }

    /// Spoken by this user.
    pub fn by(mut self, user: &User) -> Self {
        self.banned_by = Some(user.id);
        self
    }

    /// Until then.
    pub fn until(mut self, at: OffsetDateTime) -> Self {
        self.expires_at = Some(at);
        self
    }

    /// And lifted again.
    pub fn lifted(mut self) -> Self {
        self.lifted_at = Some(now());
        self
    }

    /// Writes it.
    pub async fn insert(self) {
        let sql = "insert into public.live_session_bans (
                     ban_type, session_id, creator_id, banned_user_id, banned_by, reason, expires_at,
                     lifted_at, is_active
                   ) values ($1, $2, $3, $4, $5, 'test', $6, $7, $8)";
        let Self { user_id, kind, session_id, creator_id, banned_by, expires_at, lifted_at, .. } = &self;
        let active = lifted_at.is_none();
        self.given
            .execute(sql, &[kind, session_id, creator_id, user_id, banned_by, expires_at, lifted_at, &active])
            .await;
    }
}

impl NewSubscription<'_> {
    /// `active`, `paused`, `cancelled` or `expired`.
    pub fn status(mut self, status: &str) -> Self {
        status.clone_into(&mut self.status);
        self
    }

    /// Paid until then.
    pub fn period_end(mut self, at: OffsetDateTime) -> Self {
        self.period_end = Some(at);
        self
    }

    /// Without an end.
    pub fn endless(mut self) -> Self {
        self.period_end = None;
        self
    }

    /// Writes it.
    pub async fn insert(self) {
        let sql = "insert into public.creator_subscriptions (subscriber_id, creator_id, status, current_period_end)
                   values ($1, $2, $3, $4)";
        let Self { subscriber_id, creator_id, status, period_end, .. } = &self;
        self.given.execute(sql, &[subscriber_id, creator_id, status, period_end]).await;
    }
}
